//! Messages: replies and customer messages of tickets, and notes on tickets and interactions.

use std::ops::Deref;

use serde_json::json;

use crate::{
    CustomerId, InteractionId, MessageId, PrincipalId, Refusal, ServiceAccountId, StaffId, TicketId, Timestamp,
    actor::{Actor, Who},
    change::{Change, Put, Telling, Version, Write},
    event::{Fact, Facts, Record, Subject, SubjectKind},
    policy::{Action, Relation, check},
    redaction::{self, Redacted},
    text::{Body, Reason},
    words::words,
};

/// How long its author can recall a reply, in seconds.
pub const RECALL_SECONDS: i64 = 600;

words! {
    /// The kind of a message: who may read it.
    pub enum MessageKind {
        /// Part of the conversation with the customer.
        Reply = "reply",
        /// Internal; never shown to a customer or a doctor.
        Note = "note",
    }
}

words! {
    /// The channel of an interaction or a message.
    pub enum Channel {
        /// A chat.
        Chat = "chat",
        /// A call.
        Call = "call",
        /// An e-mail.
        Email = "email",
    }
}

/// The author of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The customer; a staff member or a service account recorded it.
    Customer {
        /// Who recorded it.
        recorded_by: PrincipalId,
        /// The channel the customer used, if known.
        via: Option<Channel>,
    },
    /// A member of staff.
    Staff(StaffId),
    /// A service account.
    Service(ServiceAccountId),
}

impl Author {
    /// The actor as author; `None` for the system, which writes no messages.
    pub const fn of(actor: &Actor) -> Option<Self> {
        match actor.who() {
            Who::Staff { id, .. } => Some(Self::Staff(id)),
            Who::Service { id, .. } => Some(Self::Service(id)),
            Who::System(_) => None,
        }
    }

    /// Who wrote or recorded it.
    pub fn principal(self) -> PrincipalId {
        match self {
            Self::Customer { recorded_by, .. } => recorded_by,
            Self::Staff(id) => id.into(),
            Self::Service(id) => id.into(),
        }
    }
}

/// The ticket or interaction a message belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A ticket.
    Ticket(TicketId),
    /// An interaction, which has notes only.
    Interaction(InteractionId),
}

impl Place {
    /// The record whose timeline holds the message.
    pub const fn subject(self) -> Subject {
        match self {
            Self::Ticket(id) => Subject { kind: SubjectKind::Ticket, id: id.uuid() },
            Self::Interaction(id) => Subject { kind: SubjectKind::Interaction, id: id.uuid() },
        }
    }
}

/// The text of a message, or when and by whom it was redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// As written.
    Kept(Body),
    /// Redacted.
    Redacted {
        /// When.
        at: Timestamp,
        /// By whom.
        by: StaffId,
    },
}

/// A message as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageState {
    /// The id.
    pub id: MessageId,
    /// The ticket or interaction it belongs to.
    pub place: Place,
    /// The kind.
    pub kind: MessageKind,
    /// The author.
    pub author: Author,
    /// The text.
    pub words: Words,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its author last edited it.
    pub edited_at: Option<Timestamp>,
    /// When a service account first fetched a reply, to show it to the customer.
    pub fetched_at: Option<Timestamp>,
    /// Incremented by each change.
    pub version: Version,
}

/// A message. A reply cannot be edited; a note can be edited by its author; an admin can redact either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(MessageState);

impl Message {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn restore(state: MessageState) -> Self {
        Self(state)
    }

    pub(crate) const fn new(id: MessageId, place: Place, kind: MessageKind, author: Author, body: Body, at: Timestamp) -> Self {
        Self(MessageState {
            id,
            place,
            kind,
            author,
            words: Words::Kept(body),
            created_at: at,
            edited_at: None,
            fetched_at: None,
            version: 1,
        })
    }

