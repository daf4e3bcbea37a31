//! Links of a ticket to other records: its customer, interactions, original and escalation.

use super::{
    record::Ticket,
    state::{TicketState, TicketStatus},
};
use crate::{
    CustomerId, DomainError, EscalationId, InteractionId, Timestamp,
    change::{Cause, Change, EventBuilder, EventDetail},
    escalation::EscalationSource,
};

impl Ticket {
    /// Moves it to another customer, with an event on both timelines. The `unlinked` interactions stay with their customer; `None` means that they
    /// move too.
    pub(crate) fn moved_to(self, to: CustomerId, unlinked: Option<&[InteractionId]>, event: EventBuilder, at: Timestamp) -> Change<Self> {
        let left = event.clone().with(EventDetail::MovedTo(to)).build_unchanged(&self);
        let moved = self.transition(event, at, |state| {
            state.customer = to;
            // A duplicate belongs to the same customer.
            state.duplicate_of = None;
            state.pending_undo = None;
            if let Some(unlinked) = unlinked {
                state.interaction = None;
                unlinked.iter().for_each(|interaction| state.remove_contact(*interaction));
            }
        });
        moved.with_event(left)
    }

    /// Unlinks the interaction it was opened in, which moved to another customer.
    pub(crate) fn unlink_interaction(self, event: EventBuilder, at: Timestamp) -> Change<Self> {
        self.transition(event, at, |state| state.interaction = None)
    }

    /// Unlinks the interaction it was opened in or answered in, or the ticket it duplicates, after that was deleted or moved to another customer; a
    /// duplicate reopens. `cause` is the change of the other record.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] when the cause is the system, which cannot reopen a ticket.
    pub fn unlink(self, gone: EscalationSource, cause: &Cause, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let Some(by) = cause.actor().principal_id() else { return Err(DomainError::staff_only(cause.action())) };
        Ok(self.transition(EventBuilder::following(cause, at), at, |state| match gone {
            EscalationSource::Interaction(id) => {
                state.interaction = state.interaction.filter(|opened_in| *opened_in != id);
                state.remove_contact(id);
            }
            // Its original is no longer worked for this customer, so it reopens.
            EscalationSource::Ticket(id) if state.duplicate_of == Some(id) => {
                state.apply_status(TicketStatus::Open, by, at);
                state.pending_undo = None;
            }
            EscalationSource::Ticket(_) => {}
        }))
    }

    pub(crate) fn start_escalation(
        self,
        escalation: EscalationId,
        event: EventBuilder,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let Some(from) = self.status_after_escalation() else { return Err(self.illegal(TicketStatus::Escalated)) };
        Ok(self.transition(event, at, |state| {
            state.state = TicketState::Escalated { from };
            state.open_escalation = Some(escalation);
            state.pending_undo = None;
        }))
    }

    /// Returns it to the status before its escalation, which has ended.
    pub(crate) fn end_escalation(self, event: EventBuilder, at: Timestamp) -> Change<Self> {
        self.transition(event, at, |state| {
            state.state = match state.state {
                TicketState::Escalated { from } => from.state(),
                other @ (TicketState::Open | TicketState::Pending | TicketState::Resolved { .. }) => other,
            };
            state.open_escalation = None;
        })
    }
}
