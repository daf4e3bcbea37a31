//! Removes redacted words from the dictionary, unless something else holds them.

use std::collections::HashSet;

use caredesk_domain::{event::EventSubject, redaction::RedactedText, search};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::Value;

use crate::{
    engine::dialect,
    error::StoreError,
    projections::search_text::{INDEXED_TEXTS, record_words},
    tables::{
        entity::{
            event_detail,
            search_key::{self, KeyKind},
            search_word,
        },
        redaction,
    },
};

/// Maximum number of words looked up in one statement.
const BATCH_SIZE: usize = 500;

/// Words to remove if unused: those of the redacted text, and others of the same records and event details.
pub(super) struct RedactedWords(Vec<String>);

/// Reads the words before the redaction.
pub(super) async fn read_redacted_words<C: ConnectionTrait>(
    connection: &C,
    redactions: &[(EventSubject, RedactedText)],
) -> Result<RedactedWords, StoreError> {
    let mut all = Vec::new();
    for (subject, text) in redactions {
        let RedactedText::Field(field) = text else { continue };
        if !INDEXED_TEXTS.contains(field) {
            continue;
        }
        let events = redaction::events_with_field(*subject, field);
        let details = event_detail::Entity::find().filter(event_detail::Column::EventId.in_subquery(events)).all(connection).await?;
        for personal in details.into_iter().filter_map(|row| row.personal) {
            personal.0.values().for_each(|value| words(value, &mut all));
        }
        all.extend(record_words(connection, *subject).await?);
    }
    all.retain(|word| search::allows_typos(word));
    all.sort_unstable();
    all.dedup();
    Ok(RedactedWords(all))
}

/// Removes those that no record and no name holds any longer; called after the records are indexed anew.
pub(super) async fn remove_unused<C: ConnectionTrait>(connection: &C, words: RedactedWords) -> Result<(), StoreError> {
    for some in words.0.chunks(BATCH_SIZE) {
        let mut unused = dialect::full_text::unused_words(connection, some).await?;
        let names: Vec<String> = search_key::Entity::find()
            .select_only()
            .column(search_key::Column::Key)
            .filter(search_key::Column::Kind.eq(KeyKind::Word.code()))
            .filter(search_key::Column::Key.is_in(unused.clone()))
            .into_tuple()
            .all(connection)
            .await?;
        let names: HashSet<String> = names.into_iter().collect();
        unused.retain(|word| !names.contains(word));
        let variants = unused.iter().flat_map(|word| search::deletion_variants(word));
        search_word::Entity::delete_many()
            .filter(search_word::Column::Variant.is_in(variants))
            .filter(search_word::Column::Word.is_in(unused.clone()))
            .exec(connection)
            .await?;
    }
    Ok(())
}

fn words(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => all.extend(search::folded_words(text)),
        Value::Object(fields) => fields.values().for_each(|value| words(value, all)),
        Value::Array(values) => values.iter().for_each(|value| words(value, all)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
