//! Notices of a staff member. They hold ids, kinds, numbers and priorities, so that reading them shows no customer data unless asked for.

use caredesk_domain::{
    DomainError, StaffId, Timestamp,
    actor::{Actor, Role},
    event::SubjectKind,
    policy::{Action, Ownership, can_read, check},
};
use caredesk_persistence::{NoticePage, NoticeReader, PageRequest, Store, UnassignedCounts};

use super::ServiceError;

/// The actor's notices, the latest first, and the size of the queues if the actor works them. With `subjects` they include the subjects of their
/// tickets, as far as the actor may read them; the read log then records them.
///
/// # Errors
/// When the actor is not a staff member.
pub async fn list(
    store: &Store,
    actor: &Actor,
    unread_only: bool,
    subjects: bool,
    request: PageRequest,
) -> Result<(NoticePage, Option<UnassignedCounts>), ServiceError> {
    let (staff, role) = require_staff(actor)?;
    let reader = NoticeReader { staff, role, scope: actor.row_scope(), subjects: subjects && can_read(actor, SubjectKind::Ticket) };
    let waiting = match role {
        Role::Agent | Role::Admin => Some(store.unassigned_counts().await?),
        Role::Doctor | Role::Auditor => None,
    };
    Ok((store.notices(reader, unread_only, request).await?.disclose(store.read_log(), actor).await?, waiting))
}

/// Marks the actor's notices until an instant as seen; returns until when they are seen, and how many are unseen.
///
/// # Errors
/// When the actor is not a staff member.
pub async fn mark_seen(store: &Store, actor: &Actor, until: Timestamp) -> Result<(Timestamp, u64), ServiceError> {
    let (staff, role) = require_staff(actor)?;
    Ok(store.mark_notices_seen(staff, role, until).await?)
}

fn require_staff(actor: &Actor) -> Result<(StaffId, Role), ServiceError> {
    check(actor, Action::ReadNotices, Ownership::Own)?;
    actor.staff_id().zip(actor.role()).ok_or_else(|| DomainError::staff_only(Action::ReadNotices).into())
}
