//! What all records share: they are found within a scope, in a transaction or outside.

use caredesk_domain::{CustomerId, actor::Scope, event::SubjectKind, id::Id};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Condition, Expr},
};

use crate::store::StoreError;

/// A record of the desk as it is read: by id, within what exists for an actor.
pub trait Row: Sized {
    /// What its id belongs to.
    type Kind;
    /// What the ledger calls it.
    const SUBJECT: SubjectKind;

    /// Finds it; `lock` keeps others from changing it until the transaction ends.
    fn find<C: ConnectionTrait>(
        connection: &C,
        scope: Scope,
        id: Id<Self::Kind>,
        lock: bool,
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

/// The rows of patients' data that exist within a scope.
pub(crate) fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::All => Condition::all(),
        // A doctor's cases are what was escalated to them; without escalations there are none.
        Scope::CasesOf(_) => Condition::all().add(Expr::value(false)),
    }
}
