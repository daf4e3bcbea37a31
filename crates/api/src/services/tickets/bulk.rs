//! One action on many tickets, each with a result of its own.

use caredesk_domain::{
    Refusal, StaffId, TicketId,
    actor::Actor,
    ticket::{Priority, TicketPatch, TicketStatus},
};
use caredesk_persistence::{Store, TicketView};

use super::{Expected, ServiceError, StatusChange, TicketKey, assign, claim, edit, set_status};

/// What is to be done to each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkAction {
    /// Give them to a colleague, or back to the queue.
    Assign(Option<StaffId>),
    /// Take them, where nobody has.
    Claim,
    /// Move them to a status.
    SetStatus(TicketStatus),
    /// Give them a priority.
    SetPriority(Priority),
}

/// What became of one of them.
#[derive(Debug)]
pub struct Done {
    /// Which.
    pub id: TicketId,
    /// The ticket as it is now, or why nothing was done to it.
    pub outcome: Result<TicketView, ServiceError>,
}

/// Does `action` to each ticket in a transaction of its own, so that one that cannot does not hold up the rest.
///
/// # Errors
/// When the actor may not do it to any ticket, or the database fails: what was done until then stays.
pub async fn bulk(store: &Store, actor: &Actor, ids: Vec<TicketId>, action: BulkAction) -> Result<Vec<Done>, ServiceError> {
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        let (key, any) = (TicketKey::Id(id), Expected::Any);
        let outcome = match action {
            BulkAction::Assign(to) => assign(store, actor, key, &any, to, None).await,
            BulkAction::Claim => claim(store, actor, key, &any).await,
            BulkAction::SetStatus(status) => set_status(store, actor, key, &any, StatusChange::To(status)).await,
            BulkAction::SetPriority(priority) => {
                edit(store, actor, key, &any, TicketPatch { priority: Some(priority), ..TicketPatch::default() }).await
            }
        };
        match outcome {
            Err(ServiceError::Refused(refusal @ Refusal::Forbidden { .. })) => return Err(refusal.into()),
            outcome => all.push(Done { id, outcome }),
        }
    }
    Ok(all)
}
