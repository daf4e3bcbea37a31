//! Moving a ticket that was opened for the wrong customer.

use caredesk_domain::{
    CustomerId, TicketId,
    actor::Actor,
    change::Cause,
    customer::Customer,
    escalation::EscalationSource,
    linking::LinkedInteractions,
    policy::{Action, Ownership, check},
    text::Reason,
    ticket::Ticket,
};
use caredesk_persistence::{Store, TicketView, Transaction, Written};

use super::key::{TicketKey, resolve_ticket_id};
use crate::services::{ExpectedVersion, ServiceError, error::invalid_if_not_found};

/// Moves a ticket and its escalations to the right customer; `along` moves its interactions too, which else are unlinked.
///
/// # Errors
/// When the actor may not, there is no such customer, or the ticket is theirs already.
pub async fn move_to_customer(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &ExpectedVersion,
    to: CustomerId,
    reason: &Reason,
    along: bool,
) -> Result<Written<TicketView>, ServiceError> {
    check(actor, Action::MoveTicket, Ownership::Other)?;
    let id = resolve_ticket_id(store, key).await?;
    store
        .write_once(async |work| {
            work.lock_related(EscalationSource::Ticket(id)).await?;
            let ticket: Ticket = work.get(actor.row_scope(), id).await?;
            expected.check(ticket.version)?;
            let customer = work.get_shared::<Customer>(actor.row_scope(), to).await;
            let customer = customer.map_err(|error| invalid_if_not_found(error, "customer_id", "must be a customer who exists"))?;
            let interactions = work.interactions_of(&ticket).await?;
            let mut sources = vec![EscalationSource::Ticket(id)];
            if along {
                sources.extend(interactions.iter().map(|interaction| EscalationSource::Interaction(interaction.id)));
            }
            let linked = if along { LinkedInteractions::Relinked(interactions) } else { LinkedInteractions::Unlinked(interactions) };
            let moved = ticket.move_to_customer(&customer, linked, Some(reason), actor, work.timestamp())?;
            let cause = moved.cause();
            let ticket = work.save(moved).await?;
            for source in sources {
                follow_move(work, cause.as_ref(), source, to, &[id]).await?;
            }
            Ok(work.ticket_view(ticket).await?)
        })
        .await
}

/// What follows from a record's move to another customer: tickets are unlinked from it, except those in `moved`, and its escalations move too.
pub(in crate::services) async fn follow_move(
    work: &mut Transaction,
    cause: Option<&Cause>,
    record: EscalationSource,
    to: CustomerId,
    moved: &[TicketId],
) -> Result<(), ServiceError> {
    let Some(cause) = cause else { return Ok(()) };
    unlink_tickets(work, cause, record, moved).await?;
    for escalation in work.escalations_of(record).await? {
        work.save(escalation.move_with(to, cause, work.timestamp())).await?;
    }
    Ok(())
}

/// Unlinks tickets from a record that has moved to another customer or was deleted; tickets in `moved` keep their links.
pub(super) async fn unlink_tickets(
    work: &mut Transaction,
    cause: &Cause,
    gone: EscalationSource,
    moved: &[TicketId],
) -> Result<(), ServiceError> {
    for ticket in work.tickets_linked_to(gone).await? {
        if !moved.contains(&ticket.id) {
            work.save(ticket.unlink(gone, cause, work.timestamp())?).await?;
        }
    }
    Ok(())
}
