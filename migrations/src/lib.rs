//! Schema migrations for both engines.
//!
//! Two parts with separate histories: the desk, and the read log, which has its own file on SQLite. On PostgreSQL both are in one
//! database.
//!
//! Migrations only go forward. Each one runs in one transaction with its history record, under a lock between processes: a
//! kill in the middle leaves the schema as it was before that migration, and concurrent processes apply each migration once.

mod append_only;
mod columns;
mod desk;
mod error;
mod migration_lock;
mod read_log;
mod schema;

pub use error::MigrateError;
pub use schema::Schema;
use schema::applied;
use sea_orm_migration::{DbErr, sea_orm::DatabaseConnection};

/// Applies the pending migrations of a part and returns the names of those this call applied.
///
/// # Errors
/// When the schema is newer than this program, when another process holds the lock for ten minutes, or when the database fails; earlier
/// migrations then stay applied.
pub async fn migrate(database: &DatabaseConnection, part: Schema) -> Result<Vec<String>, MigrateError> {
    migration_lock::create_lock_table(database).await?;
    let mut done = Vec::new();
    loop {
        let transaction = migration_lock::acquire(database).await?;
        let applied = applied(&transaction, part).await?;
        let newer = beyond(part, &applied);
        if !newer.is_empty() {
            return Err(MigrateError::Newer(newer));
        }
        let Some(next) = part.migration_names().into_iter().find(|name| !applied.contains(name)) else {
            transaction.rollback().await?;
            return Ok(done);
        };
        part.apply_next(&transaction).await?;
        transaction.commit().await?;
        done.push(next);
    }
}

/// The pending migrations of a part, in order. Only reads.
///
/// # Errors
/// When the database cannot be read.
pub async fn pending(database: &DatabaseConnection, part: Schema) -> Result<Vec<String>, DbErr> {
    let applied = applied(database, part).await?;
    Ok(part.migration_names().into_iter().filter(|name| !applied.contains(name)).collect())
}

/// The applied migrations that this program does not know, so that a newer one migrated the schema. Only reads.
///
/// # Errors
/// When the database cannot be read.
pub async fn unknown(database: &DatabaseConnection, part: Schema) -> Result<Vec<String>, DbErr> {
    Ok(beyond(part, &applied(database, part).await?))
}

/// Whether the schema is exactly the one this program was built for. Only reads.
///
/// # Errors
/// When the database cannot be read.
pub async fn is_current(database: &DatabaseConnection, part: Schema) -> Result<bool, DbErr> {
    Ok(applied(database, part).await? == part.migration_names())
}

fn beyond(part: Schema, applied: &[String]) -> Vec<String> {
    let known = part.migration_names();
    applied.iter().filter(|name| !known.contains(name)).cloned().collect()
}
