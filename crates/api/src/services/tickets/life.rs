//! Status and assignment of a ticket.

use caredesk_domain::{
    Refusal, StaffId, TicketId,
    actor::{Actor, Scope},
    customer::Customer,
    policy::{Action, Relation, check},
    staff::Staff,
    text::Body,
    ticket::{Ticket, TicketStatus},
};
use caredesk_persistence::{Store, StoreError, TicketView, Work};

use super::{Expected, ServiceError, TicketKey, assignable, change, missing, resolve};
use crate::services::colleagues::present;

/// A change of status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusChange {
    /// To this status.
    To(TicketStatus),
    /// Undo: back to this status, which the actor changed within the last minute.
    BackTo(TicketStatus),
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
    expected: &Expected,
    to: StatusChange,
) -> Result<TicketView, ServiceError> {
    let original = match to {
        StatusChange::Duplicate(original) => Some(resolve(store, original).await.map_err(unknown_original)?),
        StatusChange::To(_) | StatusChange::BackTo(_) => None,
    };
    let hold = async |work: &mut Work, id: TicketId| {
        work.hold_assignee(id).await?;
        match original {
            Some(original) => Ok(Some(work.get_shared::<Ticket>(actor.scope(), original).await.map_err(unknown_original))),
            None => Ok::<_, ServiceError>(None),
        }
    };
    change(store, actor, Action::SetStatus, key, expected, hold, async |ticket, original, work| {
        Ok(match (to, original?) {
            (StatusChange::BackTo(status), _) => {
                let ticket = undoable(ticket, work).await?;
                may_reopen(work, &ticket).await?;
                ticket.undo_status(status, actor, work.at())?
            }
            (StatusChange::To(status), _) => {
                may_reopen(work, &ticket).await?;
                ticket.set_status(status, actor, work.at())?
            }
            (StatusChange::Duplicate(_), Some(original)) => {
                may_reopen(work, &ticket).await?;
                ticket.resolve_as_duplicate(&original?, actor, work.at())?
            }
            (StatusChange::Duplicate(_), None) => return Err(unknown_original(StoreError::NotFound)),
        })
    })
    .await
}

/// The ticket with its pending undo; if that names an original ticket, it is loaded again, or dropped if deleted.
pub(super) async fn undoable(ticket: Ticket, work: &mut Work) -> Result<Ticket, ServiceError> {
    let Some(id) = ticket.original_before() else { return Ok(ticket) };
    match work.get_shared::<Ticket>(Scope::All, id).await {
        Ok(original) => Ok(ticket.naming_again(Some(&original))),
        Err(StoreError::NotFound) => Ok(ticket.naming_again(None)),
        Err(error) => Err(error.into()),
    }
}

fn unknown_original(error: StoreError) -> ServiceError {
    missing(error, "duplicate_of", "must be a ticket that exists")
}

/// Claims an unassigned ticket.
///
/// # Errors
/// [`ServiceError::TakenBy`] with the assignee, when someone else was first.
pub async fn claim(store: &Store, actor: &Actor, key: TicketKey, expected: &Expected) -> Result<TicketView, ServiceError> {
    let hold = async |work: &mut Work, _: TicketId| present(work, actor).await;
    change(store, actor, Action::Claim, key, expected, hold, async |ticket, present, work| {
        present?;
        match ticket.claim(actor, work.at()) {
            Err(Refusal::Taken { by }) => Err(match work.staff_name(by).await? {
                Some(owner) => ServiceError::TakenBy(owner),
                None => Refusal::Taken { by }.into(),
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
pub async fn claim_next(store: &Store, actor: &Actor) -> Result<TicketView, ServiceError> {
    check(actor, Action::Claim, Relation::Other)?;
    store
        .write(async |work| {
            present(work, actor).await?;
            let next = work.next_in_queue(actor.scope()).await?.ok_or_else(|| Refusal::Conflict {
                code: "queue_empty",
                detail: "no open ticket is unassigned".to_owned(),
                allowed: Vec::new(),
            })?;
            let ticket = work.save(next.claim(actor, work.at())?).await?;
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
    expected: &Expected,
    to: Option<StaffId>,
    note: Option<Body>,
) -> Result<TicketView, ServiceError> {
    let hold = async |work: &mut Work, _: TicketId| match to {
        Some(id) => assignable(work, actor, id, "assignee_id").await.map(Some),
        None => Ok(None),
    };
    change(store, actor, Action::Assign, key, expected, hold, async |ticket, to, work| {
        Ok(ticket.assign(to?, note.clone(), actor, work.at())?)
    })
    .await
}

/// Unassigns a reopened ticket whose assignee is inactive or has another role by now.
pub(super) async fn requeued(work: &mut Work, actor: &Actor, was: TicketStatus, ticket: Ticket) -> Result<Ticket, ServiceError> {
    let reopened = was == TicketStatus::Resolved && ticket.standing.status() != TicketStatus::Resolved;
    let Some(assignee) = ticket.assignee.filter(|_| reopened) else { return Ok(ticket) };
    let assignee: Staff = work.get_shared(Scope::All, assignee).await?;
    if assignee.assignable("assignee_id").is_ok() {
        return Ok(ticket);
    }
    let change = ticket.assign(None, None, actor, work.at())?;
    Ok(work.save(change).await?)
}

/// Checks that a resolved ticket may be reopened: its customer must not be deleted.
pub(super) async fn may_reopen(work: &mut Work, ticket: &Ticket) -> Result<(), ServiceError> {
    if ticket.standing.status() == TicketStatus::Resolved {
        let customer: Customer = work.get_shared_hidden_too(Scope::All, ticket.customer).await?;
        customer.may_be_served()?;
    }
    Ok(())
}
