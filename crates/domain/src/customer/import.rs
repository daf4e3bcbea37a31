//! Upsert of customers that another system sends repeatedly.

use serde_json::{Map, Value};

use super::{
    details::{CustomerDetails, CustomerPatch, Identifier, NOT_STORED},
    record::{Customer, ImportSnapshot},
};
use crate::{
    CustomerId, DomainError, FieldError, Timestamp,
    actor::Actor,
    change::{Change, RecordWrite, VersionedWrite},
    policy::{Action, Ownership, check},
};

/// A customer known by the sent identifier; `snapshot` is `None` when the identifier was added here and nothing was sent yet.
#[derive(Debug, Clone)]
pub struct PreviousImport {
    /// The customer.
    pub customer: Customer,
    /// What was last sent.
    pub snapshot: Option<ImportSnapshot>,
}

/// The result of an upsert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upserted {
    /// A new customer.
    Created,
    /// A known customer, changed.
    Updated,
    /// A known customer, unchanged.
    Unchanged,
}

impl Customer {
    /// Creates or updates a customer from an external system. A field changes only where the sent value differs from the one
    /// sent last, so that a correction made here survives; absent fields stay; without changes nothing is written.
    ///
    /// `new_id` is the id of a customer who is not `known`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when the customer is deleted; [`DomainError::Invalid`] when a new one has no family name.
    pub fn upsert(
        known: Option<PreviousImport>,
        new_id: CustomerId,
        identifier: Identifier,
        patch: CustomerPatch,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<(Self, Upserted)>, DomainError> {
        if Identifier::is_official_document(&identifier.system) {
            return Err(DomainError::invalid("identifier", "not_stored", NOT_STORED));
        }
        let sent = fields(&patch)?;
        let Some(PreviousImport { customer, snapshot: source }) = known else {
            let Some(family_name) = patch.family_name.clone() else {
                return Err(DomainError::invalid("family_name", "required", "is required for a customer who is not known yet"));
            };
            let mut details = CustomerDetails::named(family_name);
            patch.apply_to(&mut details);
            if !details.identifiers.contains(&identifier) {
                details.identifiers.push(identifier.clone());
            }
            let change = Self::create(new_id, details, actor, at)?;
            let write = RecordWrite::ImportSnapshot(VersionedWrite::insert(ImportSnapshot { identifier, customer: new_id, sent }));
            return Ok(change.write(write).map(|customer| (customer, Upserted::Created)));
        };
        customer.conflict_if_deleted()?;
        let first_sent = source.is_none();
        let mut last_sent = source.map(|source| source.sent).unwrap_or_default();
        let changed_fields: Map<String, Value> = sent.into_iter().filter(|(field, value)| last_sent.get(field) != Some(value)).collect();
        if changed_fields.is_empty() {
            let permit = check(actor, Action::EditCustomer, Ownership::Other)?;
            return Ok(Change::no_op(permit, (customer, Upserted::Unchanged)));
        }
        let (id, before) = (customer.id, customer.version);
        let change = customer.edit(patch.without(|field| !changed_fields.contains_key(field)), actor, at)?;
        last_sent.extend(changed_fields);
        let source = ImportSnapshot { identifier, customer: id, sent: last_sent };
        let write =
            RecordWrite::ImportSnapshot(if first_sent { VersionedWrite::insert(source) } else { VersionedWrite::update(1, source) });
        Ok(change.write(write).map(|customer| {
            let outcome = if customer.version == before { Upserted::Unchanged } else { Upserted::Updated };
            (customer, outcome)
        }))
    }
}

fn fields(patch: &CustomerPatch) -> Result<Map<String, Value>, DomainError> {
    match serde_json::to_value(patch) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) | Err(_) => Err(DomainError::Invalid { field: "", fault: FieldError::format("must be plain JSON") }),
    }
}
