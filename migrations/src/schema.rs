//! Parts of the schema and their applied migrations.

use sea_orm_migration::{
    DbErr, IntoSchemaManagerConnection, MigrationTrait, MigratorTrait, SchemaManager,
    sea_orm::{ConnectionTrait, DatabaseTransaction, DynIden},
    sea_query::{Order, Query},
};

use crate::{desk::DeskMigrator, read_log::ReadLogMigrator};

/// A part of the schema with its own migration history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Everything except the read log.
    Desk,
    /// The read log: who read which customer's data.
    ReadLog,
}

impl Schema {
    /// The names of its migrations, in order.
    pub fn migration_names(self) -> Vec<String> {
        self.migrations().iter().map(|migration| migration.name().to_owned()).collect()
    }

    fn migrations(self) -> Vec<Box<dyn MigrationTrait>> {
        match self {
            Self::Desk => DeskMigrator::migrations(),
            Self::ReadLog => ReadLogMigrator::migrations(),
        }
    }

    fn table(self) -> DynIden {
        match self {
            Self::Desk => DeskMigrator::migration_table_name(),
            Self::ReadLog => ReadLogMigrator::migration_table_name(),
        }
    }

    /// Applies the first pending migration and records it, in the caller's transaction.
    pub(crate) async fn apply_next(self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        match self {
            Self::Desk => DeskMigrator::up(transaction, Some(1)).await,
            Self::ReadLog => ReadLogMigrator::up(transaction, Some(1)).await,
        }
    }
}

/// The names of the applied migrations, in order; empty for an empty database. Only reads.
pub(crate) async fn applied<'c>(database: impl IntoSchemaManagerConnection<'c>, part: Schema) -> Result<Vec<String>, DbErr> {
    let manager = SchemaManager::new(database);
    let table = part.table();
    if !manager.has_table(table.to_string()).await? {
        return Ok(Vec::new());
    }
    let names = Query::select().column("version").from(table).order_by("version", Order::Asc).take();
    manager.get_connection().query_all(&names).await?.iter().map(|row| row.try_get("", "version")).collect()
}
