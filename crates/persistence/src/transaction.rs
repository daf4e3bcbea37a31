//! Unit of work: one transaction, in which [`Transaction::save`] is the only way to write records.

mod fetched_replies;
mod idempotency;
mod import_matching;
mod load;
mod locked_message;
mod overdue_replies;
mod related;
mod staff_release;
mod write;

pub use locked_message::LockedMessage;

use std::collections::{HashMap, HashSet};

use caredesk_domain::{
    CustomerId, EscalationId, InteractionId, MessageId, SecretId, ServiceAccountId, StaffId, TicketId, Timestamp,
    change::{Change, RecordWrite, Version, VersionedWrite},
    customer::{Customer, ImportSnapshot},
    escalation::{Escalation, EscalationMessage},
    event::{Event, EventSubject},
    interaction::Interaction,
    message::Message,
    redaction::RedactedText,
    service_account::{Secret, ServiceAccount},
    staff::Staff,
    ticket::{PeriodChange, Ticket, period_changes},
    ticket_number::TicketNumber,
};
use uuid::Uuid;

use crate::{
    consumers::seal_queue,
    engine::{
        database::{CommitError, SqlTransaction},
        ids::Ids,
    },
    error::StoreError,
    idempotent_request::{RecordRef, inserted_id},
    projections::{
        keyword_index, notice, open_period, search_dictionary_cleanup::UnusedWords, search_keys::index_customers,
        search_text::SearchTextUpdate, unfetched_reply::UnfetchedReplies,
    },
    tables::{customer, escalation, event, interaction, message, redaction, service_account, staff, ticket},
};

/// An open transaction. Its changes share one timestamp, which is never before the last change of a record it has loaded: after a lock wait
/// the start of the transaction may be older. So load first, then call [`Transaction::timestamp`].
#[derive(Debug)]
pub struct Transaction {
    transaction: SqlTransaction,
    at: Timestamp,
    ids: Ids,
    /// The locked records, and the highest lock rank among them.
    locked: HashSet<Uuid>,
    rank: u8,
    /// Records inserted by this transaction.
    inserted: HashSet<Uuid>,
    shown: Option<RecordRef>,
}

impl Transaction {
    pub(crate) fn new(transaction: SqlTransaction, at: Timestamp, ids: Ids) -> Self {
        Self { transaction, at, ids, locked: HashSet::new(), rank: 0, inserted: HashSet::new(), shown: None }
    }

    /// Sets the record that the response shows; the last call wins. A repeated request is answered with that record. Methods that make a
    /// view for a response, such as [`Transaction::ticket_view`], call it themselves.
    pub fn set_response_record(&mut self, record: impl Into<RecordRef>) {
        self.shown = Some(record.into());
    }

    /// The record that the response shows, and whether this transaction inserted it.
    pub(crate) fn response_record(&self) -> Option<(RecordRef, bool)> {
        self.shown.map(|response_record| (response_record, self.inserted.contains(&response_record.id())))
    }

    /// The timestamp of the changes of this transaction; final once all records to change are loaded.
    pub const fn timestamp(&self) -> Timestamp {
        self.at
    }

    /// A new customer's id.
    pub fn new_customer_id(&self) -> CustomerId {
        self.ids.id(self.at)
    }

    /// A new ticket's id.
    pub fn new_ticket_id(&self) -> TicketId {
        self.ids.id(self.at)
    }

    /// A new interaction's id.
    pub fn new_interaction_id(&self) -> InteractionId {
        self.ids.id(self.at)
    }

    /// A new escalation's id.
    pub fn new_escalation_id(&self) -> EscalationId {
        self.ids.id(self.at)
    }

    /// A new ticket's number; if it is taken, saving fails and the transaction is retried with another.
    pub fn new_ticket_number(&self) -> TicketNumber {
        TicketNumber::from_value(self.ids.random_below(TicketNumber::COUNT))
    }

    /// A new message's id.
    pub fn new_message_id(&self) -> MessageId {
        self.ids.id(self.at)
    }

    /// A new staff member's id.
    pub fn new_staff_id(&self) -> StaffId {
        self.ids.id(self.at)
    }

    /// A new service account id.
    pub fn new_service_account_id(&self) -> ServiceAccountId {
        self.ids.id(self.at)
    }

    /// A new secret id.
    pub fn new_secret_id(&self) -> SecretId {
        self.ids.id(self.at)
    }

    pub(crate) const fn connection(&self) -> &SqlTransaction {
        &self.transaction
    }

    pub(crate) const fn ids(&self) -> &Ids {
        &self.ids
    }

    /// Writes a change, rows and events, and returns the changed record.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when a record has changed since the change was made; [`StoreError::UniqueViolation`] when a unique value is taken.
    pub async fn save<T>(&mut self, change: Change<T>) -> Result<T, StoreError> {
        let mut saved = self.save_all(vec![change]).await?;
        saved.pop().ok_or(StoreError::NotFound)
    }

    /// Writes many changes at once. New rows of a table are inserted together; a record changed several times, each time from the result of the
    /// previous change, is written once. All events are written.
    ///
    /// # Errors
    /// As [`Transaction::save`].
    pub async fn save_all<T>(&mut self, changes: Vec<Change<T>>) -> Result<Vec<T>, StoreError> {
        let mut out = Vec::with_capacity(changes.len());
        let (mut writes, mut events) = (WriteSet::default(), Vec::with_capacity(changes.len()));
        let (mut words, mut new) = (Vec::new(), HashSet::new());
        let mut periods = Vec::new();
        for change in changes {
            let (value, its_writes, its_events) = change.into_parts();
            out.push(value);
            words.extend(caredesk_domain::notice::notice_changes(&its_events, &its_writes));
            periods.extend(period_changes(&its_events, &its_writes));
            new.extend(its_writes.iter().filter_map(inserted_id));
            writes.group(its_writes);
            events.extend(its_events);
        }
        self.apply(writes, events, periods).await?;
        notice::apply_changes(&self.transaction, &self.ids, self.at, words, &new).await?;
        self.inserted.extend(new);
        Ok(out)
    }

