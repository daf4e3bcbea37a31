//! The read ledger's schema: a file of its own on SQLite, so it refers to nothing outside.

use sea_orm_migration::{
    MigrationTrait, MigratorTrait,
    sea_orm::DynIden,
    sea_query::{Alias, IntoIden},
};

mod m0001_reads;

/// Migrates the ledger.
pub(crate) struct Ledger;

impl MigratorTrait for Ledger {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_reads::Migration)]
    }

    fn migration_table_name() -> DynIden {
        Alias::new("ledger_migration").into_iden()
    }
}
