//! Search keys of customers, updated by every save of a customer.

use caredesk_domain::{
    customer::{Customer, Identifier},
    search,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, sea_query::OnConflict};

use super::saved_changes::SavedChanges;
use crate::{
    engine::{bulk_insert, column::IdColumn},
    error::StoreError,
    tables::entity::{
        search_key::{self, KeyKind},
        search_word,
    },
};

/// Maximum number of words looked up in one statement; SQLite accepts 32,766 values.
const BATCH_SIZE: usize = 10_000;

/// The folded words of a customer's current and former names, sorted, each once.
pub(crate) fn name_words(customer: &Customer) -> Vec<String> {
    let mut words = search::folded_words(&customer.full_name());
    words.extend(customer.details.former_names.iter().flat_map(|name| search::folded_words(name.as_str())));
    words.sort_unstable();
    words.dedup();
    words
}

fn keys(customer: &Customer) -> Vec<search_key::Model> {
    let details = &customer.details;
    let phones = details.phone.iter().chain(&details.other_phones);
    let mut keys: Vec<(KeyKind, String)> = name_words(customer).into_iter().map(|word| (KeyKind::Word, word)).collect();
    keys.extend(phones.map(|phone| (KeyKind::Phone, phone.search_key())));
    keys.extend(details.email.iter().map(|email| (KeyKind::Email, email.folded())));
    keys.extend(details.identifiers.iter().map(|Identifier { value, .. }| (KeyKind::Identifier, value.to_string())));
    let mut rows: Vec<_> =
        keys.into_iter().map(|(kind, key)| search_key::Model { kind: kind.code(), key, customer_id: customer.id.into() }).collect();
    rows.sort_unstable_by(|one, other| (one.kind, &one.key).cmp(&(other.kind, &other.key)));
    rows.dedup();
    rows
}

/// Replaces the search keys of the saved customers.
pub(super) async fn update<C: ConnectionTrait>(connection: &C, changes: &SavedChanges<'_>) -> Result<(), StoreError> {
    let customers = &changes.writes.customers;
    let changed: Vec<_> = customers.iter().filter(|write| write.expected_version().is_some()).map(|write| IdColumn(write.id)).collect();
    if !changed.is_empty() {
        search_key::Entity::delete_many().filter(search_key::Column::CustomerId.is_in(changed)).exec(connection).await?;
    }
    let rows: Vec<_> = customers.iter().flat_map(|write| keys(write)).collect();
    let words = rows.iter().filter(|row| row.kind == KeyKind::Word.code()).map(|row| row.key.as_str());
    add_to_dictionary(connection, words.collect()).await?;
    bulk_insert::insert(connection, rows.into_iter().map(IntoActiveModel::into_active_model)).await
}

/// Adds new words to the dictionary, with their variants of one typo.
pub(super) async fn add_to_dictionary<C: ConnectionTrait>(connection: &C, mut words: Vec<&str>) -> Result<(), StoreError> {
    words.sort_unstable();
    words.dedup();
    // Every word is a variant of itself, so a known word is found by it.
    let mut known: std::collections::HashSet<String> = std::collections::HashSet::new();
    for some in words.chunks(BATCH_SIZE) {
        let select = search_word::Entity::find().select_only().column(search_word::Column::Word);
        let found: Vec<String> =
            select.filter(search_word::Column::Variant.is_in(some.iter().copied())).into_tuple().all(connection).await?;
        known.extend(found);
    }
    let new: Vec<_> = words
        .into_iter()
        .filter(|word| !known.contains(*word))
        .flat_map(|word| search::deletion_variants(word).into_iter().map(|variant| search_word::Model { variant, word: word.to_owned() }))
        .map(IntoActiveModel::into_active_model)
        .collect();
    for some in new.chunks(BATCH_SIZE) {
        // Another transaction may have added the same word meanwhile.
        search_word::Entity::insert_many(some.to_vec())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}
