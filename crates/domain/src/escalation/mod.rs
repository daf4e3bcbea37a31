//! Escalations: a question to a doctor or an admin about a ticket or an interaction, and its answer.

mod life;
mod progress;
mod raise;
mod redact;
mod target;

use std::ops::Deref;

use serde_json::json;

pub use progress::{Accepted, Answer, Awaiting, Ended, Ending, EscalationStatus, Progress};
pub use raise::{Case, NewEscalation};
pub use redact::EscalationText;
pub use target::{Target, TargetRole};

use crate::{
    CustomerId, EscalationId, InteractionId, MessageId, PrincipalId, StaffId, TicketId, Timestamp,
    actor::Actor,
    change::{Change, Put, Telling, Version, Write},
    customer::Deleted,
    event::{Fact, Facts, Record, Subject, SubjectKind},
    policy::{Action, Relation, check},
    text::{Body, Reason},
    ticket::Priority,
    words::words,
};

words! {
    /// The kinds of record an escalation can be raised from.
    pub enum SourceKind {
        /// A ticket.
        Ticket = "ticket",
        /// An interaction.
        Interaction = "interaction",
    }
}

/// The record an escalation was raised from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A ticket.
    Ticket(TicketId),
    /// An interaction.
    Interaction(InteractionId),
}

impl Source {
    /// Its kind.
    pub const fn kind(self) -> SourceKind {
        match self {
            Self::Ticket(_) => SourceKind::Ticket,
            Self::Interaction(_) => SourceKind::Interaction,
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
pub struct EscalationState {
    /// The id.
    pub id: EscalationId,
    /// The record it was raised from.
    pub source: Source,
    /// The customer.
    pub customer: CustomerId,
    /// Whom it asks; once accepted, who accepted it.
    pub target: Target,
    /// The priority.
    pub priority: Priority,
    /// The question and its reason.
    pub reason: Reason,
    /// The status, with the facts of that state.
    pub progress: Progress,
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
    pub deleted: Option<Deleted>,
    /// Incremented by each change; messages do not count.
    pub version: Version,
}

/// An escalation, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation(EscalationState);

impl Deref for Escalation {
    type Target = EscalationState;

    fn deref(&self) -> &EscalationState {
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
    pub const fn restore(state: EscalationState) -> Self {
        Self(state)
    }

    /// The relation to `actor`: own when it names them, pool when it waits for anybody of their role.
    pub fn relation(&self, actor: &Actor) -> Relation {
        match self.target.staff {
            Some(staff) => Relation::to(actor, Some(staff)),
            None if actor.role() == Some(self.target.role.role()) => Relation::Pool,
            None => Relation::Other,
        }
    }

    /// Who has to act next; `None` once it is closed.
    pub const fn awaiting(&self) -> Option<Awaiting> {
        match self.0.progress {
            Progress::Pending | Progress::InProgress { .. } if self.0.asked_at.is_some() => Some(Awaiting::CareTeam),
            Progress::Pending | Progress::InProgress { .. } => Some(Awaiting::Target),
            Progress::Resolved { .. } => Some(Awaiting::CareTeam),
            Progress::Closed { .. } => None,
        }
    }

    /// Since when it waits for the side that [has to act](Self::awaiting); `None` once it is resolved or closed.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        self.progress.is_open().then_some(self.asked_at.unwrap_or(self.created_at))
    }

    /// The actions `actor` may take on the escalation now.
    pub fn allowed(&self, actor: &Actor) -> Vec<Action> {
        let live = self.deleted.is_none();
        let open = live && self.progress.is_open();
        let status = self.progress.status();
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

    fn changed(self, telling: Telling, at: Timestamp, alter: impl FnOnce(&mut EscalationState)) -> Change<Self> {
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |escalation| Write::Escalation(Put::over(expected, escalation)))
    }
}

impl Record for Escalation {
    fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Escalation, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }

    fn facts(&self) -> Facts {
        let withdrawn = matches!(self.progress, Progress::Closed { ending: Ending::Withdrawn(_), .. });
        vec![
            ("source_type", Fact::Plain(json!(self.source.kind()))),
            ("source", Fact::Plain(json!(self.source.uuid()))),
            ("customer", Fact::Plain(json!(self.customer))),
            ("target_role", Fact::Plain(json!(self.target.role))),
            ("target", Fact::Plain(json!(self.target.staff))),
            ("priority", Fact::Plain(json!(self.priority))),
            ("status", Fact::Plain(json!(self.progress.status()))),
            ("withdrawn", Fact::Plain(json!(withdrawn.then_some(true)))),
            ("deleted", Fact::Plain(json!(self.deleted.map(|_| true)))),
            ("reason", Fact::Personal(json!(self.reason))),
            ("outcome", Fact::Personal(json!(self.progress.answer().map(|answer| &answer.outcome)))),
        ]
    }
}

#[cfg(test)]
mod tests;
