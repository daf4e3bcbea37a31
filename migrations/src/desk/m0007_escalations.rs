//! Escalations to doctors and admins, and their messages.

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
                c.table("escalation")
                    .col(c.id("id").not_null().primary_key())
                    // Exactly one of the two: the source.
                    .col(c.id("ticket_id"))
                    .col(c.id("interaction_id"))
                    .col(c.id("customer_id").not_null())
                    .col(c.text("target_role").not_null())
                    .col(c.id("target_id"))
                    // Rank of the priority, and sort order of the inbox: most urgent first, then longest waiting; ended escalations last.
                    .col(c.small("priority").not_null())
                    .col(c.long("sort_rank").not_null())
                    .col(c.text("reason").not_null())
                    .col(c.text("status").not_null())
                    // A staff member or a service account: no foreign key, since each has its own table.
                    .col(c.id("escalated_by").not_null())
                    .col(c.instant("accepted_at"))
                    // The target from then on, except when an admin answered in place of the target.
                    .col(c.id("accepted_by"))
                    // Seconds from its creation, stored so that reports only add up; likewise `answer_seconds`.
                    .col(c.number("accept_seconds"))
                    .col(c.small("accept_bucket"))
                    // Since when the target waits for the answer to a question back, and the time of the last message.
                    .col(c.instant("asked_at"))
                    .col(c.instant("last_message_at"))
                    .col(c.text("outcome"))
                    .col(c.instant("resolved_at"))
                    .col(c.id("resolved_by"))
                    .col(c.number("answer_seconds"))
                    .col(c.small("answer_bucket"))
                    .col(c.text("withdrawn_reason"))
                    .col(c.instant("closed_at"))
                    .col(c.id("closed_by"))
                    .col(c.instant("created_at").not_null())
                    .col(c.instant("updated_at").not_null())
                    .col(c.instant("deleted_at"))
                    .col(c.id("deleted_by"))
                    .col(c.number("version").not_null())
                    .check(Check::named("ck_escalation_version_positive", Expr::cust("version >= 1")))
                    .check(Check::named("ck_escalation_source", Expr::cust("(ticket_id IS NULL) <> (interaction_id IS NULL)")))
                    .check(Check::named("ck_escalation_target_role", Expr::cust("target_role IN ('doctor', 'admin')")))
                    .check(Check::named("ck_escalation_status", Expr::cust("status IN ('pending', 'in_progress', 'resolved', 'closed')")))
                    .check(Check::named("ck_escalation_acceptance_actor", Expr::cust("(accepted_at IS NULL) = (accepted_by IS NULL)")))
                    .check(Check::named(
                        "ck_escalation_in_progress_target",
                        Expr::cust("status <> 'in_progress' OR (accepted_at IS NOT NULL AND target_id IS NOT NULL)"),
                    ))
                    .check(Check::named(
                        "ck_escalation_resolution_actor",
                        Expr::cust("(outcome IS NULL) = (resolved_at IS NULL) AND (resolved_at IS NULL) = (resolved_by IS NULL)"),
                    ))
                    .check(Check::named("ck_escalation_resolved_at", Expr::cust("status <> 'resolved' OR resolved_at IS NOT NULL")))
                    .check(Check::named("ck_escalation_closing_actor", Expr::cust("(closed_at IS NULL) = (closed_by IS NULL)")))
                    .check(Check::named("ck_escalation_closed_at", Expr::cust("(status = 'closed') = (closed_at IS NOT NULL)")))
                    .check(Check::named(
                        "ck_escalation_outcome",
                        Expr::cust("status <> 'closed' OR (resolved_at IS NULL) <> (withdrawn_reason IS NULL)"),
                    ))
                    .check(Check::named("ck_escalation_deletion_actor", Expr::cust("(deleted_at IS NULL) = (deleted_by IS NULL)")))
                    .foreign_key(&mut references("escalation", "ticket_id", "ticket"))
                    .foreign_key(&mut references("escalation", "interaction_id", "interaction"))
                    .foreign_key(&mut references("escalation", "customer_id", "customer"))
                    .foreign_key(&mut references("escalation", "target_id", "staff"))
                    .take(),
            )
            .await?;
        // At most one open escalation per source.
        for source in ["ticket_id", "interaction_id"] {
            let mut open = index("escalation", &[source]);
            open.name(format!("escalation_open_{source}")).unique().and_where(Expr::cust("status IN ('pending', 'in_progress')"));
            manager.create_index(open).await?;
            manager.create_index(index("escalation", &[source, "created_at", "id"])).await?;
        }
        for list in [
            &["sort_rank", "id"][..],
            &["created_at", "id"],
            &["status", "sort_rank", "id"],
            &["target_role", "status", "sort_rank", "id"],
            &["target_id", "status", "sort_rank", "id"],
            &["accepted_by", "sort_rank", "id"],
            &["escalated_by", "created_at", "id"],
            &["customer_id", "created_at", "id"],
        ] {
            manager.create_index(index("escalation", list).and_where(Expr::col("deleted_at").is_null()).take()).await?;
        }

        manager
            .create_table(
                c.table("escalation_message")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.id("escalation_id").not_null())
                    .col(c.id("author_id").not_null())
                    .col(c.text("body").not_null())
                    .col(c.instant("created_at").not_null())
                    .foreign_key(&mut references("escalation_message", "escalation_id", "escalation"))
                    .foreign_key(&mut references("escalation_message", "author_id", "staff"))
                    .take(),
            )
            .await?;
        manager.create_index(index("escalation_message", &["escalation_id", "created_at", "id"])).await
    }
}
