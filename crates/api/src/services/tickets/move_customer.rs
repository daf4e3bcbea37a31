//! Moving a ticket that was opened for the wrong customer.

use caredesk_domain::{
    CustomerId, TicketId,
    actor::Actor,
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
            let ticket = work.save(ticket.move_to_customer(&customer, linked, Some(reason), actor, work.timestamp())?).await?;
            for source in sources {
                unlink_tickets(work, actor, Action::MoveTicket, source, &[id]).await?;
                for escalation in work.escalations_of(source).await? {
                    work.save(escalation.move_with(to, Action::MoveTicket, actor, work.timestamp())?).await?;
                }
            }
            Ok(work.ticket_view(ticket).await?)
        })
        .await
}

/// Unlinks tickets from a record that has moved to another customer or was deleted; tickets in `moved` keep their links.
pub(in crate::services) async fn unlink_tickets(
    work: &mut Transaction,
    actor: &Actor,
    action: Action,
    gone: EscalationSource,
    moved: &[TicketId],
) -> Result<(), ServiceError> {
    for ticket in work.tickets_linked_to(gone).await? {
        if !moved.contains(&ticket.id) {
            work.save(ticket.unlink(gone, action, actor, work.timestamp())?).await?;
        }
    }
    Ok(())
}
