//! What happens when somebody leaves, or goes to another role: their access ends, and their work goes back to where others find it.

use caredesk_domain::{actor::Actor, escalation::Target, staff::Staff};
use caredesk_persistence::Work;

use crate::services::ServiceError;

/// Signs them out everywhere and takes out of their hands what they are no longer there, or in the role, for. `staff` is as it is from now on, held
/// exclusively: whoever gives them work at the same time has done so before, and it is found here, or waits and then finds them unfit.
pub(super) async fn take_leave(work: &mut Work, staff: &Staff, actor: &Actor) -> Result<(), ServiceError> {
    let ended = work.end_sessions_of(staff.id, None).await?;
    let (mut changes, mut tickets, mut interactions) = (Vec::new(), Vec::new(), Vec::new());
    // Whoever holds one would come in as what the person is now, and not as what they were when it was made.
    work.void_password_links(staff.id).await?;
    if staff.assignable("active").is_err() {
        (tickets, interactions) = (work.open_tickets_of(staff.id).await?, work.interactions_under_way(staff.id).await?);
    }
    let escalations = work.open_escalations_to(staff.id).await?;
    let at = work.at();
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
