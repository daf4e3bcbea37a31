//! Redaction of an escalation's texts.

use std::collections::BTreeSet;

use super::{
    record::Escalation,
    state::{EscalationEnd, EscalationState},
};
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
    /// The texts of an escalation that can be redacted, by their field names in the timeline.
    pub enum EscalationText {
        /// The question and its reason; and the reasons of earlier redactions.
        Reason = "reason",
        /// The answer.
        Outcome = "outcome",
        /// Why it was declined.
        DeclineReason = "decline_reason",
        /// Why it was withdrawn.
        WithdrawReason = "withdraw_reason",
        /// Its messages.
        Messages = "messages",
    }
}

impl Escalation {
    /// Redacts texts permanently, in the record and in the audit log. The log keeps that they existed and why they were redacted.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin; [`DomainError::Conflict`] when a text was redacted before.
    pub fn redact(
        self,
        texts: &BTreeSet<EscalationText>,
        reason: &Reason,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let event = redaction::redaction_event(texts.iter().map(|text| text.as_str()), reason, actor, at)?;
        let (subject, mut state) = (self.subject(), self.0);
        for text in texts {
            match (text, &mut state.state) {
                (EscalationText::Reason, _) => redaction::redact(&mut state.reason)?,
                (
                    EscalationText::Outcome,
                    EscalationState::Resolved { resolution: answer, .. }
                    | EscalationState::Closed { end: EscalationEnd::Answered(answer), .. },
                ) => redaction::redact(&mut answer.outcome)?,
                (EscalationText::WithdrawReason, EscalationState::Closed { end: EscalationEnd::Withdrawn(why), .. }) => {
                    redaction::redact(why)?
                }
                (
                    EscalationText::Outcome | EscalationText::WithdrawReason | EscalationText::DeclineReason | EscalationText::Messages,
                    _,
                ) => {}
            }
        }
        let change = Self(state).transition(event, at, |_| {});
        let histories = texts.iter().map(|text| match text {
            EscalationText::Messages => RedactedText::Discussion,
            EscalationText::Reason | EscalationText::Outcome | EscalationText::DeclineReason | EscalationText::WithdrawReason => {
                RedactedText::Field(text.as_str())
            }
        });
        Ok(redaction::redact_history(change, subject, histories))
    }
}
