//! The schema on both engines: constraints, query plans of lists, and safe migration.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod constraints;
mod indexes;
mod migrating;
