//! Tables for reports: the open periods of tickets, and the terms of their subjects. Updated by every save that changes them.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, composite_key, index, references};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = Columns::of(manager);
        manager
            .create_table(
                c.narrow_table("open_period")
                    .col(c.id("ticket_id").not_null())
                    .col(c.number("number").not_null())
                    .col(c.instant("began_at").not_null())
                    // When the ticket was resolved; far future while it is unresolved.
                    .col(c.instant("ended_at").not_null())
                    // A staff member or a service account: no foreign key, since each has its own table.
                    .col(c.id("ended_by"))
                    .col(c.flag("duplicate").not_null())
                    // Seconds from the opening of the ticket to this resolution.
                    .col(c.number("seconds"))
                    .col(c.small("bucket"))
                    // End of the reopen window, and when the ticket was reopened.
                    .col(c.instant("reopen_window_ends_at"))
                    .col(c.instant("reopened_at"))
                    // Whether it took more than a first contact, or an escalation.
                    .col(c.flag("beyond_first_contact").not_null())
                    // Copied from the ticket, so that reports need no join.
                    .col(c.id("customer_id").not_null())
                    .col(c.text("category").not_null())
                    .col(c.flag("ticket_deleted").not_null())
                    .primary_key(&mut composite_key(&["ticket_id", "number"]))
                    .check(Check::named(
                        "ck_open_period_end_actor",
                        Expr::cust("(ended_by IS NULL) = (seconds IS NULL) AND (ended_by IS NULL) = (bucket IS NULL) AND (ended_by IS NULL) = (reopen_window_ends_at IS NULL)"),
                    ))
                    .check(Check::named("ck_open_period_reopened_at", Expr::cust("reopened_at IS NULL OR ended_by IS NOT NULL")))
                    .foreign_key(&mut references("open_period", "ticket_id", "ticket"))
                    .take(),
            )
            .await?;
        manager.create_index(index("open_period", &["began_at"])).await?;
        manager.create_index(index("open_period", &["customer_id"])).await?;
        // Covers all that reports count of a resolution.
        let ended = [
            "ended_at",
            "ended_by",
            "category",
            "duplicate",
            "number",
            "seconds",
            "bucket",
            "reopen_window_ends_at",
            "reopened_at",
            "beyond_first_contact",
            "customer_id",
            "ticket_deleted",
            "ticket_id",
            "began_at",
        ];
        manager.create_index(index("open_period", &ended).name("open_period_ended").take()).await?;

        manager
            .create_table(
                // The terms of the subjects of tickets that are not deleted.
                c.narrow_table("ticket_term")
                    .col(c.id("ticket_id").not_null())
                    .col(c.key("word").not_null())
                    .col(c.key("stem").not_null())
                    // How often the subject holds the word; and whether it represents its stem, so that each stem of a subject counts once.
                    .col(c.small("times").not_null())
                    .col(c.flag("leads").not_null())
                    // Copied from the ticket, so that counting a term needs no join.
                    .col(c.id("customer_id").not_null())
                    .col(c.instant("opened_at").not_null())
                    .primary_key(&mut composite_key(&["ticket_id", "word"]))
                    .foreign_key(&mut references("ticket_term", "ticket_id", "ticket"))
                    .take(),
            )
            .await?;
        manager.create_index(index("ticket_term", &["opened_at", "stem", "customer_id", "leads"])).await?;

        // Covers all that reports count of an interaction: its rows are long.
        let ended = ["ended_at", "agent_id", "channel", "end_given", "duration_bucket", "duration_seconds", "customer_id"];
        let mut replied = index("message", &["principal_id", "created_at"]);
        replied.name("message_replied").and_where(Expr::cust("kind = 'reply' AND author = 'staff'"));
        manager.create_index(replied).await?;
        for (table, name, at, columns) in [
            ("ticket", "ticket_responded", "first_response_at", &["first_response_at"][..]),
            ("interaction", "interaction_handled", "ended_at", &ended),
        ] {
            let mut done = index(table, columns);
            // PostgreSQL truncates names at 63 characters.
            done.name(name).and_where(Expr::col("deleted_at").is_null()).and_where(Expr::col(at).is_not_null());
            manager.create_index(done).await?;
        }
        Ok(())
    }
}