    /// Edits a note; the audit log keeps the earlier text. `customer` is the customer of its ticket or interaction.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is the author; [`Refusal::Conflict`] for a reply, or a note that was redacted.
    pub fn edit(self, body: Body, customer: CustomerId, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::EditNote, Relation::of(actor, Some(self.author.principal())))?;
        match self.kind {
            MessageKind::Note => {}
            MessageKind::Reply => return Err(Refusal::conflict("not_editable", "a reply cannot be edited: write another")),
        }
        match &self.words {
            Words::Kept(earlier) if *earlier == body => return Ok(Change::none(permit, self)),
            Words::Kept(_) => {}
            Words::Redacted { .. } => return Err(redaction::refused()),
        }
        Ok(self.changed(Telling::new(permit, at), customer, |state| {
            state.words = Words::Kept(body);
            state.edited_at = Some(at);
        }))
    }

    /// Checks that the author can still recall the reply: within [`RECALL_SECONDS`], and not once it is redacted.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] otherwise.
    pub(crate) fn recallable(&self, at: Timestamp) -> Result<(), Refusal> {
        match self.words {
            Words::Redacted { .. } => Err(redaction::refused()),
            Words::Kept(_) if at.seconds_since(self.created_at) < RECALL_SECONDS => Ok(()),
            Words::Kept(_) => {
                let detail = format!("a reply can be recalled for {} min after it was sent", RECALL_SECONDS / 60);
                Err(Refusal::conflict("too_late_to_recall", detail))
            }
        }
    }

    /// The staff member who wrote the reply; `None` for other messages.
    pub const fn replier(&self) -> Option<StaffId> {
        match (self.0.kind, self.0.author) {
            (MessageKind::Reply, Author::Staff(id)) => Some(id),
            (MessageKind::Reply, Author::Customer { .. } | Author::Service(_)) | (MessageKind::Note, _) => None,
        }
    }

    /// The redacted message, and the writes that redact its row and its text in the audit log.
    pub(crate) fn blanked(self, by: StaffId, at: Timestamp) -> (Self, [Write; 2]) {
        let (subject, message, expected) = (self.place.subject(), self.id, self.version);
        let mut state = self.0;
        state.words = Words::Redacted { at, by };
        state.version = expected + 1;
        let blanked = Self(state);
        let writes =
            [Write::Message(Put::over(expected, blanked.clone())), Write::RedactHistory { subject, text: Redacted::Message(message) }];
        (blanked, writes)
    }

    /// Redacts the text permanently, in the message and in the audit log. The log keeps that it existed and why it was redacted.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is an admin; [`Refusal::Conflict`] when it was redacted before.
    pub fn redact(self, reason: &Reason, customer: CustomerId, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::Redact, Relation::Other)?;
        let Some(by) = actor.staff_id() else { return Err(Refusal::people_only(Action::Redact)) };
        match self.words {
            Words::Kept(_) => {}
            Words::Redacted { .. } => return Err(redaction::refused()),
        }
        // This event must not hold any of the text: it outlives the redaction.
        let event = Telling::new(permit, at).plain("message", self.id.to_string()).personal("reason", reason.as_str());
        let (message, writes) = self.blanked(by, at);
        let change = event.alone(&InCase { message: &message, customer });
        Ok(writes.into_iter().fold(change, Change::write).map(|()| message))
    }

    /// The actions `actor` may take on the message at `at`.
    pub fn allowed(&self, actor: &Actor, at: Timestamp) -> Vec<Action> {
        if matches!(self.words, Words::Redacted { .. }) {
            return Vec::new();
        }
        let relation = Relation::of(actor, Some(self.author.principal()));
        let possible = [
            (Action::EditNote, self.kind == MessageKind::Note),
            (Action::Recall, self.replier().is_some() && self.recallable(at).is_ok()),
            (Action::Redact, true),
        ];
        let may = |action: Action| check(actor, action, relation).is_ok();
        possible.into_iter().filter(|(action, now)| *now && may(*action)).map(|(action, _)| action).collect()
    }

    fn changed(self, telling: Telling, customer: CustomerId, alter: impl FnOnce(&mut MessageState)) -> Change<Self> {
        let (before, expected) = (InCase { message: &self, customer }.facts(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.version = expected + 1;
        let message = Self(state);
        let event = telling.plain("message", message.id.to_string()).of(&before, &InCase { message: &message, customer });
        Change::told(message.clone(), event).write(Write::Message(Put::over(expected, message)))
    }
}

impl Deref for Message {
    type Target = MessageState;

    fn deref(&self) -> &MessageState {
        &self.0
    }
}

/// A message for the audit log, which lists it under its ticket or interaction.
struct InCase<'m> {
    message: &'m Message,
    customer: CustomerId,
}

impl Record for InCase<'_> {
    fn subject(&self) -> Subject {
        self.message.place.subject()
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }

    fn facts(&self) -> Facts {
        match &self.message.words {
            Words::Kept(body) => vec![("body", Fact::Personal(json!(body)))],
            Words::Redacted { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
