//! Redacting what was written on an interaction.

use std::collections::BTreeSet;

use super::Interaction;
use crate::{
    Refusal, Timestamp,
    actor::Actor,
    change::Change,
    event::Record as _,
    redaction::{self, Redacted},
    text::Reason,
    words::words,
};

words! {
    /// A text of an interaction and of its timeline, by the name that the timeline gives it.
    pub enum InteractionText {
        /// What came of it.
        Summary = "summary",
        /// What was said, word for word.
        Transcript = "transcript",
        /// The words that came with assignments.
        Note = "note",
        /// Why it was moved to another customer, and why words were redacted before.
        Reason = "reason",
    }
}

impl Interaction {
    /// Redacts texts for good, here and wherever the log kept them; that they were written, and why they went, stays.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless an admin asks; [`Refusal::Conflict`] when one was redacted before.
    pub fn redact(self, texts: &BTreeSet<InteractionText>, reason: &Reason, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let telling = redaction::telling(texts.iter().map(|text| text.as_str()), reason, actor, at)?;
        let (subject, mut state) = (self.subject(), self.0);
        for text in texts {
            match text {
                InteractionText::Summary => state.summary.as_mut().map_or(Ok(()), redaction::redact)?,
                InteractionText::Transcript => state.transcript.as_mut().map_or(Ok(()), redaction::redact)?,
                InteractionText::Note | InteractionText::Reason => {}
            }
        }
        let interaction = Self(state);
        // Whoever may not read notes must not learn that one was redacted.
        let only_notes = texts.iter().all(|text| *text == InteractionText::Note);
        let change = if only_notes { interaction.annotated(telling, at) } else { interaction.changed(telling, at, |_| {}) };
        Ok(redaction::of_history(change, subject, texts.iter().map(|text| Redacted::Field(text.as_str()))))
    }
}
