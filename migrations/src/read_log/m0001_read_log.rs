//! Read log: who read which customer's data, and when.

use sea_orm_migration::prelude::*;

use crate::{
    append_only,
    columns::{Columns, composite_key, index},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = Columns::of(manager);
        manager
            .create_table(
                // One row per request, with all customers it disclosed.
                c.narrow_table("read_log")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.instant("at").not_null())
                    // NULL when a system job reads.
                    .col(c.id("staff_id"))
                    .col(c.text("role"))
                    .col(c.id("session_id"))
                    .col(c.id("request_id"))
                    .col(c.text("action").not_null())
                    .col(c.text("record_kind").not_null())
                    .col(c.id("record_id"))
                    .col(c.text("customers").not_null())
                    .check(Check::named("ck_read_log_action", Expr::cust("action IN ('opened', 'listed', 'searched', 'exported')")))
                    .take(),
            )
            .await?;
        manager.create_index(index("read_log", &["at", "id"])).await?;
        manager.create_index(index("read_log", &["staff_id", "at", "id"])).await?;
        append_only::make_append_only(manager, "read_log").await?;
        manager
            .create_table(
                // One row that identifies this read log, so that another file in its place is detected.
                c.narrow_table("read_log_identity")
                    .col(c.id("id").not_null().primary_key())
                    // Incremented to check whether the read log is writable.
                    .col(c.long("probes").not_null())
                    .take(),
            )
            .await?;

        manager
            .create_table(
                // Index of the read log by customer, filled a moment later; can be rebuilt from it.
                c.narrow_table("read_log_customer")
                    .col(c.id("customer_id").not_null())
                    .col(c.instant("at").not_null())
                    .col(c.id("read_log_id").not_null())
                    .primary_key(&mut composite_key(&["customer_id", "at", "read_log_id"]))
                    .take(),
            )
            .await
    }
}
