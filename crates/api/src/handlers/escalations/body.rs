//! Escalations as they come in.

use std::collections::BTreeSet;

use caredesk_domain::{
    StaffId,
    escalation::{EscalationText, TargetRole},
    text::{Body, Outcome, Reason},
    ticket::Priority,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    http::{ApiError, List, Nested, Nullable, Optional, Required},
    services::escalations::{Ask, Raise},
};

/// Whom to ask.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskWhom {
    #[garde(dive)]
    role: Required<TargetRole>,
    /// An active colleague of that role; left out or `null`: whoever of the role takes it first.
    #[garde(dive)]
    staff_id: Nullable<StaffId>,
}

impl AskWhom {
    fn take(self) -> Result<Ask, ApiError> {
        Ok(Ask { role: self.role.take()?, staff: self.staff_id.take()?.flatten() })
    }
}

/// What to ask of a doctor or an admin.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateEscalation {
    #[garde(dive)]
    target: Required<Nested<AskWhom>>,
    /// What is asked, and why.
    #[garde(dive)]
    reason: Required<Reason>,
    /// How soon it must be answered; left out: the ticket's priority, `medium` for an interaction.
    #[garde(dive)]
    priority: Optional<Priority>,
}

impl CreateEscalation {
    pub(super) fn command(self) -> Result<Raise, ApiError> {
        Ok(Raise { ask: self.target.take()?.take()?, reason: self.reason.take()?, priority: self.priority.take()? })
    }
}

/// Whom to ask instead.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReassignEscalation {
    #[garde(dive)]
    target: Required<Nested<AskWhom>>,
}

impl ReassignEscalation {
    pub(super) fn take(self) -> Result<Ask, ApiError> {
        self.target.take()?.take()
    }
}

/// How soon instead.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RaisePriority {
    /// Refused with 409 `lower_priority` where it is lower than the escalation has.
    #[garde(dive)]
    pub(super) priority: Required<Priority>,
}

/// Why not.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GiveReason {
    #[garde(dive)]
    pub(super) reason: Required<Reason>,
}

/// The answer.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResolveEscalation {
    #[garde(dive)]
    pub(super) outcome: Required<Outcome>,
}

/// What to ask or answer within an escalation.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateEscalationMessage {
    #[garde(dive)]
    pub(super) body: Required<Body>,
}

/// Which words within an escalation must go.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RedactEscalation {
    /// The texts, by the names that the escalation and its timeline give them; `messages`: all that was asked and answered within it.
    #[garde(dive)]
    fields: Required<List<EscalationText, 1, 5>>,
    /// It stays on the timeline: name no words that are to go.
    #[garde(dive)]
    reason: Required<Reason>,
}

impl RedactEscalation {
    pub(super) fn take(self) -> Result<(BTreeSet<EscalationText>, Reason), ApiError> {
        Ok((self.fields.take()?.into_iter().collect(), self.reason.take()?))
    }
}
