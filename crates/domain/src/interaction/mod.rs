//! Interactions: calls, chats and e-mails with a customer, their agent and their result.

mod course;
mod input;
mod life;
mod redact;

use std::ops::Deref;

pub use course::{Course, Direction, InteractionStatus};
pub use input::{InteractionEnd, InteractionPatch, NewInteraction};
pub use life::Tickets;
pub use redact::InteractionText;
use serde_json::json;

use crate::{
    CustomerId, EscalationId, InteractionId, MessageId, PrincipalId, Refusal, StaffId, TicketId, Timestamp,
    actor::Actor,
    change::{Change, Put, Telling, Version, Write},
    customer::{Customer, Deleted},
    event::{Fact, Facts, Record, Subject, SubjectKind},
    message::{Author, Channel, Message, MessageKind, Place},
    policy::{Action, Relation, check, reads_notes},
    text::{Body, Summary, Transcript},
    ticket::Ticket,
};

/// An interaction as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InteractionState {
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
    pub course: Course,
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
    pub deleted: Option<Deleted>,
    /// Incremented by each change; notes do not count.
    pub version: Version,
}

impl InteractionState {
    /// The duration in whole seconds, once it has ended; never negative.
    pub fn duration_seconds(&self) -> Option<i64> {
        self.course.ended_at().map(|ended| ended.seconds_since(self.started_at))
    }

    /// Whether it is a running call or chat without an agent.
    pub(crate) fn is_unattended(&self) -> bool {
        let live = matches!(self.channel, Channel::Call | Channel::Chat) && self.course.ended_at().is_none();
        live && self.agent.is_none() && self.deleted.is_none()
    }

    /// Whether it is inbound and unanswered: without an agent, or an e-mail, which only a reply answers.
    pub(crate) fn asks(&self) -> bool {
        self.direction == Direction::Inbound && (self.agent.is_none() || self.channel == Channel::Email)
    }
}

/// An interaction, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction(InteractionState);

impl Deref for Interaction {
    type Target = InteractionState;

    fn deref(&self) -> &InteractionState {
        &self.0
    }
}

impl Interaction {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn restore(state: InteractionState) -> Self {
        Self(state)
    }

    /// Logs an interaction of `customer`, about `ticket` if given, which it may answer.
    /// A staff member who logs it becomes its agent; one logged by a service account is unattended.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Invalid`] for impossible times, an end without a summary, or a ticket of another customer.
    pub fn log(
        new: NewInteraction,
        customer: &Customer,
        ticket: Option<Ticket>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::LogInteraction, Relation::Other)?;
        let Some(logged_by) = actor.principal() else { return Err(Refusal::people_only(Action::LogInteraction)) };
        customer.may_be_named()?;
        if ticket.as_ref().is_some_and(|ticket| ticket.customer != customer.id) {
            return Err(Refusal::invalid("ticket_id", "other_customer", "must be a ticket of the same customer"));
        }
        let course = match (new.ended_at, new.pending) {
            (Some(_), true) => return Err(Refusal::invalid("status", "ended", "must be left out where ended_at says that it has ended")),
            (Some(ended), false) => Course::Ended(ended),
            (None, true) => Course::Pending,
            (None, false) => Course::Active,
        };
        let state = InteractionState {
            id: new.id,
            customer: customer.id,
            agent: actor.staff_id(),
            logged_by,
            channel: new.channel,
            direction: new.direction,
            summary: new.summary,
            transcript: new.transcript,
            course,
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
        let telling = Telling::new(permit, at);
        let contact = ticket.map(|ticket| ticket.contacted(&state, logged_by, telling.clone(), at));
        let change = telling.change(&Facts::new(), Self(state), |logged| Write::Interaction(Put::new(logged)));
        Ok(match contact {
            Some(contact) => change.and(contact).map(|(logged, _)| logged),
            None => change,
        })
    }

    /// Writes an internal note.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn note(self, id: MessageId, body: Body, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Message)>, Refusal> {
        let permit = check(actor, Action::Note, Relation::Other)?;
        let Some(author) = Author::of(actor) else { return Err(Refusal::people_only(Action::Note)) };
        let note = Message::new(id, Place::Interaction(self.id), MessageKind::Note, author, body, at);
        let change = self.annotated(Telling::new(permit, at).plain("message", id.to_string()), at);
        Ok(change.write(Write::Message(Put::new(note.clone()))).map(|interaction| (interaction, note)))
    }

    /// When it last changed, as far as `actor` may know: without internal notes for actors who may not read them.
    pub fn updated_at_for(&self, actor: &Actor) -> Timestamp {
        if reads_notes(actor) { self.updated_at } else { self.public_updated_at }
    }

    /// The actions `actor` may take on the interaction now.
    pub fn allowed(&self, actor: &Actor) -> Vec<Action> {
        let live = self.deleted.is_none();
        let ended = self.course.ended_at().is_some();
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

    pub(crate) fn relation(&self, actor: &Actor) -> Relation {
        Relation::to(actor, self.agent)
    }

    pub(crate) fn changed(self, telling: Telling, at: Timestamp, alter: impl FnOnce(&mut InteractionState)) -> Change<Self> {
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.public_updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |interaction| Write::Interaction(Put::over(expected, interaction)))
    }

    /// A change that is only a note: `public_updated_at` stays, and so does `version`, so that a concurrent edit does not become stale.
    fn annotated(self, telling: Telling, at: Timestamp) -> Change<Self> {
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        state.updated_at = at;
        telling.change(&before, Self(state), |interaction| Write::Interaction(Put::over(expected, interaction)))
    }
}

impl Record for Interaction {
    fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Interaction, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }

    fn facts(&self) -> Facts {
        vec![
            ("customer", Fact::Plain(json!(self.customer))),
            ("agent", Fact::Plain(json!(self.agent))),
            ("channel", Fact::Plain(json!(self.channel))),
            ("direction", Fact::Plain(json!(self.direction))),
            ("status", Fact::Plain(json!(self.course.status()))),
            ("started_at", Fact::Plain(json!(self.started_at))),
            ("ended_at", Fact::Plain(json!(self.course.ended_at()))),
            ("end_given", Fact::Plain(json!(self.end_given.then_some(true)))),
            ("no_answer", Fact::Plain(json!(self.no_answer.then_some(true)))),
            ("ticket", Fact::Plain(json!(self.ticket))),
            ("open_escalation", Fact::Plain(json!(self.open_escalation))),
            ("deleted", Fact::Plain(json!(self.deleted.map(|_| true)))),
            ("summary", Fact::Personal(json!(self.summary))),
            ("transcript", Fact::Personal(json!(self.transcript))),
        ]
    }
}

#[cfg(test)]
mod tests;
