//! Connections to the database: one pool for writes, one for reads.

pub(crate) mod commits;
mod connect;
mod error;
mod file;
mod health;
mod transaction;

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
    sync::Arc,
    time::Instant,
};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr, TransactionTrait};
use tokio::time::sleep;

use crate::{
    engine::{Engine, dialect},
    error::DbErrorKind,
};

pub(crate) use connect::{POSTGRES_TEST_IDLE_AFTER, options_without_logging, postgres_options, sqlite_pool, sqlite_reader};
use connect::{RETRY_DELAY, STATEMENT_TIMEOUT, is_conflict, postgres, sqlite};
pub use error::{OpenError, ReadLogError};
use file::SqliteFile;
use health::WriteHealth;
pub(crate) use transaction::{CommitError, SqlTransaction};

/// Minimum SQLite version: earlier ones can corrupt a database in WAL mode.
const MIN_SQLITE_VERSION: [u32; 3] = [3, 51, 3];

/// The open database. Clones share the connections.
#[derive(Debug, Clone)]
pub struct Database {
    engine: Engine,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    health: Arc<WriteHealth>,
    file: Option<Arc<SqliteFile>>,
}

impl Database {
    /// Opens the database. A SQLite file and its directory are created when missing, readable by their owner only; the schema is not touched.
    ///
    /// # Errors
    /// When the file, the server or its version is not usable.
    pub async fn open(engine: &Engine) -> Result<Self, OpenError> {
        let health = Arc::new(WriteHealth::default());
        let mut file = None;
        let connected = match engine {
            Engine::Sqlite { path } => {
                let failed = |source| OpenError::File { path: path.display().to_string(), source };
                create_private(path).map_err(failed)?;
                file = Some(Arc::new(SqliteFile::new(path).map_err(failed)?));
                sqlite(path, &health).await
            }
            Engine::Postgres { url } => postgres(url, &health).await,
        };
        let (writer, reader) = connected.map_err(|source| OpenError::Connect { engine: engine.to_string(), source })?;
        let database = Self { engine: engine.clone(), writer, reader, health, file };
        if let Engine::Sqlite { .. } = engine {
            database.refuse_old_sqlite().await?;
        }
        Ok(database)
    }

    /// The engine.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The read pool. On SQLite its connections cannot write. Do not use it inside an open transaction: it does not see that transaction's
    /// changes.
    pub const fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// The write pool, for migrations and statements outside a transaction. On SQLite it is one connection, and a write on it does not wait for
    /// other processes: use [`Database::begin`] unless the write may fail.
    pub const fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Records all statements from now on.
    #[cfg(test)]
    pub(crate) fn record_statements(&mut self) -> Arc<std::sync::Mutex<Vec<sea_orm::Statement>>> {
        let recorded = Arc::new(std::sync::Mutex::new(Vec::new()));
        for connection in [&mut self.reader, &mut self.writer] {
            let record = Arc::clone(&recorded);
            connection.set_metric_callback(move |run| record.lock().unwrap().push(run.statement.clone()));
        }
        recorded
    }

    /// Begins a write transaction. On SQLite it waits here for the write lock, so that none of its statements has to wait.
    pub(crate) async fn begin(&self) -> Result<SqlTransaction, DbErr> {
        self.check_file()?;
        let options = dialect::write_transaction(self.writer.get_database_backend());
        let until = Instant::now() + STATEMENT_TIMEOUT;
        loop {
            match self.writer.begin_with_options(options).await {
                Err(error) if is_conflict(&error) && Instant::now() < until => sleep(RETRY_DELAY).await,
                Err(error) => {
                    if DbErrorKind::classify(&error) == DbErrorKind::Storage {
                        self.health.write_failed();
                    }
                    return Err(error);
                }
                Ok(transaction) => return Ok(SqlTransaction::new(transaction, Arc::clone(&self.health), self.file.clone())),
            }
        }
    }

    /// Checks that the SQLite file is still the one that was opened.
    pub(crate) fn check_file(&self) -> Result<(), DbErr> {
        self.file.as_ref().map_or(Ok(()), |file| file.check().inspect_err(|_| self.health.write_failed()))
    }

    /// Checks that writes succeed: by a write of the last second, or else by running `probe`, a statement that changes one internal row.
    ///
    /// # Errors
    /// The error of the database.
    pub(crate) async fn check_writable(&self, probe: &str) -> Result<(), DbErr> {
        self.check_file()?;
        let _one_at_a_time = self.health.probing.lock().await;
        match self.health.recent_write() {
            Some(true) => return Ok(()),
            Some(false) => return Err(DbErr::Conn(RuntimeErr::Internal("the latest write failed".to_owned()))),
            None => {}
        }
        let transaction = self.begin().await?;
        if let Err(error) = transaction.execute_unprepared(probe).await {
            transaction.rollback().await;
            return Err(error);
        }
        transaction.commit().await.map_err(CommitError::into_inner)
    }

    /// Closes all connections and waits for them; SQLite then checkpoints its write-ahead log into the file.
    ///
    /// # Errors
    /// When a connection cannot be closed.
    pub async fn close(self) -> Result<(), DbErr> {
        // Readers first: the last connection to close must be able to write, to checkpoint the log.
        self.reader.close_by_ref().await?;
        self.writer.close_by_ref().await
    }

    async fn refuse_old_sqlite(&self) -> Result<(), OpenError> {
        let refused = |source| OpenError::Connect { engine: self.engine.to_string(), source };
        let statement = sea_orm::Statement::from_string(self.writer.get_database_backend(), "SELECT sqlite_version()");
        let row = self.writer.query_one_raw(statement).await.map_err(refused)?;
        let found: String = row.map(|row| row.try_get_by_index(0)).transpose().map_err(refused)?.unwrap_or_default();
        if is_at_least(&found, MIN_SQLITE_VERSION) { Ok(()) } else { Err(OpenError::SqliteTooOld { found }) }
    }
}

fn is_at_least(version: &str, least: [u32; 3]) -> bool {
    let numbers: Option<Vec<u32>> = version.split('.').map(|number| number.parse().ok()).collect();
    numbers.is_some_and(|numbers| numbers.as_slice() >= least.as_slice())
}

/// Creates a missing file with mode 0600, so that others can never read it. SQLite gives its log the same mode.
pub(crate) fn create_private(path: &Path) -> io::Result<()> {
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    }
    // Not truncated, and opened for writing: a file that is not writable fails here, with a plain message.
    fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).map(drop)
}

#[cfg(test)]
mod tests;
