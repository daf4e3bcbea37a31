//! The stored data of an interaction.

use std::ops::Deref;

use serde_json::json;

use super::state::{Direction, InteractionPhase};
use crate::{
    CustomerId, DomainError, EscalationId, InteractionId, PrincipalId, StaffId, TicketId, Timestamp,
    deletion::Deletion,
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    message::Channel,
    text::{Summary, Transcript},
    version::Version,
};

/// How late an interaction may be logged: ten years.
const MAX_DAYS_LATE: i64 = 3653;

/// An interaction as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InteractionRecord {
    /// The id.
    pub id: InteractionId,
    /// The customer.
    pub customer: CustomerId,
    /// The staff member who handles it; `None` while it is unattended.
    pub agent: Option<StaffId>,
    /// Who logged it.
    pub logged_by: PrincipalId,
    /// The channel.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// The summary of its result; always set once it has ended.
    pub summary: Option<Summary>,
    /// The transcript.
    pub transcript: Option<Transcript>,
    /// The status, with the facts of that state.
    pub phase: InteractionPhase,
    /// Whether the end was given in a request; otherwise it is the time of the request that ended it.
    pub end_given: bool,
    /// Whether the customer did not answer an outbound call or chat.
    pub no_answer: bool,
    /// When it started.
    pub started_at: Timestamp,
    /// The ticket it is about.
    pub ticket: Option<TicketId>,
    /// Its open escalation.
    pub open_escalation: Option<EscalationId>,
    /// When it was logged.
    pub created_at: Timestamp,
    /// When it last changed or a note was written.
    pub updated_at: Timestamp,
    /// `updated_at` without internal notes: [`Interaction::updated_at_for`] returns it to actors who may not read notes.
    pub public_updated_at: Timestamp,
    /// Set when deleted.
    pub deleted: Option<Deletion>,
    /// Incremented by each change; notes do not count.
    pub version: Version,
}

impl InteractionRecord {
    /// The duration in whole seconds, once it has ended; never negative.
    pub fn duration_seconds(&self) -> Option<i64> {
        self.phase.ended_at().map(|ended| ended.seconds_since(self.started_at))
    }

    /// Whether it is a running call or chat without an agent.
    pub(crate) fn is_unattended(&self) -> bool {
        let live = matches!(self.channel, Channel::Call | Channel::Chat) && self.phase.ended_at().is_none();
        live && self.agent.is_none() && self.deleted.is_none()
    }

    /// Whether it is inbound and unanswered: without an agent, or an e-mail, which only a reply answers.
    pub(crate) fn is_unanswered_inbound(&self) -> bool {
        self.direction == Direction::Inbound && (self.agent.is_none() || self.channel == Channel::Email)
    }

    /// Checks the times, and that an ended interaction has a summary.
    pub(super) fn check(&self, now: Timestamp) -> Result<(), DomainError> {
        if self.started_at > now {
            return Err(DomainError::invalid("started_at", "future", "must not be in the future"));
        }
        if self.started_at < self.created_at.plus_days(-MAX_DAYS_LATE) {
            return Err(DomainError::invalid(
                "started_at",
                "too_early",
                "must not be more than ten years before the interaction is logged",
            ));
        }
        let reaches_out = self.direction == Direction::Outbound && matches!(self.channel, Channel::Call | Channel::Chat);
        if self.no_answer && !(reaches_out && self.phase.ended_at().is_some()) {
            return Err(DomainError::invalid("no_answer", "not_outbound", "is only for outbound calls and chats that have ended"));
        }
        let Some(ended) = self.phase.ended_at() else { return Ok(()) };
        if ended > now {
            return Err(DomainError::invalid("ended_at", "future", "must not be in the future"));
        }
        if ended < self.started_at {
            return Err(DomainError::invalid("ended_at", "before_start", "must not be before started_at"));
        }
        match self.summary {
            Some(_) => Ok(()),
            None => Err(DomainError::invalid("summary", "required", "say what came of it: an interaction that has ended needs a summary")),
        }
    }
}

/// An interaction, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction(pub(super) InteractionRecord);

impl Deref for Interaction {
    type Target = InteractionRecord;

    fn deref(&self) -> &InteractionRecord {
        &self.0
    }
}

impl Interaction {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn from_row(state: InteractionRecord) -> Self {
        Self(state)
    }
}

impl Auditable for Interaction {
    fn subject(&self) -> EventSubject {
        EventSubject { kind: SubjectKind::Interaction, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }

    fn audit_fields(&self) -> AuditFields {
        vec![
            ("customer", AuditField::Public(json!(self.customer))),
            ("agent", AuditField::Public(json!(self.agent))),
            ("channel", AuditField::Public(json!(self.channel))),
            ("direction", AuditField::Public(json!(self.direction))),
            ("status", AuditField::Public(json!(self.phase.status()))),
            ("started_at", AuditField::Public(json!(self.started_at))),
            ("ended_at", AuditField::Public(json!(self.phase.ended_at()))),
            ("end_given", AuditField::Public(json!(self.end_given.then_some(true)))),
            ("no_answer", AuditField::Public(json!(self.no_answer.then_some(true)))),
            ("ticket", AuditField::Public(json!(self.ticket))),
            ("open_escalation", AuditField::Public(json!(self.open_escalation))),
            ("deleted", AuditField::Public(json!(self.deleted.map(|_| true)))),
            ("summary", AuditField::Personal(json!(self.summary))),
            ("transcript", AuditField::Personal(json!(self.transcript))),
        ]
    }
}
