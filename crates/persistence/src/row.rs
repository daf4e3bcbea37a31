//! What all records share: they are found within a scope, in a transaction or outside.

use caredesk_domain::{CustomerId, actor::Scope, event::SubjectKind, id::Id};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, Select};

use crate::store::StoreError;

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

    /// Whether it is hidden.
    fn is_deleted(&self) -> bool {
        false
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

/// Finds rows under a lock.
pub(crate) fn locked<E: EntityTrait>(select: Select<E>, lock: Lock) -> Select<E> {
    match lock {
        Lock::None => select,
        Lock::Share => select.lock_shared(),
        Lock::Exclusive => select.lock_exclusive(),
    }
}
