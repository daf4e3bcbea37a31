//! One transaction: what it reads it may change, and [`Work::save`] is the only way it writes records.

use caredesk_domain::{
    CustomerId, MessageId, StaffId, TicketId, Timestamp,
    actor::Scope,
    change::{Change, Put, Write},
    event::Event,
    id::Id,
    ticket_number::TicketNumber,
};
use sea_orm::DatabaseTransaction;

use crate::{customer, event, failure::Failure, ids::Ids, message, row::Row, staff, store::StoreError, ticket};

/// An open transaction. Everything in it happens at one instant.
#[derive(Debug)]
pub struct Work {
    transaction: DatabaseTransaction,
    at: Timestamp,
    ids: Ids,
}

impl Work {
    pub(crate) const fn new(transaction: DatabaseTransaction, at: Timestamp, ids: Ids) -> Self {
        Self { transaction, at, ids }
    }

    /// The instant at which everything in this transaction happens.
    pub const fn at(&self) -> Timestamp {
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

    /// A new ticket's number; should it be taken, saving fails and the transaction is tried again with another.
    pub fn new_ticket_number(&self) -> TicketNumber {
        TicketNumber::from_value(self.ids.random_below(TicketNumber::COUNT))
    }

    /// A new message's id.
    pub fn new_message_id(&self) -> MessageId {
        self.ids.id(self.at)
    }

    /// A new member of staff's id.
    pub fn new_staff_id(&self) -> StaffId {
        self.ids.id(self.at)
    }

    pub(crate) const fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    pub(crate) const fn ids(&self) -> &Ids {
        &self.ids
    }

    /// One record to change, as far as it exists within `scope`; nobody else changes it until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn get<T: Row>(&mut self, scope: Scope, id: Id<T::Kind>) -> Result<T, StoreError> {
        T::find(&self.transaction, scope, id, true).await?.filter(|row| !row.is_deleted()).ok_or(StoreError::NotFound)
    }

    /// As [`Work::get`], and hidden ones as well: for who may bring them back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn get_hidden_too<T: Row>(&mut self, scope: Scope, id: Id<T::Kind>) -> Result<T, StoreError> {
        T::find(&self.transaction, scope, id, true).await?.ok_or(StoreError::NotFound)
    }

    /// Writes a change, rows and events, and returns the records as they are now.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when a record is no longer what the change was made from; [`StoreError::Taken`] when a unique value is.
    pub async fn save<T>(&mut self, change: Change<T>) -> Result<T, StoreError> {
        let mut saved = self.save_all(vec![change]).await?;
        saved.pop().ok_or(StoreError::NotFound)
    }

    /// Writes many changes at once. New rows of a kind go in together.
    ///
    /// # Errors
    /// As [`Work::save`].
    pub async fn save_all<T>(&mut self, changes: Vec<Change<T>>) -> Result<Vec<T>, StoreError> {
        let mut out = Vec::with_capacity(changes.len());
        let (mut writes, mut events) = (Writes::default(), Vec::with_capacity(changes.len()));
        for change in changes {
            let (value, its_writes, its_events) = change.into_parts();
            out.push(value);
            writes.sort_in(its_writes);
            events.extend(its_events);
        }
        self.carry_out(writes, events).await?;
        Ok(out)
    }

    async fn carry_out(&self, writes: Writes, events: Vec<Event>) -> Result<(), StoreError> {
        let connection = &self.transaction;
        staff::save(connection, writes.staff).await?;
        customer::save(connection, writes.customers).await?;
        customer::save_sources(connection, writes.sources).await?;
        ticket::save(connection, writes.tickets).await?;
        message::save(connection, writes.messages).await?;
        event::append(connection, &self.ids, events).await
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(|error| match Failure::of(&error) {
            // The commit may have been kept although its answer was lost: trying again could do it twice.
            Failure::Unavailable => StoreError::Broken(error),
            Failure::Conflict | Failure::Unique(_) | Failure::ForeignKey | Failure::Other => error.into(),
        })
    }

    pub(crate) async fn roll_back(self) {
        if let Err(error) = self.transaction.rollback().await {
            tracing::warn!(%error, "a transaction could not be rolled back; its connection is dropped");
        }
    }
}

/// Writes sorted by kind, in the order in which rows refer to each other.
#[derive(Default)]
struct Writes {
    staff: Vec<Put<caredesk_domain::staff::Staff>>,
    customers: Vec<Put<caredesk_domain::customer::Customer>>,
    sources: Vec<Put<caredesk_domain::customer::Source>>,
    tickets: Vec<Put<caredesk_domain::ticket::Ticket>>,
    messages: Vec<caredesk_domain::message::Message>,
}

impl Writes {
    fn sort_in(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write {
                Write::Staff(put) => self.staff.push(put),
                Write::Customer(put) => self.customers.push(put),
                Write::Source(source) => self.sources.push(source),
                Write::Ticket(put) => self.tickets.push(put),
                Write::Message(message) => self.messages.push(message),
            }
        }
    }
}
