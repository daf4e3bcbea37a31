//! Events: the log from which timelines, reports and the audit log are derived. Typed here, so that what follows from an event reads the fields of
//! its record; JSON only in the log.

use serde_json::{Map, Value, json};

use crate::{
    CustomerId, InteractionId, MessageId, SecretId, SessionId, Timestamp,
    actor::Actor,
    customer::Customer,
    escalation::Escalation,
    event::{AuditField, AuditFields, Auditable as _, EventSubject, differences},
    interaction::Interaction,
    message::{Message, MessageKind},
    policy::Action,
    read_log::ReadLog,
    service_account::ServiceAccount,
    staff::Staff,
    text::{Body, Reason},
    ticket::Ticket,
};

/// A record before and after an event.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordChange<R> {
    before: Option<Box<R>>,
    after: Box<R>,
}

impl<R> RecordChange<R> {
    pub(crate) fn new(before: Option<R>, after: R) -> Self {
        Self { before: before.map(Box::new), after: Box::new(after) }
    }

    /// The record before; `None` if the event created it.
    pub fn before(&self) -> Option<&R> {
        self.before.as_deref()
    }

    /// The record after.
    pub const fn after(&self) -> &R {
        &self.after
    }

    /// Whether the event created the record.
    pub const fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// Whether the event created the record or changed this field.
    pub fn sets<'r, V: PartialEq>(&'r self, field: impl Fn(&'r R) -> V) -> bool {
        self.before().is_none_or(|before| field(before) != field(&self.after))
    }

    /// Whether the event changed this field of an existing record.
    pub fn changes<'r, V: PartialEq>(&'r self, field: impl Fn(&'r R) -> V) -> bool {
        !self.is_new() && self.sets(field)
    }

    /// Whether the condition holds since this event.
    pub fn begins(&self, condition: impl Fn(&R) -> bool) -> bool {
        condition(&self.after) && !self.before().is_some_and(condition)
    }

    /// Whether the condition held until this event.
    pub fn ends(&self, condition: impl Fn(&R) -> bool) -> bool {
        !condition(&self.after) && self.before().is_some_and(condition)
    }
}

/// The record of an event, before and after it.
#[derive(Debug, Clone, PartialEq)]
pub enum EventRecord {
    /// A customer.
    Customer(RecordChange<Customer>),
    /// A ticket.
    Ticket(RecordChange<Ticket>),
    /// An interaction.
    Interaction(RecordChange<Interaction>),
    /// A message of a ticket, or a note; logged under its ticket or interaction.
    Message(RecordChange<Message>),
    /// An escalation.
    Escalation(RecordChange<Escalation>),
    /// A member of staff.
    Staff(RecordChange<Staff>),
    /// A service account.
    ServiceAccount(RecordChange<ServiceAccount>),
    /// The read log.
    ReadLog(RecordChange<ReadLog>),
}

impl EventRecord {
    /// The audited fields before, empty for a new record, and after.
    fn audit_fields(&self) -> (AuditFields, AuditFields) {
        fn both<R>(change: &RecordChange<R>, fields: impl Fn(&R) -> AuditFields) -> (AuditFields, AuditFields) {
            (change.before().map(&fields).unwrap_or_default(), fields(change.after()))
        }
        match self {
            Self::Customer(change) => both(change, Customer::audit_fields),
            Self::Ticket(change) => both(change, Ticket::audit_fields),
            Self::Interaction(change) => both(change, Interaction::audit_fields),
            Self::Message(change) => both(change, Message::audit_fields),
            Self::Escalation(change) => both(change, Escalation::audit_fields),
            Self::Staff(change) => both(change, Staff::audit_fields),
            Self::ServiceAccount(change) => both(change, ServiceAccount::audit_fields),
            Self::ReadLog(change) => both(change, ReadLog::audit_fields),
        }
    }
}

macro_rules! record_changes {
    ($($record:ident),*) => {
        $(impl From<RecordChange<$record>> for EventRecord {
            fn from(change: RecordChange<$record>) -> Self {
                Self::$record(change)
            }
        })*
    };
}

record_changes!(Customer, Ticket, Interaction, Message, Escalation, Staff, ServiceAccount, ReadLog);

