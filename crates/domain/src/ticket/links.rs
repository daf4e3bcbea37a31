//! Links of a ticket to other records: duplicates, customer, interactions and escalation; and deletion.

use super::{Standing, Ticket, TicketStatus};
use crate::{
    EscalationId, Refusal, Timestamp,
    actor::Actor,
    change::{Change, Telling},
    customer::{Customer, Deleted},
    escalation::Source,
    event::Record,
    interaction::Interaction,
    policy::{Action, Relation, check},
    text::Reason,
};

/// What happens to the interactions about a ticket that moves to another customer, and to the one it was opened in.
#[derive(Debug)]
pub enum Linked {
    /// They move too.
    Along(Vec<Interaction>),
    /// They stay with their customer and are unlinked.
    Left(Vec<Interaction>),
}

impl Ticket {
    /// Resolves the ticket as a duplicate of `original`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it cannot be resolved; [`Refusal::Invalid`] when `original` is the same
    /// ticket, another customer's, or itself a duplicate.
    pub fn resolve_as_duplicate(self, original: &Self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::SetStatus, Relation::Other)?;
        let Some(by) = actor.principal() else { return Err(Refusal::people_only(Action::SetStatus)) };
        let wrong = |code, detail: &str| Err(Refusal::invalid("duplicate_of", code, detail));
        if original.id == self.id {
            return wrong("same_ticket", "must be another ticket");
        }
        if original.customer != self.customer {
            return wrong("other_customer", "must be a ticket of the same customer");
        }
        if original.duplicate_of.is_some() {
            return wrong("duplicate", "is a duplicate itself: name the ticket that is worked");
        }
        if !self.followers().contains(&TicketStatus::Resolved) {
            return Err(self.illegal(TicketStatus::Resolved));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| {
            state.move_to(TicketStatus::Resolved, by, at);
            state.duplicate_of = Some(original.id);
        }))
    }

    /// Moves the ticket to another customer, with an event on both timelines. The `linked` interactions move too, or are unlinked because they
    /// belong to another customer. The reason is logged only on the record whose move was requested: a ticket moved with it has `None`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Invalid`] when the customer is deleted, or the ticket belongs to them already.
    pub fn move_to(
        self,
        customer: &Customer,
        linked: Linked,
        reason: Option<&Reason>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::MoveTicket, Relation::Other)?;
        customer.may_be_named()?;
        if customer.id == self.customer {
            return Err(Refusal::invalid("customer_id", "same_customer", "is the customer it belongs to already"));
        }
        let plain = Telling::new(permit, at);
        let telling = reason.iter().fold(plain.clone(), |telling, reason| telling.personal("reason", reason.as_str()));
        let (to, id) = (customer.id, self.id);
        let (interactions, along) = match linked {
            Linked::Along(interactions) => (interactions, true),
            Linked::Left(interactions) => (interactions, false),
        };
        let left = telling.clone().plain("moved_to", to.to_string()).of(&self.facts(), &self);
        let mut change = self
            .changed(telling.clone(), at, |state| {
                state.customer = to;
                // A duplicate belongs to the same customer.
                state.duplicate_of = None;
                state.undoable = None;
                if !along {
                    state.interaction = None;
                    interactions.iter().for_each(|interaction| state.not_answered_in(interaction.id));
                }
            })
            .tell(left);
        for interaction in interactions {
            let interaction = if along && interaction.customer != to {
                // An interaction about another ticket of the former customer loses that link.
                let about_this = interaction.ticket == Some(id);
                interaction.carried(customer, about_this, plain.clone(), at)?
            } else {
                interaction.parted_from(id, plain.clone(), at)
            };
            change = change.and(interaction).map(|(ticket, _)| ticket);
        }
        Ok(change)
    }

    /// Unlinks the interaction it was opened in or answered in, or the ticket it duplicates, after that was deleted or moved to another customer; a
    /// duplicate reopens. `action` is the action on the other record.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn parted(self, gone: Source, action: Action, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        // `action` was already authorised on the other record.
        let permit = check(actor, action, Relation::Own)?;
        let Some(by) = actor.principal() else { return Err(Refusal::people_only(action)) };
        Ok(self.changed(Telling::new(permit, at), at, |state| match gone {
            Source::Interaction(id) => {
                state.interaction = state.interaction.filter(|opened_in| *opened_in != id);
                state.not_answered_in(id);
            }
            // Its original is no longer worked for this customer, so it reopens.
            Source::Ticket(id) if state.duplicate_of == Some(id) => {
                state.move_to(TicketStatus::Open, by, at);
                state.undoable = None;
            }
            Source::Ticket(_) => {}
        }))
    }

    /// Deletes the ticket (soft): only audits still list and count it.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] while it is escalated, or when it is deleted already.
    pub fn delete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::DeleteTicket, Relation::Other)?;
        let Some(by) = actor.staff_id() else { return Err(Refusal::people_only(Action::DeleteTicket)) };
        if self.deleted.is_some() {
            return Err(Refusal::conflict("deleted", "the ticket is deleted already"));
        }
        if self.open_escalation.is_some() {
            return Err(Refusal::open_escalation("the ticket has an open escalation: withdraw it first"));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.deleted = Some(Deleted { at, by })))
    }

    /// Restores a deleted ticket.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it is not deleted.
    pub fn undelete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::RestoreTicket, Relation::Other)?;
        if self.deleted.is_none() {
            return Err(Refusal::conflict("not_deleted", "the ticket is not deleted"));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.deleted = None))
    }

    pub(crate) fn escalated(self, escalation: EscalationId, telling: Telling, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let Some(from) = self.returns_to() else { return Err(self.illegal(TicketStatus::Escalated)) };
        Ok(self.changed(telling, at, |state| {
            state.standing = Standing::Escalated { from };
            state.open_escalation = Some(escalation);
            state.undoable = None;
        }))
    }

    /// Returns it to the status before its escalation, which has ended.
    pub(crate) fn returned(self, telling: Telling, at: Timestamp) -> Change<Self> {
        self.changed(telling, at, |state| {
            state.standing = match state.standing {
                Standing::Escalated { from } => from.standing(),
                other @ (Standing::Open | Standing::Pending | Standing::Resolved { .. }) => other,
            };
            state.open_escalation = None;
        })
    }
}
