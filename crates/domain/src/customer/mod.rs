//! Customers: the people the desk serves.

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

/// When and by whom a record was deleted (soft).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deleted {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// Counts of unfinished records of a customer, which block deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ongoing {
    /// Tickets that are not resolved.
    pub tickets: u64,
    /// Interactions that are active or pending.
    pub interactions: u64,
    /// Escalations that are pending or in progress.
    pub escalations: u64,
}

/// A customer as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerState {
    /// The id.
    pub id: CustomerId,
    /// The personal details.
    pub details: CustomerDetails,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they last changed.
    pub updated_at: Timestamp,
    /// Set when deleted.
    pub deleted: Option<Deleted>,
    /// Incremented by each change.
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
    /// Rebuilds the record from a stored row, without checks.
    pub const fn restore(state: CustomerState) -> Self {
        Self(state)
    }

    /// Given and family name, in the order they are spoken.
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

    /// Edits the details. A patch without changes writes nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when the customer is deleted; [`Refusal::Invalid`] for a birth or death in the future.
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

    /// Deletes the customer (soft): only audits still list and count them.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] while one of `ongoing` is not zero, or when deleted already.
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

    /// Restores a deleted customer.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when not deleted.
    pub fn undelete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::RestoreCustomer, Relation::Other)?;
        if self.deleted.is_none() {
            return Err(Refusal::conflict("not_deleted", "the customer is not deleted"));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.deleted = None))
    }

    /// The actions `actor` may take on the customer now.
    pub fn allowed(&self, actor: &Actor) -> Vec<Action> {
        let possible: &[Action] = match self.deleted {
            None => &[Action::EditCustomer, Action::DeleteCustomer, Action::OpenTicket, Action::LogInteraction],
            Some(_) => &[Action::RestoreCustomer],
        };
        possible.iter().copied().filter(|action| check(actor, *action, Relation::Other).is_ok()).collect()
    }

    /// Checks that work for the customer can continue.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] when the customer is deleted: an admin has to restore them first.
    pub fn may_be_served(&self) -> Result<(), Refusal> {
        self.not_deleted()
    }

    /// Checks that a request may link a record to the customer.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when the customer is deleted.
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
