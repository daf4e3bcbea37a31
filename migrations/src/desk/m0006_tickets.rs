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
                    // A staff member or a service account: no foreign key, since each has its own table.
                    .col(c.id("opened_by").not_null())
                    .col(c.id("interaction_id"))
                    .col(c.text("category").not_null())
                    // Rank of the priority, so that it sorts.
                    .col(c.small("priority").not_null())
                    .col(c.text("status").not_null())
                    // The status before the escalation, and the open escalation.
                    .col(c.text("escalated_from"))
                    .col(c.id("open_escalation_id"))
                    .col(c.id("duplicate_of"))
                    .col(c.text("subject").not_null())
                    .col(c.text("description").not_null())
                    // Far future when the customer does not wait, never NULL: the engines sort NULL differently.
                    .col(c.instant("waiting_since").not_null())
                    // Queue order: by priority, then by waiting time; the lowest is next.
                    .col(c.long("queue_rank").not_null())
                    .col(c.instant("first_response_at"))
                    .col(c.id("first_response_by"))
                    // From the opening, in seconds, stored so that reports only add up.
                    .col(c.number("first_response_seconds"))
                    .col(c.small("first_response_bucket"))
                    .col(c.flag("answered_at_opening").not_null())
                    .col(c.instant("resolved_at"))
                    .col(c.id("resolved_by"))
                    .col(c.number("reopened_count").not_null())
                    // What the last change of status can be undone to, as JSON.
                    .col(c.text("pending_undo"))
                    // What recalling the last replies restores, as JSON.
                    .col(c.text("reply_effects"))
                    // The interactions that answered the customer, each with the `waiting_since` that applies without it, as JSON.
                    .col(c.text("contacts"))
                    .col(c.instant("created_at").not_null())
                    // A ticket of the same customer and category opened since then makes this one a repeat.
                    .col(c.instant("repeats_since").not_null())
                    .col(c.instant("updated_at").not_null())
                    // The same without internal notes, for callers who may not read them.
                    .col(c.instant("public_updated_at").not_null())
                    .col(c.instant("deleted_at"))
                    .col(c.id("deleted_by"))
                    .col(c.number("version").not_null())
                    .check(Check::named("ck_ticket_version_positive", Expr::cust("version >= 1 AND reopened_count >= 0")))
                    .check(Check::named("ck_ticket_status", Expr::cust("status IN ('open', 'pending', 'resolved', 'escalated')")))
                    .check(Check::named("ck_ticket_resolved_at", Expr::cust("(status = 'resolved') = (resolved_at IS NOT NULL)")))
                    .check(Check::named("ck_ticket_resolution_actor", Expr::cust("(resolved_by IS NULL) = (resolved_at IS NULL)")))
                    .check(Check::named(
                        "ck_ticket_escalation",
                        Expr::cust("(status = 'escalated') = (escalated_from IS NOT NULL) AND (status = 'escalated') = (open_escalation_id IS NOT NULL)"),
                    ))
                    .check(Check::named("ck_ticket_duplicate_resolved", Expr::cust("duplicate_of IS NULL OR status = 'resolved'")))
                    .check(Check::named(
                        "ck_ticket_first_response_actor",
                        Expr::cust("(first_response_by IS NULL) = (first_response_at IS NULL)"),
                    ))
                    .check(Check::named("ck_ticket_deletion_actor", Expr::cust("(deleted_at IS NULL) = (deleted_by IS NULL)")))
                    .foreign_key(&mut references("ticket", "customer_id", "customer"))
                    .foreign_key(&mut references("ticket", "assignee_id", "staff"))
                    .foreign_key(&mut references("ticket", "interaction_id", "interaction"))
                    .foreign_key(&mut references("ticket", "duplicate_of", "ticket"))
                    .take(),
            )
            .await?;
        manager.create_index(index("ticket", &["number"]).unique().take()).await?;
        // Each frequent list has an index with its filter and order; rarer filters are applied to the rows of these.
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
            // The last two columns answer whether it is a repeat from the index alone.
            &["customer_id", "created_at", "id", "category", "duplicate_of"],
        ] {
            manager.create_index(index("ticket", list).and_where(Expr::col("deleted_at").is_null()).take()).await?;
        }

        // The queue without resolved tickets, which would lie between the priorities.
        for (name, queue) in [
            ("ticket_unresolved_queue_rank_id", &["queue_rank", "id"][..]),
            ("ticket_unresolved_assignee_id_queue_rank_id", &["assignee_id", "queue_rank", "id"]),
        ] {
            let mut unresolved = index("ticket", queue);
            unresolved.name(name).and_where(Expr::col("deleted_at").is_null()).and_where(Expr::cust("status <> 'resolved'"));
            manager.create_index(unresolved).await?;
        }
        // Unassigned tickets of the queue, for the next ticket: with a leading NULL column PostgreSQL would sort.
        let mut unassigned = index("ticket", &["queue_rank", "id"]);
        unassigned.name("ticket_unassigned_queue_rank_id").and_where(Expr::col("deleted_at").is_null());
        unassigned.and_where(Expr::col("assignee_id").is_null()).and_where(Expr::cust("status <> 'resolved'"));
        manager.create_index(unassigned).await?;

        // Recent activity of a staff member.
        for (by, at) in [("resolved_by", "resolved_at"), ("first_response_by", "first_response_at")] {
            let done =
                index("ticket", &[by, at]).and_where(Expr::col("deleted_at").is_null()).and_where(Expr::col(by).is_not_null()).take();
            manager.create_index(done).await?;
        }

        // Records that move or are unassigned with another record do so whether deleted or not.
        for linked in [&["assignee_id", "status", "waiting_since", "id"][..], &["interaction_id"], &["duplicate_of"]] {
            manager.create_index(index("ticket", linked)).await?;
        }
        let mut hidden = index("ticket", &["updated_at", "id"]);
        hidden.name("ticket_deleted_updated_at_id").and_where(Expr::col("deleted_at").is_not_null());
        manager.create_index(hidden).await?;

        manager
            .create_table(
                c.table("message")
                    .col(c.id("id").not_null().primary_key())
                    // Exactly one of the two: interactions have notes, too.
                    .col(c.id("ticket_id"))
                    .col(c.id("interaction_id"))
                    .col(c.text("kind").not_null())
                    .col(c.text("author").not_null())
                    // The staff member or service account that wrote or logged it: no foreign key, since each has its own table.
                    .col(c.id("principal_id").not_null())
                    .col(c.text("via"))
                    // NULL once redacted.
                    .col(c.text("body"))
                    .col(c.instant("created_at").not_null())
                    .col(c.instant("edited_at"))
                    .col(c.instant("redacted_at"))
                    .col(c.id("redacted_by"))
                    // When a service account that shows it to the customer first read it.
                    .col(c.instant("fetched_at"))
                    .col(c.number("version").not_null())
                    .check(Check::named("ck_message_kind", Expr::cust("kind IN ('reply', 'note')")))
                    .check(Check::named("ck_message_author", Expr::cust("author IN ('customer', 'staff', 'service')")))
                    .check(Check::named("ck_message_parent", Expr::cust("(ticket_id IS NULL) <> (interaction_id IS NULL)")))
                    .check(Check::named("ck_message_interaction_note", Expr::cust("interaction_id IS NULL OR kind = 'note'")))
                    .check(Check::named("ck_message_note_author", Expr::cust("kind = 'reply' OR author <> 'customer'")))
                    .check(Check::named("ck_message_via", Expr::cust("via IS NULL OR author = 'customer'")))
                    .check(Check::named("ck_message_body", Expr::cust("(body IS NULL) = (redacted_at IS NOT NULL)")))
                    .check(Check::named("ck_message_redaction_actor", Expr::cust("(redacted_at IS NULL) = (redacted_by IS NULL)")))
                    .foreign_key(&mut references("message", "interaction_id", "interaction"))
                    .foreign_key(&mut references("message", "ticket_id", "ticket"))
                    .take(),
            )
            .await?;
        manager.create_index(index("message", &["ticket_id", "created_at", "id"])).await?;
        manager.create_index(index("message", &["interaction_id", "created_at", "id"])).await?;

        manager
            .create_table(
                // Replies of staff that no service account has fetched for the customer yet, for thirty days.
                c.narrow_table("unfetched_reply")
                    .col(c.id("message_id").not_null().primary_key())
                    .col(c.id("ticket_id").not_null())
                    .col(c.id("author_id").not_null())
                    // When its author is to be notified, and when they were.
                    .col(c.instant("due_at").not_null())
                    .col(c.instant("notified_at"))
                    .foreign_key(&mut references("unfetched_reply", "message_id", "message"))
                    .foreign_key(&mut references("unfetched_reply", "ticket_id", "ticket"))
                    .foreign_key(&mut references("unfetched_reply", "author_id", "staff"))
                    .take(),
            )
            .await?;
        manager.create_index(index("unfetched_reply", &["ticket_id"])).await?;
        manager.create_index(index("unfetched_reply", &["due_at"]).and_where(Expr::col("notified_at").is_null()).take()).await?;
        for told in [&["author_id", "ticket_id"][..], &["notified_at", "ticket_id"]] {
            manager.create_index(index("unfetched_reply", told).and_where(Expr::col("notified_at").is_not_null()).take()).await?;
        }
        Ok(())
    }
}
