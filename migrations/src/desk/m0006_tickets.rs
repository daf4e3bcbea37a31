//! Tickets and their messages.

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
                c.table("ticket")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.key("number").not_null())
                    .col(c.id("customer_id").not_null())
                    .col(c.id("assignee_id"))
                    // A person or a program: no foreign key, since either has a table of its own.
                    .col(c.id("opened_by").not_null())
                    .col(c.id("interaction_id"))
                    .col(c.text("category").not_null())
                    // Its rank, so that it sorts.
                    .col(c.small("priority").not_null())
                    .col(c.text("status").not_null())
                    // Where an escalated ticket returns to, and the escalation that is open on it.
                    .col(c.text("escalated_from"))
                    .col(c.id("open_escalation_id"))
                    .col(c.id("duplicate_of"))
                    .col(c.text("subject").not_null())
                    .col(c.text("description").not_null())
                    // When nobody waits an instant beyond all others, never null: the engines disagree on where null sorts.
                    .col(c.instant("waiting_since").not_null())
                    // In the queue: by priority, then by how long it has waited; the least is worked first.
                    .col(c.long("queue_rank").not_null())
                    .col(c.instant("first_response_at"))
                    .col(c.id("first_response_by"))
                    // From the opening to it, kept so that reports only add up.
                    .col(c.number("first_response_seconds"))
                    .col(c.small("first_response_bucket"))
                    .col(c.flag("answered_at_opening").not_null())
                    .col(c.instant("resolved_at"))
                    .col(c.id("resolved_by"))
                    .col(c.number("reopened_count").not_null())
                    // What the last change of status may be undone to, as JSON.
                    .col(c.text("undoable"))
                    // What recalling the last replies puts back, as JSON.
                    .col(c.text("reply_effects"))
                    // The interactions that answered the customer, and since when they would wait without each, as JSON.
                    .col(c.text("contacts"))
                    .col(c.instant("created_at").not_null())
                    // Another of the customer and category opened since then makes it a repeat.
                    .col(c.instant("repeats_since").not_null())
                    .col(c.instant("updated_at").not_null())
                    // The same with internal notes left out, for whoever may not read them.
                    .col(c.instant("public_updated_at").not_null())
                    .col(c.instant("deleted_at"))
                    .col(c.id("deleted_by"))
                    .col(c.number("version").not_null())
                    .check(Check::named("ticket_version_counts", Expr::cust("version >= 1 AND reopened_count >= 0")))
                    .check(Check::named("ticket_status_known", Expr::cust("status IN ('open', 'pending', 'resolved', 'escalated')")))
                    .check(Check::named("ticket_resolved_at_some_time", Expr::cust("(status = 'resolved') = (resolved_at IS NOT NULL)")))
                    .check(Check::named("ticket_resolver_resolved", Expr::cust("(resolved_by IS NULL) = (resolved_at IS NULL)")))
                    .check(Check::named(
                        "ticket_escalated_from_somewhere",
                        Expr::cust("(status = 'escalated') = (escalated_from IS NOT NULL) AND (status = 'escalated') = (open_escalation_id IS NOT NULL)"),
                    ))
                    .check(Check::named("ticket_duplicate_is_resolved", Expr::cust("duplicate_of IS NULL OR status = 'resolved'")))
                    .check(Check::named(
                        "ticket_responder_responded",
                        Expr::cust("(first_response_by IS NULL) = (first_response_at IS NULL)"),
                    ))
                    .check(Check::named("ticket_deleted_by_somebody", Expr::cust("(deleted_at IS NULL) = (deleted_by IS NULL)")))
                    .foreign_key(&mut references("ticket", "customer_id", "customer"))
                    .foreign_key(&mut references("ticket", "assignee_id", "staff"))
                    .foreign_key(&mut references("ticket", "interaction_id", "interaction"))
                    .foreign_key(&mut references("ticket", "duplicate_of", "ticket"))
                    .take(),
            )
            .await?;
        manager.create_index(index("ticket", &["number"]).unique().take()).await?;
        // The lists people look at all day are walks along one of these, which hold their filter and their order; rarer filters are asked of
        // each row on the way.
        for list in [
            &["waiting_since", "id"][..],
            &["created_at", "id"],
            &["updated_at", "id"],
            &["public_updated_at", "id"],
            &["priority", "id"],
            &["assignee_id", "updated_at", "id"],
            &["status", "waiting_since", "id"],
            &["queue_rank", "id"],
            &["status", "priority", "id"],
            &["status", "updated_at", "id"],
            &["status", "public_updated_at", "id"],
            // The last two say whether a customer came back with the same, without a look at the tickets before.
            &["customer_id", "created_at", "id", "category", "duplicate_of"],
        ] {
            manager.create_index(index("ticket", list).and_where(Expr::col("deleted_at").is_null()).take()).await?;
        }

        // The queue without what is resolved, which would lie between one priority and the next.
        for (name, queue) in [
            ("ticket_unresolved_queue_rank_id", &["queue_rank", "id"][..]),
            ("ticket_unresolved_assignee_id_queue_rank_id", &["assignee_id", "queue_rank", "id"]),
        ] {
            let mut unresolved = index("ticket", queue);
            unresolved.name(name).and_where(Expr::col("deleted_at").is_null()).and_where(Expr::cust("status <> 'resolved'"));
            manager.create_index(unresolved).await?;
        }
        // What is nobody's of it, from which the next is taken: PostgreSQL sorts where an index only begins with a column that is null.
        let mut unassigned = index("ticket", &["queue_rank", "id"]);
        unassigned.name("ticket_unassigned_queue_rank_id").and_where(Expr::col("deleted_at").is_null());
        unassigned.and_where(Expr::col("assignee_id").is_null()).and_where(Expr::cust("status <> 'resolved'"));
        manager.create_index(unassigned).await?;

        // What somebody did lately.
        for (by, at) in [("resolved_by", "resolved_at"), ("first_response_by", "first_response_at")] {
            let done =
                index("ticket", &[by, at]).and_where(Expr::col("deleted_at").is_null()).and_where(Expr::col(by).is_not_null()).take();
            manager.create_index(done).await?;
        }

        // What moves or is handed back with another record does so hidden or not.
        for linked in [&["assignee_id", "status", "waiting_since", "id"][..], &["interaction_id"], &["duplicate_of"]] {
            manager.create_index(index("ticket", linked)).await?;
        }
        let mut hidden = index("ticket", &["updated_at", "id"]);
        hidden.name("ticket_hidden_updated_at_id").and_where(Expr::col("deleted_at").is_not_null());
        manager.create_index(hidden).await?;

        manager
            .create_table(
                c.table("message")
                    .col(c.id("id").not_null().primary_key())
                    // One of the two: notes are written on interactions too.
                    .col(c.id("ticket_id"))
                    .col(c.id("interaction_id"))
                    .col(c.text("kind").not_null())
                    .col(c.text("author").not_null())
                    // The person or program who wrote it, or wrote it down: no foreign key, since either has a table of its own.
                    .col(c.id("principal_id").not_null())
                    .col(c.text("via"))
                    // Empty once it has been redacted.
                    .col(c.text("body"))
                    .col(c.instant("created_at").not_null())
                    .col(c.instant("edited_at"))
                    .col(c.instant("redacted_at"))
                    .col(c.id("redacted_by"))
                    // When a program that shows it to the customer first read it.
                    .col(c.instant("fetched_at"))
                    .col(c.number("version").not_null())
                    .check(Check::named("message_kind_known", Expr::cust("kind IN ('reply', 'note')")))
                    .check(Check::named("message_author_known", Expr::cust("author IN ('customer', 'staff', 'service')")))
                    .check(Check::named("message_is_somewhere", Expr::cust("(ticket_id IS NULL) <> (interaction_id IS NULL)")))
                    .check(Check::named("message_of_an_interaction_is_a_note", Expr::cust("interaction_id IS NULL OR kind = 'note'")))
                    .check(Check::named("message_note_is_internal", Expr::cust("kind = 'reply' OR author <> 'customer'")))
                    .check(Check::named("message_came_from_the_customer", Expr::cust("via IS NULL OR author = 'customer'")))
                    .check(Check::named("message_says_something_or_is_redacted", Expr::cust("(body IS NULL) = (redacted_at IS NOT NULL)")))
                    .check(Check::named("message_redacted_by_somebody", Expr::cust("(redacted_at IS NULL) = (redacted_by IS NULL)")))
                    .foreign_key(&mut references("message", "interaction_id", "interaction"))
                    .foreign_key(&mut references("message", "ticket_id", "ticket"))
                    .take(),
            )
            .await?;
        manager.create_index(index("message", &["ticket_id", "created_at", "id"])).await?;
        manager.create_index(index("message", &["interaction_id", "created_at", "id"])).await?;

        manager
            .create_table(
                // The replies of people that no program has fetched for the customer yet: while they are new, and for thirty days.
                c.narrow_table("unfetched_reply")
                    .col(c.id("message_id").not_null().primary_key())
                    .col(c.id("ticket_id").not_null())
                    .col(c.id("author_id").not_null())
                    // From then on its author is to be told, and when they were.
                    .col(c.instant("due_at").not_null())
                    .col(c.instant("told_at"))
                    .foreign_key(&mut references("unfetched_reply", "message_id", "message"))
                    .foreign_key(&mut references("unfetched_reply", "ticket_id", "ticket"))
                    .foreign_key(&mut references("unfetched_reply", "author_id", "staff"))
                    .take(),
            )
            .await?;
        manager.create_index(index("unfetched_reply", &["ticket_id"])).await?;
        manager.create_index(index("unfetched_reply", &["due_at"]).and_where(Expr::col("told_at").is_null()).take()).await?;
        for told in [&["author_id", "ticket_id"][..], &["told_at", "ticket_id"]] {
            manager.create_index(index("unfetched_reply", told).and_where(Expr::col("told_at").is_not_null()).take()).await?;
        }
        Ok(())
    }
}
