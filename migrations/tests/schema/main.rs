//! The schema on both engines: constraints, query plans of lists, and safe migration.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod migrating;
mod refusals;
mod shape;
