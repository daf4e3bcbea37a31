//! Changes, the only way to write: a transition with a permit returns a change, with the records to write and the events that explain them.

use std::ops::Deref;

use serde_json::{Map, Value};

use crate::{
    Timestamp,
    actor::Actor,
    customer::{Customer, Source},
    escalation::{Escalation, EscalationMessage},
    event::{Event, Facts, Record, Subject, differences},
    interaction::Interaction,
    message::Message,
    policy::{Action, Permit},
    redaction::Redacted,
    service_account::{Secret, ServiceAccount},
    staff::Staff,
    ticket::Ticket,
};

/// Version of a record for optimistic locking; the first is 1.
pub type Version = i32;

/// One record to write: inserted when new, else updated where the database still holds the expected version.
#[derive(Debug)]
pub struct Put<T> {
    expected: Option<Version>,
    value: T,
}

impl<T> Put<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self { expected: None, value }
    }

    pub(crate) const fn over(expected: Version, value: T) -> Self {
        Self { expected: Some(expected), value }
    }

    /// Merges a later write of the same record, made from the value of this one. The expected version stays that of this one.
    pub fn then(&mut self, later: Self) {
        self.value = later.value;
    }

    /// The version the database must still hold; `None` for a new record.
    pub const fn expected(&self) -> Option<Version> {
        self.expected
    }
}

impl<T> Deref for Put<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// One write of a change.
#[derive(Debug)]
pub enum Write {
    /// A customer, with its dependent rows.
    Customer(Put<Customer>),
    /// The last imported state of a customer.
    Source(Put<Source>),
    /// A ticket.
    Ticket(Put<Ticket>),
    /// An interaction.
    Interaction(Put<Interaction>),
    /// A message of a ticket, or a note.
    Message(Put<Message>),
    /// Redacts a text in the events of a record.
    RedactHistory {
        /// The record.
        subject: Subject,
        /// Which text.
        text: Redacted,
    },
    /// An escalation.
    Escalation(Put<Escalation>),
    /// A message of an escalation; never updated.
    EscalationMessage(EscalationMessage),
    /// A member of staff.
    Staff(Put<Staff>),
    /// A service account.
    ServiceAccount(Put<ServiceAccount>),
    /// A secret of a service account.
    Secret(Put<Secret>),
}

/// What a transition writes, with its events and the resulting records.
///
/// It cannot be built without a [`Permit`], and only the persistence crate saves it.
#[must_use = "nothing is written until the change is saved"]
#[derive(Debug)]
pub struct Change<T> {
    out: T,
    writes: Vec<Write>,
    events: Vec<Event>,
}

impl<T> Change<T> {
    /// The parts, for saving.
    pub fn into_parts(self) -> (T, Vec<Write>, Vec<Event>) {
        (self.out, self.writes, self.events)
    }

    /// The records as they are once saved.
    pub const fn out(&self) -> &T {
        &self.out
    }

    /// The writes, in order.
    pub const fn writes(&self) -> &[Write] {
        self.writes.as_slice()
    }

    /// The events, in order.
    pub const fn events(&self) -> &[Event] {
        self.events.as_slice()
    }

    /// Whether there are events: a no-op has none.
    pub const fn tells(&self) -> bool {
        !self.events.is_empty()
    }

    /// The same change with its result mapped.
    pub fn map<U>(self, view: impl FnOnce(T) -> U) -> Change<U> {
        Change { out: view(self.out), writes: self.writes, events: self.events }
    }

    /// A record that the rest of a larger change leaves unchanged.
    pub(crate) const fn unchanged(out: T) -> Self {
        Self { out, writes: Vec::new(), events: Vec::new() }
    }

    /// A no-op: the record already is as requested. Consumes the permit all the same.
    pub(crate) fn none(permit: Permit, out: T) -> Self {
        let _used_up = permit;
        Self { out, writes: Vec::new(), events: Vec::new() }
    }

    /// A change with one event and no writes yet.
    pub(crate) fn told(out: T, event: Event) -> Self {
        Self { out, writes: Vec::new(), events: vec![event] }
    }

    /// Adds an event.
    pub(crate) fn tell(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }

    /// Both changes as one, so that neither can be saved alone.
    pub(crate) fn and<U>(mut self, other: Change<U>) -> Change<(T, U)> {
        self.writes.extend(other.writes);
        self.events.extend(other.events);
        Change { out: (self.out, other.out), writes: self.writes, events: self.events }
    }

    pub(crate) fn write(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }
}

/// Builder for an event: its permit, and fields that are not of the record. Cloned where one action changes two records.
#[derive(Clone)]
pub(crate) struct Telling {
    actor: Actor,
    action: Action,
    at: Timestamp,
    plain: Map<String, Value>,
    personal: Map<String, Value>,
}

impl Telling {
    pub(crate) fn new(permit: Permit, at: Timestamp) -> Self {
        let (actor, action) = permit.into_parts();
        Self { actor, action, at, plain: Map::new(), personal: Map::new() }
    }

    /// Adds a public field that is not of the record.
    pub(crate) fn plain(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.plain.insert(name.to_owned(), value.into());
        self
    }

    /// Adds personal data or free text that is not a field of the record.
    pub(crate) fn personal(mut self, name: &str, words: impl Into<Value>) -> Self {
        self.plain.insert(name.to_owned(), Value::Object(Map::new()));
        self.personal.insert(name.to_owned(), words.into());
        self
    }

    /// Builds the event with the differences between the `before` fields and the record as it is now.
    pub(crate) fn of<R: Record>(self, before: &Facts, record: &R) -> Event {
        let (mut changes, mut personal) = differences(before, record.facts());
        changes.extend(self.plain);
        personal.extend(self.personal);
        Event {
            at: self.at,
            subject: record.subject(),
            customer: record.customer(),
            actor: self.actor,
            action: self.action,
            changes,
            personal,
        }
    }

    /// A change with this event and no other write.
    pub(crate) fn alone<R: Record>(self, record: &R) -> Change<()> {
        let facts = record.facts();
        Change { out: (), writes: Vec::new(), events: vec![self.of(&facts, record)] }
    }

    /// The change that writes `record`, with the event of how it differs from `before`.
    pub(crate) fn change<R: Record + Clone>(self, before: &Facts, record: R, write: impl FnOnce(R) -> Write) -> Change<R> {
        let event = self.of(before, &record);
        Change { out: record.clone(), writes: vec![write(record)], events: vec![event] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn put_then_keeps_later_state_and_first_expected_version() {
        let mut put = Put::over(3, "once");
        put.then(Put::over(4, "twice"));
        assert_eq!((*put, put.expected()), ("twice", Some(3)));
        let mut new = Put::new("once");
        new.then(Put::over(1, "twice"));
        assert_eq!((*new, new.expected()), ("twice", None));
    }
}
