//! Replies that the app has not fetched for the customer, stored with each new reply.

use caredesk_domain::{
    MessageId, StaffId, TicketId, Timestamp,
    change::VersionedWrite,
    message::{Conversation, Message, MessageText},
    notice::NoticeKind,
    ticket::{Priority, Ticket},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect,
    QueryTrait as _, Set, sea_query::SelectStatement,
};

use crate::{
    engine::{
        bulk_insert,
        column::{IdColumn, InstantColumn, TextColumn},
    },
    error::StoreError,
    tables::entity::{
        message, notice,
        unfetched_reply::{ActiveModel, Column, Entity, Model},
    },
};

/// Filter by unfetched replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnfetchedFilter {
    /// Of any author.
    Any,
    /// Of this staff member.
    Author(StaffId),
}

/// Updates of the unfetched replies that follow from new and redacted messages, and from deleted and urgent tickets.
pub(crate) struct UnfetchedReplies {
    new: Vec<Model>,
    redacted: Vec<MessageId>,
    deleted: Vec<TicketId>,
    urgent: Vec<TicketId>,
    at: Timestamp,
}

impl UnfetchedReplies {
    pub(crate) fn of(messages: &[VersionedWrite<Message>], tickets: &[VersionedWrite<Ticket>], at: Timestamp) -> Self {
        let (mut new, mut blanked) = (Vec::new(), Vec::new());
        for put in messages {
            let (Some(author), Conversation::Ticket(id)) = (put.reply_author(), put.conversation) else { continue };
            if matches!(put.text, MessageText::Redacted { .. }) {
                blanked.push(put.id);
            } else if let (None, Some(ticket)) = (put.expected_version(), tickets.iter().find(|ticket| ticket.id == id)) {
                let due = put.created_at.plus_seconds(ticket.priority.seconds_to_fetch());
                let row = Model {
                    message_id: put.id.into(),
                    ticket_id: id.into(),
                    author_id: author.into(),
                    due_at: due.into(),
                    notified_at: None,
                };
                // A reply recorded late may already be overdue: it is not waited for.
                new.extend((due > at).then_some(row));
            }
        }
        let known = |is: fn(&Ticket) -> bool| {
            tickets.iter().filter(|put| put.expected_version().is_some() && is(put)).map(|put| put.id).collect::<Vec<_>>()
        };
        let deleted = known(|ticket| ticket.deleted.is_some());
        let urgent = known(|ticket| ticket.priority == Priority::Urgent);
        Self { new, redacted: blanked, deleted, urgent, at }
    }

    pub(crate) async fn save<C: ConnectionTrait>(self, connection: &C) -> Result<(), StoreError> {
        bulk_insert::insert(connection, self.new.into_iter().map(|row| row.into_active_model().reset_all())).await?;
        if !self.redacted.is_empty() {
            delete_unfetched(connection, &self.redacted).await?;
        }
        if !self.deleted.is_empty() {
            // The notices were deleted with the ticket: they are sent again once it is restored.
            let untold = ActiveModel { notified_at: Set(None), ..Default::default() };
            let of_deleted = Column::TicketId.is_in(self.deleted.into_iter().map(IdColumn));
            Entity::update_many().set(untold).filter(of_deleted).exec(connection).await?;
        }
        if !self.urgent.is_empty() {
            let due = InstantColumn(self.at.plus_seconds(Priority::Urgent.seconds_to_fetch()));
            let sooner = ActiveModel { due_at: Set(due), ..Default::default() };
            let of_urgent = Entity::update_many().set(sooner).filter(Column::TicketId.is_in(self.urgent.into_iter().map(IdColumn)));
            of_urgent.filter(Column::NotifiedAt.is_null()).filter(Column::DueAt.gt(due)).exec(connection).await?;
        }
        Ok(())
    }
}

/// Stops waiting for these replies, and deletes the notices of tickets that have no other unfetched reply.
pub(crate) async fn delete_unfetched<C: ConnectionTrait>(connection: &C, replies: &[MessageId]) -> Result<(), DbErr> {
    let ids = || replies.iter().copied().map(IdColumn);
    let waited = Entity::delete_many().filter(Column::MessageId.is_in(ids())).exec(connection).await?;
    if waited.rows_affected == 0 {
        return Ok(());
    }
    let tickets = message::Entity::find().select_only().column(message::Column::TicketId).filter(message::Column::Id.is_in(ids()));
    let settled = Condition::all()
        .add(notice::Column::Kind.eq(TextColumn(NoticeKind::ReplyNotFetched)))
        .add(notice::Column::SubjectId.in_subquery(tickets.into_query()))
        .add(notice::Column::SubjectId.not_in_subquery(tickets_with_overdue_reply(UnfetchedFilter::Any)));
    notice::Entity::delete_many().filter(settled).exec(connection).await.map(drop)
}

/// The tickets with an overdue unfetched reply whose author got a notice.
pub(crate) fn tickets_with_overdue_reply(unfetched: UnfetchedFilter) -> SelectStatement {
    let mut told = Entity::find().select_only().column(Column::TicketId).filter(Column::NotifiedAt.is_not_null());
    if let UnfetchedFilter::Author(author) = unfetched {
        told = told.filter(Column::AuthorId.eq(IdColumn(author)));
    }
    told.into_query()
}
