//! Customer transitions: create, edit, delete, restore.

use super::{
    details::{CustomerDetails, CustomerPatch},
    record::{Customer, CustomerRecord},
};
use crate::{
    CustomerId, DomainError, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, RecordWrite, VersionedWrite},
    deletion::Deletion,
    policy::{Action, Ownership, check},
};

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

impl Customer {
    /// Adds a customer.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`], or [`DomainError::Invalid`] for a birth or death in the future.
    pub fn create(id: CustomerId, details: CustomerDetails, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::CreateCustomer, Ownership::Other)?;
        details.check(at)?;
        let customer = Self(CustomerRecord { id, details, created_at: at, updated_at: at, deleted: None, version: 1 });
        Ok(EventBuilder::new(permit, at).change(None, customer, |customer| RecordWrite::Customer(VersionedWrite::insert(customer))))
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

    fn transition(self, event: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut CustomerRecord)) -> Change<Self> {
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        event.change(Some(before), Self(state), |customer| RecordWrite::Customer(VersionedWrite::update(expected, customer)))
    }
}
