//! Redaction of a ticket's texts.

use std::collections::BTreeSet;

use super::record::Ticket;
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
    /// The texts of a ticket that can be redacted, by their field names in the timeline.
    pub enum TicketText {
        /// The subject line.
        Subject = "subject",
        /// The description.
        Description = "description",
        /// The notes written with assignments.
        Note = "note",
        /// The reasons of moves to another customer and of earlier redactions.
        Reason = "reason",
    }
}

impl Ticket {
    /// Redacts texts permanently, in the record and in the audit log. The log keeps that they existed and why they were redacted.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin; [`DomainError::Conflict`] when a text was redacted before.
    pub fn redact(self, texts: &BTreeSet<TicketText>, reason: &Reason, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let event = redaction::redaction_event(texts.iter().map(|text| text.as_str()), reason, actor, at)?;
        let (subject, mut state) = (self.subject(), self.0);
        for text in texts {
            match text {
                TicketText::Subject => redaction::redact(&mut state.subject)?,
                TicketText::Description => redaction::redact(&mut state.description)?,
                TicketText::Note | TicketText::Reason => {}
            }
        }
        let ticket = Self(state);
        // Do not reveal a redacted note to actors who may not read notes.
        let only_notes = texts.iter().all(|text| *text == TicketText::Note);
        let change = if only_notes { ticket.annotated(event, at) } else { ticket.transition(event, at, |_| {}) };
        Ok(redaction::redact_history(change, subject, texts.iter().map(|text| RedactedText::Field(text.as_str()))))
    }
}
