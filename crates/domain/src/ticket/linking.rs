//! Links of a ticket to other records: duplicates, customer, interactions and escalation; and deletion.

use super::{Ticket, TicketState, TicketStatus};
use crate::{
    DomainError, EscalationId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder},
    customer::{Customer, Deletion},
    escalation::EscalationSource,
    event::Auditable,
    interaction::Interaction,
    policy::{Action, Ownership, check},
    text::Reason,
};

/// What happens to the interactions about a ticket that moves to another customer, and to the one it was opened in.
#[derive(Debug)]
pub enum LinkedInteractions {
    /// They move too.
    Relinked(Vec<Interaction>),
    /// They stay with their customer and are unlinked.
    Unlinked(Vec<Interaction>),
}

impl Ticket {
    /// Resolves the ticket as a duplicate of `original`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it cannot be resolved; [`DomainError::Invalid`] when `original` is the same
    /// ticket, another customer's, or itself a duplicate.
    pub fn resolve_as_duplicate(self, original: &Self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::SetStatus, Ownership::Other)?;
        let Some(by) = actor.principal_id() else { return Err(DomainError::staff_only(Action::SetStatus)) };
        let wrong = |code, detail: &str| Err(DomainError::invalid("duplicate_of", code, detail));
        if original.id == self.id {
            return wrong("same_ticket", "must be another ticket");
        }
        if original.customer != self.customer {
            return wrong("other_customer", "must be a ticket of the same customer");
        }
        if original.duplicate_of.is_some() {
            return wrong("duplicate", "is a duplicate itself: name the ticket that is worked");
        }
        if !self.allowed_statuses().contains(&TicketStatus::Resolved) {
            return Err(self.illegal(TicketStatus::Resolved));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| {
            state.apply_status(TicketStatus::Resolved, by, at);
            state.duplicate_of = Some(original.id);
        }))
    }

    /// Moves the ticket to another customer, with an event on both timelines. The `linked` interactions move too, or are unlinked because they
    /// belong to another customer. The reason is logged only on the record whose move was requested: a ticket moved with it has `None`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Invalid`] when the customer is deleted, or the ticket belongs to them already.
    pub fn move_to_customer(
        self,
        customer: &Customer,
        linked: LinkedInteractions,
        reason: Option<&Reason>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::MoveTicket, Ownership::Other)?;
        customer.ensure_not_deleted()?;
        if customer.id == self.customer {
            return Err(DomainError::invalid("customer_id", "same_customer", "is the customer it belongs to already"));
        }
        let plain = EventBuilder::new(permit, at);
        let telling = reason.iter().fold(plain.clone(), |telling, reason| telling.personal("reason", reason.as_str()));
        let (to, id) = (customer.id, self.id);
        let (interactions, along) = match linked {
            LinkedInteractions::Relinked(interactions) => (interactions, true),
            LinkedInteractions::Unlinked(interactions) => (interactions, false),
        };
        let left = telling.clone().public("moved_to", to.to_string()).build(&self.audit_fields(), &self);
        let mut change = self
            .transition(telling.clone(), at, |state| {
                state.customer = to;
                // A duplicate belongs to the same customer.
                state.duplicate_of = None;
                state.pending_undo = None;
                if !along {
                    state.interaction = None;
                    interactions.iter().for_each(|interaction| state.remove_contact(interaction.id));
                }
            })
            .with_event(left);
        for interaction in interactions {
            let interaction = if along && interaction.customer != to {
                // An interaction about another ticket of the former customer loses that link.
                let about_this = interaction.ticket == Some(id);
                interaction.moved_with(customer, about_this, plain.clone(), at)?
            } else {
                interaction.unlink_ticket(id, plain.clone(), at)
            };
            change = change.and(interaction).map(|(ticket, _)| ticket);
        }
        Ok(change)
    }

    /// Unlinks the interaction it was opened in or answered in, or the ticket it duplicates, after that was deleted or moved to another customer; a
    /// duplicate reopens. `action` is the action on the other record.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`].
    pub fn unlink(self, gone: EscalationSource, action: Action, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        // `action` was already authorised on the other record.
        let permit = check(actor, action, Ownership::Own)?;
        let Some(by) = actor.principal_id() else { return Err(DomainError::staff_only(action)) };
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| match gone {
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

    /// Deletes the ticket (soft): only audits still list and count it.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] while it is escalated, or when it is deleted already.
    pub fn delete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::DeleteTicket, Ownership::Other)?;
        let Some(by) = actor.staff_id() else { return Err(DomainError::staff_only(Action::DeleteTicket)) };
        if self.deleted.is_some() {
            return Err(DomainError::conflict("deleted", "the ticket is deleted already"));
        }
        if self.open_escalation.is_some() {
            return Err(DomainError::open_escalation("the ticket has an open escalation: withdraw it first"));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.deleted = Some(Deletion { at, by })))
    }

    /// Restores a deleted ticket.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it is not deleted.
    pub fn restore(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::RestoreTicket, Ownership::Other)?;
        if self.deleted.is_none() {
            return Err(DomainError::conflict("not_deleted", "the ticket is not deleted"));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.deleted = None))
    }

    pub(crate) fn start_escalation(
        self,
        escalation: EscalationId,
        telling: EventBuilder,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let Some(from) = self.status_after_escalation() else { return Err(self.illegal(TicketStatus::Escalated)) };
        Ok(self.transition(telling, at, |state| {
            state.state = TicketState::Escalated { from };
            state.open_escalation = Some(escalation);
            state.pending_undo = None;
        }))
    }

    /// Returns it to the status before its escalation, which has ended.
    pub(crate) fn end_escalation(self, telling: EventBuilder, at: Timestamp) -> Change<Self> {
        self.transition(telling, at, |state| {
            state.state = match state.state {
                TicketState::Escalated { from } => from.state(),
                other @ (TicketState::Open | TicketState::Pending | TicketState::Resolved { .. }) => other,
            };
            state.open_escalation = None;
        })
    }
}
