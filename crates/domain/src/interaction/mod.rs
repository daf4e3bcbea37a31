//! Interactions: calls, chats and e-mails with a customer, their agent and their result.

mod input;
mod redact;
mod state;
mod transitions;

use std::ops::Deref;

pub use input::{InteractionEnd, InteractionPatch, NewInteraction};
pub use redact::InteractionText;
use serde_json::json;
pub use state::{Direction, InteractionPhase, InteractionStatus};
pub use transitions::LinkedTickets;

use crate::{
    CustomerId, DomainError, EscalationId, InteractionId, MessageId, PrincipalId, StaffId, TicketId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, RecordWrite, Version, VersionedWrite},
    customer::{Customer, Deletion},
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    message::{Author, Channel, Conversation, Message, MessageKind},
    policy::{Action, Ownership, can_read_notes, check},
    text::{Body, Summary, Transcript},
    ticket::Ticket,
};

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
}

/// An interaction, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction(InteractionRecord);

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

    /// Logs an interaction of `customer`, about `ticket` if given, which it may answer.
    /// A staff member who logs it becomes its agent; one logged by a service account is unattended.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Invalid`] for impossible times, an end without a summary, or a ticket of another customer.
    pub fn log(
        new: NewInteraction,
        customer: &Customer,
        ticket: Option<Ticket>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::LogInteraction, Ownership::Other)?;
        let Some(logged_by) = actor.principal_id() else { return Err(DomainError::staff_only(Action::LogInteraction)) };
        customer.ensure_not_deleted()?;
        if ticket.as_ref().is_some_and(|ticket| ticket.customer != customer.id) {
            return Err(DomainError::invalid("ticket_id", "other_customer", "must be a ticket of the same customer"));
        }
        let course = match (new.ended_at, new.pending) {
            (Some(_), true) => {
                return Err(DomainError::invalid("status", "ended", "must be left out where ended_at says that it has ended"));
            }
            (Some(ended), false) => InteractionPhase::Ended(ended),
            (None, true) => InteractionPhase::Pending,
            (None, false) => InteractionPhase::Active,
        };
        let state = InteractionRecord {
            id: new.id,
            customer: customer.id,
            agent: actor.staff_id(),
            logged_by,
            channel: new.channel,
            direction: new.direction,
            summary: new.summary,
            transcript: new.transcript,
            phase: course,
            end_given: new.ended_at.is_some(),
            no_answer: new.no_answer,
            started_at: new.started_at.unwrap_or(at),
            ticket: ticket.as_ref().map(|ticket| ticket.id),
            open_escalation: None,
            created_at: at,
            updated_at: at,
            public_updated_at: at,
            deleted: None,
            version: 1,
        };
        state.check(at)?;
        let telling = EventBuilder::new(permit, at);
        let contact = ticket.map(|ticket| ticket.record_contact(&state, logged_by, telling.clone(), at));
        let change = telling.change(&AuditFields::new(), Self(state), |logged| RecordWrite::Interaction(VersionedWrite::insert(logged)));
        Ok(match contact {
            Some(contact) => change.and(contact).map(|(logged, _)| logged),
            None => change,
        })
    }

    /// Writes an internal note.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`].
    pub fn note(self, id: MessageId, body: Body, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Message)>, DomainError> {
        let permit = check(actor, Action::Note, Ownership::Other)?;
        let Some(author) = Author::of(actor) else { return Err(DomainError::staff_only(Action::Note)) };
        let note = Message::new(id, Conversation::Interaction(self.id), MessageKind::Note, author, body, at);
        let change = self.annotated(EventBuilder::new(permit, at).public("message", id.to_string()), at);
        Ok(change.write(RecordWrite::Message(VersionedWrite::insert(note.clone()))).map(|interaction| (interaction, note)))
    }

    /// When it last changed, as far as `actor` may know: without internal notes for actors who may not read them.
    pub fn updated_at_for(&self, actor: &Actor) -> Timestamp {
        if can_read_notes(actor) { self.updated_at } else { self.public_updated_at }
    }

    /// The actions `actor` may take on the interaction now.
    pub fn allowed_actions(&self, actor: &Actor) -> Vec<Action> {
        let live = self.deleted.is_none();
        let ended = self.phase.ended_at().is_some();
        let possible = [
            (Action::EditInteraction, live),
            (Action::SetInteractionStatus, live && !ended),
            (Action::End, live && !ended),
            (Action::AssignInteraction, live && !ended),
            (Action::MoveInteraction, live),
            (Action::Escalate, live && self.open_escalation.is_none()),
            (Action::OpenTicket, live),
            (Action::ReadNotes, live),
            (Action::Note, live),
            (Action::DeleteInteraction, live && self.open_escalation.is_none()),
            (Action::RestoreInteraction, !live),
            (Action::Redact, true),
        ];
        let relation = self.relation(actor);
        let may = |action: Action| check(actor, action, relation).is_ok();
        possible.into_iter().filter(|(action, now)| *now && may(*action)).map(|(action, _)| action).collect()
    }

    pub(crate) fn relation(&self, actor: &Actor) -> Ownership {
        Ownership::of_staff(actor, self.agent)
    }

    pub(crate) fn transition(self, telling: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut InteractionRecord)) -> Change<Self> {
        let (before, expected) = (self.audit_fields(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.public_updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |interaction| RecordWrite::Interaction(VersionedWrite::update(expected, interaction)))
    }

    /// A change that is only a note: `public_updated_at` stays, and so does `version`, so that a concurrent edit does not become stale.
    fn annotated(self, telling: EventBuilder, at: Timestamp) -> Change<Self> {
        let (before, expected) = (self.audit_fields(), self.version);
        let mut state = self.0;
        state.updated_at = at;
        telling.change(&before, Self(state), |interaction| RecordWrite::Interaction(VersionedWrite::update(expected, interaction)))
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

#[cfg(test)]
mod tests;
