//! Idempotency keys of requests, and the outcome of each request.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, composite_key, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = Columns::of(manager);
        manager
            .create_table(
                c.narrow_table("idempotency")
                    // The owner of the key. No foreign key: staff and service accounts have separate tables, and a row lives for a day.
                    .col(c.id("caller").not_null())
                    .col(c.bytes("key").not_null())
                    .col(c.bytes("fingerprint").not_null())
                    .col(c.instant("at").not_null())
                    // The record of the response, and whether the request inserted it; NULL only until the transaction ends.
                    .col(c.text("record_kind"))
                    .col(c.id("record_id"))
                    .col(c.flag("inserted"))
                    .primary_key(&mut composite_key(&["caller", "key"]))
                    .take(),
            )
            .await?;
        // For purging the oldest.
        manager.create_index(index("idempotency", &["at"])).await
    }
}
