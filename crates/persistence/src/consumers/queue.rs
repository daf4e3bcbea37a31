//! The queue of all consumers: events are added by the transaction that appends them, claimed with a lease, and removed once processed.

use caredesk_domain::{
    EventId, Timestamp,
    change::Event,
    event::{EventSubject, SubjectKind},
    id::EventKind,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder as _, QuerySelect, Set,
    sea_query::{Expr, ExprTrait as _, LockBehavior, LockType},
};
use uuid::Uuid;

use super::Consumer;
use crate::{
    engine::{
        bulk_insert,
        column::{IdColumn, InstantColumn, TextColumn},
    },
    error::StoreError,
    tables::entity::{
        consumer_queue::{ActiveModel, Column, Entity, Model},
        event,
    },
};

/// An event that a consumer processes until its lease ends; then another may claim it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimedEvent {
    consumer: Consumer,
    event: EventId,
    subject: EventSubject,
    lease_ends_at: Timestamp,
    attempts: i32,
}

impl ClaimedEvent {
    /// What it happened to.
    pub const fn subject(&self) -> EventSubject {
        self.subject
    }

    /// How often it was claimed, this time included.
    pub const fn attempts(&self) -> i32 {
        self.attempts
    }
}

/// Adds new events to the queue of each consumer that wants them.
pub(crate) async fn enqueue<'e, C: ConnectionTrait>(
    connection: &C,
    events: impl Iterator<Item = (EventId, &'e Event)>,
) -> Result<(), StoreError> {
    let rows = events.flat_map(|(id, event)| {
        let wanted = Consumer::ALL.into_iter().filter(|consumer| consumer.wants(event));
        wanted.map(move |consumer| Model {
            consumer: consumer.as_str().to_owned(),
            event_id: IdColumn(id),
            due_at: event.at().into(),
            attempts: 0,
        })
    });
    bulk_insert::insert(connection, rows.map(Model::into_active_model)).await
}

/// How many events the consumer may claim at `now`, counted up to `most`.
pub(crate) async fn count_due<C: ConnectionTrait>(connection: &C, consumer: Consumer, now: Timestamp, most: u64) -> Result<u64, DbErr> {
    let due = Entity::find().select_only().column(Column::EventId).filter(of(consumer)).filter(Column::DueAt.lte(InstantColumn(now)));
    let found: Vec<Uuid> = due.limit(most).into_tuple().all(connection).await?;
    Ok(u64::try_from(found.len()).unwrap_or(most))
}

/// Claims up to `most` due events, oldest first, until `lease_ends_at`. Events that another transaction is claiming are skipped.
pub(crate) async fn claim<C: ConnectionTrait>(
    connection: &C,
    consumer: Consumer,
    now: Timestamp,
    lease_ends_at: Timestamp,
    most: u64,
) -> Result<Vec<ClaimedEvent>, StoreError> {
    let due = Entity::find().filter(of(consumer)).filter(Column::DueAt.lte(InstantColumn(now))).order_by_asc(Column::EventId).limit(most);
    let rows = due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(connection).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.event_id).collect();
    Entity::update_many()
        .set(ActiveModel { due_at: Set(lease_ends_at.into()), ..Default::default() })
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(of(consumer))
        .filter(Column::EventId.is_in(ids.clone()))
        .exec(connection)
        .await?;
    let subjects = event::Entity::find().select_only().columns([event::Column::Id, event::Column::SubjectKind, event::Column::SubjectId]);
    let subjects: Vec<(IdColumn<EventKind>, TextColumn<SubjectKind>, Uuid)> =
        subjects.filter(event::Column::Id.is_in(ids)).order_by_asc(event::Column::Id).into_tuple().all(connection).await?;
    Ok(rows
        .into_iter()
        .zip(subjects)
        .map(|(row, (_, kind, id))| ClaimedEvent {
            consumer,
            event: row.event_id.0,
            subject: EventSubject { kind: kind.0, id },
            lease_ends_at,
            attempts: row.attempts + 1,
        })
        .collect())
}

/// Removes a processed event. Call it in the transaction that holds what followed from the event.
///
/// # Errors
/// [`StoreError::Stale`] when its lease has ended and another has claimed it.
pub(crate) async fn complete<C: ConnectionTrait>(connection: &C, claimed: &ClaimedEvent) -> Result<(), StoreError> {
    let removed = Entity::delete_many()
        .filter(of(claimed.consumer))
        .filter(Column::EventId.eq(IdColumn(claimed.event)))
        .filter(Column::DueAt.eq(InstantColumn(claimed.lease_ends_at)))
        .exec(connection)
        .await?;
    if removed.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Gives an event back, to be claimed again at `due_at`.
pub(crate) async fn postpone<C: ConnectionTrait>(connection: &C, claimed: &ClaimedEvent, due_at: Timestamp) -> Result<(), StoreError> {
    Entity::update_many()
        .set(ActiveModel { due_at: Set(due_at.into()), ..Default::default() })
        .filter(of(claimed.consumer))
        .filter(Column::EventId.eq(IdColumn(claimed.event)))
        .filter(Column::DueAt.eq(InstantColumn(claimed.lease_ends_at)))
        .exec(connection)
        .await?;
    Ok(())
}

fn of(consumer: Consumer) -> sea_orm::sea_query::SimpleExpr {
    Column::Consumer.eq(consumer.as_str())
}
