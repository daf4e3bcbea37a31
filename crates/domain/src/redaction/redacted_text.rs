//! The texts that a redaction removes.

use crate::MessageId;

/// The text to redact in the events of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedactedText {
    /// A text of a record, by its name in the events.
    Field(&'static str),
    /// A note or a reply.
    Message(MessageId),
    /// The messages of an escalation.
    Discussion,
}
