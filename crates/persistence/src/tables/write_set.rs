//! The writes of a transaction, grouped by table.

use std::collections::HashMap;

use caredesk_domain::{
    Timestamp,
    change::{RecordWrite, Version, VersionedWrite},
    customer::{Customer, ImportSnapshot},
    escalation::{Escalation, EscalationMessage},
    event::EventSubject,
    interaction::Interaction,
    message::Message,
    redaction::RedactedText,
    service_account::{Secret, ServiceAccount},
    staff::Staff,
    ticket::Ticket,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{customer, escalation, interaction, message, redaction, service_account, staff, ticket};
use crate::error::StoreError;

/// Writes grouped by kind, in the order of their foreign keys.
#[derive(Default)]
pub(crate) struct WriteSet {
    pub(crate) staff: Vec<VersionedWrite<Staff>>,
    pub(crate) customers: Vec<VersionedWrite<Customer>>,
    pub(crate) sources: Vec<VersionedWrite<ImportSnapshot>>,
    pub(crate) tickets: Vec<VersionedWrite<Ticket>>,
    pub(crate) service_accounts: Vec<VersionedWrite<ServiceAccount>>,
    pub(crate) secrets: Vec<VersionedWrite<Secret>>,
    pub(crate) interactions: Vec<VersionedWrite<Interaction>>,
    pub(crate) messages: Vec<VersionedWrite<Message>>,
    pub(crate) redactions: Vec<(EventSubject, RedactedText)>,
    pub(crate) escalations: Vec<VersionedWrite<Escalation>>,
    pub(crate) escalation_messages: Vec<EscalationMessage>,
    /// Index of the last write of each record.
    places: HashMap<Uuid, usize>,
}

impl WriteSet {
    /// Adds the writes of a change.
    pub(crate) fn group(&mut self, writes: Vec<RecordWrite>) {
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

    /// Writes the rows.
    pub(crate) async fn save<C: ConnectionTrait>(&self, connection: &C, at: Timestamp) -> Result<(), StoreError> {
        staff::save(connection, &self.staff).await?;
        customer::save(connection, &self.customers).await?;
        service_account::save(connection, &self.service_accounts).await?;
        service_account::save_secrets(connection, &self.secrets).await?;
        customer::save_sources(connection, &self.sources).await?;
        interaction::save(connection, &self.interactions).await?;
        ticket::save(connection, &self.tickets).await?;
        message::save(connection, &self.messages, at).await?;
        for (subject, text) in &self.redactions {
            redaction::apply(connection, *subject, *text).await?;
        }
        escalation::save(connection, &self.escalations).await?;
        escalation::save_messages(connection, &self.escalation_messages).await
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
