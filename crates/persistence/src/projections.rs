//! Rows that follow from changes, written in the same transaction: search keys, keywords, open periods, unfetched replies, the full text, notices.
//!
//! A new one is a module with a function from the saved changes to its rows, and a line in [`update`].

use sea_orm::ConnectionTrait;

use crate::error::StoreError;

mod first_contact;
mod keyword_index;
pub(crate) mod notice;
mod open_period;
mod saved_changes;
mod search_dictionary_cleanup;
pub(crate) mod search_keys;
pub(crate) mod search_text;
pub(crate) mod unfetched_reply;

pub(crate) use saved_changes::SavedChanges;

/// What projections must read before the records are saved.
pub(crate) struct ReadBefore {
    redacted_words: search_dictionary_cleanup::RedactedWords,
}

/// Reads it.
pub(crate) async fn read_before<C: ConnectionTrait>(connection: &C, changes: &SavedChanges<'_>) -> Result<ReadBefore, StoreError> {
    let redacted_words = search_dictionary_cleanup::read_redacted_words(connection, &changes.writes.redactions).await?;
    Ok(ReadBefore { redacted_words })
}

/// Updates all projections; the records are saved.
pub(crate) async fn update<C: ConnectionTrait>(connection: &C, changes: &SavedChanges<'_>, before: ReadBefore) -> Result<(), StoreError> {
    search_keys::update(connection, changes).await?;
    keyword_index::update(connection, changes).await?;
    open_period::update(connection, changes).await?;
    first_contact::update(connection, changes).await?;
    unfetched_reply::update(connection, changes).await?;
    search_text::update(connection, changes).await?;
    search_dictionary_cleanup::remove_unused(connection, before.redacted_words).await?;
    notice::update(connection, changes).await
}
