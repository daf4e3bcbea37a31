//! What follows a commit: the queues of those who consume the events.

pub(crate) mod seal_queue;
