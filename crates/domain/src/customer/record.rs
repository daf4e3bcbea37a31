//! The stored data of a customer.

use std::ops::Deref;

use serde_json::{Map, Value, json};

use super::details::{CustomerDetails, Identifier};
use crate::{
    CustomerId, DomainError, Timestamp,
    deletion::Deletion,
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    name::full_name,
    version::Version,
};

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
pub struct Customer(pub(super) CustomerRecord);

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

    pub(super) fn conflict_if_deleted(&self) -> Result<(), DomainError> {
        match self.deleted {
            None => Ok(()),
            Some(_) => Err(DomainError::conflict("deleted", "the customer is deleted: an admin can restore them")),
        }
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

/// What an external system last sent about a customer; tells its changes from corrections made here.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportSnapshot {
    /// The identifier of the customer in that system.
    pub identifier: Identifier,
    /// The customer.
    pub customer: CustomerId,
    /// The values last sent, by field.
    pub sent: Map<String, Value>,
}
