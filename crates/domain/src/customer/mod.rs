//! The people the desk cares for.

mod details;
mod source;

use std::ops::Deref;

use serde_json::json;

pub use details::{CustomerDetails, CustomerPatch, Death, Identifier, IdentifierSystem, IdentifierValue};
pub use source::{SentBefore, Source, Upserted};

use crate::{
    CustomerId, Refusal, StaffId, Timestamp,
    actor::Actor,
    change::{Change, Put, Telling, Version, Write},
    event::{Fact, Facts, Record, Subject, SubjectKind},
    name::full_name,
    policy::{Action, Relation, check},
};

/// When and by whom a record was hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deleted {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// What is still under way for a customer, who cannot be hidden meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ongoing {
    /// Tickets that are not resolved.
    pub tickets: u64,
    /// Interactions that are active or pending.
    pub interactions: u64,
    /// Escalations that wait for an answer.
    pub escalations: u64,
}

/// A customer as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerState {
    /// The id.
    pub id: CustomerId,
    /// All that is known about them.
    pub details: CustomerDetails,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they last changed.
    pub updated_at: Timestamp,
    /// Whether they are hidden.
    pub deleted: Option<Deleted>,
    /// How often they changed.
    pub version: Version,
}

/// A customer, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer(CustomerState);

impl Deref for Customer {
    type Target = CustomerState;

    fn deref(&self) -> &CustomerState {
        &self.0
    }
}

impl Customer {
    /// Takes a row read from the database for what it was when saved.
    pub const fn restore(state: CustomerState) -> Self {
        Self(state)
    }

    /// Given and family name, as one says them.
    pub fn full_name(&self) -> String {
        full_name(self.details.given_name.as_ref(), &self.details.family_name)
    }

    /// Adds a customer.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], or [`Refusal::Invalid`] for a birth or death in the future.
    pub fn create(id: CustomerId, details: CustomerDetails, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::CreateCustomer, Relation::Other)?;
        details.check(at)?;
        let customer = Self(CustomerState { id, details, created_at: at, updated_at: at, deleted: None, version: 1 });
        Ok(Telling::new(permit, at).change(&Facts::new(), customer, |customer| Write::Customer(Put::new(customer))))
    }

    /// Corrects what is known. A patch that says nothing new writes nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when the customer is hidden; [`Refusal::Invalid`] for a birth or death in the future.
    pub fn edit(self, patch: CustomerPatch, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::EditCustomer, Relation::Other)?;
        self.not_deleted()?;
        let mut details = self.details.clone();
        patch.apply_to(&mut details);
        details.check(at)?;
        if details == self.details {
            return Ok(Change::none(permit, self));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.details = details))
    }

    /// Hides the customer from every list and count that is not an audit.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] while something is under way for them, or when already hidden.
    pub fn delete(self, ongoing: Ongoing, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::DeleteCustomer, Relation::Other)?;
        self.not_deleted()?;
        let Some(by) = actor.staff_id() else { return Err(Refusal::people_only(Action::DeleteCustomer)) };
        if ongoing.escalations > 0 {
            return Err(Refusal::open_escalation("the customer has an open escalation: withdraw it first"));
        }
        if ongoing.tickets > 0 {
            return Err(Refusal::conflict("unresolved_tickets", "the customer has unresolved tickets: resolve them first"));
        }
        if ongoing.interactions > 0 {
            return Err(Refusal::conflict("active_interactions", "the customer has interactions under way: end them first"));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.deleted = Some(Deleted { at, by })))
    }

    /// Brings a hidden customer back.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when not hidden.
    pub fn undelete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::RestoreCustomer, Relation::Other)?;
        if self.deleted.is_none() {
            return Err(Refusal::conflict("not_deleted", "the customer is not deleted"));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.deleted = None))
    }

    /// What `actor` may do with the customer now, in the words of the policy.
    pub fn allowed(&self, actor: &Actor) -> Vec<Action> {
        let possible: &[Action] = match self.deleted {
            None => &[Action::EditCustomer, Action::DeleteCustomer, Action::OpenTicket, Action::LogInteraction],
            Some(_) => &[Action::RestoreCustomer],
        };
        possible.iter().copied().filter(|action| check(actor, *action, Relation::Other).is_ok()).collect()
    }

    /// That work for them may be taken up again.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] when they are hidden: somebody has to bring them back first.
    pub fn may_be_served(&self) -> Result<(), Refusal> {
        self.not_deleted()
    }

    /// That a record may be made theirs.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when they are hidden.
    pub fn may_be_named(&self) -> Result<(), Refusal> {
        match self.deleted {
            None => Ok(()),
            Some(_) => Err(Refusal::invalid("customer_id", "deleted", "must be a customer who is not deleted")),
        }
    }

    fn not_deleted(&self) -> Result<(), Refusal> {
        match self.deleted {
            None => Ok(()),
            Some(_) => Err(Refusal::conflict("deleted", "the customer is deleted: an admin can restore them")),
        }
    }

    fn changed(self, telling: Telling, at: Timestamp, alter: impl FnOnce(&mut CustomerState)) -> Change<Self> {
        // Whoever waited for the record's turn asked for the time before: it never runs backwards.
        let at = at.max(self.updated_at);
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |customer| Write::Customer(Put::over(expected, customer)))
    }
}

impl Record for Customer {
    fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Customer, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.id)
    }

    fn facts(&self) -> Facts {
        let mut facts = self.details.facts();
        facts.push(("deleted", Fact::Plain(json!(self.deleted.is_some()))));
        facts
    }
}

#[cfg(test)]
mod tests;
