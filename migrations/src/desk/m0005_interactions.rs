//! Calls, chats and e-mails.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, index, references};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = Columns::of(manager);
        manager
            .create_table(
                c.table("interaction")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.id("customer_id").not_null())
                    .col(c.id("agent_id"))
                    // A staff member or a service account: no foreign key, since each has its own table.
                    .col(c.id("logged_by").not_null())
                    .col(c.text("channel").not_null())
                    .col(c.text("direction").not_null())
                    .col(c.text("summary"))
                    .col(c.text("transcript"))
                    .col(c.text("status").not_null())
                    .col(c.instant("started_at").not_null())
                    .col(c.instant("ended_at"))
                    // Whole seconds, stored so that reports only add up.
                    .col(c.number("duration_seconds"))
                    .col(c.small("duration_bucket"))
                    .col(c.flag("end_given").not_null())
                    // Whether an outbound call or chat was not answered.
                    .col(c.flag("no_answer").not_null())
                    // The ticket it is about, and its open escalation. No foreign keys: those tables are created later and refer to this one.
                    .col(c.id("ticket_id"))
                    .col(c.id("open_escalation_id"))
                    .col(c.instant("created_at").not_null())
                    .col(c.instant("updated_at").not_null())
                    // The same without internal notes, for callers who may not read them.
                    .col(c.instant("public_updated_at").not_null())
                    .col(c.instant("deleted_at"))
                    .col(c.id("deleted_by"))
                    .col(c.number("version").not_null())
                    .check(Check::named("ck_interaction_version_positive", Expr::cust("version >= 1")))
                    .check(Check::named("ck_interaction_status", Expr::cust("status IN ('active', 'pending', 'resolved')")))
                    .check(Check::named("ck_interaction_ended_at", Expr::cust("(status = 'resolved') = (ended_at IS NOT NULL)")))
                    .check(Check::named(
                        "ck_interaction_duration",
                        Expr::cust("(ended_at IS NULL) = (duration_seconds IS NULL) AND (ended_at IS NULL OR (ended_at >= started_at AND duration_seconds >= 0))"),
                    ))
                    .check(Check::named(
                        "ck_interaction_no_answer",
                        Expr::cust("NOT no_answer OR (ended_at IS NOT NULL AND direction = 'outbound' AND channel IN ('call', 'chat'))"),
                    ))
                    .check(Check::named("ck_interaction_summary", Expr::cust("ended_at IS NULL OR summary IS NOT NULL")))
                    .check(Check::named("ck_interaction_deletion_actor", Expr::cust("(deleted_at IS NULL) = (deleted_by IS NULL)")))
                    .foreign_key(&mut references("interaction", "customer_id", "customer"))
                    .foreign_key(&mut references("interaction", "agent_id", "staff"))
                    .take(),
            )
            .await?;
        for list in [
            &["started_at", "id"][..],
            &["updated_at", "id"],
            &["public_updated_at", "id"],
            &["agent_id", "started_at", "id"],
            &["status", "started_at", "id"],
            &["customer_id", "started_at", "id"],
        ] {
            manager.create_index(index("interaction", list).and_where(Expr::col("deleted_at").is_null()).take()).await?;
        }
        // Active and pending ones, so that unattended ones are found without a scan of all that service accounts logged.
        let mut under_way = index("interaction", &["agent_id", "started_at", "id"]);
        under_way.name("interaction_unended_agent_id_started_at_id").and_where(Expr::col("deleted_at").is_null());
        manager.create_index(under_way.and_where(Expr::cust("status <> 'resolved'")).take()).await?;
        // Records that move or are unassigned with another record do so whether deleted or not.
        for linked in [&["agent_id", "status", "started_at", "id"][..], &["ticket_id"]] {
            manager.create_index(index("interaction", linked)).await?;
        }
        let mut hidden = index("interaction", &["started_at", "id"]);
        hidden.name("interaction_deleted_started_at_id").and_where(Expr::col("deleted_at").is_not_null());
        manager.create_index(hidden).await
    }
}
