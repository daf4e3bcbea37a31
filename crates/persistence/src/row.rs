//! Loading records by id within a scope, with or without a lock.

use caredesk_domain::{CustomerId, Timestamp, actor::Scope, event::SubjectKind, id::Id};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, Select};

use crate::{
    seen::Seen,
    store::{Store, StoreError},
};

/// A record that is loaded by id within an actor's scope.
pub trait Row: Sized {
    /// The kind of its id.
    type Kind;
    /// The kind of record in the read log.
    const SUBJECT: SubjectKind;

    /// Finds it, with the given lock until the transaction ends.
    fn find<C: ConnectionTrait>(
        connection: &C,
        scope: Scope,
        id: Id<Self::Kind>,
        lock: Lock,
    ) -> impl Future<Output = Result<Option<Self>, StoreError>>;

    /// Its id.
    fn id(&self) -> uuid::Uuid;

    /// The customers whose data it contains.
    fn patients(&self) -> Vec<CustomerId>;

    /// Time of the last change.
    fn changed_at(&self) -> Timestamp;

    /// Whether it is deleted.
    fn is_deleted(&self) -> bool {
        false
    }
}

impl Store {
    /// One record that is within `scope` and not deleted.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn get<T: Row>(&self, scope: Scope, id: Id<T::Kind>) -> Result<Seen<T>, StoreError> {
        let row = T::find(self.reader(), scope, id, Lock::None).await?.filter(|row| !row.is_deleted()).ok_or(StoreError::NotFound)?;
        Ok(Seen::one(row))
    }

    /// As [`Store::get`], including deleted records: for actors who may restore them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn get_hidden_too<T: Row>(&self, scope: Scope, id: Id<T::Kind>) -> Result<Seen<T>, StoreError> {
        let row = T::find(self.reader(), scope, id, Lock::None).await?.ok_or(StoreError::NotFound)?;
        Ok(Seen::one(row))
    }

    /// The customer of a record, for reading its sub-records; returns nothing else of the record, so nothing is logged. Of a deleted record only if
    /// asked for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none within `scope`.
    pub async fn customer_of<T: Row>(&self, scope: Scope, id: Id<T::Kind>, hidden_too: bool) -> Result<CustomerId, StoreError> {
        let row = T::find(self.reader(), scope, id, Lock::None).await?.filter(|row| hidden_too || !row.is_deleted());
        row.and_then(|row| row.patients().pop()).ok_or(StoreError::NotFound)
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
/// again: see [`Work::hold_linked`] and [`Work::hold_assignee`]. Search keys are written last, under the lock of their customer.
///
/// [`Work::hold_linked`]: crate::Work::hold_linked
/// [`Work::hold_assignee`]: crate::Work::hold_assignee
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
pub(crate) fn locked<E: EntityTrait>(select: Select<E>, lock: Lock) -> Select<E> {
    match lock {
        Lock::None => select,
        Lock::Share => select.lock_shared(),
        Lock::Exclusive => select.lock_exclusive(),
    }
}
