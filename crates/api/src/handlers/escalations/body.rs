//! Escalations as they come in.

use caredesk_domain::{
    StaffId,
    escalation::TargetRole,
    text::{Body, Outcome, Reason},
    ticket::Priority,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    http::{ApiError, Nested, Nullable, Optional, Required},
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
