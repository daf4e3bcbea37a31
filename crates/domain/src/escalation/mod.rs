//! Escalations: a question to a doctor or an admin about a ticket or an interaction, and its answer.

mod create;
mod redact;
mod state;
mod target;
mod transitions;

use std::ops::Deref;

use serde_json::json;

pub use create::{EscalatedRecord, NewEscalation};
pub use redact::EscalationText;
pub use state::{Accepted, EscalationEnd, EscalationEndKind, EscalationState, EscalationStatus, Resolution, WaitingOn};
pub use target::{Target, TargetRole};

use crate::{
    CustomerId, EscalationId, InteractionId, MessageId, PrincipalId, StaffId, TicketId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, RecordWrite, Version, VersionedWrite},
    customer::Deletion,
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    policy::{Action, Ownership, check},
    string_enum::string_enum,
    text::{Body, Reason},
    ticket::Priority,
};

string_enum! {
    /// The kinds of record an escalation can be raised from.
    pub enum EscalationSourceKind {
        /// A ticket.
        Ticket = "ticket",
        /// An interaction.
        Interaction = "interaction",
    }
}

/// The record an escalation was raised from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscalationSource {
    /// A ticket.
    Ticket(TicketId),
    /// An interaction.
    Interaction(InteractionId),
}

impl EscalationSource {
    /// Its kind.
    pub const fn kind(self) -> EscalationSourceKind {
        match self {
            Self::Ticket(_) => EscalationSourceKind::Ticket,
            Self::Interaction(_) => EscalationSourceKind::Interaction,
        }
    }

    /// Its kind in the audit log.
    pub const fn subject_kind(self) -> SubjectKind {
        match self {
            Self::Ticket(_) => SubjectKind::Ticket,
            Self::Interaction(_) => SubjectKind::Interaction,
        }
    }

    /// The record's id.
    pub const fn uuid(self) -> uuid::Uuid {
        match self {
            Self::Ticket(id) => id.uuid(),
            Self::Interaction(id) => id.uuid(),
        }
    }
}

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
pub struct Escalation(EscalationRecord);

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

    /// The actions `actor` may take on the escalation now.
    pub fn allowed_actions(&self, actor: &Actor) -> Vec<Action> {
        let live = self.deleted.is_none();
        let open = live && self.state.is_open();
        let status = self.state.status();
        let possible = [
            (Action::Accept, open && status == EscalationStatus::Pending),
            (Action::Decline, open),
            (Action::Reassign, open),
            (Action::RaisePriority, open && self.priority != Priority::Urgent),
            (Action::Discuss, live && status != EscalationStatus::Closed),
            (Action::ResolveEscalation, open),
            (Action::Withdraw, open),
            (Action::Close, live && status == EscalationStatus::Resolved),
            (Action::DeleteEscalation, live && !open),
            (Action::RestoreEscalation, !live),
            (Action::Redact, true),
        ];
        let relation = self.relation(actor);
        let may = |action: Action| check(actor, action, relation).is_ok();
        possible.into_iter().filter(|(action, now)| *now && may(*action)).map(|(action, _)| action).collect()
    }

    fn transition(self, telling: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut EscalationRecord)) -> Change<Self> {
        let (before, expected) = (self.audit_fields(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |escalation| RecordWrite::Escalation(VersionedWrite::update(expected, escalation)))
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

#[cfg(test)]
mod tests;
