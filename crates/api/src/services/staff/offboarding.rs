//! Offboarding: when a staff member is deactivated or changes roles, their sessions end and their work goes back to the queues.
//!
//! Access ends with the change itself. Work is released in batches, the first with the change and the rest by a job: thousands of tickets in one
//! transaction would keep everybody else waiting.

use caredesk_domain::{
    StaffId,
    actor::{Actor, RowScope, SystemJob},
    escalation::Target,
    staff::Staff,
};
use caredesk_persistence::{AssignedWork, ClaimedEvent, Consumer, Store, Transaction};

use crate::services::ServiceError;

/// The most tickets, interactions and escalations each that one transaction releases.
const BATCH_SIZE: u32 = 100;
/// The most staff members whose work one run claims.
const MAX_CLAIMS: u64 = 10;
/// How long a claim lasts: longer than the release of any one person's work.
const LEASE_SECONDS: i64 = 60;

/// Ends all sessions of a staff member and releases the first batch of the work that they can no longer do. `staff` is the changed record, locked
/// exclusively: a concurrent assignment either came before, and is found here, or waits and then fails.
pub(super) async fn begin(work: &mut Transaction, staff: &Staff, actor: &Actor) -> Result<(), ServiceError> {
    let ended = work.end_sessions_of(staff.id, None).await?;
    // A link was issued for the earlier role and would now give access in the new one.
    work.revoke_password_links(staff.id).await?;
    if !ended.is_empty() {
        let change = staff.sessions_revoked(&ended, actor, work.timestamp())?;
        work.save(change).await?;
    }
    release_batch(work, staff, actor).await.map(drop)
}

/// Whether work of staff members who left or changed role is to be released.
///
/// # Errors
/// When the database fails.
pub async fn has_work_to_release(store: &Store) -> Result<bool, ServiceError> {
    Ok(store.count_queued_events(Consumer::Offboarding, 1).await? > 0)
}

/// Releases the work of staff members who left or changed role.
///
/// # Errors
/// When the database fails.
#[expect(clippy::disallowed_methods, reason = "a job of the system")]
pub async fn release_queued_work(store: &Store) -> Result<(), ServiceError> {
    for claimed in store.claim_events(Consumer::Offboarding, LEASE_SECONDS, MAX_CLAIMS).await? {
        while !release_claimed(store, &claimed, &Actor::system(SystemJob::Offboarding)).await? {}
    }
    Ok(())
}

/// Releases a batch, and completes the event with the last one.
async fn release_claimed(store: &Store, claimed: &ClaimedEvent, actor: &Actor) -> Result<bool, ServiceError> {
    store
        .write(async |work| {
            let staff: Staff = work.get(RowScope::All, StaffId::from_uuid(claimed.subject().id)).await?;
            let is_last = release_batch(work, &staff, actor).await?;
            if is_last {
                work.complete_event(claimed).await?;
            }
            Ok(is_last)
        })
        .await
}

/// Releases a batch of the work that a staff member can no longer do; `true` when that was all of it.
async fn release_batch(work: &mut Transaction, staff: &Staff, actor: &Actor) -> Result<bool, ServiceError> {
    let AssignedWork { tickets, interactions, escalations } = work.lock_assigned_work(staff.id, BATCH_SIZE.into()).await?;
    let at = work.timestamp();
    let mut released = 0;
    if staff.assignable("active").is_err() {
        let theirs = tickets.into_iter().filter(|ticket| ticket.assignee == Some(staff.id));
        let changes = theirs.map(|ticket| ticket.assign(None, None, actor, at)).collect::<Result<Vec<_>, _>>()?;
        released = changes.len().max(interactions.len());
        work.save_all(changes).await?;
        // One by one, since several may be about one ticket: each puts its customer's wait back.
        for interaction in interactions {
            let about = match interaction.ticket {
                Some(ticket) => Some(work.get_including_deleted(RowScope::All, ticket).await?),
                None => None,
            };
            let change = interaction.assign(None, None, about, actor, at)?;
            work.save(change).await?;
        }
    }
    let mut changes = Vec::new();
    for escalation in escalations {
        let role = escalation.target.role();
        if !staff.active || role.role() != staff.role {
            changes.push(escalation.reassign(Target::pool(role), actor, at)?);
        }
    }
    released = released.max(changes.len());
    work.save_all(changes).await?;
    Ok(u32::try_from(released).unwrap_or(BATCH_SIZE) < BATCH_SIZE)
}
