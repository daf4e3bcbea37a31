//! Replies that the app has not fetched for the customer: stored with each new reply; when overdue, the author gets a notice.

use std::collections::HashSet;

use caredesk_domain::{
    MessageId, PrincipalId, StaffId, TicketId, Timestamp,
    change::VersionedWrite,
    escalation::EscalationSource,
    event::{EventSubject, SubjectKind},
    message::{Conversation, Message, MessageText},
    notice::{Notice, NoticeChange, NoticeKind, Recipient},
    scopes::OAuthScope,
    ticket::{Priority, Ticket},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder as _,
    QuerySelect, QueryTrait as _, Set,
    sea_query::{Expr, ExprTrait as _, LockBehavior, LockType, SelectStatement},
};

use crate::{
    bulk_insert,
    column::{IdColumn, InstantColumn, TextColumn},
    entity::{
        message, notice, service_account, ticket,
        unfetched_reply::{ActiveModel, Column, Entity, Model},
    },
    notice::{RETENTION_SECONDS, apply_changes},
    store::{Store, StoreError},
};

/// Maximum number of overdue replies handled in one transaction.
const BATCH_SIZE: u64 = 100;

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
pub(super) async fn delete_unfetched<C: ConnectionTrait>(connection: &C, replies: &[MessageId]) -> Result<(), DbErr> {
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

impl Store {
    /// Sends notices to the authors of overdue replies, one batch at a time; `true` while there may be more. Where no active service account can read
    /// tickets, the replies are dropped without a notice.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_unfetched_notices(&self) -> Result<bool, StoreError> {
        let live = || {
            let live = ticket::Entity::find().select_only().column(ticket::Column::Id).filter(ticket::Column::DeletedAt.is_null());
            Column::TicketId.in_subquery(live.into_query())
        };
        let due = |now| Entity::find().filter(Column::NotifiedAt.is_null()).filter(Column::DueAt.lte(InstantColumn(now))).filter(live());
        if due(self.now()).limit(1).one(self.reader()).await?.is_none() {
            return Ok(false);
        }
        self.write(async |work| {
            let (connection, at) = (work.connection(), work.timestamp());
            let some = due(at).order_by_asc(Column::DueAt).limit(BATCH_SIZE);
            let rows = some.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(connection).await?;
            let ids: Vec<_> = rows.iter().map(|row| row.message_id).collect();
            if has_reader(connection, at).await? {
                let told = ActiveModel { notified_at: Set(Some(at.into())), ..Default::default() };
                Entity::update_many().set(told).filter(Column::MessageId.is_in(ids)).exec(connection).await?;
                apply_changes(connection, work.ids(), at, notices_of(&rows, at), &HashSet::new()).await?;
            } else {
                Entity::delete_many().filter(Column::MessageId.is_in(ids)).exec(connection).await?;
            }
            let old = Column::NotifiedAt.lte(InstantColumn(at.plus_seconds(-RETENTION_SECONDS)));
            let old = Entity::find().select_only().column(Column::MessageId).filter(Column::NotifiedAt.is_not_null()).filter(old);
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
    let reads = format!("%\"{}\"%", OAuthScope::TicketsRead);
    let programs = service_account::Entity::find().filter(Of::DeletedAt.is_null()).filter(Of::ExpiresAt.gt(InstantColumn(at)));
    let found = programs.filter(Expr::col(Of::Scopes).like(reads)).select_only().column(Of::Id).limit(1);
    Ok(found.into_tuple::<uuid::Uuid>().one(connection).await?.is_some())
}

/// The notices for overdue replies: one per ticket and author.
fn notices_of(rows: &[Model], at: Timestamp) -> Vec<NoticeChange> {
    let told: HashSet<_> = rows.iter().map(|row| (row.ticket_id.0, row.author_id.0)).collect();
    let word = |(ticket, author): (TicketId, StaffId)| {
        let to = Recipient::CareTeam { raised_by: PrincipalId::from(author), source: EscalationSource::Ticket(ticket) };
        let subject = EventSubject { kind: SubjectKind::Ticket, id: ticket.uuid() };
        NoticeChange::Create(Notice { at, to, kind: NoticeKind::ReplyNotFetched, subject, case: subject.id, caused_by: None })
    };
    told.into_iter().map(word).collect()
}
