//! The end of an escalation: answered, withdrawn or closed.

use super::{
    record::{Escalation, EscalationRecord},
    state::{Accepted, EscalationEnd, EscalationState, Resolution},
    transitions::require_staff,
};
use crate::{
    DomainError, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, EventDetail},
    policy::Action,
    text::{Outcome, Reason},
};

impl Escalation {
    /// Resolves the escalation by itself; the builder is for the event on its ticket or interaction. A pending one is accepted by this.
    pub(crate) fn answered(self, outcome: Outcome, actor: &Actor, at: Timestamp) -> Result<(Change<Self>, EventBuilder), DomainError> {
        let permit = self.permit(actor, Action::ResolveEscalation)?;
        let by = require_staff(actor, Action::ResolveEscalation)?;
        self.ensure_open(Action::ResolveEscalation, actor)?;
        let taken_on = self.state.accepted();
        let event = EventBuilder::new(permit, at);
        let answered = self.ended(event.clone(), at, |state| {
            // An admin who answers for a doctor does not become the target.
            if taken_on.is_none() && actor.role() == Some(state.target.role.role()) {
                state.target.staff = Some(by);
            }
            state.state =
                EscalationState::Resolved { accepted: taken_on.unwrap_or(Accepted { at, by }), resolution: Resolution { outcome, at, by } };
        });
        Ok((answered, event))
    }

    /// Withdraws the escalation by itself; the builder is for the event on its ticket or interaction, which does not hold the reason.
    pub(crate) fn withdrawn(self, reason: Reason, actor: &Actor, at: Timestamp) -> Result<(Change<Self>, EventBuilder), DomainError> {
        let permit = self.permit(actor, Action::Withdraw)?;
        let by = require_staff(actor, Action::Withdraw)?;
        self.ensure_open(Action::Withdraw, actor)?;
        let accepted = self.state.accepted();
        let event = EventBuilder::new(permit, at);
        let with_reason = event.clone().with(EventDetail::WithdrawReason(reason.clone()));
        let withdrawn = self.ended(with_reason, at, |state| {
            state.state = EscalationState::Closed { accepted, end: EscalationEnd::Withdrawn(reason), at, by };
        });
        Ok((withdrawn, event))
    }

    /// Closes the escalation: its answer was relayed to the customer.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] unless it is resolved.
    pub fn close(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = self.permit(actor, Action::Close)?;
        let by = require_staff(actor, Action::Close)?;
        let EscalationState::Resolved { accepted, resolution: answer } = self.state.clone() else {
            return Err(self.illegal(Action::Close, actor));
        };
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| {
            state.state = EscalationState::Closed { accepted: Some(accepted), end: EscalationEnd::Answered(answer), at, by };
        }))
    }

    /// Returns it to resolved after the reply that relayed its answer was recalled.
    pub(crate) fn return_to_resolved(self, event: EventBuilder, at: Timestamp) -> Change<Self> {
        self.transition(event, at, |state| {
            if let EscalationState::Closed { accepted: Some(accepted), end: EscalationEnd::Answered(answer), .. } = state.state.clone() {
                state.state = EscalationState::Resolved { accepted, resolution: answer };
            }
        })
    }

    fn ended(self, event: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut EscalationRecord)) -> Change<Self> {
        self.transition(event, at, |state| {
            alter(state);
            state.asked_at = None;
        })
    }
}
