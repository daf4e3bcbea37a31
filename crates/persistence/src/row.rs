//! What all records share: they are found within a scope, in a transaction or outside.

use caredesk_domain::{CustomerId, Timestamp, actor::Scope, event::SubjectKind, id::Id};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, Select};

use crate::{
    seen::Seen,
    store::{Store, StoreError},
};

/// A record of the desk as it is read: by id, within what exists for an actor.
pub trait Row: Sized {
    /// What its id belongs to.
    type Kind;
    /// What the ledger calls it.
    const SUBJECT: SubjectKind;

    /// Finds it, locked as asked until the transaction ends.
    fn find<C: ConnectionTrait>(
        connection: &C,
        scope: Scope,
        id: Id<Self::Kind>,
        lock: Lock,
    ) -> impl Future<Output = Result<Option<Self>, StoreError>>;

    /// Its id.
    fn id(&self) -> uuid::Uuid;

    /// Whose data it shows.
    fn patients(&self) -> Vec<CustomerId>;

    /// When it last changed.
    fn changed_at(&self) -> Timestamp;

    /// Whether it is hidden.
    fn is_deleted(&self) -> bool {
        false
    }
}

impl Store {
    /// One record, as far as it exists within `scope`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not.
    pub async fn get<T: Row>(&self, scope: Scope, id: Id<T::Kind>) -> Result<Seen<T>, StoreError> {
        let row = T::find(self.reader(), scope, id, Lock::None).await?.filter(|row| !row.is_deleted()).ok_or(StoreError::NotFound)?;
        Ok(Seen::one(row))
    }

    /// As [`Store::get`], and hidden ones as well: for who may bring them back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn get_hidden_too<T: Row>(&self, scope: Scope, id: Id<T::Kind>) -> Result<Seen<T>, StoreError> {
        let row = T::find(self.reader(), scope, id, Lock::None).await?.ok_or(StoreError::NotFound)?;
        Ok(Seen::one(row))
    }

    /// Whose case a record is, for reading what hangs on it; shows nothing of the record itself. `hidden_too` for who may bring hidden ones back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist within `scope`.
    pub async fn customer_of<T: Row>(&self, scope: Scope, id: Id<T::Kind>, hidden_too: bool) -> Result<CustomerId, StoreError> {
        let row = T::find(self.reader(), scope, id, Lock::None).await?.filter(|row| hidden_too || !row.is_deleted());
        row.and_then(|row| row.patients().pop()).ok_or(StoreError::NotFound)
    }
}

/// How a record is held against other transactions. On SQLite there is only one that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// Not at all.
    None,
    /// Others may refer to it too, but not change it.
    Share,
    /// Nobody else changes it or refers to it anew.
    Exclusive,
}

/// In which order a transaction holds records: colleagues and programs first, then tickets, interactions, escalations and messages, at last customers; of
/// one kind by their ids where several are loaded at once. So no two wait for each other. What becomes known only from a record that comes later is read
/// before without a lock, held, and found again: see [`Work::hold_linked`] and [`Work::hold_assignee`]. The words by which records are found are written
/// after all of them, under their customer's lock.
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

/// Finds rows under a lock.
pub(crate) fn locked<E: EntityTrait>(select: Select<E>, lock: Lock) -> Select<E> {
    match lock {
        Lock::None => select,
        Lock::Share => select.lock_shared(),
        Lock::Exclusive => select.lock_exclusive(),
    }
}
