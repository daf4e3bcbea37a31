//! The effect of an interaction on its ticket: it answers the customer, or starts the wait.

use super::{
    record::{Interaction, InteractionRecord},
    state::{Direction, InteractionPhase},
};
use crate::{
    PrincipalId, Timestamp,
    change::{Change, EventBuilder},
    message::Channel,
    ticket::{ContactAnswer, ContactOutcome, FirstResponse, Ticket, TicketState},
};

/// Records a new interaction on its ticket: it answers the waiting customer, or starts the wait.
pub(super) fn record_contact(
    ticket: Ticket,
    interaction: &InteractionRecord,
    by: PrincipalId,
    event: EventBuilder,
    at: Timestamp,
) -> Change<Ticket> {
    let outcome = match answer(&ticket, interaction, interaction.started_at, at) {
        Some(answer) => ContactOutcome::Answered(answer),
        None if interaction.is_unanswered_inbound() => ContactOutcome::Unanswered { by, live: interaction.is_unattended() },
        None => ContactOutcome::NotReached,
    };
    ticket.record_contact(interaction.id, outcome, event, at)
}

/// Adds the effect of the change on the interaction's ticket, which it answers from `since` on, if at all.
pub(super) fn with_contact_update(
    change: Change<Interaction>,
    about: Option<Ticket>,
    since: Timestamp,
    event: EventBuilder,
    at: Timestamp,
) -> Change<Interaction> {
    let Some(ticket) = about else { return change };
    let answer = answer(&ticket, change.out(), since, at);
    let ticket = ticket.update_contact(change.out().id, answer, event, at);
    change.and(ticket).map(|(interaction, _)| interaction)
}

/// Whether `interaction`, a call or chat of the customer that ends now, had no agent, while the ticket was pending or resolved before it began.
pub(super) fn is_missed_contact(ticket: &Ticket, interaction: &InteractionRecord) -> bool {
    let put_aside = match ticket.state {
        TicketState::Resolved { at, .. } => at < interaction.started_at,
        TicketState::Pending => true,
        TicketState::Open | TicketState::Escalated { .. } => false,
    };
    put_aside && interaction.direction == Direction::Inbound && interaction.is_unattended()
}

/// How the customer of `ticket` was answered in `interaction`, from `since` on: by a staff member, in a call or chat that began after the ticket
/// was opened and reached the customer. The interaction the ticket was opened in raised the request, so it does not answer it.
fn answer(ticket: &Ticket, interaction: &InteractionRecord, since: Timestamp, at: Timestamp) -> Option<ContactAnswer> {
    let live = match interaction.channel {
        Channel::Call | Channel::Chat => true,
        Channel::Email => false,
    };
    let later = interaction.started_at >= ticket.created_at && ticket.interaction != Some(interaction.id);
    let stands = interaction.deleted.is_none() && !interaction.no_answer;
    let until = match (interaction.phase, interaction.direction) {
        (InteractionPhase::Ended(ended), _) => Some(ended),
        (InteractionPhase::Active | InteractionPhase::Pending, Direction::Inbound) => Some(at),
        // Whether the customer answered is known only at its end.
        (InteractionPhase::Active | InteractionPhase::Pending, Direction::Outbound) => None,
    };
    let (by, until) = interaction.agent.zip(until).filter(|_| live && later && stands)?;
    Some(ContactAnswer { said: FirstResponse { at: since, by }, until })
}
