//! Messages: replies and customer messages of tickets, and notes on tickets and interactions.

mod kind;
mod record;
mod transitions;

pub use kind::{Channel, MessageKind};
pub use record::{Author, Conversation, Message, MessageRecord, MessageText};
pub use transitions::RECALL_SECONDS;

#[cfg(test)]
mod tests;
