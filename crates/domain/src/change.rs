//! Changes, the only way to write: a transition with a permit returns a change, with the records to write and the events that explain them.

mod event;

use std::ops::Deref;

pub use self::event::{Event, EventDetail, EventRecord, RecordChange};
pub use crate::version::Version;
use crate::{
    CustomerId, Timestamp,
    actor::Actor,
    customer::{Customer, ImportSnapshot},
    escalation::{Escalation, EscalationMessage},
    event::{Auditable, EventSubject},
    interaction::Interaction,
    message::Message,
    policy::{Action, Permit},
    redaction::RedactedText,
    service_account::{Secret, ServiceAccount},
    staff::Staff,
    ticket::Ticket,
};

/// One record to write: inserted when new, else updated where the database still holds the expected version.
#[derive(Debug)]
pub struct VersionedWrite<T> {
    expected_version: Option<Version>,
    value: T,
}

impl<T> VersionedWrite<T> {
    pub(crate) const fn insert(value: T) -> Self {
        Self { expected_version: None, value }
    }

    pub(crate) const fn update(expected: Version, value: T) -> Self {
        Self { expected_version: Some(expected), value }
    }

    /// Merges a later write of the same record, made from the value of this one. The expected version stays that of this one.
    pub fn merge(&mut self, later: Self) {
        self.value = later.value;
    }

    /// The version the database must still hold; `None` for a new record.
    pub const fn expected_version(&self) -> Option<Version> {
        self.expected_version
    }
}

impl<T> Deref for VersionedWrite<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// One write of a change.
#[derive(Debug)]
pub enum RecordWrite {
    /// A customer, with its dependent rows.
    Customer(VersionedWrite<Customer>),
    /// The last imported state of a customer.
    ImportSnapshot(VersionedWrite<ImportSnapshot>),
    /// A ticket.
    Ticket(VersionedWrite<Ticket>),
    /// An interaction.
    Interaction(VersionedWrite<Interaction>),
    /// A message of a ticket, or a note.
    Message(VersionedWrite<Message>),
    /// Redacts a text in the events of a record.
    RedactHistory {
        /// The record.
        subject: EventSubject,
        /// Which text.
        text: RedactedText,
    },
    /// An escalation.
    Escalation(VersionedWrite<Escalation>),
    /// A message of an escalation; never updated.
    EscalationMessage(EscalationMessage),
    /// A member of staff.
    Staff(VersionedWrite<Staff>),
    /// A service account.
    ServiceAccount(VersionedWrite<ServiceAccount>),
    /// A secret of a service account.
    Secret(VersionedWrite<Secret>),
}

/// What a transition writes, with its events and the resulting records.
///
/// It cannot be built without a [`Permit`], and only the persistence crate saves it.
#[must_use = "nothing is written until the change is saved"]
#[derive(Debug)]
pub struct Change<T> {
    out: T,
    writes: Vec<RecordWrite>,
    events: Vec<Event>,
}

impl<T> Change<T> {
    /// The parts, for saving.
    pub fn into_parts(self) -> (T, Vec<RecordWrite>, Vec<Event>) {
        (self.out, self.writes, self.events)
    }

    /// The records as they are once saved.
    pub const fn out(&self) -> &T {
        &self.out
    }

    /// The writes, in order.
    pub const fn writes(&self) -> &[RecordWrite] {
        self.writes.as_slice()
    }

    /// The events, in order.
    pub const fn events(&self) -> &[Event] {
        self.events.as_slice()
    }

    /// The cause of further changes that follow from this one, such as an escalation that moves with its ticket; `None` for a no-op.
    pub fn cause(&self) -> Option<Cause> {
        self.events.first().map(|event| Cause { actor: event.actor().clone(), action: event.action() })
    }

