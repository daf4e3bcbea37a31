//! The desk's schema.

use sea_orm_migration::{
    MigrationTrait, MigratorTrait,
    sea_orm::DynIden,
    sea_query::{Alias, IntoIden},
};

mod m0001_staff;
mod m0002_customers;
mod m0003_search;
mod m0004_tickets;
mod m0005_events;
mod m0006_seals;

/// Migrates everything but the ledger.
pub(crate) struct Desk;

impl MigratorTrait for Desk {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_staff::Migration),
            Box::new(m0002_customers::Migration),
            Box::new(m0003_search::Migration),
            Box::new(m0004_tickets::Migration),
            Box::new(m0005_events::Migration),
            Box::new(m0006_seals::Migration),
        ]
    }

    fn migration_table_name() -> DynIden {
        Alias::new("desk_migration").into_iden()
    }
}
