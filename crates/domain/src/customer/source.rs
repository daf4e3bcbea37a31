//! Customers as another system sends them, again and again.

use serde_json::{Map, Value};

use super::{Customer, CustomerDetails, CustomerPatch, Identifier, details::NOT_STORED};
use crate::{
    CustomerId, Fault, Refusal, Timestamp,
    actor::Actor,
    change::{Change, Put, Write},
    policy::{Action, Relation, check},
};

/// What a host last sent of one customer, by which a correction made here is told from news.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The identifier the host knows the customer by.
    pub identifier: Identifier,
    /// The customer here.
    pub customer: CustomerId,
    /// Field by field, what the host sent last.
    pub sent: Map<String, Value>,
}

/// A customer the host has sent before, with what it sent; `source` is missing when a person gave the customer that identifier here.
#[derive(Debug, Clone)]
pub struct SentBefore {
    /// The customer.
    pub customer: Customer,
    /// What the host last sent.
    pub source: Option<Source>,
}

/// What became of a customer that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upserted {
    /// New here.
    Created,
    /// Known, and the host had news.
    Updated,
    /// Known, and nothing was written.
    Unchanged,
}

impl Customer {
    /// Takes in a customer as a host sends them. A field changes only where the host's value differs from what it
    /// sent last, so that a correction made here survives; absent fields stay; no news writes nothing.
    ///
    /// `new_id` is for a customer nobody has sent before.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when the customer is hidden here; [`Refusal::Invalid`] when a new one has no family name.
    pub fn upsert(
        known: Option<SentBefore>,
        new_id: CustomerId,
        identifier: Identifier,
        patch: CustomerPatch,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<(Self, Upserted)>, Refusal> {
        if Identifier::is_official_document(&identifier.system) {
            return Err(Refusal::invalid("identifier", "not_stored", NOT_STORED));
        }
        let sent = fields(&patch)?;
        let Some(SentBefore { customer, source }) = known else {
            let Some(family_name) = patch.family_name.clone() else {
                return Err(Refusal::invalid("family_name", "required", "is required for a customer who is not known yet"));
            };
            let mut details = CustomerDetails::named(family_name);
            patch.apply_to(&mut details);
            if !details.identifiers.contains(&identifier) {
                details.identifiers.push(identifier.clone());
            }
            let change = Self::create(new_id, details, actor, at)?;
            let write = Write::Source(Put::new(Source { identifier, customer: new_id, sent }));
            return Ok(change.write(write).map(|customer| (customer, Upserted::Created)));
        };
        customer.not_deleted()?;
        let first_sent = source.is_none();
        let mut memory = source.map(|source| source.sent).unwrap_or_default();
        let news: Map<String, Value> = sent.into_iter().filter(|(field, value)| memory.get(field) != Some(value)).collect();
        if news.is_empty() {
            let permit = check(actor, Action::EditCustomer, Relation::Other)?;
            return Ok(Change::none(permit, (customer, Upserted::Unchanged)));
        }
        let (id, before) = (customer.id, customer.version);
        let change = customer.edit(patch.without(|field| !news.contains_key(field)), actor, at)?;
        memory.extend(news);
        let source = Source { identifier, customer: id, sent: memory };
        let write = Write::Source(if first_sent { Put::new(source) } else { Put::over(1, source) });
        Ok(change.write(write).map(|customer| {
            let outcome = if customer.version == before { Upserted::Unchanged } else { Upserted::Updated };
            (customer, outcome)
        }))
    }
}

fn fields(patch: &CustomerPatch) -> Result<Map<String, Value>, Refusal> {
    match serde_json::to_value(patch) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) | Err(_) => Err(Refusal::Invalid { field: "", fault: Fault::format("must be plain JSON") }),
    }
}
