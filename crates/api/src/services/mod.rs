//! What people do with the desk: each use-case opens one transaction, loads within the actor's scope, asks the domain, saves.
//!
//! Called by the HTTP handlers, the command line and the seeder alike; nothing here knows HTTP.

pub mod customers;
mod error;
pub mod import;
pub mod seed;
pub mod sign_in;
pub mod staff;
pub mod tickets;

pub use error::{Expected, ServiceError};
