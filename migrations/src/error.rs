//! Why migrating failed.

use sea_orm_migration::DbErr;

/// Why migrating failed.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer program has migrated the schema. Holds the unknown migrations.
    #[error("the schema is newer than this program, which does not know: {}", .0.join(", "))]
    Newer(Vec<String>),
    /// Another process held the lock for ten minutes.
    #[error("another process has been migrating the database for ten minutes")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}
