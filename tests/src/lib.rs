//! Test harness: the real server on a real database, a clock moved by hand, staff who really sign in.
//!
//! Every response is checked against the contract: its headers, its problem document, and the OpenAPI document, which must
//! list its status and describe its body.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "test harness: a test may panic")]

mod answer;
mod builders;
mod chance;
mod client;
mod desk;
pub mod document;
mod people;
mod programs;

pub use answer::{Answer, Record};
pub use builders::{NewCustomer, NewInteraction, NewTicket};
pub use chance::Chance;
pub use client::{Call, Client};
pub use desk::{Desk, START, on_both_engines};
pub use people::{PASSWORD, Person};
pub use programs::Program;
