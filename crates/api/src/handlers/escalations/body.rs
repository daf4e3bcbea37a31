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
    http::{ApiError, Array, FieldErrors, JsonObject, Nullable, Optional, Required},
    services::escalations::{RaiseEscalation, RequestedTarget},
};

/// Addressee of an escalation.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct EscalationTargetBody {
    #[garde(dive)]
    role: Required<TargetRole>,
    /// An active staff member of that role; left out or `null`: the pool of the role.
    #[garde(dive)]
    staff_id: Nullable<StaffId>,
}

impl EscalationTargetBody {
    fn into_target(self) -> Result<RequestedTarget, ApiError> {
        Ok(RequestedTarget { role: self.role.into_value()?, staff: self.staff_id.into_value()?.flatten() })
    }
}

/// A new escalation to a doctor or an admin.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct CreateEscalation {
    #[garde(dive)]
    target: Required<JsonObject<EscalationTargetBody>>,
    /// The question and its reason.
    #[garde(dive)]
    reason: Required<Reason>,
    /// How soon it must be answered; default: the ticket's priority, `medium` for an interaction.
    #[garde(dive)]
    priority: Optional<Priority>,
}

impl CreateEscalation {
    pub(super) fn command(self) -> Result<RaiseEscalation, ApiError> {
        Ok(RaiseEscalation {
            ask: self.target.into_value()?.into_target()?,
            reason: self.reason.into_value()?,
            priority: self.priority.into_value()?,
        })
    }
}

/// New addressee of an escalation.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct ReassignEscalation {
    #[garde(dive)]
    target: Required<JsonObject<EscalationTargetBody>>,
}

impl ReassignEscalation {
    pub(super) fn into_target(self) -> Result<RequestedTarget, ApiError> {
        self.target.into_value()?.into_target()
    }
}

/// New priority of an escalation.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct RaisePriority {
    /// Rejected with 409 `lower_priority` if it is lower than the present one.
    #[garde(dive)]
    pub(super) priority: Required<Priority>,
}

/// Why an escalation is declined or withdrawn.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct ReasonBody {
    #[garde(dive)]
    pub(super) reason: Required<Reason>,
}

/// The answer.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct ResolveEscalation {
    #[garde(dive)]
    pub(super) outcome: Required<Outcome>,
}

/// A question or answer within an escalation.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct CreateEscalationMessage {
    #[garde(dive)]
    pub(super) body: Required<Body>,
}

/// Texts of an escalation to redact.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct RedactEscalation {
    /// The texts, by their field names in the escalation and its timeline; `messages`: all questions and answers within it.
    #[garde(dive)]
    fields: Required<Array<EscalationText, 1, 5>>,
    /// Stays on the timeline: do not repeat the redacted text.
    #[garde(dive)]
    reason: Required<Reason>,
}

impl RedactEscalation {
    pub(super) fn into_parts(self) -> Result<(BTreeSet<EscalationText>, Reason), ApiError> {
        Ok((self.fields.into_value()?.into_iter().collect(), self.reason.into_value()?))
    }
}
