//! The only way anything is written: a change, made by a transition with a permit, holding the rows and the events that say why.

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

/// How often a record has changed; the first is 1.
pub type Version = i32;

/// One record to write: inserted when new, else written over the version it was made from.
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

    /// Takes in a later write of the same record, made from what this one writes: both are then one, over what this one was made from.
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
    /// A customer, with all that hangs on it.
    Customer(Put<Customer>),
    /// What a host last sent of a customer.
    Source(Put<Source>),
    /// A ticket.
    Ticket(Put<Ticket>),
    /// An interaction.
    Interaction(Put<Interaction>),
    /// A message of a ticket, or a note.
    Message(Put<Message>),
    /// Words that the events of a record kept, blanked.
    RedactHistory {
        /// What those events are about.
        subject: Subject,
        /// Which words.
        text: Redacted,
    },
    /// An escalation.
    Escalation(Put<Escalation>),
    /// A question or an answer within an escalation; never written over.
    EscalationMessage(EscalationMessage),
    /// A member of staff.
    Staff(Put<Staff>),
    /// A program's account.
    ServiceAccount(Put<ServiceAccount>),
    /// A program's secret.
    Secret(Put<Secret>),
}

/// What a transition wants written, with its events and the records as they will be.
///
/// It cannot be built without a [`Permit`], and only the persistence crate's `Work::save` carries it out.
#[must_use = "nothing has happened until the change is saved"]
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

    /// The records as they will be once saved.
    pub const fn out(&self) -> &T {
        &self.out
    }

    /// What is to be written, in its order.
    pub const fn writes(&self) -> &[Write] {
        self.writes.as_slice()
    }

    /// What has happened, in its order.
    pub const fn events(&self) -> &[Event] {
        self.events.as_slice()
    }

    /// Whether anything happens: a change that found everything as asked tells nothing.
    pub const fn tells(&self) -> bool {
        !self.events.is_empty()
    }

    /// The same change with another view of its outcome.
    pub fn map<U>(self, view: impl FnOnce(T) -> U) -> Change<U> {
        Change { out: view(self.out), writes: self.writes, events: self.events }
    }

    /// A record that the rest of a change leaves as it is.
    pub(crate) const fn unchanged(out: T) -> Self {
        Self { out, writes: Vec::new(), events: Vec::new() }
    }

    /// Nothing to write: the record already is as asked. Needs the permit all the same.
    pub(crate) fn none(permit: Permit, out: T) -> Self {
        let _used_up = permit;
        Self { out, writes: Vec::new(), events: Vec::new() }
    }

    /// What happened, with nothing written yet.
    pub(crate) fn told(out: T, event: Event) -> Self {
        Self { out, writes: Vec::new(), events: vec![event] }
    }

    /// The same change, which tells of something else too.
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

/// An event in the making: its permit, and what is told besides the differences of the record. Cloned where one action touches two records.
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

    /// Adds something plain that is no field of the record.
    pub(crate) fn plain(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.plain.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a person's words that are no field of the record.
    pub(crate) fn personal(mut self, name: &str, words: impl Into<Value>) -> Self {
        self.plain.insert(name.to_owned(), Value::Object(Map::new()));
        self.personal.insert(name.to_owned(), words.into());
        self
    }

    /// The event with the differences between the record's `before` facts and what it is now.
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

    /// A change that only tells: nothing is written but the event.
    pub(crate) fn alone<R: Record>(self, record: &R) -> Change<()> {
        let facts = record.facts();
        Change { out: (), writes: Vec::new(), events: vec![self.of(&facts, record)] }
    }

    /// The change that writes `record` and tells how it differs from `before`.
    pub(crate) fn change<R: Record + Clone>(self, before: &Facts, record: R, write: impl FnOnce(R) -> Write) -> Change<R> {
        let event = self.of(before, &record);
        Change { out: record.clone(), writes: vec![write(record)], events: vec![event] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_writes_of_one_record_are_the_later_over_what_the_earlier_was_made_from() {
        let mut put = Put::over(3, "once");
        put.then(Put::over(4, "twice"));
        assert_eq!((*put, put.expected()), ("twice", Some(3)));
        let mut new = Put::new("once");
        new.then(Put::over(1, "twice"));
        assert_eq!((*new, new.expected()), ("twice", None));
    }
}
