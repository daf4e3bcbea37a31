//! Replies that the app has not fetched for the customer: stored with each new reply; when overdue, the author gets a notice.

use std::collections::HashSet;

use caredesk_domain::{
    MessageId, PrincipalId, StaffId, TicketId, Timestamp,
    change::Put,
    escalation::Source,
    event::{Subject, SubjectKind},
    message::{Message, Place, Words},
    notice::{Notice, NoticeKind, Recipient, Word},
    scopes::ApiScope,
    ticket::{Priority, Ticket},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder as _,
    QuerySelect, QueryTrait as _, Set,
    sea_query::{Expr, ExprTrait as _, LockBehavior, LockType, SelectStatement},
};

use crate::{
    batch,
    column::{IdColumn, Moment, Typed},
    entity::{
        message, notice, service_account, ticket,
        unfetched_reply::{ActiveModel, Column, Entity, Model},
    },
    notice::{KEPT_SECONDS, carry_out},
    store::{Store, StoreError},
};

/// Maximum number of overdue replies handled in one transaction.
const BATCH_SIZE: u64 = 100;

/// Filter by unfetched replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfetched {
    /// Of any author.
    Any,
    /// Of this staff member.
    By(StaffId),
}

/// Updates of the unfetched replies that follow from new and redacted messages, and from deleted and urgent tickets.
pub(crate) struct UnfetchedReplies {
    new: Vec<Model>,
    blanked: Vec<MessageId>,
    deleted: Vec<TicketId>,
    urgent: Vec<TicketId>,
    at: Timestamp,
}

impl UnfetchedReplies {
    pub(crate) fn of(messages: &[Put<Message>], tickets: &[Put<Ticket>], at: Timestamp) -> Self {
        let (mut new, mut blanked) = (Vec::new(), Vec::new());
        for put in messages {
            let (Some(author), Place::Ticket(id)) = (put.replier(), put.place) else { continue };
            if matches!(put.words, Words::Redacted { .. }) {
                blanked.push(put.id);
            } else if let (None, Some(ticket)) = (put.expected(), tickets.iter().find(|ticket| ticket.id == id)) {
                let due = put.created_at.plus_seconds(ticket.priority.seconds_to_fetch());
                let row =
                    Model { message_id: put.id.into(), ticket_id: id.into(), author_id: author.into(), due_at: due.into(), told_at: None };
                // A reply recorded late may already be overdue: it is not waited for.
                new.extend((due > at).then_some(row));
            }
        }
        let known = |is: fn(&Ticket) -> bool| {
            tickets.iter().filter(|put| put.expected().is_some() && is(put)).map(|put| put.id).collect::<Vec<_>>()
        };
        let deleted = known(|ticket| ticket.deleted.is_some());
        let urgent = known(|ticket| ticket.priority == Priority::Urgent);
        Self { new, blanked, deleted, urgent, at }
    }

    pub(crate) async fn keep<C: ConnectionTrait>(self, connection: &C) -> Result<(), StoreError> {
        batch::insert(connection, self.new.into_iter().map(|row| row.into_active_model().reset_all())).await?;
        if !self.blanked.is_empty() {
            forget(connection, &self.blanked).await?;
        }
        if !self.deleted.is_empty() {
            // The notices were deleted with the ticket: they are sent again once it is restored.
            let untold = ActiveModel { told_at: Set(None), ..Default::default() };
            let of_deleted = Column::TicketId.is_in(self.deleted.into_iter().map(IdColumn));
            Entity::update_many().set(untold).filter(of_deleted).exec(connection).await?;
        }
        if !self.urgent.is_empty() {
            let due = Moment(self.at.plus_seconds(Priority::Urgent.seconds_to_fetch()));
            let sooner = ActiveModel { due_at: Set(due), ..Default::default() };
            let of_urgent = Entity::update_many().set(sooner).filter(Column::TicketId.is_in(self.urgent.into_iter().map(IdColumn)));
            of_urgent.filter(Column::ToldAt.is_null()).filter(Column::DueAt.gt(due)).exec(connection).await?;
        }
        Ok(())
    }
}

