//! Redacting what was written on a ticket.

use std::collections::BTreeSet;

use super::Ticket;
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
    /// A text of a ticket and of its timeline, by the name that the timeline gives it.
    pub enum TicketText {
        /// What it is about, in a line.
        Subject = "subject",
        /// What it is about, in full.
        Description = "description",
        /// The words that came with assignments.
        Note = "note",
        /// Why it was moved to another customer, and why words were redacted before.
        Reason = "reason",
    }
}

impl Ticket {
    /// Redacts texts for good, here and wherever the log kept them; that they were written, and why they went, stays.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless an admin asks; [`Refusal::Conflict`] when one was redacted before.
    pub fn redact(self, texts: &BTreeSet<TicketText>, reason: &Reason, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let telling = redaction::telling(texts.iter().map(|text| text.as_str()), reason, actor, at)?;
        let (subject, mut state) = (self.subject(), self.0);
        for text in texts {
            match text {
                TicketText::Subject => redaction::redact(&mut state.subject)?,
                TicketText::Description => redaction::redact(&mut state.description)?,
                TicketText::Note | TicketText::Reason => {}
            }
        }
        let ticket = Self(state);
        // Whoever may not read notes must not learn that one was redacted.
        let only_notes = texts.iter().all(|text| *text == TicketText::Note);
        let change = if only_notes { ticket.annotated(telling, at) } else { ticket.changed(telling, at, |_| {}) };
        Ok(redaction::of_history(change, subject, texts.iter().map(|text| Redacted::Field(text.as_str()))))
    }
}
