//! Service accounts and their secrets.

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
                c.table("service_account")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.text("name").not_null())
                    .col(c.text("scopes").not_null())
                    .col(c.instant("expires_at").not_null())
                    .col(c.id("created_by").not_null())
                    .col(c.instant("created_at").not_null())
                    .col(c.instant("updated_at").not_null())
                    .col(c.instant("deleted_at"))
                    .col(c.id("deleted_by"))
                    .col(c.number("version").not_null())
                    .check(Check::named("ck_service_account_version_positive", Expr::cust("version >= 1")))
                    .check(Check::named("ck_service_account_deletion_actor", Expr::cust("(deleted_at IS NULL) = (deleted_by IS NULL)")))
                    .foreign_key(&mut references("service_account", "created_by", "staff"))
                    .take(),
            )
            .await?;
        manager.create_index(index("service_account", &["created_at", "id"])).await?;

        manager
            .create_table(
                c.table("service_secret")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.id("service_account_id").not_null())
                    // SHA-256; secrets are random enough to need no slower hash.
                    .col(c.bytes("hash").not_null())
                    .col(c.instant("created_at").not_null())
                    // NULL until a newer secret is created: valid until then as long as its account.
                    .col(c.instant("expires_at"))
                    .col(c.number("version").not_null())
                    .foreign_key(&mut references("service_secret", "service_account_id", "service_account"))
                    .take(),
            )
            .await?;
        manager.create_index(index("service_secret", &["service_account_id"])).await
    }
}
