//! The whole desk for tests: the real server on a real store, a clock moved by hand, people who really sign in.
//!
//! Every answer is held against the contract as it comes in: its headers, its problem document, and the OpenAPI document, which must
//! know its status and describe its body.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, and this is the ground tests stand on")]

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
