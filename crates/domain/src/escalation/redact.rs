//! Redacting what was written within an escalation.

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
    /// A text of an escalation and of its timeline, by the name that the timeline gives it.
    pub enum EscalationText {
        /// What is asked, and why; and why words were redacted before.
        Reason = "reason",
        /// The answer.
        Outcome = "outcome",
        /// Why it was given back to its pool.
        DeclineReason = "decline_reason",
        /// Why it was taken back.
        WithdrawReason = "withdraw_reason",
        /// What was asked and answered within it.
        Messages = "messages",
    }
}

impl Escalation {
    /// Redacts texts for good, here and wherever the log kept them; that they were written, and why they went, stays.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless an admin asks; [`Refusal::Conflict`] when one was redacted before.
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
