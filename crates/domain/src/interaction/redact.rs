//! Redaction of an interaction's texts.

use std::collections::BTreeSet;

use super::record::Interaction;
use crate::{
    DomainError, Timestamp,
    actor::Actor,
    change::Change,
    event::Auditable as _,
    redaction::{self, RedactedText},
    string_enum::string_enum,
    text::Reason,
};

string_enum! {
    /// The texts of an interaction that can be redacted, by their field names in the timeline.
    pub enum InteractionText {
        /// The summary.
        Summary = "summary",
        /// The transcript.
        Transcript = "transcript",
        /// The notes written with assignments.
        Note = "note",
        /// The reasons of moves to another customer and of earlier redactions.
        Reason = "reason",
    }
}

impl Interaction {
    /// Redacts texts permanently, in the record and in the audit log. The log keeps that they existed and why they were redacted.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin; [`DomainError::Conflict`] when a text was redacted before.
    pub fn redact(
        self,
        texts: &BTreeSet<InteractionText>,
        reason: &Reason,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let event = redaction::redaction_event(texts.iter().map(|text| text.as_str()), reason, actor, at)?;
        let (subject, mut state) = (self.subject(), self.0);
        for text in texts {
            match text {
                InteractionText::Summary => state.summary.as_mut().map_or(Ok(()), redaction::redact)?,
                InteractionText::Transcript => state.transcript.as_mut().map_or(Ok(()), redaction::redact)?,
                InteractionText::Note | InteractionText::Reason => {}
            }
        }
        let interaction = Self(state);
        // Do not reveal a redacted note to actors who may not read notes.
        let only_notes = texts.iter().all(|text| *text == InteractionText::Note);
        let change = if only_notes { interaction.annotated(event, at) } else { interaction.transition(event, at, |_| {}) };
        Ok(redaction::redact_history(change, subject, texts.iter().map(|text| RedactedText::Field(text.as_str()))))
    }
}