/// What an event says besides the fields of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventDetail {
    /// Why it was done.
    Reason(Reason),
    /// Why an escalation was declined.
    DeclineReason(Reason),
    /// Why an escalation was withdrawn.
    WithdrawReason(Reason),
    /// The note written with it.
    Note(Body),
    /// The message that was written, changed or redacted.
    Message(MessageId),
    /// The kind of that message.
    MessageKind(MessageKind),
    /// The interaction that is or is no longer a contact about the ticket.
    Contact(InteractionId),
    /// The customer that the record moved to.
    MovedTo(CustomerId),
    /// A text that was redacted, by its name; never the text.
    Redacted(&'static str),
    /// The secret of a service account that was created or revoked.
    Secret(SecretId),
    /// The sessions that ended.
    EndedSessions(Vec<SessionId>),
    /// How often it happened since a time.
    Attempts {
        /// How often.
        count: i64,
        /// Since when.
        since: Timestamp,
    },
}

impl EventDetail {
    /// Its fields in the log.
    fn audit_fields(&self) -> AuditFields {
        let public = |name, value| vec![(name, AuditField::Public(value))];
        let personal = |name, text: &str| vec![(name, AuditField::Personal(json!(text)))];
        match self {
            Self::Reason(reason) => personal("reason", reason.as_str()),
            Self::DeclineReason(reason) => personal("decline_reason", reason.as_str()),
            Self::WithdrawReason(reason) => personal("withdraw_reason", reason.as_str()),
            Self::Note(note) => personal("note", note.as_str()),
            Self::Message(id) => public("message", json!(id)),
            Self::MessageKind(kind) => public("kind", json!(kind)),
            Self::Contact(id) => public("interaction", json!(id)),
            Self::MovedTo(id) => public("moved_to", json!(id)),
            Self::Redacted(name) => public(name, json!({})),
            Self::Secret(id) => public("secret", json!(id)),
            Self::EndedSessions(ids) => public("ended", json!(ids)),
            Self::Attempts { count, since } => [public("attempts", json!(count)), public("since", json!(since))].concat(),
        }
    }
}

/// An event, created only by a transition.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub(super) at: Timestamp,
    pub(super) subject: EventSubject,
    pub(super) customer: Option<CustomerId>,
    pub(super) actor: Actor,
    pub(super) action: Action,
    pub(super) record: EventRecord,
    pub(super) details: Vec<EventDetail>,
}

impl Event {
    /// When it happened.
    pub const fn at(&self) -> Timestamp {
        self.at
    }
    /// What it happened to.
    pub const fn subject(&self) -> EventSubject {
        self.subject
    }
    /// The customer concerned.
    pub const fn customer(&self) -> Option<CustomerId> {
        self.customer
    }
    /// Who did it.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }
    /// What was done.
    pub const fn action(&self) -> Action {
        self.action
    }
    /// The record before and after it.
    pub const fn record(&self) -> &EventRecord {
        &self.record
    }
    /// What it says besides the fields of its record.
    pub const fn details(&self) -> &[EventDetail] {
        self.details.as_slice()
    }
    /// What changed, as the log stores it, by field: `{from, to}`, or `{}` for personal data; and the personal values that changed, which are stored
    /// apart.
    pub fn logged_changes(&self) -> (Map<String, Value>, Map<String, Value>) {
        let (before, after) = self.record.audit_fields();
        let (mut public, mut personal) = differences(&before, after);
        for (name, field) in self.details.iter().flat_map(EventDetail::audit_fields) {
            let value = match field {
                AuditField::Public(value) => value,
                AuditField::Personal(text) => {
                    personal.insert(name.to_owned(), text);
                    json!({})
                }
            };
            public.insert(name.to_owned(), value);
        }
        (public, personal)
    }
}

#[cfg(test)]
impl Event {
    /// The public part of [`Event::logged_changes`].
    pub(crate) fn changes(&self) -> Map<String, Value> {
        self.logged_changes().0
    }

    /// The personal part of [`Event::logged_changes`].
    pub(crate) fn personal(&self) -> Map<String, Value> {
        self.logged_changes().1
    }
}
