//! Redaction: removes a text from the record, from its events and from all data derived from it. The log keeps that it was
//! written, and why it was redacted.
//!
//! A text of a record is redacted by its name in the timeline; a note or a reply is a record of its own: see
//! [`crate::message::Message::redact`].

use serde_json::json;

use crate::{
    MessageId, Refusal, Timestamp,
    actor::Actor,
    change::{Change, Telling, Write},
    event::Subject,
    policy::{Action, Relation, check},
    text::{Limits, Reason, Text},
};

/// The text to redact in the events of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redacted {
    /// A text of a record, by its name in the events.
    Field(&'static str),
    /// A note or a reply.
    Message(MessageId),
    /// The messages of an escalation.
    Discussion,
}

/// Builder for the event of a redaction: the names of the texts, and the reason. It must not hold the texts, which it outlives.
pub(crate) fn telling(
    texts: impl Iterator<Item = &'static str>,
    reason: &Reason,
    actor: &Actor,
    at: Timestamp,
) -> Result<Telling, Refusal> {
    let permit = check(actor, Action::Redact, Relation::Other)?;
    let telling = texts.fold(Telling::new(permit, at), |telling, text| telling.plain(text, json!({})));
    Ok(telling.personal("reason", reason.as_str()))
}

/// Replaces a text by the placeholder.
pub(crate) fn redact<L: Limits>(text: &mut Text<L>) -> Result<(), Refusal> {
    if text.is_redacted() {
        return Err(refused());
    }
    *text = Text::redacted();
    Ok(())
}

/// Adds the redaction of these texts in the events of `subject`.
pub(crate) fn of_history<T>(change: Change<T>, subject: Subject, texts: impl Iterator<Item = Redacted>) -> Change<T> {
    texts.fold(change, |change, text| change.write(Write::RedactHistory { subject, text }))
}

pub(crate) fn refused() -> Refusal {
    Refusal::conflict("redacted", "the text was redacted and cannot be restored")
}
