//! Escalations in request bodies.

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

/// Addressee of an escalation.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskWhom {
    #[garde(dive)]
    role: Required<TargetRole>,
    /// An active staff member of that role; left out or `null`: the pool of the role.
    #[garde(dive)]
    staff_id: Nullable<StaffId>,
}

impl AskWhom {
    fn take(self) -> Result<Ask, ApiError> {
        Ok(Ask { role: self.role.take()?, staff: self.staff_id.take()?.flatten() })
    }
}

/// A new escalation to a doctor or an admin.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateEscalation {
    #[garde(dive)]
    target: Required<Nested<AskWhom>>,
    /// The question and its reason.
    #[garde(dive)]
    reason: Required<Reason>,
    /// How soon it must be answered; default: the ticket's priority, `medium` for an interaction.
    #[garde(dive)]
    priority: Optional<Priority>,
}

impl CreateEscalation {
    pub(super) fn command(self) -> Result<Raise, ApiError> {
        Ok(Raise { ask: self.target.take()?.take()?, reason: self.reason.take()?, priority: self.priority.take()? })
    }
}

/// New addressee of an escalation.
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

/// New priority of an escalation.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RaisePriority {
    /// Rejected with 409 `lower_priority` if it is lower than the present one.
    #[garde(dive)]
    pub(super) priority: Required<Priority>,
}

/// Why an escalation is declined or withdrawn.
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

/// A question or answer within an escalation.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateEscalationMessage {
    #[garde(dive)]
    pub(super) body: Required<Body>,
}

/// Texts of an escalation to redact.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RedactEscalation {
    /// The texts, by their field names in the escalation and its timeline; `messages`: all questions and answers within it.
    #[garde(dive)]
    fields: Required<List<EscalationText, 1, 5>>,
    /// Stays on the timeline: do not repeat the redacted text.
    #[garde(dive)]
    reason: Required<Reason>,
}

impl RedactEscalation {
    pub(super) fn take(self) -> Result<(BTreeSet<EscalationText>, Reason), ApiError> {
        Ok((self.fields.take()?.into_iter().collect(), self.reason.take()?))
    }
}