    /// Whether there are events: a no-op has none.
    pub const fn has_events(&self) -> bool {
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
    pub(crate) fn no_op(permit: Permit, out: T) -> Self {
        let _used_up = permit;
        Self { out, writes: Vec::new(), events: Vec::new() }
    }

    /// A change with one event and no writes yet.
    pub(crate) fn from_event(out: T, event: Event) -> Self {
        Self { out, writes: Vec::new(), events: vec![event] }
    }

    /// Adds an event.
    pub(crate) fn with_event(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }

    /// Both changes as one, so that neither can be saved alone.
    pub(crate) fn and<U>(mut self, other: Change<U>) -> Change<(T, U)> {
        self.writes.extend(other.writes);
        self.events.extend(other.events);
        Change { out: (self.out, other.out), writes: self.writes, events: self.events }
    }

    pub(crate) fn write(mut self, write: RecordWrite) -> Self {
        self.writes.push(write);
        self
    }
}

/// A permitted change from which others follow. They are its consequences, so the policy is not asked again: the actor may have no rights to the
/// records that they change.
#[derive(Debug, Clone)]
pub struct Cause {
    actor: Actor,
    action: Action,
}

impl Cause {
    /// Who caused it.
    pub(crate) const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What caused it.
    pub(crate) const fn action(&self) -> Action {
        self.action
    }
}

/// Builder for an event: its permit, and what is not a field of the record. Cloned where one action changes two records.
#[derive(Clone)]
pub(crate) struct EventBuilder {
    actor: Actor,
    action: Action,
    at: Timestamp,
    details: Vec<EventDetail>,
}

impl EventBuilder {
    pub(crate) fn new(permit: Permit, at: Timestamp) -> Self {
        let (actor, action) = permit.into_parts();
        Self { actor, action, at, details: Vec::new() }
    }

    /// The event of a consequence.
    pub(crate) fn following(cause: &Cause, at: Timestamp) -> Self {
        Self { actor: cause.actor.clone(), action: cause.action, at, details: Vec::new() }
    }

    /// Adds what is not a field of the record.
    pub(crate) fn with(mut self, detail: EventDetail) -> Self {
        self.details.push(detail);
        self
    }

    /// Builds the event of a record, which was as `before` unless it is new.
    pub(crate) fn build<R: Auditable>(self, before: Option<R>, after: R) -> Event
    where
        EventRecord: From<RecordChange<R>>,
    {
        let (subject, customer) = (after.subject(), after.customer());
        self.build_for(subject, customer, RecordChange::new(before, after).into())
    }

    /// Builds the event of a record that is logged under another subject.
    pub(crate) fn build_for(self, subject: EventSubject, customer: Option<CustomerId>, record: EventRecord) -> Event {
        Event { at: self.at, subject, customer, actor: self.actor, action: self.action, record, details: self.details }
    }

    /// Builds an event that changes no field of the record.
    pub(crate) fn build_unchanged<R: Auditable + Clone>(self, record: &R) -> Event
    where
        EventRecord: From<RecordChange<R>>,
    {
        self.build(Some(record.clone()), record.clone())
    }

    /// A change with this event and no other write.
    pub(crate) fn event_only<R: Auditable + Clone>(self, record: &R) -> Change<()>
    where
        EventRecord: From<RecordChange<R>>,
    {
        Change::from_event((), self.build_unchanged(record))
    }

    /// The change that writes `record`, which was as `before` unless it is new.
    pub(crate) fn change<R: Auditable + Clone>(self, before: Option<R>, record: R, write: impl FnOnce(R) -> RecordWrite) -> Change<R>
    where
        EventRecord: From<RecordChange<R>>,
    {
        let event = self.build(before, record.clone());
        Change { out: record.clone(), writes: vec![write(record)], events: vec![event] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn put_then_keeps_later_state_and_first_expected_version() {
        let mut put = VersionedWrite::update(3, "once");
        put.merge(VersionedWrite::update(4, "twice"));
        assert_eq!((*put, put.expected_version()), ("twice", Some(3)));
        let mut new = VersionedWrite::insert("once");
        new.merge(VersionedWrite::update(1, "twice"));
        assert_eq!((*new, new.expected_version()), ("twice", None));
    }
}
