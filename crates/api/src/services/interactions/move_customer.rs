//! Moving an interaction that was logged for the wrong customer.

use caredesk_domain::{
    CustomerId, InteractionId, TicketId,
    actor::{Actor, RowScope},
    customer::Customer,
    escalation::EscalationSource,
    interaction::Interaction,
    linking::{LinkedInteractions, LinkedTickets},
    policy::{Action, check_role},
    text::Reason,
    ticket::Ticket,
};
use caredesk_persistence::{InteractionView, Store, Transaction, Written};

use super::{ExpectedVersion, ServiceError, invalid_if_not_found};
use crate::services::tickets::follow_move;

/// Moves an interaction and its escalations to the right customer. `with_tickets` moves the ticket it is about and those opened in it too, with
/// their interactions and escalations; else they are unlinked.
///
/// # Errors
/// When the actor may not, there is no such customer, or the interaction is theirs already.
pub async fn move_to_customer(
    store: &Store,
    actor: &Actor,
    id: InteractionId,
    expected: &ExpectedVersion,
    to: CustomerId,
    reason: &Reason,
    with_tickets: bool,
) -> Result<Written<InteractionView>, ServiceError> {
    check_role(actor, Action::MoveInteraction)?;
    store
        .write_once(async |work| {
            work.lock_related(EscalationSource::Interaction(id)).await?;
            let interaction: Interaction = work.get(actor.row_scope(), id).await?;
            expected.check(interaction.version)?;
            let customer = work.get_shared::<Customer>(actor.row_scope(), to).await;
            let customer = customer.map_err(|error| invalid_if_not_found(error, "customer_id", "must be a customer who exists"))?;
            let about = interaction.ticket;
            let opened = work.tickets_linked_to(EscalationSource::Interaction(id)).await?;
            let (tickets, following) = if with_tickets {
                (LinkedTickets::MoveTickets, following(work, about, opened).await?)
            } else {
                (LinkedTickets::KeepTickets(opened), Vec::new())
            };
            let change = interaction.move_to_customer(&customer, tickets, reason, actor, work.timestamp())?;
            let cause = change.cause();
            let interaction = work.save(change).await?;
            let mut sources = vec![(EscalationSource::Interaction(id), cause.clone())];
            let moved: Vec<TicketId> = following.iter().map(|ticket| ticket.id).collect();
            for ticket in following {
                let others: Vec<Interaction> = work.interactions_of(&ticket).await?;
                let along: Vec<Interaction> = others.into_iter().filter(|other| other.customer != to).collect();
                let moved_along: Vec<_> = along.iter().map(|other| EscalationSource::Interaction(other.id)).collect();
                let source = EscalationSource::Ticket(ticket.id);
                let change = ticket.move_to_customer(&customer, LinkedInteractions::Relinked(along), None, actor, work.timestamp())?;
                sources.extend(std::iter::once(source).chain(moved_along).map(|source| (source, change.cause())));
                work.save(change).await?;
            }
            if !with_tickets && let Some(about) = about {
                let ticket: Ticket = work.get_including_deleted(RowScope::All, about).await?;
                if let Some(cause) = cause.filter(|_| ticket.has_contact(id)) {
                    work.save(ticket.unlink(EscalationSource::Interaction(id), &cause, work.timestamp())?).await?;
                }
            }
            for (source, cause) in sources {
                follow_move(work, cause.as_ref(), source, to, &moved).await?;
            }
            Ok(work.interaction_view(interaction).await?)
        })
        .await
}

/// The tickets that move with an interaction: those opened in it, and the one it is about.
async fn following(work: &mut Transaction, about: Option<TicketId>, opened: Vec<Ticket>) -> Result<Vec<Ticket>, ServiceError> {
    let mut tickets = opened;
    if let Some(id) = about.filter(|id| tickets.iter().all(|ticket| ticket.id != *id)) {
        tickets.push(work.get_including_deleted(RowScope::All, id).await?);
    }
    Ok(tickets)
}
