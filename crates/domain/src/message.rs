//! What is said on a ticket, and the notes on tickets and interactions.

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

/// How long its author can take a reply back, in seconds.
pub const RECALL_SECONDS: i64 = 600;

words! {
    /// For whose eyes a message is.
    pub enum MessageKind {
        /// Part of the conversation with the customer.
        Reply = "reply",
        /// Internal; never shown to a customer or a doctor.
        Note = "note",
    }
}

words! {
    /// How words came to the desk.
    pub enum Channel {
        /// A chat.
        Chat = "chat",
        /// A call.
        Call = "call",
        /// An e-mail.
        Email = "email",
    }
}

/// Who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The customer; somebody at the desk, or a program, wrote it down.
    Customer {
        /// Who wrote it down.
        recorded_by: PrincipalId,
        /// How the customer said it, where that is known.
        via: Option<Channel>,
    },
    /// A member of staff.
    Staff(StaffId),
    /// A program.
    Service(ServiceAccountId),
}

impl Author {
    /// `actor`, who writes under their own name; `None` for the desk itself, which writes nothing.
    pub const fn of(actor: &Actor) -> Option<Self> {
        match actor.who() {
            Who::Staff { id, .. } => Some(Self::Staff(id)),
            Who::Service { id, .. } => Some(Self::Service(id)),
            Who::System(_) => None,
        }
    }

    /// Who wrote it, or wrote it down.
    pub fn principal(self) -> PrincipalId {
        match self {
            Self::Customer { recorded_by, .. } => recorded_by,
            Self::Staff(id) => id.into(),
            Self::Service(id) => id.into(),
        }
    }
}

/// What a message is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A ticket.
    Ticket(TicketId),
    /// An interaction, where there are notes only.
    Interaction(InteractionId),
}

impl Place {
    /// The record whose timeline tells of the message.
    pub const fn subject(self) -> Subject {
        match self {
            Self::Ticket(id) => Subject { kind: SubjectKind::Ticket, id: id.uuid() },
            Self::Interaction(id) => Subject { kind: SubjectKind::Interaction, id: id.uuid() },
        }
    }
}

/// The words of a message, or that they were blanked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// As they were written.
    Kept(Body),
    /// Blanked.
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
    /// What it is part of.
    pub place: Place,
    /// For whose eyes it is.
    pub kind: MessageKind,
    /// Who said it.
    pub author: Author,
    /// The words.
    pub words: Words,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its author last rewrote it.
    pub edited_at: Option<Timestamp>,
    /// When a program first read a reply, to show it to the customer.
    pub fetched_at: Option<Timestamp>,
    /// How often it changed.
    pub version: Version,
}

/// A message. A reply stays as it was said; a note can be rewritten by its author; an admin can blank either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(MessageState);

impl Message {
    /// Takes a row read from the database for what it was when saved.
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

    /// Rewrites a note; the log keeps the earlier text. `customer` is whose case its ticket or interaction is.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the author asks; [`Refusal::Conflict`] for a reply, or a note that was redacted.
    pub fn edit(self, body: Body, customer: CustomerId, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::EditNote, Relation::of(actor, Some(self.author.principal())))?;
        match self.kind {
            MessageKind::Note => {}
            MessageKind::Reply => return Err(Refusal::conflict("not_editable", "a reply stays as it was said: write another")),
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

    /// Whether its author may still take the reply back: within [`RECALL_SECONDS`], and not once it has no words.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] when not.
    pub(crate) fn recallable(&self, at: Timestamp) -> Result<(), Refusal> {
        match self.words {
            Words::Redacted { .. } => Err(redaction::refused()),
            Words::Kept(_) if at.seconds_since(self.created_at) < RECALL_SECONDS => Ok(()),
            Words::Kept(_) => {
                let detail = format!("a reply can be taken back for {} min after it was sent", RECALL_SECONDS / 60);
                Err(Refusal::conflict("too_late_to_recall", detail))
            }
        }
    }

    /// The member of staff who said it to the customer.
    pub const fn replier(&self) -> Option<StaffId> {
        match (self.0.kind, self.0.author) {
            (MessageKind::Reply, Author::Staff(id)) => Some(id),
            (MessageKind::Reply, Author::Customer { .. } | Author::Service(_)) | (MessageKind::Note, _) => None,
        }
    }

    /// The message without its words, and what is to be written for that, here and where the log kept earlier ones.
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

    /// Blanks the words for good, here and where the log kept earlier ones; that it was written, and why it was blanked, stays.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless an admin asks; [`Refusal::Conflict`] when it was done before.
    pub fn redact(self, reason: &Reason, customer: CustomerId, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::Redact, Relation::Other)?;
        let Some(by) = actor.staff_id() else { return Err(Refusal::people_only(Action::Redact)) };
        match self.words {
            Words::Kept(_) => {}
            Words::Redacted { .. } => return Err(redaction::refused()),
        }
        // Nothing of the words goes into this event: what it told would outlive them.
        let event = Telling::new(permit, at).plain("message", self.id.to_string()).personal("reason", reason.as_str());
        let (message, writes) = self.blanked(by, at);
        let change = event.alone(&InCase { message: &message, customer });
        Ok(writes.into_iter().fold(change, Change::write).map(|()| message))
    }

    /// What `actor` may do with the message at `at`, in the words of the policy.
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

/// A message as the log tells of it: as part of its ticket or interaction.
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
