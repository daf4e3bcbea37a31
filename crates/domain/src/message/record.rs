//! The stored data of a message.

use std::ops::Deref;

use serde_json::json;

use super::kind::{Channel, MessageKind};
use crate::{
    InteractionId, MessageId, PrincipalId, ServiceAccountId, StaffId, TicketId, Timestamp,
    actor::{Actor, Principal},
    event::{AuditField, AuditFields, EventSubject, SubjectKind},
    text::Body,
    version::Version,
};

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
        match actor.principal() {
            Principal::Staff { id, .. } => Some(Self::Staff(id)),
            Principal::Service { id, .. } => Some(Self::Service(id)),
            Principal::System(_) => None,
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
pub enum Conversation {
    /// A ticket.
    Ticket(TicketId),
    /// An interaction, which has notes only.
    Interaction(InteractionId),
}

impl Conversation {
    /// The record whose timeline holds the message.
    pub const fn subject(self) -> EventSubject {
        match self {
            Self::Ticket(id) => EventSubject { kind: SubjectKind::Ticket, id: id.uuid() },
            Self::Interaction(id) => EventSubject { kind: SubjectKind::Interaction, id: id.uuid() },
        }
    }
}

/// The text of a message, or when and by whom it was redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageText {
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
pub struct MessageRecord {
    /// The id.
    pub id: MessageId,
    /// The ticket or interaction it belongs to.
    pub conversation: Conversation,
    /// The kind.
    pub kind: MessageKind,
    /// The author.
    pub author: Author,
    /// The text.
    pub text: MessageText,
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
pub struct Message(pub(super) MessageRecord);

impl Deref for Message {
    type Target = MessageRecord;

    fn deref(&self) -> &MessageRecord {
        &self.0
    }
}

impl Message {
    /// Its fields for the audit log.
    pub(crate) fn audit_fields(&self) -> AuditFields {
        match &self.text {
            MessageText::Kept(body) => vec![("body", AuditField::Personal(json!(body)))],
            MessageText::Redacted { .. } => AuditFields::new(),
        }
    }

    /// Rebuilds the record from a stored row, without checks.
    pub const fn from_row(state: MessageRecord) -> Self {
        Self(state)
    }

    pub(crate) const fn new(id: MessageId, place: Conversation, kind: MessageKind, author: Author, body: Body, at: Timestamp) -> Self {
        Self(MessageRecord {
            id,
            conversation: place,
            kind,
            author,
            text: MessageText::Kept(body),
            created_at: at,
            edited_at: None,
            fetched_at: None,
            version: 1,
        })
    }

    /// The staff member who wrote the reply; `None` for other messages.
    pub const fn reply_author(&self) -> Option<StaffId> {
        match (self.0.kind, self.0.author) {
            (MessageKind::Reply, Author::Staff(id)) => Some(id),
            (MessageKind::Reply, Author::Customer { .. } | Author::Service(_)) | (MessageKind::Note, _) => None,
        }
    }
}
