//! The kinds and channels of messages.

use crate::string_enum::string_enum;

string_enum! {
    /// The kind of a message: who may read it.
    pub enum MessageKind {
        /// Part of the conversation with the customer.
        Reply = "reply",
        /// Internal; never shown to a customer or a doctor.
        Note = "note",
    }
}

string_enum! {
    /// The channel of an interaction or a message.
    pub enum Channel {
        /// A chat.
        Chat = "chat",
        /// A call.
        Call = "call",
        /// An e-mail.
        Email = "email",
    }
}
