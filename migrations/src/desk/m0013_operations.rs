//! Book-keeping of whoever runs the desk: whether it can be written, and which read log belongs to it.

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
                // One row, changed to find out whether the database can be written.
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
                // The read logs this desk has had, in their order. The last is the one in use: what is kept in its `read_log_identity`.
                c.narrow_table("read_log_registry")
                    .col(c.number("number").not_null().primary_key())
                    .col(c.id("id").not_null())
                    .col(c.instant("begun_at").not_null())
                    .check(Check::named("ck_read_log_registry_number_positive", Expr::cust("number >= 1")))
                    .take(),
            )
            .await?;
        append_only::refuse_change(manager, "read_log_registry").await
    }
}
