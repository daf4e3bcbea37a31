//! Jobs: work that no request waits for.
//!
//! A new job is an entry in `list.rs` and a function that does a bounded part of the work.

mod job;
mod list;
mod monitor;
mod runner;

pub use job::{JobContext, JobOutcome};
pub use monitor::JobMonitor;
pub use runner::JobRunner;
