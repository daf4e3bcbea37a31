//! Schema of the read log. On SQLite it is a separate file, so it has no foreign keys to other tables.

use sea_orm_migration::{
    MigrationTrait, MigratorTrait,
    sea_orm::DynIden,
    sea_query::{Alias, IntoIden},
};

mod m0001_read_log;

/// Migrations of the read log.
pub(crate) struct ReadLogMigrator;

impl MigratorTrait for ReadLogMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_read_log::Migration)]
    }

    fn migration_table_name() -> DynIden {
        Alias::new("read_log_migration").into_iden()
    }
}
