//! Notices for overdue replies, which the app has not fetched in time.

use std::collections::HashSet;

use caredesk_domain::{
    PrincipalId, StaffId, TicketId, Timestamp,
    escalation::EscalationSource,
    event::{EventSubject, SubjectKind},
    notice::{Notice, NoticeChange, NoticeKind, Recipient},
    scopes::OAuthScope,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder as _, QuerySelect, QueryTrait as _, Select, Set,
    sea_query::{Expr, ExprTrait as _, LockBehavior, LockType},
};

use crate::{
    engine::column::InstantColumn,
    error::StoreError,
    projections::notice::apply_changes,
    store::Store,
    tables::entity::{
        service_account, ticket,
        unfetched_reply::{ActiveModel, Column, Entity, Model},
    },
};

/// Maximum number of overdue replies handled in one transaction.
const BATCH_SIZE: u64 = 100;

/// Condition: overdue at `now`, and nobody was notified. A deleted ticket's replies wait until it is restored.
fn due(now: Timestamp) -> Select<Entity> {
    let live = ticket::Entity::find().select_only().column(ticket::Column::Id).filter(ticket::Column::DeletedAt.is_null());
    let due = Entity::find().filter(Column::NotifiedAt.is_null()).filter(Column::DueAt.lte(InstantColumn(now)));
    due.filter(Column::TicketId.in_subquery(live.into_query()))
}

impl Store {
    /// Whether a reply is overdue and nobody was notified.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_overdue_replies(&self) -> Result<bool, StoreError> {
        Ok(due(self.now()).limit(1).one(self.reader()).await?.is_some())
    }

    /// Sends notices to the authors of overdue replies, one batch at a time; `true` while there may be more. Where no active service account can read
    /// tickets, the replies are dropped without a notice.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_unfetched_notices(&self) -> Result<bool, StoreError> {
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
