//! The one definition of the schema, for both engines.
//!
//! Two parts with a history each: the desk, and the read ledger, which on SQLite lives in a file of its own. On PostgreSQL
//! both are in one database.
//!
//! Migrations only go forward. Each one runs in a transaction together with the record that it ran, under a lock that all
//! processes take turns at (see `turn`): a kill in the middle leaves the schema as it was before that migration, and eight
//! processes at once apply each migration once.

mod append_only;
mod columns;
mod desk;
mod ledger;
mod part;
mod turn;

pub use part::Part;
use part::applied;
use sea_orm_migration::{DbErr, sea_orm::DatabaseConnection};

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer program has been here: this one does not know what it made of the schema.
    #[error("the schema is newer than this program, which does not know: {}", .0.join(", "))]
    Newer(Vec<String>),
    /// Other processes held the lock for too long.
    #[error("another process has been migrating the database for ten minutes")]
    Busy,
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Brings a part of the schema up to date and returns the names of the migrations this call applied.
///
/// # Errors
/// When the schema is newer than this program, when others hold the lock for ten minutes, or when the database refuses; what earlier
/// migrations did then stays.
pub async fn migrate(database: &DatabaseConnection, part: Part) -> Result<Vec<String>, MigrateError> {
    turn::prepare(database).await?;
    let mut done = Vec::new();
    loop {
        let turn = turn::take(database).await?;
        let applied = applied(&turn, part).await?;
        let newer = beyond(part, &applied);
        if !newer.is_empty() {
            return Err(MigrateError::Newer(newer));
        }
        let Some(next) = part.names().into_iter().find(|name| !applied.contains(name)) else {
            turn.rollback().await?;
            return Ok(done);
        };
        part.apply_next(&turn).await?;
        turn.commit().await?;
        done.push(next);
    }
}

/// The migrations of a part that have not run yet, in their order. Only reads.
///
/// # Errors
/// When the database cannot be read.
pub async fn pending(database: &DatabaseConnection, part: Part) -> Result<Vec<String>, DbErr> {
    let applied = applied(database, part).await?;
    Ok(part.names().into_iter().filter(|name| !applied.contains(name)).collect())
}

/// The migrations that have run and that this program does not know, so a newer one made the schema. Only reads.
///
/// # Errors
/// When the database cannot be read.
pub async fn unknown(database: &DatabaseConnection, part: Part) -> Result<Vec<String>, DbErr> {
    Ok(beyond(part, &applied(database, part).await?))
}

/// Whether the schema is exactly the one this program was built for. Only reads.
///
/// # Errors
/// When the database cannot be read.
pub async fn is_current(database: &DatabaseConnection, part: Part) -> Result<bool, DbErr> {
    Ok(applied(database, part).await? == part.names())
}

fn beyond(part: Part, applied: &[String]) -> Vec<String> {
    let known = part.names();
    applied.iter().filter(|name| !known.contains(name)).cloned().collect()
}
