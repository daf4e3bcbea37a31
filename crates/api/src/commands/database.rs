//! Opens the database for a command.

use caredesk_persistence::{
    Clock, Engine, Ids, Store,
    schema::{self, SchemaError},
};

use super::error::CommandError;
use crate::{file_permissions, lock::FileLock, settings::Settings};

/// Checks that other accounts cannot reach the files, before a command opens anything.
pub(super) fn check_permissions(settings: Settings) -> Result<Settings, CommandError> {
    file_permissions::check(&settings)?;
    Ok(settings)
}

/// Opens the database for a command that writes. A SQLite schema is migrated here; PostgreSQL needs `caredesk migrate`.
pub(super) async fn open(settings: &Settings) -> Result<Store, CommandError> {
    open_with(settings, Ids::random()).await
}

/// As [`open`], with the given source of ids.
pub(super) async fn open_with(settings: &Settings, ids: Ids) -> Result<Store, CommandError> {
    let clock = Clock::system();
    match (&settings.engine, schema::check(&settings.engine).await) {
        // Locked: a running server would meet a schema it does not know.
        (Engine::Sqlite { path }, Err(SchemaError::Outdated { .. })) => {
            let _lock = FileLock::acquire(path).map_err(CommandError::Usage)?;
            migrate_sqlite(&settings.engine).await?;
        }
        (Engine::Sqlite { .. } | Engine::Postgres { .. }, checked) => checked?,
    }
    Ok(Store::open(&settings.engine, clock, ids).await?)
}

/// Migrates a SQLite file. The caller holds its lock.
pub(super) async fn migrate_sqlite(engine: &Engine) -> Result<(), CommandError> {
    let migrated = schema::migrate_all(engine, Clock::system().now()).await?;
    for copy in migrated.backups {
        tracing::info!(copy = %copy.display(), "database copied before migration");
    }
    Ok(())
}
