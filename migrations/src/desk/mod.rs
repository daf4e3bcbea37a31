//! Schema of the desk.

use sea_orm_migration::{
    MigrationTrait, MigratorTrait,
    sea_orm::DynIden,
    sea_query::{Alias, IntoIden},
};

mod m0001_staff;
mod m0002_service_accounts;
mod m0003_customers;
mod m0004_search;
mod m0005_interactions;
mod m0006_tickets;
mod m0007_escalations;
mod m0008_events;
mod m0009_seals;
mod m0010_idempotency;
mod m0011_notices;
mod m0012_open_periods;
mod m0013_operations;

/// Migrations of everything except the read log.
pub(crate) struct DeskMigrator;

impl MigratorTrait for DeskMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_staff::Migration),
            Box::new(m0002_service_accounts::Migration),
            Box::new(m0003_customers::Migration),
            Box::new(m0004_search::Migration),
            Box::new(m0005_interactions::Migration),
            Box::new(m0006_tickets::Migration),
            Box::new(m0007_escalations::Migration),
            Box::new(m0008_events::Migration),
            Box::new(m0009_seals::Migration),
            Box::new(m0010_idempotency::Migration),
            Box::new(m0011_notices::Migration),
            Box::new(m0012_open_periods::Migration),
            Box::new(m0013_operations::Migration),
        ]
    }

    fn migration_table_name() -> DynIden {
        Alias::new("desk_migration").into_iden()
    }
}
