//! Checks and migrates the schema.

use std::path::PathBuf;

use caredesk_domain::Timestamp;
use caredesk_migrations::{MigrateError, Schema, is_current, migrate, pending, unknown};
use sea_orm::{ConnectionTrait, DbErr};

use crate::{
    engine::{
        Engine,
        database::{Database, OpenError, create_private},
    },
    read_log,
};

/// Why the schema is not usable.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Migrations are pending.
    #[error("the schema of {engine} is older than this program: run `caredesk migrate`")]
    Outdated {
        /// The address, without a password.
        engine: String,
    },
    /// A newer program has migrated the schema.
    #[error(
        "the schema of {engine} has migrations this program does not know: use the program that made them, a newer one or one from before the first release"
    )]
    Newer {
        /// The address, without a password.
        engine: String,
    },
    /// A migration failed; earlier ones stay applied.
    #[error("cannot migrate {engine}: {source}")]
    Migrate {
        /// The address, without a password.
        engine: String,
        /// Why.
        source: MigrateError,
    },
    /// The database failed.
    #[error("cannot read the schema of {engine}: {source}")]
    Database {
        /// The address, without a password.
        engine: String,
        /// Why.
        source: DbErr,
    },
}

/// Result of a migration.
#[derive(Debug, Default)]
pub struct MigrationReport {
    /// Names of the migrations that ran.
    pub applied: Vec<String>,
    /// Copies of SQLite files that were made first.
    pub backups: Vec<PathBuf>,
}

/// Applies pending migrations to desk and read log. A SQLite file with data is first copied to a file beside it.
///
/// # Errors
/// When the database is not usable, or its schema is newer than this program.
pub async fn migrate_all(engine: &Engine, now: Timestamp) -> Result<MigrationReport, SchemaError> {
    let mut done = MigrationReport::default();
    for (engine, part) in parts(engine) {
        let database = Database::open(&engine).await?;
        let outcome = migrate_schema(&database, part, now, &mut done).await;
        let outcome = match part {
            Schema::Desk if outcome.is_ok() => check_read_log_file(&database).await,
            Schema::Desk | Schema::ReadLog => outcome,
        };
        close(database).await?;
        outcome?;
    }
    Ok(done)
}

/// Creates the schema of a new read log.
pub(crate) async fn migrate_read_log(engine: &Engine) -> Result<(), SchemaError> {
    let database = Database::open(engine).await?;
    let migrated = migrate(database.writer(), Schema::ReadLog).await;
    close(database).await?;
    migrated.map(drop).map_err(|source| SchemaError::Migrate { engine: engine.to_string(), source })
}

/// Checks that the schema is exactly the one this program was built for. Only reads.
///
/// # Errors
/// When it is not, or the database cannot be read.
pub async fn check(engine: &Engine) -> Result<(), SchemaError> {
    for (engine, part) in parts(engine) {
        check_schema(&engine, part).await?;
    }
    Ok(())
}

/// As [`check`], without the read log.
pub(crate) async fn check_desk(engine: &Engine) -> Result<(), SchemaError> {
    check_schema(engine, Schema::Desk).await
}

async fn check_schema(engine: &Engine, part: Schema) -> Result<(), SchemaError> {
    let database = Database::open(engine).await?;
    let broken = |source| SchemaError::Database { engine: engine.to_string(), source };
    let ahead = !unknown(database.reader(), part).await.map_err(broken)?.is_empty();
    let current = is_current(database.reader(), part).await.map_err(broken)?;
    let read_log = if current && part == Schema::Desk { check_read_log_file(&database).await } else { Ok(()) };
    close(database).await?;
    match (ahead, current) {
        (true, _) => Err(SchemaError::Newer { engine: engine.to_string() }),
        (false, false) => Err(SchemaError::Outdated { engine: engine.to_string() }),
        (false, true) => read_log,
    }
}

async fn check_read_log_file(desk: &Database) -> Result<(), SchemaError> {
    read_log::check_file(desk).await.map_err(|error| OpenError::from(error).into())
}

async fn close(database: Database) -> Result<(), SchemaError> {
    let engine = database.engine().to_string();
    database.close().await.map_err(|source| SchemaError::Database { engine, source })
}

/// Desk and read log, each with its engine.
fn parts(engine: &Engine) -> [(Engine, Schema); 2] {
    [(engine.clone(), Schema::Desk), (engine.read_log().unwrap_or_else(|| engine.clone()), Schema::ReadLog)]
}

async fn migrate_schema(database: &Database, part: Schema, now: Timestamp, done: &mut MigrationReport) -> Result<(), SchemaError> {
    let engine = database.engine().to_string();
    let broken = |source| SchemaError::Database { engine: engine.clone(), source };
    let waiting = pending(database.reader(), part).await.map_err(broken)?;
    if let Engine::Sqlite { path } = database.engine()
        && !waiting.is_empty()
        && waiting.len() < part.migration_names().len()
    {
        let copy = path.with_extension(format!("before-{}.db", now.utc().format("%Y%m%dT%H%M%S%6fZ")));
        create_private(&copy).map_err(|source| OpenError::File { path: copy.display().to_string(), source })?;
        let quoted = copy.display().to_string().replace('\'', "''");
        database.writer().execute_unprepared(&format!("VACUUM INTO '{quoted}'")).await.map_err(broken)?;
        done.backups.push(copy);
    }
    let applied = migrate(database.writer(), part).await;
    done.applied.extend(applied.map_err(|source| match source {
        MigrateError::Newer(_) => SchemaError::Newer { engine: engine.clone() },
        MigrateError::Busy | MigrateError::Database(_) => SchemaError::Migrate { engine: engine.clone(), source },
    })?);
    Ok(())
}
