//! Full-text index of tickets and interactions, with the names of their customers, updated by every save that changes them.
//!
//! Words are folded here, so that both engines find the same; `dialect` stores them. The words of names are marked, so that callers without
//! access to customers search the other words only.

use std::collections::{HashMap, HashSet};

use caredesk_domain::{
    CustomerId, InteractionId, TicketId,
    change::Put,
    customer::Customer,
    event::{Event, Subject},
    interaction::Interaction,
    search::{may_be_misspelt, words},
    text::{Limits, Text},
    ticket::Ticket,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::keys::{learn, name_words};
use crate::{
    column::IdColumn,
    customer, dialect,
    entity::{customer as customer_row, interaction as interaction_row, ticket as ticket_row},
    interaction,
    row::{Lock, locked},
    store::StoreError,
    ticket,
};

/// Fields of tickets and interactions, and of customers, whose change requires reindexing.
pub(super) const OF_RECORDS: [&str; 4] = ["subject", "description", "summary", "customer"];
const OF_CUSTOMERS: [&str; 3] = ["given_name", "family_name", "former_names"];
/// Maximum number of records read or written in one statement.
const TOGETHER: usize = 500;

/// The words of a record to index.
struct Document {
    id: Uuid,
    customer: CustomerId,
    words: Vec<String>,
}

/// Updates of the full-text index that follow from some changes.
pub(crate) struct Texts {
    documents: Vec<Document>,
    renamed: Vec<CustomerId>,
}

impl Texts {
    /// Selects new records, and those whose events say that their text or name changed.
    pub(crate) fn of(tickets: &[Put<Ticket>], interactions: &[Put<Interaction>], customers: &[Put<Customer>], events: &[Event]) -> Self {
        let told = |of: &[&str]| -> HashSet<Uuid> {
            let about = events.iter().filter(|event| of.iter().any(|field| event.changes().contains_key(*field)));
            about.map(|event| event.subject().id).collect()
        };
        let (reworded, renamed) = (told(&OF_RECORDS), told(&OF_CUSTOMERS));
        let tickets = tickets.iter().filter(|put| put.expected().is_none() || reworded.contains(&put.id.uuid()));
        let interactions = interactions.iter().filter(|put| put.expected().is_none() || reworded.contains(&put.id.uuid()));
        let renamed = customers.iter().filter(|put| put.expected().is_some() && renamed.contains(&put.id.uuid()));
        let documents = tickets.map(|put| of_ticket(put)).chain(interactions.map(|put| of_interaction(put)));
        Self { documents: documents.collect(), renamed: renamed.map(|put| put.id).collect() }
    }

    /// Writes the updates, after the records themselves are saved.
    pub(crate) async fn keep<C: ConnectionTrait>(mut self, connection: &C) -> Result<(), StoreError> {
        if !self.renamed.is_empty() {
            self.documents.extend(of_customers(connection, &self.renamed).await?);
        }
        // A changed record may also belong to a renamed customer; both documents are then equal.
        self.documents.sort_by_key(|document| document.id);
        self.documents.dedup_by_key(|document| document.id);
        for some in self.documents.chunks(TOGETHER) {
            // Locked, so that a concurrent rename either waits and then sees what is written here, or committed first and is seen here.
            let names = names(connection, some.iter().map(|document| document.customer), Lock::Share).await?;
            learn(
                connection,
                some.iter().flat_map(|document| &document.words).map(String::as_str).filter(|word| may_be_misspelt(word)).collect(),
            )
            .await?;
            let whole = some.iter().map(|document| {
                let mut words = document.words.clone();
                words.extend(names.get(&document.customer).into_iter().flatten().map(|name| format!("{}{name}", dialect::texts::NAME)));
                words.sort_unstable();
                words.dedup();
                (document.id, words.join(" "))
            });
            dialect::texts::keep(connection, whole.collect()).await?;
        }
        Ok(())
    }
}

fn of_ticket(ticket: &Ticket) -> Document {
    let mut all = written(&ticket.subject);
    all.extend(written(&ticket.description));
    Document { id: ticket.id.uuid(), customer: ticket.customer, words: all }
}

fn of_interaction(interaction: &Interaction) -> Document {
    let all = interaction.summary.as_ref().map(written).unwrap_or_default();
    Document { id: interaction.id.uuid(), customer: interaction.customer, words: all }
}

/// The words of a text; none if it is redacted.
fn written<L: Limits>(text: &Text<L>) -> Vec<String> {
    if text.is_redacted() { Vec::new() } else { words(text.as_str()) }
}

/// The words of a stored ticket or interaction; none for other records.
pub(super) async fn of_record<C: ConnectionTrait>(connection: &C, record: Subject) -> Result<Vec<String>, StoreError> {
    let ticket = ticket_row::Entity::find_by_id(IdColumn(TicketId::from_uuid(record.id))).one(connection).await?;
    let interaction = interaction_row::Entity::find_by_id(IdColumn(InteractionId::from_uuid(record.id))).one(connection).await?;
    let ticket = ticket.map(ticket::restore).transpose()?.map(|ticket| of_ticket(&ticket).words);
    let interaction = interaction.map(interaction::restore).transpose()?.map(|interaction| of_interaction(&interaction).words);
    Ok(ticket.or(interaction).unwrap_or_default())
}

/// The tickets and interactions of renamed customers, including deleted ones.
async fn of_customers<C: ConnectionTrait>(connection: &C, customers: &[CustomerId]) -> Result<Vec<Document>, StoreError> {
    let ids = || customers.iter().copied().map(IdColumn);
    let tickets = ticket_row::Entity::find().filter(ticket_row::Column::CustomerId.is_in(ids())).all(connection).await?;
    let interactions = interaction_row::Entity::find().filter(interaction_row::Column::CustomerId.is_in(ids())).all(connection).await?;
    let mut documents = Vec::new();
    for row in tickets {
        documents.push(of_ticket(&ticket::restore(row)?));
    }
    for row in interactions {
        documents.push(of_interaction(&interaction::restore(row)?));
    }
    Ok(documents)
}

/// The words of customers' names, in one query.
pub(super) async fn names<C: ConnectionTrait>(
    connection: &C,
    customers: impl Iterator<Item = CustomerId>,
    lock: Lock,
) -> Result<HashMap<CustomerId, Vec<String>>, StoreError> {
    let mut wanted: Vec<CustomerId> = customers.collect();
    wanted.sort_unstable();
    wanted.dedup();
    let select = customer_row::Entity::find()
        .filter(customer_row::Column::Id.is_in(wanted.into_iter().map(IdColumn)))
        .order_by_asc(customer_row::Column::Id);
    let rows = locked(select, lock).all(connection).await?;
    Ok(rows.into_iter().map(customer::restore).map(|customer| (customer.id, name_words(&customer))).collect())
}

#[cfg(test)]
mod tests;
