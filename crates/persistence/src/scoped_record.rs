//! Loading records by id within a scope, with or without a lock.

use caredesk_domain::{CustomerId, Timestamp, actor::RowScope, event::SubjectKind, id::Id};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, Select};

use crate::error::StoreError;

/// A record that is loaded by id within an actor's scope.
pub trait ScopedRecord: Sized {
    /// The kind of its id.
    type Kind;
    /// The kind of record in the read log.
    const SUBJECT: SubjectKind;

    /// Finds it, with the given lock until the transaction ends.
    fn find<C: ConnectionTrait>(
        connection: &C,
        scope: RowScope,
        id: Id<Self::Kind>,
        lock: Lock,
    ) -> impl Future<Output = Result<Option<Self>, StoreError>>;

    /// Its id.
    fn id(&self) -> uuid::Uuid;

    /// The customers whose data it contains.
    fn customers(&self) -> Vec<CustomerId>;

    /// Time of the last change.
    fn changed_at(&self) -> Timestamp;

    /// Whether it is deleted.
    fn is_deleted(&self) -> bool {
        false
    }
}

/// How a record is locked against other transactions. No effect on SQLite, which has a single writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// No lock.
    None,
    /// Other transactions can also refer to it, but not change it.
    Share,
    /// Other transactions can neither change it nor add references to it.
    Exclusive,
}

/// Lock order, to prevent deadlocks: staff and service accounts, then tickets, interactions, escalations and messages, then customers; by id where
/// several of one kind are loaded at once. A record that is only known from a later one is first read without a lock, then locked, then checked
/// again: see [`Transaction::lock_related`] and [`Transaction::lock_assignee`]. Search keys are written last, under the lock of their customer.
///
/// [`Transaction::lock_related`]: crate::Transaction::lock_related
/// [`Transaction::lock_assignee`]: crate::Transaction::lock_assignee
pub(crate) const fn lock_rank(kind: SubjectKind) -> u8 {
    match kind {
        SubjectKind::Staff | SubjectKind::ServiceAccount | SubjectKind::ReadLog => 0,
        SubjectKind::Ticket => 1,
        SubjectKind::Interaction => 2,
        SubjectKind::Escalation => 3,
        SubjectKind::Message => 4,
        SubjectKind::Customer => 5,
    }
}

/// Adds the lock to a select.
pub(crate) fn with_lock<E: EntityTrait>(select: Select<E>, lock: Lock) -> Select<E> {
    match lock {
        Lock::None => select,
        Lock::Share => select.lock_shared(),
        Lock::Exclusive => select.lock_exclusive(),
    }
}
