//! Customers: the people the desk serves.

mod details;
mod import;

use std::ops::Deref;

use serde_json::json;

pub use details::{CustomerDetails, CustomerPatch, Death, Identifier, IdentifierSystem, IdentifierValue};
pub use import::{ImportSnapshot, PreviousImport, Upserted};

use crate::{
    CustomerId, DomainError, StaffId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, RecordWrite, Version, VersionedWrite},
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    name::full_name,
    policy::{Action, Ownership, check},
};

/// When and by whom a record was deleted (soft).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deletion {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// Counts of unfinished records of a customer, which block deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unended {
    /// Tickets that are not resolved.
    pub tickets: u64,
    /// Interactions that are active or pending.
    pub interactions: u64,
    /// Escalations that are pending or in progress.
    pub escalations: u64,
}

/// A customer as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerRecord {
    /// The id.
    pub id: CustomerId,
    /// The personal details.
    pub details: CustomerDetails,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they last changed.
    pub updated_at: Timestamp,
    /// Set when deleted.
    pub deleted: Option<Deletion>,
    /// Incremented by each change.
    pub version: Version,
}

/// A customer, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer(CustomerRecord);

impl Deref for Customer {
    type Target = CustomerRecord;

    fn deref(&self) -> &CustomerRecord {
        &self.0
    }
}

impl Customer {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn from_row(state: CustomerRecord) -> Self {
        Self(state)
    }

    /// Given and family name, in the order they are spoken.
    pub fn full_name(&self) -> String {
        full_name(self.details.given_name.as_ref(), &self.details.family_name)
    }

    /// Adds a customer.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`], or [`DomainError::Invalid`] for a birth or death in the future.
    pub fn create(id: CustomerId, details: CustomerDetails, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::CreateCustomer, Ownership::Other)?;
        details.check(at)?;
        let customer = Self(CustomerRecord { id, details, created_at: at, updated_at: at, deleted: None, version: 1 });
        Ok(EventBuilder::new(permit, at)
            .change(&AuditFields::new(), customer, |customer| RecordWrite::Customer(VersionedWrite::insert(customer))))
    }

    /// Edits the details. A patch without changes writes nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when the customer is deleted; [`DomainError::Invalid`] for a birth or death in the future.
    pub fn edit(self, patch: CustomerPatch, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::EditCustomer, Ownership::Other)?;
        self.conflict_if_deleted()?;
        let mut details = self.details.clone();
        patch.apply_to(&mut details);
        details.check(at)?;
        if details == self.details {
            return Ok(Change::no_op(permit, self));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.details = details))
    }

    /// Deletes the customer (soft): only audits still list and count them.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] while one of `ongoing` is not zero, or when deleted already.
    pub fn delete(self, ongoing: Unended, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::DeleteCustomer, Ownership::Other)?;
        self.conflict_if_deleted()?;
        let Some(by) = actor.staff_id() else { return Err(DomainError::staff_only(Action::DeleteCustomer)) };
        if ongoing.escalations > 0 {
            return Err(DomainError::open_escalation("the customer has an open escalation: withdraw it first"));
        }
        if ongoing.tickets > 0 {
            return Err(DomainError::conflict("unresolved_tickets", "the customer has unresolved tickets: resolve them first"));
        }
        if ongoing.interactions > 0 {
            return Err(DomainError::conflict("active_interactions", "the customer has interactions under way: end them first"));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.deleted = Some(Deletion { at, by })))
    }

    /// Restores a deleted customer.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when not deleted.
    pub fn restore(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::RestoreCustomer, Ownership::Other)?;
        if self.deleted.is_none() {
            return Err(DomainError::conflict("not_deleted", "the customer is not deleted"));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.deleted = None))
    }

    /// The actions `actor` may take on the customer now.
    pub fn allowed_actions(&self, actor: &Actor) -> Vec<Action> {
        let possible: &[Action] = match self.deleted {
            None => &[Action::EditCustomer, Action::DeleteCustomer, Action::OpenTicket, Action::LogInteraction],
            Some(_) => &[Action::RestoreCustomer],
        };
        possible.iter().copied().filter(|action| check(actor, *action, Ownership::Other).is_ok()).collect()
    }

    /// Checks that work for the customer can continue.
    ///
    /// # Errors
    /// [`DomainError::Conflict`] when the customer is deleted: an admin has to restore them first.
    pub fn ensure_active(&self) -> Result<(), DomainError> {
        self.conflict_if_deleted()
    }

    /// Checks that a request may link a record to the customer.
    ///
    /// # Errors
    /// [`DomainError::Invalid`] when the customer is deleted.
    pub fn ensure_not_deleted(&self) -> Result<(), DomainError> {
        match self.deleted {
            None => Ok(()),
            Some(_) => Err(DomainError::invalid("customer_id", "deleted", "must be a customer who is not deleted")),
        }
    }

    fn conflict_if_deleted(&self) -> Result<(), DomainError> {
        match self.deleted {
            None => Ok(()),
            Some(_) => Err(DomainError::conflict("deleted", "the customer is deleted: an admin can restore them")),
        }
    }

    fn transition(self, telling: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut CustomerRecord)) -> Change<Self> {
        let (before, expected) = (self.audit_fields(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |customer| RecordWrite::Customer(VersionedWrite::update(expected, customer)))
    }
}

impl Auditable for Customer {
    fn subject(&self) -> EventSubject {
        EventSubject { kind: SubjectKind::Customer, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.id)
    }

    fn audit_fields(&self) -> AuditFields {
        let mut facts = self.details.facts();
        facts.push(("deleted", AuditField::Public(json!(self.deleted.is_some()))));
        facts
    }
}

#[cfg(test)]
mod tests;
