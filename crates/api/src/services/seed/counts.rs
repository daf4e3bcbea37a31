//! What was made up so far.

use caredesk_domain::change::{Change, RecordWrite, Version};

/// What was made up so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// People of the desk.
    pub staff: u64,
    /// Patients.
    pub customers: u64,
    /// Calls, chats and e-mails.
    pub interactions: u64,
    /// Tickets.
    pub tickets: u64,
    /// Messages of tickets, and notes.
    pub messages: u64,
    /// Questions to doctors and admins.
    pub escalations: u64,
    /// What was asked and answered within them.
    pub escalation_messages: u64,
    /// Events.
    pub events: u64,
}

impl Counts {
    /// All records; their details, search keys, notices and older states are not counted.
    pub const fn rows(&self) -> u64 {
        let cases = self.customers + self.interactions + self.tickets + self.messages;
        self.staff + cases + self.escalations + self.escalation_messages + self.events
    }

    pub(super) const fn add(&mut self, other: Self) {
        self.staff += other.staff;
        self.customers += other.customers;
        self.interactions += other.interactions;
        self.tickets += other.tickets;
        self.messages += other.messages;
        self.escalations += other.escalations;
        self.escalation_messages += other.escalation_messages;
        self.events += other.events;
    }

    /// Adds the records that a change brings.
    pub(super) fn count<T>(&mut self, change: &Change<T>) {
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
