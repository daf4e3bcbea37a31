//! Notices: what somebody at the desk should know of. Ids, kinds, numbers and priorities, so that reading them shows no patient's data unless asked to.

use caredesk_domain::{
    Refusal, StaffId, Timestamp,
    actor::{Actor, Role},
    event::SubjectKind,
    policy::{Action, Relation, check, reads},
};
use caredesk_persistence::{NoticeReader, Notices, PageRequest, Store, Waiting};

use super::ServiceError;

/// The actor's notices, the latest first, and how much waits for somebody to take it where they work that. With `subjects` they tell what their records
/// are about, as far as the actor may read it: then they are noted as read.
///
/// # Errors
/// When the actor is no person.
pub async fn list(
    store: &Store,
    actor: &Actor,
    unread_only: bool,
    subjects: bool,
    request: PageRequest,
) -> Result<(Notices, Option<Waiting>), ServiceError> {
    let (staff, role) = person(actor)?;
    let reader = NoticeReader { staff, role, scope: actor.scope(), subjects: subjects && reads(actor, SubjectKind::Ticket) };
    let waiting = match role {
        Role::Agent | Role::Admin => Some(store.waiting().await?),
        Role::Doctor | Role::Auditor => None,
    };
    Ok((store.notices(reader, unread_only, request).await?.disclose(store.ledger(), actor).await?, waiting))
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
