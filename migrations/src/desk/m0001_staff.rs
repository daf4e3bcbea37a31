//! Staff and their sessions.

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
                c.table("staff")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.text("email").not_null())
                    .col(c.key("email_key").not_null())
                    .col(c.text("name").not_null())
                    .col(c.text("role").not_null())
                    .col(c.flag("active").not_null())
                    // NULL until they set one with their password link.
                    .col(c.text("password_hash"))
                    .col(c.instant("created_at").not_null())
                    .col(c.instant("updated_at").not_null())
                    .col(c.number("version").not_null())
                    .check(Check::named("ck_staff_version_positive", Expr::cust("version >= 1")))
                    .take(),
            )
            .await?;
        manager.create_index(index("staff", &["email_key"]).unique().take()).await?;

        manager
            .create_table(
                c.table("session")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.id("staff_id").not_null())
                    .col(c.number("generation").not_null())
                    .col(c.instant("rotated_at").not_null())
                    .col(c.instant("created_at").not_null())
                    .col(c.instant("expires_at").not_null())
                    .col(c.instant("ended_at"))
                    .foreign_key(&mut references("session", "staff_id", "staff"))
                    .take(),
            )
            .await?;
        // The last activity of a staff member is their latest `rotated_at`.
        manager.create_index(index("session", &["staff_id", "rotated_at"])).await?;
        manager.create_index(index("session", &["staff_id", "created_at", "id"])).await?;
        // Expired sessions and links are purged.
        manager.create_index(index("session", &["expires_at"])).await?;

        manager
            .create_table(
                // One-time link by which a staff member sets a password. Only the newest is valid.
                c.table("password_link")
                    .col(c.bytes("token_hash").not_null().primary_key())
                    .col(c.id("staff_id").not_null())
                    .col(c.instant("created_at").not_null())
                    .col(c.instant("expires_at").not_null())
                    .col(c.instant("used_at"))
                    .foreign_key(&mut references("password_link", "staff_id", "staff"))
                    .take(),
            )
            .await?;
        manager.create_index(index("password_link", &["staff_id"])).await?;
        manager.create_index(index("password_link", &["expires_at"])).await?;

        manager
            .create_table(
                // Display preferences of a staff member; without a row the defaults apply.
                c.table("preference")
                    .col(c.id("staff_id").not_null().primary_key())
                    .col(c.text("language"))
                    .col(c.text("preferences").not_null())
                    .col(c.number("version").not_null())
                    .foreign_key(&mut references("preference", "staff_id", "staff"))
                    .take(),
            )
            .await?;

        manager
            .create_table(
                // Failed attempts at a secret, one row per account, device, session or network address. `subject_…` and `window_…` hold what is not yet
                // in the audit log.
                c.narrow_table("sign_in_throttle")
                    .col(c.bytes("key_hash").not_null().primary_key())
                    .col(c.text("kind").not_null())
                    .col(c.text("failures").not_null())
                    .col(c.small("delays").not_null())
                    .col(c.instant("blocked_until"))
                    .col(c.instant("last_failed_at").not_null())
                    .col(c.text("subject_kind"))
                    .col(c.id("subject_id"))
                    .col(c.instant("window_started_at"))
                    .col(c.id("window_request_id"))
                    .col(c.long("window_attempts").not_null())
                    .col(c.flag("window_reported").not_null())
                    .col(c.instant("due_at").not_null())
                    .take(),
            )
            .await?;
        manager.create_index(index("sign_in_throttle", &["due_at"])).await
    }
}
