//! The schema on both engines: what it refuses, how its lists are walked, and that migrating is safe.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod migrating;
mod refusals;
mod shape;
