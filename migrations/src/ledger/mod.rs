//! Schema of the read log. On SQLite it is a separate file, so it has no foreign keys to other tables.

use sea_orm_migration::{
    MigrationTrait, MigratorTrait,
    sea_orm::DynIden,
    sea_query::{Alias, IntoIden},
};

mod m0001_reads;

/// Migrations of the read log.
pub(crate) struct Ledger;

impl MigratorTrait for Ledger {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_reads::Migration)]
    }

    fn migration_table_name() -> DynIden {
        Alias::new("ledger_migration").into_iden()
    }
}
