//! What a ticket has to do with other records: the one it repeats, its patient, contacts, its escalation; and hiding it.

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

/// What becomes of the interactions about a ticket that is moved, and of the one it was opened in.
#[derive(Debug)]
pub enum Linked {
    /// They are moved too.
    Along(Vec<Interaction>),
    /// They stay where they are.
    Left(Vec<Interaction>),
}

impl Ticket {
    /// Resolves the ticket because `original` says the same and is worked instead.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it cannot be resolved; [`Refusal::Invalid`] for itself, another customer's ticket or
    /// one that is a duplicate in turn.
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

    /// Moves the ticket to the customer it really concerns; both timelines tell of it. The `linked` interactions are moved along, or else are no longer
    /// linked to it, because they are another patient's. The reason stands with the record whose move was asked for: a ticket that follows has none.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Invalid`] when the customer is hidden, or it is theirs already.
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
                // A duplicate of another patient's ticket is none.
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
                // One about another ticket of the patient who is left is about none.
                let about_this = interaction.ticket == Some(id);
                interaction.carried(customer, about_this, plain.clone(), at)?
            } else {
                interaction.parted_from(id, plain.clone(), at)
            };
            change = change.and(interaction).map(|(ticket, _)| ticket);
        }
        Ok(change)
    }

    /// The interaction it was opened in or answered in, or the ticket it says the same as, is another patient's or deleted now: it is no longer linked
    /// to it, and a duplicate is open again. `action` is what was done to the other.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn parted(self, gone: Source, action: Action, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        // Whoever may make the move has been asked; that it is theirs is no question of this ticket.
        let permit = check(actor, action, Relation::Own)?;
        let Some(by) = actor.principal() else { return Err(Refusal::people_only(action)) };
        Ok(self.changed(Telling::new(permit, at), at, |state| match gone {
            Source::Interaction(id) => {
                state.interaction = state.interaction.filter(|opened_in| *opened_in != id);
                state.not_answered_in(id);
            }
            // Nobody works on it elsewhere any more.
            Source::Ticket(id) if state.duplicate_of == Some(id) => {
                state.move_to(TicketStatus::Open, by, at);
                state.undoable = None;
            }
            Source::Ticket(_) => {}
        }))
    }

    /// Hides the ticket from every list and count that is not an audit.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] while it is escalated, or when it is hidden already.
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

    /// Brings a hidden ticket back.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it is not hidden.
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

    /// Its escalation has ended: it stands where it stood before.
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