    async fn apply(&self, writes: WriteSet, events: Vec<Event>, periods: Vec<PeriodChange>) -> Result<(), StoreError> {
        let connection = &self.transaction;
        let terms = keyword_index::KeywordUpdate::of(&writes.tickets, &events);
        let described = open_period::PeriodLabels::of(&writes.tickets, &events);
        let contacts = open_period::ContactCounter::of(&periods, &writes.interactions, &writes.escalations, &events);
        let forgotten = UnusedWords::collect(connection, &writes.redactions).await?;
        let unfetched = UnfetchedReplies::of(&writes.messages, &writes.tickets, self.at);
        let texts = SearchTextUpdate::of(&writes.tickets, &writes.interactions, &writes.customers, &events);
        staff::save(connection, writes.staff).await?;
        customer::save(connection, &writes.customers).await?;
        index_customers(connection, &writes.customers).await?;
        service_account::save(connection, writes.service_accounts).await?;
        service_account::save_secrets(connection, writes.secrets).await?;
        customer::save_sources(connection, writes.sources).await?;
        interaction::save(connection, writes.interactions).await?;
        ticket::save(connection, writes.tickets).await?;
        open_period::save(connection, periods).await?;
        described.save(connection).await?;
        terms.save(connection).await?;
        message::save(connection, writes.messages, self.at).await?;
        unfetched.save(connection).await?;
        for (subject, text) in writes.redactions {
            redaction::apply(connection, subject, text).await?;
        }
        escalation::save(connection, writes.escalations).await?;
        escalation::save_messages(connection, writes.escalation_messages).await?;
        contacts.count(connection).await?;
        texts.save(connection).await?;
        forgotten.remove(connection).await?;
        let appended = event::append(connection, &self.ids, events).await?;
        seal_queue::enqueue(connection, appended).await
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(|error| match error {
            // A retry could apply it twice.
            CommitError::Unknown(error) => StoreError::CommitUnknown(error),
            CommitError::RolledBack(error) => error.into(),
        })
    }

    pub(crate) async fn rollback(self) {
        self.transaction.rollback().await;
    }
}

/// Writes grouped by kind, in the order of their foreign keys.
#[derive(Default)]
struct WriteSet {
    staff: Vec<VersionedWrite<Staff>>,
    customers: Vec<VersionedWrite<Customer>>,
    sources: Vec<VersionedWrite<ImportSnapshot>>,
    tickets: Vec<VersionedWrite<Ticket>>,
    service_accounts: Vec<VersionedWrite<ServiceAccount>>,
    secrets: Vec<VersionedWrite<Secret>>,
    interactions: Vec<VersionedWrite<Interaction>>,
    messages: Vec<VersionedWrite<Message>>,
    redactions: Vec<(EventSubject, RedactedText)>,
    escalations: Vec<VersionedWrite<Escalation>>,
    escalation_messages: Vec<EscalationMessage>,
    /// Index of the last write of each record.
    places: HashMap<Uuid, usize>,
}

impl WriteSet {
    fn group(&mut self, writes: Vec<RecordWrite>) {
        for write in writes {
            match write {
                RecordWrite::Staff(put) => self.staff.push(put),
                RecordWrite::Customer(put) => {
                    add(&mut self.customers, &mut self.places, put, |customer| (customer.id.uuid(), customer.version))
                }
                RecordWrite::ImportSnapshot(source) => self.sources.push(source),
                RecordWrite::Ticket(put) => add(&mut self.tickets, &mut self.places, put, |ticket| (ticket.id.uuid(), ticket.version)),
                RecordWrite::Interaction(put) => {
                    add(&mut self.interactions, &mut self.places, put, |interaction| (interaction.id.uuid(), interaction.version));
                }
                RecordWrite::Message(put) => self.messages.push(put),
                RecordWrite::RedactHistory { subject, text } => self.redactions.push((subject, text)),
                RecordWrite::Escalation(put) => {
                    add(&mut self.escalations, &mut self.places, put, |escalation| (escalation.id.uuid(), escalation.version));
                }
                RecordWrite::EscalationMessage(message) => self.escalation_messages.push(message),
                RecordWrite::ServiceAccount(put) => self.service_accounts.push(put),
                RecordWrite::Secret(put) => self.secrets.push(put),
            }
        }
    }
}

/// Adds a write. One based on the result of an earlier one is merged with it; any other is left for the database to reject as stale.
fn add<T>(
    puts: &mut Vec<VersionedWrite<T>>,
    places: &mut HashMap<Uuid, usize>,
    put: VersionedWrite<T>,
    state: impl Fn(&T) -> (Uuid, Version),
) {
    let (id, _) = state(&put);
    let earlier = places.get(&id).and_then(|place| puts.get_mut(*place));
    let made_from = put.expected_version().map(|version| (id, version));
    match earlier {
        Some(earlier) if made_from == Some(state(earlier)) => earlier.merge(put),
        Some(_) | None => {
            places.insert(id, puts.len());
            puts.push(put);
        }
    }
}

#[cfg(test)]
mod tests;
