//! Offboarding: when a staff member is deactivated or changes roles, their sessions end and their work goes back to the queues.

use caredesk_domain::{actor::Actor, escalation::Target, staff::Staff};
use caredesk_persistence::Transaction;

use crate::services::ServiceError;

/// Ends all sessions of a staff member and unassigns the work that they can no longer do. `staff` is the changed record, locked exclusively: a
/// concurrent assignment either came before, and is found here, or waits and then fails.
pub(super) async fn release_work(work: &mut Transaction, staff: &Staff, actor: &Actor) -> Result<(), ServiceError> {
    let ended = work.end_sessions_of(staff.id, None).await?;
    let (mut changes, mut tickets, mut interactions) = (Vec::new(), Vec::new(), Vec::new());
    // A link was issued for the earlier role and would now give access in the new one.
    work.revoke_password_links(staff.id).await?;
    if staff.assignable("active").is_err() {
        (tickets, interactions) = (work.unresolved_tickets_of(staff.id).await?, work.unended_interactions_of(staff.id).await?);
    }
    let escalations = work.open_escalations_to(staff.id).await?;
    let at = work.timestamp();
    if !ended.is_empty() {
        changes.push(staff.sessions_revoked(&ended, actor, at)?);
    }
    for interaction in interactions {
        changes.push(interaction.assign(None, None, None, actor, at)?.map(drop));
    }
    for ticket in tickets {
        changes.push(ticket.assign(None, None, actor, at)?.map(drop));
    }
    for escalation in escalations {
        let role = escalation.target.role();
        if !staff.active || role.role() != staff.role {
            changes.push(escalation.reassign(Target::pool(role), actor, at)?.map(drop));
        }
    }
    work.save_all(changes).await?;
    Ok(())
}
