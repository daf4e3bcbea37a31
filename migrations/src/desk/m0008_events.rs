//! Event log: the source of truth for timelines, the audit log and every figure.
//!
//! An event holds ids and what is not personal; personal text is in `event_detail`, which alone may be redacted, so that the log can be
//! append-only and chained while text can still be redacted.

use sea_orm_migration::prelude::*;

use crate::{
    append_only,
    columns::{Columns, index, references},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = Columns::of(manager);
        manager
            .create_table(
                c.narrow_table("event")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.instant("at").not_null())
                    .col(c.text("subject_kind").not_null())
                    .col(c.id("subject_id").not_null())
                    .col(c.id("customer_id"))
                    .col(c.text("actor_kind").not_null())
                    .col(c.id("actor_id"))
                    .col(c.text("actor_role"))
                    .col(c.id("session_id"))
                    .col(c.id("request_id"))
                    .col(c.text("action").not_null())
                    .col(c.text("changes").not_null())
                    // Digest of the salted personal values, so that it does not reveal them once they are redacted.
                    .col(c.bytes("detail_digest"))
                    .col(c.bytes("digest").not_null())
                    .check(Check::named("ck_event_staff_actor", Expr::cust("actor_kind <> 'staff' OR actor_id IS NOT NULL")))
                    .take(),
            )
            .await?;
        manager.create_index(index("event", &["subject_id", "at", "id"])).await?;
        manager.create_index(index("event", &["customer_id", "at", "id"]).and_where(Expr::col("customer_id").is_not_null()).take()).await?;
        manager.create_index(index("event", &["at", "id"])).await?;
        manager.create_index(index("event", &["actor_id", "at", "id"]).and_where(Expr::col("actor_id").is_not_null()).take()).await?;
        append_only::make_append_only(manager, "event").await?;

        manager
            .create_table(
                c.table("event_detail")
                    .col(c.id("event_id").not_null().primary_key())
                    .col(c.bytes("salt"))
                    .col(c.text("personal"))
                    .foreign_key(&mut references("event_detail", "event_id", "event"))
                    .take(),
            )
            .await?;
        append_only::make_append_only_except_redaction(manager, "event_detail", "event_id", &["personal", "salt"]).await
    }
}
