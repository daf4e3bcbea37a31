//! Full-text index of tickets and interactions, with the names of their customers, updated by every save that changes them.
//!
//! Words are folded here, so that both engines find the same; `engine::dialect` stores them. The words of names are marked, so that callers without
//! access to customers search the other words only.

use std::collections::HashMap;

use caredesk_domain::{
    CustomerId, InteractionId, TicketId,
    change::RecordChange,
    customer::Customer,
    event::EventSubject,
    interaction::Interaction,
    search::{allows_typos, folded_words},
    text::{Text, TextKind},
    ticket::Ticket,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::saved_changes::SavedChanges;
use crate::{
    engine::{column::IdColumn, dialect},
    error::StoreError,
    projections::search_keys::{add_to_dictionary, name_words},
    scoped_record::{Lock, with_lock},
    tables::{
        customer,
        entity::{customer as customer_row, interaction as interaction_row, ticket as ticket_row},
        interaction, ticket,
    },
};

/// The redactable texts that are indexed, by their names.
pub(super) const INDEXED_TEXTS: [&str; 3] = ["subject", "description", "summary"];
/// Maximum number of records read or written in one statement.
const BATCH_SIZE: usize = 500;

/// The words of a record to index.
struct Document {
    id: Uuid,
    customer: CustomerId,
    words: Vec<String>,
}

/// Indexes new records and those whose text or customer changed, and the records of renamed customers.
pub(super) async fn update<C: ConnectionTrait>(connection: &C, changes: &SavedChanges<'_>) -> Result<(), StoreError> {
    let tickets = changes.tickets_where(|change| change.sets(|ticket| (&ticket.subject, &ticket.description, ticket.customer)));
    let interactions = changes.interactions_where(|change| change.sets(|interaction| (&interaction.summary, interaction.customer)));
    let mut documents: Vec<Document> = tickets.map(ticket_document).chain(interactions.map(interaction_document)).collect();
    let is_renamed = |change: &RecordChange<Customer>| {
        change.changes(|customer| (&customer.details.given_name, &customer.details.family_name, &customer.details.former_names))
    };
    let renamed: Vec<CustomerId> = changes.customers_where(is_renamed).map(|customer| customer.id).collect();
    if !renamed.is_empty() {
        documents.extend(customer_documents(connection, &renamed).await?);
    }
    // A changed record may also belong to a renamed customer; both documents are then equal.
    documents.sort_by_key(|document| document.id);
    documents.dedup_by_key(|document| document.id);
    for some in documents.chunks(BATCH_SIZE) {
        // Locked, so that a concurrent rename either waits and then sees what is written here, or committed first and is seen here.
        let names = name_words_by_customer(connection, some.iter().map(|document| document.customer), Lock::Share).await?;
        add_to_dictionary(
            connection,
            some.iter().flat_map(|document| &document.words).map(String::as_str).filter(|word| allows_typos(word)).collect(),
        )
        .await?;
        let whole = some.iter().map(|document| {
            let mut words = document.words.clone();
            words.extend(
                names.get(&document.customer).into_iter().flatten().map(|name| format!("{}{name}", dialect::full_text::NAME_PREFIX)),
            );
            words.sort_unstable();
            words.dedup();
            (document.id, words.join(" "))
        });
        dialect::full_text::upsert(connection, whole.collect()).await?;
    }
    Ok(())
}

fn ticket_document(ticket: &Ticket) -> Document {
    let mut all = written(&ticket.subject);
    all.extend(written(&ticket.description));
    Document { id: ticket.id.uuid(), customer: ticket.customer, words: all }
}

fn interaction_document(interaction: &Interaction) -> Document {
    let all = interaction.summary.as_ref().map(written).unwrap_or_default();
    Document { id: interaction.id.uuid(), customer: interaction.customer, words: all }
}

/// The words of a text; none if it is redacted.
fn written<L: TextKind>(text: &Text<L>) -> Vec<String> {
    if text.is_redacted() { Vec::new() } else { folded_words(text.as_str()) }
}

/// The words of a stored ticket or interaction; none for other records.
pub(super) async fn record_words<C: ConnectionTrait>(connection: &C, record: EventSubject) -> Result<Vec<String>, StoreError> {
    let ticket = ticket_row::Entity::find_by_id(IdColumn(TicketId::from_uuid(record.id))).one(connection).await?;
    let interaction = interaction_row::Entity::find_by_id(IdColumn(InteractionId::from_uuid(record.id))).one(connection).await?;
    let ticket = ticket.map(ticket::from_row).transpose()?.map(|ticket| ticket_document(&ticket).words);
    let interaction = interaction.map(interaction::from_row).transpose()?.map(|interaction| interaction_document(&interaction).words);
    Ok(ticket.or(interaction).unwrap_or_default())
}

/// The tickets and interactions of renamed customers, including deleted ones.
async fn customer_documents<C: ConnectionTrait>(connection: &C, customers: &[CustomerId]) -> Result<Vec<Document>, StoreError> {
    let ids = || customers.iter().copied().map(IdColumn);
    let tickets = ticket_row::Entity::find().filter(ticket_row::Column::CustomerId.is_in(ids())).all(connection).await?;
    let interactions = interaction_row::Entity::find().filter(interaction_row::Column::CustomerId.is_in(ids())).all(connection).await?;
    let mut documents = Vec::new();
    for row in tickets {
        documents.push(ticket_document(&ticket::from_row(row)?));
    }
    for row in interactions {
        documents.push(interaction_document(&interaction::from_row(row)?));
    }
    Ok(documents)
}

/// The words of customers' names, in one query.
pub(crate) async fn name_words_by_customer<C: ConnectionTrait>(
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
    let rows = with_lock(select, lock).all(connection).await?;
    Ok(rows.into_iter().map(customer::from_row).map(|customer| (customer.id, name_words(&customer))).collect())
}

#[cfg(test)]
mod tests;
