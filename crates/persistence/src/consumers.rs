//! What follows a commit, for certain and at least once: each consumer has its events in one queue.
//!
//! A new consumer is a variant of [`Consumer`] with the events it wants, and a job that claims them.

mod consumer;
pub(crate) mod queue;

pub use consumer::Consumer;
pub use queue::ClaimedEvent;
