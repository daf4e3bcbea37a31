//! How many records were made, and the changes that make them.

use caredesk_domain::change::{Change, RecordWrite, Version};

/// How many records were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Staff.
    pub staff: u64,
    /// Customers.
    pub customers: u64,
    /// Interactions.
    pub interactions: u64,
    /// Tickets.
    pub tickets: u64,
    /// Replies and notes.
    pub messages: u64,
    /// Escalations.
    pub escalations: u64,
    /// Messages within escalations.
    pub escalation_messages: u64,
    /// Events.
    pub events: u64,
}

impl Counts {
    /// All records; search keys, notices and other rows that follow from them are not counted.
    pub const fn rows(&self) -> u64 {
        let records = self.customers + self.interactions + self.tickets + self.messages;
        self.staff + records + self.escalations + self.escalation_messages + self.events
    }

    pub(crate) const fn add(&mut self, other: Self) {
        self.staff += other.staff;
        self.customers += other.customers;
        self.interactions += other.interactions;
        self.tickets += other.tickets;
        self.messages += other.messages;
        self.escalations += other.escalations;
        self.escalation_messages += other.escalation_messages;
        self.events += other.events;
    }

    /// Adds the records that a change inserts.
    fn count<T>(&mut self, change: &Change<T>) {
        let new = |expected: Option<Version>| u64::from(expected.is_none());
        self.events += u64::try_from(change.events().len()).unwrap_or(0);
        for write in change.writes() {
            match write {
                RecordWrite::Staff(put) => self.staff += new(put.expected_version()),
                RecordWrite::Customer(put) => self.customers += new(put.expected_version()),
                RecordWrite::Interaction(put) => self.interactions += new(put.expected_version()),
                RecordWrite::Ticket(put) => self.tickets += new(put.expected_version()),
                RecordWrite::Message(put) => self.messages += new(put.expected_version()),
                RecordWrite::Escalation(put) => self.escalations += new(put.expected_version()),
                RecordWrite::EscalationMessage(_) => self.escalation_messages += 1,
                RecordWrite::RedactHistory { .. }
                | RecordWrite::ImportSnapshot(_)
                | RecordWrite::ServiceAccount(_)
                | RecordWrite::Secret(_) => {}
            }
        }
    }
}

/// Changes to be saved together.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) changes: Vec<Change<()>>,
    pub(crate) counts: Counts,
}

impl Batch {
    /// Adds a change and returns the changed records.
    pub(crate) fn add<T: Clone>(&mut self, change: Change<T>) -> T {
        self.counts.count(&change);
        let out = change.out().clone();
        self.changes.push(change.map(drop));
        out
    }
}
