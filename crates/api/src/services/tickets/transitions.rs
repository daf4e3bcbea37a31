//! Status and assignment of a ticket.

use caredesk_domain::{
    DomainError, StaffId, TicketId,
    actor::Actor,
    policy::{Action, Ownership, check},
    text::Body,
    ticket::{Ticket, TicketStatus},
};
use caredesk_persistence::{Store, StoreError, TicketView, Transaction, Written};

use super::{
    change::change,
    key::{TicketKey, resolve_ticket_id},
    reopening::{ensure_reopenable, with_pending_undo},
};
use crate::services::{
    ExpectedVersion, ServiceError,
    error::invalid_if_not_found,
    staff_checks::{lock_active_staff, lock_assignee},
};

/// A change of status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusChange {
    /// To this status.
    To(TicketStatus),
    /// Undo: back to this status, which the actor changed within the last minute.
    Undo(TicketStatus),
    /// Resolved as a duplicate of this ticket.
    Duplicate(TicketKey),
}

/// Moves a ticket to another status, or undoes the last change.
///
/// # Errors
/// When the actor may not, or the transition is not allowed.
pub async fn set_status(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &ExpectedVersion,
    to: StatusChange,
) -> Result<Written<TicketView>, ServiceError> {
    let original = match to {
        StatusChange::Duplicate(original) => Some(resolve_ticket_id(store, original).await.map_err(unknown_original)?),
        StatusChange::To(_) | StatusChange::Undo(_) => None,
    };
    let hold = async |work: &mut Transaction, id: TicketId| {
        work.lock_assignee(id).await?;
        match original {
            Some(original) => Ok(Some(work.get_shared::<Ticket>(actor.row_scope(), original).await.map_err(unknown_original))),
            None => Ok::<_, ServiceError>(None),
        }
    };
    change(store, actor, Action::SetStatus, key, expected, hold, async |ticket, original, work| {
        Ok(match (to, original?) {
            (StatusChange::Undo(status), _) => {
                let ticket = with_pending_undo(ticket, work).await?;
                ensure_reopenable(work, &ticket).await?;
                ticket.undo_status(status, actor, work.timestamp())?
            }
            (StatusChange::To(status), _) => {
                ensure_reopenable(work, &ticket).await?;
                ticket.set_status(status, actor, work.timestamp())?
            }
            (StatusChange::Duplicate(_), Some(original)) => {
                ensure_reopenable(work, &ticket).await?;
                ticket.resolve_as_duplicate(&original?, actor, work.timestamp())?
            }
            (StatusChange::Duplicate(_), None) => return Err(unknown_original(StoreError::NotFound)),
        })
    })
    .await
}

fn unknown_original(error: StoreError) -> ServiceError {
    invalid_if_not_found(error, "duplicate_of", "must be a ticket that exists")
}

/// Claims an unassigned ticket.
///
/// # Errors
/// [`ServiceError::AssignedToOther`] with the assignee, when someone else was first.
pub async fn claim(store: &Store, actor: &Actor, key: TicketKey, expected: &ExpectedVersion) -> Result<Written<TicketView>, ServiceError> {
    let hold = async |work: &mut Transaction, _: TicketId| lock_active_staff(work, actor).await;
    change(store, actor, Action::Claim, key, expected, hold, async |ticket, present, work| {
        present?;
        match ticket.claim(actor, work.timestamp()) {
            Err(DomainError::AlreadyAssigned { assignee: by }) => Err(match work.staff_name(by).await? {
                Some(owner) => ServiceError::AssignedToOther(owner),
                None => DomainError::AlreadyAssigned { assignee: by }.into(),
            }),
            outcome => Ok(outcome?),
        }
    })
    .await
}

/// Claims the next ticket of the queue.
///
/// # Errors
/// When the actor may not, or the queue is empty.
pub async fn claim_next(store: &Store, actor: &Actor) -> Result<Written<TicketView>, ServiceError> {
    check(actor, Action::Claim, Ownership::Other)?;
    store
        .write_once(async |work| {
            lock_active_staff(work, actor).await?;
            let next = work.next_in_queue(actor.row_scope()).await?.ok_or_else(|| DomainError::Conflict {
                code: "queue_empty",
                detail: "no open ticket is unassigned".to_owned(),
                allowed: Vec::new(),
            })?;
            let ticket = work.save(next.claim(actor, work.timestamp())?).await?;
            Ok(work.ticket_view(ticket).await?)
        })
        .await
}

/// Assigns a ticket to a staff member, or back to the queue.
///
/// # Errors
/// When the actor may not, or the staff member cannot be assigned.
pub async fn assign(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &ExpectedVersion,
    to: Option<StaffId>,
    note: Option<Body>,
) -> Result<Written<TicketView>, ServiceError> {
    let hold = async |work: &mut Transaction, _: TicketId| match to {
        Some(id) => lock_assignee(work, actor, id, "assignee_id").await.map(Some),
        None => Ok(None),
    };
    change(store, actor, Action::Assign, key, expected, hold, async |ticket, to, work| {
        Ok(ticket.assign(to?, note.clone(), actor, work.timestamp())?)
    })
    .await
}
