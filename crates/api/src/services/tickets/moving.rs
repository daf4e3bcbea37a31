//! Moving a ticket that was opened for the wrong customer.

use caredesk_domain::{
    CustomerId, TicketId,
    actor::Actor,
    customer::Customer,
    escalation::Source,
    policy::{Action, Relation, check},
    text::Reason,
    ticket::{Linked, Ticket},
};
use caredesk_persistence::{Store, TicketView, Work};

use super::{Expected, ServiceError, TicketKey, missing, resolve};

/// Moves a ticket and its escalations to the right customer; `along` moves its interactions too, which else are unlinked.
///
/// # Errors
/// When the actor may not, there is no such customer, or the ticket is theirs already.
pub async fn move_to_customer(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &Expected,
    to: CustomerId,
    reason: &Reason,
    along: bool,
) -> Result<TicketView, ServiceError> {
    check(actor, Action::MoveTicket, Relation::Other)?;
    let id = resolve(store, key).await?;
    store
        .write(async |work| {
            work.hold_linked(Source::Ticket(id)).await?;
            let ticket: Ticket = work.get(actor.scope(), id).await?;
            expected.check(ticket.version)?;
            let customer = work.get_shared::<Customer>(actor.scope(), to).await;
            let customer = customer.map_err(|error| missing(error, "customer_id", "must be a customer who exists"))?;
            let interactions = work.interactions_of(&ticket).await?;
            let mut sources = vec![Source::Ticket(id)];
            if along {
                sources.extend(interactions.iter().map(|interaction| Source::Interaction(interaction.id)));
            }
            let linked = if along { Linked::Along(interactions) } else { Linked::Left(interactions) };
            let ticket = work.save(ticket.move_to(&customer, linked, Some(reason), actor, work.at())?).await?;
            for source in sources {
                part(work, actor, Action::MoveTicket, source, &[id]).await?;
                for escalation in work.escalations_of(source).await? {
                    work.save(escalation.follow(to, Action::MoveTicket, actor, work.at())?).await?;
                }
            }
            Ok(work.ticket_view(ticket).await?)
        })
        .await
}

/// Unlinks tickets from a record that has moved to another customer or was deleted; tickets in `moved` keep their links.
pub(in crate::services) async fn part(
    work: &mut Work,
    actor: &Actor,
    action: Action,
    gone: Source,
    moved: &[TicketId],
) -> Result<(), ServiceError> {
    for ticket in work.tickets_linked_to(gone).await? {
        if !moved.contains(&ticket.id) {
            work.save(ticket.parted(gone, action, actor, work.at())?).await?;
        }
    }
    Ok(())
}
