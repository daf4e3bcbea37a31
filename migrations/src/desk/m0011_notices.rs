//! What somebody should know of: who, of what kind, about which record. No words.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, index, key_of, references};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = Columns::of(manager);
        manager
            .create_table(
                c.narrow_table("notice")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.instant("at").not_null())
                    // One of the two: a colleague, or all of a role.
                    .col(c.id("staff_id"))
                    .col(c.text("role"))
                    .col(c.text("kind").not_null())
                    .col(c.text("subject_kind").not_null())
                    .col(c.id("subject_id").not_null())
                    // The ticket or interaction it concerns: the subject itself, or what an escalation was raised from.
                    .col(c.id("case_id").not_null())
                    // Who caused it, and so need not be told.
                    .col(c.id("caused_by"))
                    .check(Check::named("notice_is_to_somebody", Expr::cust("(staff_id IS NULL) <> (role IS NULL)")))
                    .foreign_key(&mut references("notice", "staff_id", "staff"))
                    .take(),
            )
            .await?;
        manager.create_index(index("notice", &["staff_id", "at", "id"]).and_where(Expr::col("staff_id").is_not_null()).take()).await?;
        // Those that have done their work go by their record, and those that are old by their age.
        manager.create_index(index("notice", &["subject_id"])).await?;
        manager.create_index(index("notice", &["case_id"])).await?;
        manager.create_index(index("notice", &["at", "id"])).await?;
        manager.create_index(index("notice", &["role", "at", "id"]).and_where(Expr::col("role").is_not_null()).take()).await?;

        manager
            .create_table(
                // Until when somebody has seen theirs.
                c.narrow_table("notice_seen")
                    .col(c.id("staff_id").not_null().primary_key())
                    .col(c.instant("until").not_null())
                    .foreign_key(&mut references("notice_seen", "staff_id", "staff"))
                    .take(),
            )
            .await?;

        manager
            .create_table(
                // Which of the notices shortly before that instant they have seen, one by one: what is committed later, though it began before, is not
                // among them.
                c.narrow_table("notice_mark")
                    .col(c.id("staff_id").not_null())
                    .col(c.id("notice_id").not_null())
                    .col(c.instant("at").not_null())
                    .primary_key(&mut key_of(&["staff_id", "notice_id"]))
                    .foreign_key(&mut references("notice_mark", "staff_id", "staff"))
                    .take(),
            )
            .await
    }
}
