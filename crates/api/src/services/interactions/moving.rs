//! Moving an interaction that was logged for the wrong customer.

use caredesk_domain::{
    CustomerId, InteractionId, TicketId,
    actor::{Actor, Scope},
    customer::Customer,
    escalation::Source,
    interaction::{Interaction, Tickets},
    policy::{Action, check_role},
    text::Reason,
    ticket::{Linked, Ticket},
};
use caredesk_persistence::{InteractionView, Store, Work};

use super::{Expected, ServiceError, missing};
use crate::services::tickets::part;

/// Moves an interaction and its escalations to the right customer. `with_tickets` moves the ticket it is about and those opened in it too, with
/// their interactions and escalations; else they are unlinked.
///
/// # Errors
/// When the actor may not, there is no such customer, or the interaction is theirs already.
pub async fn move_to_customer(
    store: &Store,
    actor: &Actor,
    id: InteractionId,
    expected: &Expected,
    to: CustomerId,
    reason: &Reason,
    with_tickets: bool,
) -> Result<InteractionView, ServiceError> {
    check_role(actor, Action::MoveInteraction)?;
    store
        .write(async |work| {
            work.hold_linked(Source::Interaction(id)).await?;
            let interaction: Interaction = work.get(actor.scope(), id).await?;
            expected.check(interaction.version)?;
            let customer = work.get_shared::<Customer>(actor.scope(), to).await;
            let customer = customer.map_err(|error| missing(error, "customer_id", "must be a customer who exists"))?;
            let about = interaction.ticket;
            let opened = work.tickets_linked_to(Source::Interaction(id)).await?;
            let (tickets, following) =
                if with_tickets { (Tickets::Follow, following(work, about, opened).await?) } else { (Tickets::Stay(opened), Vec::new()) };
            let interaction = work.save(interaction.move_to(&customer, tickets, reason, actor, work.at())?).await?;
            let mut sources = vec![(Source::Interaction(id), Action::MoveInteraction)];
            let moved: Vec<TicketId> = following.iter().map(|ticket| ticket.id).collect();
            for ticket in following {
                let others: Vec<Interaction> = work.interactions_of(&ticket).await?;
                let along: Vec<Interaction> = others.into_iter().filter(|other| other.customer != to).collect();
                sources.push((Source::Ticket(ticket.id), Action::MoveTicket));
                sources.extend(along.iter().map(|other| (Source::Interaction(other.id), Action::MoveTicket)));
                work.save(ticket.move_to(&customer, Linked::Along(along), None, actor, work.at())?).await?;
            }
            if !with_tickets && let Some(about) = about {
                let ticket: Ticket = work.get_hidden_too(Scope::All, about).await?;
                if ticket.was_answered_in(id) {
                    work.save(ticket.parted(Source::Interaction(id), Action::MoveInteraction, actor, work.at())?).await?;
                }
            }
            for (source, action) in sources {
                part(work, actor, action, source, &moved).await?;
                for escalation in work.escalations_of(source).await? {
                    work.save(escalation.follow(to, action, actor, work.at())?).await?;
                }
            }
            Ok(work.interaction_view(interaction).await?)
        })
        .await
}

/// The tickets that move with an interaction: those opened in it, and the one it is about.
async fn following(work: &mut Work, about: Option<TicketId>, opened: Vec<Ticket>) -> Result<Vec<Ticket>, ServiceError> {
    let mut tickets = opened;
    if let Some(id) = about.filter(|id| tickets.iter().all(|ticket| ticket.id != *id)) {
        tickets.push(work.get_hidden_too(Scope::All, id).await?);
    }
    Ok(tickets)
}
