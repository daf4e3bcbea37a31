//! Bulk actions: one action on many tickets, with a result for each.

use caredesk_domain::{
    DomainError, StaffId, TicketId,
    actor::Actor,
    ticket::{Priority, TicketPatch, TicketStatus},
};
use caredesk_persistence::{Store, TicketView, Written};

use super::{StatusChange, TicketKey, assign, claim, edit, set_status};
use crate::services::{ExpectedVersion, ServiceError};

/// The action on each ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkAction {
    /// Assign to a staff member, or back to the queue.
    Assign(Option<StaffId>),
    /// Claim, if unassigned.
    Claim,
    /// Set the status.
    SetStatus(TicketStatus),
    /// Set the priority.
    SetPriority(Priority),
}

/// The result for one ticket.
#[derive(Debug)]
pub struct BulkResult {
    /// The ticket.
    pub id: TicketId,
    /// The ticket after the action, or why it was not changed.
    pub outcome: Result<TicketView, ServiceError>,
}

/// Applies `action` to each ticket in a transaction of its own, so that a failure does not affect the others.
///
/// # Errors
/// When the actor's role may not do it; what was done until then stays.
pub async fn bulk(store: &Store, actor: &Actor, ids: Vec<TicketId>, action: BulkAction) -> Result<Vec<BulkResult>, ServiceError> {
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        let (key, any) = (TicketKey::Id(id), ExpectedVersion::Any);
        let outcome = match action {
            BulkAction::Assign(to) => assign(store, actor, key, &any, to, None).await,
            BulkAction::Claim => claim(store, actor, key, &any).await,
            BulkAction::SetStatus(status) => set_status(store, actor, key, &any, StatusChange::To(status)).await,
            BulkAction::SetPriority(priority) => {
                edit(store, actor, key, &any, TicketPatch { priority: Some(priority), ..TicketPatch::default() }).await.map(Written::Done)
            }
        };
        let outcome = outcome.and_then(|written| Ok(written.without_key()?));
        match outcome {
            Err(ServiceError::Domain(refusal @ DomainError::Forbidden { .. })) => return Err(refusal.into()),
            outcome => all.push(BulkResult { id, outcome }),
        }
    }
    Ok(all)
}
