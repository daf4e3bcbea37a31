//! Colleagues as other records refer to them.

use caredesk_domain::{
    StaffId,
    actor::{Actor, Scope},
    staff::{Assignee, Staff},
};
use caredesk_persistence::Work;

use super::{ServiceError, error::missing};

/// The colleague whom `field` of the request names, as one that work may be given to. Who is about to be deactivated waits until it is done.
///
/// # Errors
/// When there is none, or they are not fit for it.
pub(super) async fn assignable(work: &mut Work, actor: &Actor, id: StaffId, field: &'static str) -> Result<Assignee, ServiceError> {
    let staff = work.get_shared::<Staff>(actor.scope(), id).await;
    Ok(staff.map_err(|error| missing(error, field, "must be a colleague who exists"))?.assignable(field)?)
}

/// That whoever is about to take work upon themselves is still there, in the role they came in. Their deactivation waits until it is done, and
/// then finds it; or it was first, and this finds them gone.
///
/// # Errors
/// [`ServiceError::SignInRefused`] when they are gone.
pub(super) async fn present(work: &mut Work, actor: &Actor) -> Result<(), ServiceError> {
    let Some(id) = actor.staff_id() else { return Ok(()) };
    let staff: Staff = work.get_shared(Scope::All, id).await?;
    if staff.active && actor.role() == Some(staff.role) { Ok(()) } else { Err(ServiceError::SignInRefused) }
}
