//! Seals chain the events in batches, so that altered, removed, inserted or reordered events are detected.

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
                c.narrow_table("seal")
                    .col(c.id("id").not_null().primary_key())
                    // 1, 2, 3, …: unique, so that two concurrent sealers cannot fork the chain.
                    .col(c.long("number").not_null())
                    .col(c.bytes("previous"))
                    .col(c.bytes("hash").not_null())
                    .col(c.id("first_event_id").not_null())
                    .col(c.id("last_event_id").not_null())
                    .col(c.number("events").not_null())
                    .col(c.instant("at").not_null())
                    .check(Check::named("ck_seal_chain", Expr::cust("number >= 1 AND (number = 1) = (previous IS NULL)")))
                    .check(Check::named("ck_seal_events_positive", Expr::cust("events >= 1")))
                    .take(),
            )
            .await?;
        manager.create_index(index("seal", &["number"]).unique().take()).await?;
        append_only::make_append_only(manager, "seal").await?;

        manager
            .create_table(
                c.narrow_table("sealed_event")
                    .col(c.id("event_id").not_null().primary_key())
                    .col(c.id("seal_id").not_null())
                    .col(c.number("position").not_null())
                    .foreign_key(&mut references("sealed_event", "event_id", "event"))
                    .foreign_key(&mut references("sealed_event", "seal_id", "seal"))
                    .take(),
            )
            .await?;
        manager.create_index(index("sealed_event", &["seal_id", "position"]).unique().take()).await?;
        append_only::make_append_only(manager, "sealed_event").await
    }
}
