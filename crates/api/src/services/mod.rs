//! Services: each use case opens one transaction, loads within the actor's scope, calls the domain, and saves.
//!
//! Called by HTTP handlers and the command line; nothing here depends on HTTP.

pub mod authentication;
pub mod customers;
pub mod dashboard;
mod days;
mod error;
pub mod escalations;
pub mod import;
pub mod interactions;
pub mod me;
pub mod notes;
pub mod notices;
pub mod oversight;
pub mod passwords;
pub mod search;
pub mod service_accounts;
pub mod staff;
mod staff_checks;
pub mod throttle;
pub mod tickets;
pub mod timelines;
pub mod unfetched;

pub use error::{ExpectedVersion, ServiceError};
