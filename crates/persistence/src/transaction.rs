//! Unit of work: one transaction, in which [`Transaction::save`] is the only way to write records.

mod claimed_events;
mod fetched_replies;
mod idempotency;
mod import_matching;
mod load;
mod locked_message;
mod overdue_replies;
mod related;
mod staff_release;
mod write;

pub(crate) use idempotency::KEY_TTL_SECONDS;
pub use locked_message::LockedMessage;
pub use staff_release::AssignedWork;

use std::collections::HashSet;

use caredesk_domain::{
    CustomerId, EscalationId, InteractionId, MessageId, SecretId, ServiceAccountId, StaffId, TicketId, Timestamp, change::Change,
    ticket_number::TicketNumber,
};
use uuid::Uuid;

use crate::{
    consumers::queue,
    engine::{
        database::{CommitError, SqlTransaction},
        ids::Ids,
    },
    error::StoreError,
    idempotent_request::{RecordRef, inserted_id},
    projections::{self, SavedChanges},
    tables::{event, write_set::WriteSet},
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
        let (mut writes, mut events, mut inserted) = (WriteSet::default(), Vec::with_capacity(changes.len()), HashSet::new());
        for change in changes {
            let (value, its_writes, its_events) = change.into_parts();
            out.push(value);
            inserted.extend(its_writes.iter().filter_map(inserted_id));
            writes.group(its_writes);
            events.push(its_events);
        }
        let connection = &self.transaction;
        let saved = SavedChanges { writes, events, inserted, at: self.at, ids: &self.ids };
        let before = projections::read_before(connection, &saved).await?;
        saved.writes.save(connection, self.at).await?;
        projections::update(connection, &saved, before).await?;
        let appended = event::append(connection, &self.ids, saved.events()).await?;
        queue::enqueue(connection, appended.into_iter().zip(saved.events())).await?;
        self.inserted.extend(saved.inserted);
        Ok(out)
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

#[cfg(test)]
mod tests;
