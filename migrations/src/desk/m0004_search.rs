//! Search index, updated by every save: without extensions of either engine.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::columns::{Columns, composite_key, index, references};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = Columns::of(manager);
        manager
            .create_table(
                // Folded words of names, reversed digits of phone numbers, e-mail addresses, identifiers; searched by key prefix.
                c.narrow_table("search_key")
                    .col(c.small("kind").not_null())
                    .col(c.key("key").not_null())
                    .col(c.id("customer_id").not_null())
                    .primary_key(&mut composite_key(&["kind", "key", "customer_id"]))
                    .foreign_key(&mut references("search_key", "customer_id", "customer"))
                    .take(),
            )
            .await?;
        manager.create_index(index("search_key", &["customer_id"])).await?;

        manager
            .create_table(
                // Each word under itself and under itself less any one letter: two words with a common variant are one typo apart.
                c.narrow_table("search_word")
                    .col(c.key("variant").not_null())
                    .col(c.key("word").not_null())
                    .primary_key(&mut composite_key(&["variant", "word"]))
                    .take(),
            )
            .await?;

        // The folded words of tickets and interactions, sorted, so that the text cannot be reconstructed.
        let texts: &[&str] = if manager.get_database_backend() == DbBackend::Sqlite {
            &[
                "CREATE TABLE search_text (number INTEGER PRIMARY KEY, record_id BLOB NOT NULL UNIQUE) STRICT",
                // The tokenizer splits only at spaces, since the words hold no other ASCII separators.
                "CREATE VIRTUAL TABLE search_text_words USING fts5(words, detail=none, tokenize='ascii')",
                // Removed words leave the index at once; by default they stay in the file until segments are merged. A contentless table does not
                // support this.
                "INSERT INTO search_text_words (search_text_words, rank) VALUES ('secure-delete', 1)",
            ]
        } else {
            &[
                "CREATE TABLE search_text (record_id uuid PRIMARY KEY, words tsvector NOT NULL)",
                "CREATE INDEX search_text_words ON search_text USING gin (words)",
            ]
        };
        for sql in texts {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
