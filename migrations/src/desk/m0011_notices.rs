//! Notices: recipient, kind and record. They hold no text.

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
                c.narrow_table("notice")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.instant("at").not_null())
                    // Exactly one of the two: a staff member, or everybody with a role.
                    .col(c.id("staff_id"))
                    .col(c.text("role"))
                    .col(c.text("kind").not_null())
                    .col(c.text("subject_kind").not_null())
                    .col(c.id("subject_id").not_null())
                    // The ticket or interaction concerned: the subject itself, or the source of an escalation.
                    .col(c.id("case_id").not_null())
                    // The author of the change, who gets no notice.
                    .col(c.id("caused_by"))
                    .check(Check::named("ck_notice_recipient", Expr::cust("(staff_id IS NULL) <> (role IS NULL)")))
                    .foreign_key(&mut references("notice", "staff_id", "staff"))
                    .take(),
            )
            .await?;
        manager.create_index(index("notice", &["staff_id", "at", "id"]).and_where(Expr::col("staff_id").is_not_null()).take()).await?;
        // Notices are removed by record when their reason is done, and by age.
        manager.create_index(index("notice", &["subject_id"])).await?;
        manager.create_index(index("notice", &["case_id"])).await?;
        manager.create_index(index("notice", &["at", "id"])).await?;
        manager.create_index(index("notice", &["role", "at", "id"]).and_where(Expr::col("role").is_not_null()).take()).await?;

        manager
            .create_table(
                // Until when a staff member has seen their notices.
                c.narrow_table("notice_seen")
                    .col(c.id("staff_id").not_null().primary_key())
                    .col(c.instant("until").not_null())
                    .foreign_key(&mut references("notice_seen", "staff_id", "staff"))
                    .take(),
            )
            .await?;

        manager
            .create_table(
                // The notices shortly before that time which they have seen: a transaction that began earlier but committed later may add others, which
                // are not seen yet.
                c.narrow_table("notice_mark")
                    .col(c.id("staff_id").not_null())
                    .col(c.id("notice_id").not_null())
                    .col(c.instant("at").not_null())
                    .primary_key(&mut composite_key(&["staff_id", "notice_id"]))
                    .foreign_key(&mut references("notice_mark", "staff_id", "staff"))
                    .take(),
            )
            .await
    }
}