/// Stops waiting for these replies, and deletes the notices of tickets that have no other unfetched reply.
pub(super) async fn forget<C: ConnectionTrait>(connection: &C, replies: &[MessageId]) -> Result<(), DbErr> {
    let ids = || replies.iter().copied().map(IdColumn);
    let waited = Entity::delete_many().filter(Column::MessageId.is_in(ids())).exec(connection).await?;
    if waited.rows_affected == 0 {
        return Ok(());
    }
    let tickets = message::Entity::find().select_only().column(message::Column::TicketId).filter(message::Column::Id.is_in(ids()));
    let settled = Condition::all()
        .add(notice::Column::Kind.eq(Typed(NoticeKind::ReplyNotFetched)))
        .add(notice::Column::SubjectId.in_subquery(tickets.into_query()))
        .add(notice::Column::SubjectId.not_in_subquery(tickets_of(Unfetched::Any)));
    notice::Entity::delete_many().filter(settled).exec(connection).await.map(drop)
}

/// The tickets with an overdue unfetched reply whose author got a notice.
pub(crate) fn tickets_of(unfetched: Unfetched) -> SelectStatement {
    let mut told = Entity::find().select_only().column(Column::TicketId).filter(Column::ToldAt.is_not_null());
    if let Unfetched::By(author) = unfetched {
        told = told.filter(Column::AuthorId.eq(IdColumn(author)));
    }
    told.into_query()
}

impl Store {
    /// Sends notices to the authors of overdue replies, one batch at a time; `true` while there may be more. Where no active service account can read
    /// tickets, the replies are dropped without a notice.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell_unfetched(&self) -> Result<bool, StoreError> {
        let live = || {
            let live = ticket::Entity::find().select_only().column(ticket::Column::Id).filter(ticket::Column::DeletedAt.is_null());
            Column::TicketId.in_subquery(live.into_query())
        };
        let due = |now| Entity::find().filter(Column::ToldAt.is_null()).filter(Column::DueAt.lte(Moment(now))).filter(live());
        if due(self.now()).limit(1).one(self.reader()).await?.is_none() {
            return Ok(false);
        }
        self.write(async |work| {
            let (connection, at) = (work.connection(), work.at());
            let some = due(at).order_by_asc(Column::DueAt).limit(BATCH_SIZE);
            let rows = some.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(connection).await?;
            let ids: Vec<_> = rows.iter().map(|row| row.message_id).collect();
            if has_reader(connection, at).await? {
                let told = ActiveModel { told_at: Set(Some(at.into())), ..Default::default() };
                Entity::update_many().set(told).filter(Column::MessageId.is_in(ids)).exec(connection).await?;
                carry_out(connection, work.ids(), at, notices_of(&rows, at), &HashSet::new()).await?;
            } else {
                Entity::delete_many().filter(Column::MessageId.is_in(ids)).exec(connection).await?;
            }
            let old = Column::ToldAt.lte(Moment(at.plus_seconds(-KEPT_SECONDS)));
            let old = Entity::find().select_only().column(Column::MessageId).filter(Column::ToldAt.is_not_null()).filter(old);
            let some = Column::MessageId.in_subquery(old.limit(BATCH_SIZE).into_query());
            Entity::delete_many().filter(some).exec(connection).await?;
            Ok(u64::try_from(rows.len()).unwrap_or(BATCH_SIZE) == BATCH_SIZE)
        })
        .await
    }
}

/// Whether an active service account may read tickets, and so fetch replies.
async fn has_reader<C: ConnectionTrait>(connection: &C, at: Timestamp) -> Result<bool, DbErr> {
    use service_account::Column as Of;
    let reads = format!("%\"{}\"%", ApiScope::TicketsRead);
    let programs = service_account::Entity::find().filter(Of::DeletedAt.is_null()).filter(Of::ExpiresAt.gt(Moment(at)));
    let found = programs.filter(Expr::col(Of::Scopes).like(reads)).select_only().column(Of::Id).limit(1);
    Ok(found.into_tuple::<uuid::Uuid>().one(connection).await?.is_some())
}

/// The notices for overdue replies: one per ticket and author.
fn notices_of(rows: &[Model], at: Timestamp) -> Vec<Word> {
    let told: HashSet<_> = rows.iter().map(|row| (row.ticket_id.0, row.author_id.0)).collect();
    let word = |(ticket, author): (TicketId, StaffId)| {
        let to = Recipient::CareTeam { raised_by: PrincipalId::from(author), source: Source::Ticket(ticket) };
        let subject = Subject { kind: SubjectKind::Ticket, id: ticket.uuid() };
        Word::Tell(Notice { at, to, kind: NoticeKind::ReplyNotFetched, subject, case: subject.id, caused_by: None })
    };
    told.into_iter().map(word).collect()
}
