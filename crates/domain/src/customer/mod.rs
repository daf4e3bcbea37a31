//! Customers: the people the desk serves.

mod details;
mod import;
mod record;
mod transitions;

pub use details::{CustomerDetails, CustomerPatch, Death, Identifier, IdentifierSystem, IdentifierValue};
pub use import::{PreviousImport, Upserted};
pub use record::{Customer, CustomerRecord, ImportSnapshot};
pub use transitions::Unended;

pub use crate::deletion::Deletion;

#[cfg(test)]
mod tests;
