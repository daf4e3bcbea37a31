//! Logging a new interaction.

use super::{
    contact::record_contact,
    input::NewInteraction,
    record::{Interaction, InteractionRecord},
    state::InteractionPhase,
};
use crate::{
    DomainError, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, RecordWrite, VersionedWrite},
    customer::Customer,
    policy::{Action, Ownership, check},
    ticket::Ticket,
};

impl Interaction {
    /// Logs an interaction of `customer`, about `ticket` if given, which it may answer.
    /// A staff member who logs it becomes its agent; one logged by a service account is unattended.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Invalid`] for impossible times, an end without a summary, or a ticket of another customer.
    pub fn log(
        new: NewInteraction,
        customer: &Customer,
        ticket: Option<Ticket>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::LogInteraction, Ownership::Other)?;
        let Some(logged_by) = actor.principal_id() else { return Err(DomainError::staff_only(Action::LogInteraction)) };
        customer.ensure_not_deleted()?;
        if ticket.as_ref().is_some_and(|ticket| ticket.customer != customer.id) {
            return Err(DomainError::invalid("ticket_id", "other_customer", "must be a ticket of the same customer"));
        }
        let course = match (new.ended_at, new.pending) {
            (Some(_), true) => {
                return Err(DomainError::invalid("status", "ended", "must be left out where ended_at says that it has ended"));
            }
            (Some(ended), false) => InteractionPhase::Ended(ended),
            (None, true) => InteractionPhase::Pending,
            (None, false) => InteractionPhase::Active,
        };
        let state = InteractionRecord {
            id: new.id,
            customer: customer.id,
            agent: actor.staff_id(),
            logged_by,
            channel: new.channel,
            direction: new.direction,
            summary: new.summary,
            transcript: new.transcript,
            phase: course,
            end_given: new.ended_at.is_some(),
            no_answer: new.no_answer,
            started_at: new.started_at.unwrap_or(at),
            ticket: ticket.as_ref().map(|ticket| ticket.id),
            open_escalation: None,
            created_at: at,
            updated_at: at,
            public_updated_at: at,
            deleted: None,
            version: 1,
        };
        state.check(at)?;
        let event = EventBuilder::new(permit, at);
        let contact = ticket.map(|ticket| record_contact(ticket, &state, logged_by, event.clone(), at));
        let change = event.change(None, Self(state), |logged| RecordWrite::Interaction(VersionedWrite::insert(logged)));
        Ok(match contact {
            Some(contact) => change.and(contact).map(|(logged, _)| logged),
            None => change,
        })
    }
}
