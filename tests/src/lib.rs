//! Test harness: the real server on a real database, a clock moved by hand, staff who really sign in.
//!
//! Every response is checked against the contract: its headers, its problem document, and the OpenAPI document, which must
//! list its status and describe its body.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "test harness: a test may panic")]

mod builders;
mod client;
pub mod document;
mod people;
mod person;
mod race;
mod response;
mod rng;
mod service_accounts;
mod test_server;

pub use builders::{NewCustomer, NewInteraction, NewTicket};
pub use client::{Call, Client};
pub use people::{PASSWORD, PASSWORD_HASH};
pub use person::Person;
pub use race::{race, race_all, race_rounds};
pub use response::{Record, TestResponse};
pub use rng::TestRng;
pub use service_accounts::ServiceAccount;
pub use test_server::{START, TestServer, on_both_engines};
