//! What was said on a ticket.

use std::ops::Deref;

use crate::{MessageId, StaffId, TicketId, Timestamp, text::Body, words::words};

words! {
    /// For whose eyes a message is.
    pub enum MessageKind {
        /// Part of the conversation with the customer.
        Reply = "reply",
        /// Internal; never shown to a customer or a doctor.
        Note = "note",
    }
}

words! {
    /// How words came to the desk.
    pub enum Channel {
        /// A chat.
        Chat = "chat",
        /// A call.
        Call = "call",
        /// An e-mail.
        Email = "email",
    }
}

/// Who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The customer; a member of staff wrote it down.
    Customer {
        /// Who wrote it down.
        recorded_by: StaffId,
        /// How the customer said it, where that is known.
        via: Option<Channel>,
    },
    /// A member of staff.
    Staff(StaffId),
}

/// A message as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageState {
    /// The id.
    pub id: MessageId,
    /// The ticket it belongs to.
    pub ticket: TicketId,
    /// For whose eyes it is.
    pub kind: MessageKind,
    /// Who said it.
    pub author: Author,
    /// The words.
    pub body: Body,
    /// When it was written.
    pub created_at: Timestamp,
}

/// A message. Written once, with its ticket, and never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(MessageState);

impl Message {
    /// Takes a row read from the database for what it was when saved.
    pub const fn restore(state: MessageState) -> Self {
        Self(state)
    }

    pub(crate) const fn new(state: MessageState) -> Self {
        Self(state)
    }
}

impl Deref for Message {
    type Target = MessageState;

    fn deref(&self) -> &MessageState {
        &self.0
    }
}
