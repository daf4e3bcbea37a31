//! Redaction: removes a text from the record, from its events and from all data derived from it. The log keeps that it was
//! written, and why it was redacted.
//!
//! A text of a record is redacted by its name in the timeline; a note or a reply is a record of its own: see
//! [`crate::message::Message::redact`].

mod redacted_text;

pub use redacted_text::RedactedText;

use crate::{
    DomainError, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, EventDetail, RecordWrite},
    event::EventSubject,
    policy::{Action, Ownership, check},
    text::{Reason, Text, TextKind},
};

/// Builder for the event of a redaction: the names of the texts, and the reason. It must not hold the texts, which it outlives.
pub(crate) fn redaction_event(
    texts: impl Iterator<Item = &'static str>,
    reason: &Reason,
    actor: &Actor,
    at: Timestamp,
) -> Result<EventBuilder, DomainError> {
    let permit = check(actor, Action::Redact, Ownership::Other)?;
    let event = texts.fold(EventBuilder::new(permit, at), |event, text| event.with(EventDetail::Redacted(text)));
    Ok(event.with(EventDetail::Reason(reason.clone())))
}

/// Replaces a text by the placeholder.
pub(crate) fn redact<L: TextKind>(text: &mut Text<L>) -> Result<(), DomainError> {
    if text.is_redacted() {
        return Err(already_redacted());
    }
    *text = Text::redacted();
    Ok(())
}

/// Adds the redaction of these texts in the events of `subject`.
pub(crate) fn redact_history<T>(change: Change<T>, subject: EventSubject, texts: impl Iterator<Item = RedactedText>) -> Change<T> {
    texts.fold(change, |change, text| change.write(RecordWrite::RedactHistory { subject, text }))
}

pub(crate) fn already_redacted() -> DomainError {
    DomainError::conflict("redacted", "the text was redacted and cannot be restored")
}
