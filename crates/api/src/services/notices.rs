//! Notices: what somebody at the desk should know of. Ids and kinds only, so that reading them shows no patient's data.

use caredesk_domain::{
    Refusal, StaffId, Timestamp,
    actor::{Actor, Role},
    policy::{Action, Relation, check},
};
use caredesk_persistence::{Notices, PageRequest, Store};

use super::ServiceError;

/// The actor's notices, the latest first.
///
/// # Errors
/// When the actor is no person.
pub async fn list(store: &Store, actor: &Actor, unread_only: bool, request: PageRequest) -> Result<Notices, ServiceError> {
    let (staff, role) = person(actor)?;
    Ok(store.notices(staff, role, unread_only, request).await?)
}

/// Notes that the actor has seen their notices until an instant; answers until when they have, and how many are left.
///
/// # Errors
/// When the actor is no person.
pub async fn seen(store: &Store, actor: &Actor, until: Timestamp) -> Result<(Timestamp, u64), ServiceError> {
    let (staff, role) = person(actor)?;
    Ok(store.note_seen(staff, role, until).await?)
}

fn person(actor: &Actor) -> Result<(StaffId, Role), ServiceError> {
    check(actor, Action::ReadNotices, Relation::Own)?;
    actor.staff_id().zip(actor.role()).ok_or_else(|| Refusal::people_only(Action::ReadNotices).into())
}
