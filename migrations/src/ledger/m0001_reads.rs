//! Read log: who read which customer's data, and when.

use sea_orm_migration::prelude::*;

use crate::{
    append_only,
    columns::{Columns, index, key_of},
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
                c.narrow_table("read_ledger")
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
                    .col(c.text("patients").not_null())
                    .check(Check::named("read_ledger_action_known", Expr::cust("action IN ('opened', 'listed', 'searched', 'exported')")))
                    .take(),
            )
            .await?;
        manager.create_index(index("read_ledger", &["at", "id"])).await?;
        manager.create_index(index("read_ledger", &["staff_id", "at", "id"])).await?;
        append_only::refuse_change(manager, "read_ledger").await?;
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
                c.narrow_table("read_ledger_patient")
                    .col(c.id("patient_id").not_null())
                    .col(c.instant("at").not_null())
                    .col(c.id("ledger_id").not_null())
                    .primary_key(&mut key_of(&["patient_id", "at", "ledger_id"]))
                    .take(),
            )
            .await
    }
}
