//! What a transaction saves.

use std::collections::HashSet;

use caredesk_domain::{
    Timestamp,
    change::{Event, EventDetail, EventRecord, RecordChange},
    customer::Customer,
    interaction::Interaction,
    ticket::Ticket,
};
use uuid::Uuid;

use crate::{engine::ids::Ids, tables::write_set::WriteSet};

/// The changes that are saved together.
pub(crate) struct SavedChanges<'t> {
    /// The records as they are after all of them.
    pub(crate) writes: WriteSet,
    /// The events of each change, in order.
    pub(crate) events: Vec<Vec<Event>>,
    /// The records they create: nothing has followed from these before.
    pub(crate) inserted: HashSet<Uuid>,
    /// The time of the transaction.
    pub(crate) at: Timestamp,
    pub(crate) ids: &'t Ids,
}

impl SavedChanges<'_> {
    /// All events, in order.
    pub(crate) fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().flatten()
    }

    /// The tickets with such an event, or with a redacted text.
    pub(crate) fn tickets_where(&self, condition: impl Fn(&RecordChange<Ticket>) -> bool) -> impl Iterator<Item = &Ticket> {
        let ids = self.ids_where(|record| matches!(record, EventRecord::Ticket(change) if condition(change)));
        self.writes.tickets.iter().map(|write| &**write).filter(move |ticket| ids.contains(&ticket.id.uuid()))
    }

    /// The interactions with such an event, or with a redacted text.
    pub(crate) fn interactions_where(&self, condition: impl Fn(&RecordChange<Interaction>) -> bool) -> impl Iterator<Item = &Interaction> {
        let ids = self.ids_where(|record| matches!(record, EventRecord::Interaction(change) if condition(change)));
        self.writes.interactions.iter().map(|write| &**write).filter(move |interaction| ids.contains(&interaction.id.uuid()))
    }

    /// The customers with such an event.
    pub(crate) fn customers_where(&self, condition: impl Fn(&RecordChange<Customer>) -> bool) -> impl Iterator<Item = &Customer> {
        let ids = self.ids_where(|record| matches!(record, EventRecord::Customer(change) if condition(change)));
        self.writes.customers.iter().map(|write| &**write).filter(move |customer| ids.contains(&customer.id.uuid()))
    }

    /// The subjects of the events with such a record. A redacted text is gone from the record before the event, too.
    fn ids_where(&self, condition: impl Fn(&EventRecord) -> bool) -> HashSet<Uuid> {
        let is_redacted = |event: &Event| event.details().iter().any(|detail| matches!(detail, EventDetail::Redacted(_)));
        self.events().filter(|event| condition(event.record()) || is_redacted(event)).map(|event| event.subject().id).collect()
    }
}
