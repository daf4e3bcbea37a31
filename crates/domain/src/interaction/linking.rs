//! Links of an interaction to its customer, its ticket and its escalation.

use super::record::Interaction;
use crate::{
    DomainError, EscalationId, TicketId, Timestamp,
    change::{Change, EventBuilder, EventDetail},
    customer::Customer,
};

impl Interaction {
    /// Moves it to another customer, with an event on both timelines; without its ticket, it loses the link to that.
    pub(crate) fn moved_with(
        self,
        customer: &Customer,
        with_ticket: bool,
        event: EventBuilder,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        customer.ensure_not_deleted()?;
        if customer.id == self.customer {
            return Err(DomainError::invalid("customer_id", "same_customer", "is the customer it belongs to already"));
        }
        let to = customer.id;
        let left = event.clone().with(EventDetail::MovedTo(to)).build_unchanged(&self);
        let change = self.transition(event, at, |state| {
            state.customer = to;
            if !with_ticket {
                state.ticket = None;
            }
        });
        Ok(change.with_event(left))
    }

    /// Links the interaction to `ticket`, which was opened in it, unless it is linked to another.
    pub(crate) fn link_ticket(self, ticket: TicketId, event: EventBuilder, at: Timestamp) -> Option<Change<Self>> {
        self.ticket.is_none().then(|| self.transition(event, at, |state| state.ticket = Some(ticket)))
    }

    /// Unlinks `ticket`, which moved to another customer; a link to another ticket stays.
    pub(crate) fn unlink_ticket(self, ticket: TicketId, event: EventBuilder, at: Timestamp) -> Change<Self> {
        if self.ticket == Some(ticket) { self.transition(event, at, |state| state.ticket = None) } else { Change::unchanged(self) }
    }

    pub(crate) fn with_open_escalation(self, escalation: Option<EscalationId>, event: EventBuilder, at: Timestamp) -> Change<Self> {
        self.transition(event, at, |state| state.open_escalation = escalation)
    }
}
