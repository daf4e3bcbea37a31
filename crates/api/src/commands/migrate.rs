//! `caredesk migrate`: migrates the database schema.

use caredesk_persistence::{Clock, Engine, schema};

use super::{error::CommandError, output::print};
use crate::{lock::FileLock, settings::Settings};

pub(super) async fn run(settings: &Settings) -> Result<(), CommandError> {
    // A server running on the SQLite file would meet a schema it does not know; servers on PostgreSQL notice by their own schema check.
    let _lock = match &settings.engine {
        Engine::Sqlite { path } => Some(FileLock::acquire(path).map_err(CommandError::Usage)?),
        Engine::Postgres { .. } => None,
    };
    let migrated = schema::migrate_all(&settings.engine, Clock::system().now()).await?;
    for copy in &migrated.backups {
        print(&format!("copied the file to {}\n", copy.display()))?;
    }
    for name in &migrated.applied {
        print(&format!("applied {name}\n"))?;
    }
    print(&format!("the schema of {} is up to date\n", settings.engine))
}
