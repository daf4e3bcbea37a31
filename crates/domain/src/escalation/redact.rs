//! Redaction of an escalation's texts.

use std::collections::BTreeSet;

use super::{Ending, Escalation, Progress};
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
    /// [`Refusal::Forbidden`] unless the actor is an admin; [`Refusal::Conflict`] when a text was redacted before.
    pub fn redact(self, texts: &BTreeSet<EscalationText>, reason: &Reason, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let telling = redaction::telling(texts.iter().map(|text| text.as_str()), reason, actor, at)?;
        let (subject, mut state) = (self.subject(), self.0);
        for text in texts {
            match (text, &mut state.progress) {
                (EscalationText::Reason, _) => redaction::redact(&mut state.reason)?,
                (
                    EscalationText::Outcome,
                    Progress::Resolved { answer, .. } | Progress::Closed { ending: Ending::Answered(answer), .. },
                ) => redaction::redact(&mut answer.outcome)?,
                (EscalationText::WithdrawReason, Progress::Closed { ending: Ending::Withdrawn(why), .. }) => redaction::redact(why)?,
                (
                    EscalationText::Outcome | EscalationText::WithdrawReason | EscalationText::DeclineReason | EscalationText::Messages,
                    _,
                ) => {}
            }
        }
        let change = Self(state).changed(telling, at, |_| {});
        let histories = texts.iter().map(|text| match text {
            EscalationText::Messages => Redacted::Discussion,
            EscalationText::Reason | EscalationText::Outcome | EscalationText::DeclineReason | EscalationText::WithdrawReason => {
                Redacted::Field(text.as_str())
            }
        });
        Ok(redaction::of_history(change, subject, histories))
    }
}
