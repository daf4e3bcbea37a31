//! Internal tables for operation: write probe and registry of read logs.

use sea_orm_migration::prelude::*;

use crate::{append_only, columns::Columns};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = Columns::of(manager);
        manager
            .create_table(
                // One row, updated to check whether the database is writable.
                c.narrow_table("write_probe")
                    .col(c.number("id").not_null().primary_key())
                    .col(c.long("probes").not_null())
                    .check(Check::named("ck_write_probe_one_row", Expr::cust("id = 1")))
                    .take(),
            )
            .await?;
        manager.get_connection().execute_unprepared("INSERT INTO write_probe (id, probes) VALUES (1, 0)").await?;
        manager
            .create_table(
                // The read logs of this desk, in order. The last is in use; its id is in `read_log_identity` of the read log.
                c.narrow_table("read_log_registry")
                    .col(c.number("number").not_null().primary_key())
                    .col(c.id("id").not_null())
                    .col(c.instant("begun_at").not_null())
                    .check(Check::named("ck_read_log_registry_number_positive", Expr::cust("number >= 1")))
                    .take(),
            )
            .await?;
        append_only::make_append_only(manager, "read_log_registry").await
    }
}
