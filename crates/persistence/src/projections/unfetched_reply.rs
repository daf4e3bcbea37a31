//! Replies that the app has not fetched for the customer, stored with each new reply.

use caredesk_domain::{
    MessageId, StaffId,
    message::{Conversation, MessageText},
    notice::NoticeKind,
    ticket::{Priority, Ticket},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect,
    QueryTrait as _, Set, sea_query::SelectStatement,
};

use super::saved_changes::SavedChanges;
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

/// Waits for new replies, no longer for redacted ones; follows the deletion and the priority of tickets.
pub(super) async fn update<C: ConnectionTrait>(connection: &C, changes: &SavedChanges<'_>) -> Result<(), StoreError> {
    let (messages, tickets, at) = (&changes.writes.messages, &changes.writes.tickets, changes.at);
    let (mut new, mut redacted) = (Vec::new(), Vec::new());
    for write in messages {
        let (Some(author), Conversation::Ticket(id)) = (write.reply_author(), write.conversation) else { continue };
        if matches!(write.text, MessageText::Redacted { .. }) {
            redacted.push(write.id);
        } else if let (None, Some(ticket)) = (write.expected_version(), tickets.iter().find(|ticket| ticket.id == id)) {
            let due = write.created_at.plus_seconds(ticket.priority.seconds_to_fetch());
            let row = Model {
                message_id: write.id.into(),
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
        tickets.iter().filter(|write| write.expected_version().is_some() && is(write)).map(|write| write.id).collect::<Vec<_>>()
    };
    bulk_insert::insert(connection, new.into_iter().map(|row| row.into_active_model().reset_all())).await?;
    if !redacted.is_empty() {
        delete_unfetched(connection, &redacted).await?;
    }
    let deleted = known(|ticket| ticket.deleted.is_some());
    if !deleted.is_empty() {
        // The notices were deleted with the ticket: they are sent again once it is restored.
        let untold = ActiveModel { notified_at: Set(None), ..Default::default() };
        let of_deleted = Column::TicketId.is_in(deleted.into_iter().map(IdColumn));
        Entity::update_many().set(untold).filter(of_deleted).exec(connection).await?;
    }
    let urgent = known(|ticket| ticket.priority == Priority::Urgent);
    if !urgent.is_empty() {
        let due = InstantColumn(at.plus_seconds(Priority::Urgent.seconds_to_fetch()));
        let sooner = ActiveModel { due_at: Set(due), ..Default::default() };
        let of_urgent = Entity::update_many().set(sooner).filter(Column::TicketId.is_in(urgent.into_iter().map(IdColumn)));
        of_urgent.filter(Column::NotifiedAt.is_null()).filter(Column::DueAt.gt(due)).exec(connection).await?;
    }
    Ok(())
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
