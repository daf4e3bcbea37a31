//! Internal tables for operation: write probe, registry of read logs, queue of the consumers, and jobs.

use sea_orm_migration::prelude::*;

use crate::{
    append_only,
    columns::{Columns, composite_key, references},
};

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
        append_only::make_append_only(manager, "read_log_registry").await?;
        manager
            .create_table(
                // Events that a consumer has not processed, each inserted by the transaction that wrote it: following ids would miss those committed late.
                c.narrow_table("consumer_queue")
                    .col(c.text("consumer").not_null())
                    .col(c.id("event_id").not_null())
                    .col(c.instant("due_at").not_null())
                    .col(c.number("attempts").not_null())
                    .primary_key(&mut composite_key(&["consumer", "event_id"]))
                    .foreign_key(&mut references("consumer_queue", "event_id", "event"))
                    .check(Check::named("ck_consumer_queue_attempts_not_negative", Expr::cust("attempts >= 0")))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                // One row for each job that runs on one server at a time.
                c.narrow_table("job")
                    .col(c.text("name").not_null().primary_key())
                    .col(c.instant("due_at").not_null())
                    .col(c.id("holder"))
                    .col(c.instant("lease_ends_at"))
                    .check(Check::named("ck_job_lease_whole", Expr::cust("(holder IS NULL) = (lease_ends_at IS NULL)")))
                    .take(),
            )
            .await
    }
}
