//! What is checked and done when a ticket is reopened, or its last change undone.

use caredesk_domain::{
    actor::{Actor, RowScope},
    customer::Customer,
    staff::Staff,
    ticket::{Ticket, TicketStatus},
};
use caredesk_persistence::{StoreError, Transaction};

use crate::services::ServiceError;

/// The ticket with its pending undo; if that names an original ticket, it is loaded again, or dropped if deleted.
pub(super) async fn with_pending_undo(ticket: Ticket, work: &mut Transaction) -> Result<Ticket, ServiceError> {
    let Some(id) = ticket.previous_duplicate_of() else { return Ok(ticket) };
    match work.get_shared::<Ticket>(RowScope::All, id).await {
        Ok(original) => Ok(ticket.relink_duplicate(Some(&original))),
        Err(StoreError::NotFound) => Ok(ticket.relink_duplicate(None)),
        Err(error) => Err(error.into()),
    }
}

/// Unassigns a reopened ticket whose assignee is inactive or has another role by now.
pub(super) async fn unassign_if_owner_left(
    work: &mut Transaction,
    actor: &Actor,
    was: TicketStatus,
    ticket: Ticket,
) -> Result<Ticket, ServiceError> {
    let reopened = was == TicketStatus::Resolved && ticket.state.status() != TicketStatus::Resolved;
    let Some(assignee) = ticket.assignee.filter(|_| reopened) else { return Ok(ticket) };
    let assignee: Staff = work.get_shared(RowScope::All, assignee).await?;
    if assignee.assignable("assignee_id").is_ok() {
        return Ok(ticket);
    }
    let change = ticket.assign(None, None, actor, work.timestamp())?;
    Ok(work.save(change).await?)
}

/// Checks that a resolved ticket may be reopened: its customer must not be deleted.
pub(super) async fn ensure_reopenable(work: &mut Transaction, ticket: &Ticket) -> Result<(), ServiceError> {
    if ticket.state.status() == TicketStatus::Resolved {
        let customer: Customer = work.get_shared_including_deleted(RowScope::All, ticket.customer).await?;
        customer.ensure_active()?;
    }
    Ok(())
}
