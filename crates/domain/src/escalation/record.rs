//! The stored data of an escalation.

use std::ops::Deref;

use serde_json::json;

use super::{
    source::EscalationSource,
    state::{EscalationEnd, EscalationState, WaitingOn},
    target::Target,
};
use crate::{
    CustomerId, EscalationId, MessageId, PrincipalId, StaffId, Timestamp,
    actor::Actor,
    deletion::Deletion,
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    policy::Ownership,
    priority::Priority,
    text::{Body, Reason},
    version::Version,
};

/// An escalation as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationRecord {
    /// The id.
    pub id: EscalationId,
    /// The record it was raised from.
    pub source: EscalationSource,
    /// The customer.
    pub customer: CustomerId,
    /// Whom it asks; once accepted, who accepted it.
    pub target: Target,
    /// The priority.
    pub priority: Priority,
    /// The question and its reason.
    pub reason: Reason,
    /// The status, with the facts of that state.
    pub state: EscalationState,
    /// Since when the care team owes the target an answer: the time of the target's oldest unanswered question.
    pub asked_at: Option<Timestamp>,
    /// When the last message was written.
    pub last_message_at: Option<Timestamp>,
    /// Who raised it.
    pub escalated_by: PrincipalId,
    /// When it was raised.
    pub created_at: Timestamp,
    /// When it last changed or a message was written.
    pub updated_at: Timestamp,
    /// Set when deleted.
    pub deleted: Option<Deletion>,
    /// Incremented by each change; messages do not count.
    pub version: Version,
}

/// An escalation, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation(pub(super) EscalationRecord);

impl Deref for Escalation {
    type Target = EscalationRecord;

    fn deref(&self) -> &EscalationRecord {
        &self.0
    }
}

/// A message between the care team and the target. It never changes, except by redaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationMessage {
    /// The id.
    pub id: MessageId,
    /// The escalation it belongs to.
    pub escalation: EscalationId,
    /// Who wrote it.
    pub author: StaffId,
    /// The text.
    pub body: Body,
    /// When it was written.
    pub created_at: Timestamp,
}

impl Escalation {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn from_row(state: EscalationRecord) -> Self {
        Self(state)
    }

    /// The relation to `actor`: own when it names them, pool when it waits for anybody of their role.
    pub fn relation(&self, actor: &Actor) -> Ownership {
        match self.target.staff {
            Some(staff) => Ownership::of_staff(actor, Some(staff)),
            None if actor.role() == Some(self.target.role.role()) => Ownership::Pool,
            None => Ownership::Other,
        }
    }

    /// Who has to act next; `None` once it is closed.
    pub const fn waiting_on(&self) -> Option<WaitingOn> {
        match self.0.state {
            EscalationState::Pending | EscalationState::InProgress { .. } if self.0.asked_at.is_some() => Some(WaitingOn::CareTeam),
            EscalationState::Pending | EscalationState::InProgress { .. } => Some(WaitingOn::Target),
            EscalationState::Resolved { .. } => Some(WaitingOn::CareTeam),
            EscalationState::Closed { .. } => None,
        }
    }

    /// Since when it waits for the side that [has to act](Self::waiting_on); `None` once it is resolved or closed.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        self.state.is_open().then_some(self.asked_at.unwrap_or(self.created_at))
    }
}

impl Auditable for Escalation {
    fn subject(&self) -> EventSubject {
        EventSubject { kind: SubjectKind::Escalation, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }

    fn audit_fields(&self) -> AuditFields {
        let withdrawn = matches!(self.state, EscalationState::Closed { end: EscalationEnd::Withdrawn(_), .. });
        vec![
            ("source_type", AuditField::Public(json!(self.source.kind()))),
            ("source", AuditField::Public(json!(self.source.uuid()))),
            ("customer", AuditField::Public(json!(self.customer))),
            ("target_role", AuditField::Public(json!(self.target.role))),
            ("target", AuditField::Public(json!(self.target.staff))),
            ("priority", AuditField::Public(json!(self.priority))),
            ("status", AuditField::Public(json!(self.state.status()))),
            ("withdrawn", AuditField::Public(json!(withdrawn.then_some(true)))),
            ("deleted", AuditField::Public(json!(self.deleted.map(|_| true)))),
            ("reason", AuditField::Personal(json!(self.reason))),
            ("outcome", AuditField::Personal(json!(self.state.resolution().map(|answer| &answer.outcome)))),
        ]
    }
}
