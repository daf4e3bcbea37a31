//! Checks of staff members that other records refer to.

use caredesk_domain::{
    StaffId,
    actor::{Actor, RowScope},
    staff::{Assignee, Staff},
};
use caredesk_persistence::Transaction;

use super::{ServiceError, error::invalid_if_not_found};

/// The staff member named by `field` of the request, as an assignee. Locked (shared), so that deactivation waits for this transaction.
///
/// # Errors
/// When there is none, or they cannot be assigned work.
pub(super) async fn lock_assignee(
    work: &mut Transaction,
    actor: &Actor,
    id: StaffId,
    field: &'static str,
) -> Result<Assignee, ServiceError> {
    let staff = work.get_shared::<Staff>(actor.row_scope(), id).await;
    Ok(staff.map_err(|error| invalid_if_not_found(error, field, "must be a colleague who exists"))?.assignable(field)?)
}

/// Checks that an actor who takes work is still active, in the same role. Locks them (shared): a deactivation waits for this transaction and
/// then releases the work; or it was first, and this fails.
///
/// # Errors
/// [`ServiceError::Unauthenticated`] when they are inactive or have another role.
pub(super) async fn lock_active_staff(work: &mut Transaction, actor: &Actor) -> Result<(), ServiceError> {
    let Some(id) = actor.staff_id() else { return Ok(()) };
    let staff: Staff = work.get_shared(RowScope::All, id).await?;
    if staff.active && actor.role() == Some(staff.role) { Ok(()) } else { Err(ServiceError::Unauthenticated) }
}
