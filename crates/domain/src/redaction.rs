//! Redaction: words that must go, in the record, in what the log kept of them and in all that is derived from them. That they were written, and why they
//! went, stays.
//!
//! A text of a record is redacted by the name that its timeline gives it; a note or a reply is a record of its own: see
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

/// Whose history is to be blanked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redacted {
    /// A text of a record, by the name that its events give it.
    Field(&'static str),
    /// A note or a reply.
    Message(MessageId),
    /// What was asked and answered within an escalation.
    Discussion,
}

/// The event of a redaction: the names of the texts, and why. Nothing of the words goes into it, which it would outlive.
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

/// Puts what says nothing in the place of a text.
pub(crate) fn redact<L: Limits>(text: &mut Text<L>) -> Result<(), Refusal> {
    if text.is_redacted() {
        return Err(refused());
    }
    *text = Text::redacted();
    Ok(())
}

/// The same change, which blanks the history of these texts too.
pub(crate) fn of_history<T>(change: Change<T>, subject: Subject, texts: impl Iterator<Item = Redacted>) -> Change<T> {
    texts.fold(change, |change, text| change.write(Write::RedactHistory { subject, text }))
}

pub(crate) fn refused() -> Refusal {
    Refusal::conflict("redacted", "the words were redacted and cannot be brought back")
}
