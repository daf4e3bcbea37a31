//! Customers: patients of the telehealth company.

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
                c.table("customer")
                    .col(c.id("id").not_null().primary_key())
                    .col(c.text("given_name"))
                    .col(c.text("family_name").not_null())
                    .col(c.text("former_names").not_null())
                    .col(c.text("email"))
                    // As typed; `phone_e164` is normalised for comparison.
                    .col(c.text("phone"))
                    .col(c.key("phone_e164"))
                    .col(c.text("other_phones").not_null())
                    // FHIR date: the day, or the day and the month, may be missing.
                    .col(c.text("birth_date"))
                    .col(c.text("gender"))
                    .col(c.text("preferred_language"))
                    // As in FHIR, it may be known that a customer has died but not when.
                    .col(c.flag("deceased").not_null())
                    .col(c.instant("deceased_at"))
                    .col(c.text("identifiers").not_null())
                    .col(c.instant("created_at").not_null())
                    .col(c.instant("updated_at").not_null())
                    .col(c.instant("deleted_at"))
                    .col(c.id("deleted_by"))
                    .col(c.number("version").not_null())
                    .check(Check::named("ck_customer_version_positive", Expr::cust("version >= 1")))
                    .check(Check::named("ck_customer_phone_e164", Expr::cust("phone_e164 IS NULL OR phone IS NOT NULL")))
                    .check(Check::named("ck_customer_death_flag", Expr::cust("deceased_at IS NULL OR deceased")))
                    .check(Check::named("ck_customer_deletion_actor", Expr::cust("(deleted_at IS NULL) = (deleted_by IS NULL)")))
                    .take(),
            )
            .await?;
        for sort in ["created_at", "updated_at"] {
            manager.create_index(index("customer", &[sort, "id"]).and_where(Expr::col("deleted_at").is_null()).take()).await?;
            let mut hidden = index("customer", &[sort, "id"]);
            hidden.name(format!("customer_deleted_{sort}_id")).and_where(Expr::col("deleted_at").is_not_null());
            manager.create_index(hidden).await?;
        }

        manager
            .create_table(
                // What the telehealth app last sent of a customer, so that an agent's correction survives a repetition of the same data.
                c.table("customer_source")
                    .col(c.key("system").not_null())
                    .col(c.key("value").not_null())
                    .col(c.id("customer_id").not_null())
                    .col(c.text("sent").not_null())
                    .primary_key(&mut composite_key(&["system", "value"]))
                    .foreign_key(&mut references("customer_source", "customer_id", "customer"))
                    .take(),
            )
            .await?;
        manager.create_index(index("customer_source", &["customer_id"])).await
    }
}
