//! The keys of requests that may be sent again, and what each of them led to.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, index, key_of};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = Columns::of(manager);
        manager
            .create_table(
                c.narrow_table("idempotency")
                    // Whose key it is. No foreign key: people and programs have a table each, and a row lives for a day.
                    .col(c.id("caller").not_null())
                    .col(c.bytes("key").not_null())
                    .col(c.bytes("fingerprint").not_null())
                    .col(c.instant("at").not_null())
                    // What the answer showed, and whether it was made then; empty only until the transaction ends.
                    .col(c.text("record_kind"))
                    .col(c.id("record_id"))
                    .col(c.flag("inserted"))
                    .primary_key(&mut key_of(&["caller", "key"]))
                    .take(),
            )
            .await?;
        // The oldest go first.
        manager.create_index(index("idempotency", &["at"])).await
    }
}
