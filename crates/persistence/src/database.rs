//! Connections to the desk's database: one pool that writes, one that reads.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
    time::{Duration, Instant},
};

use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait,
    sqlx::{
        ConnectOptions as _,
        postgres::PgConnectOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};

use tokio::time::sleep;

use crate::{
    dialect,
    engine::{Engine, PostgresUrl},
    failure::Failure,
};

/// How long to wait for a free connection before the answer is 503.
const ACQUIRE: Duration = Duration::from_secs(2);
/// How long one statement may take on PostgreSQL, waiting for locks included; and how long a write waits on SQLite for other processes.
const STATEMENT: Duration = Duration::from_secs(5);
/// How long a statement on PostgreSQL waits for a row that another transaction holds: a second request with the key of a first waits so long for it.
const LOCK: Duration = Duration::from_secs(2);
/// How long SQLite itself waits for another process before [`Database::begin`] asks again. It asks more and more seldom, at last ten times a
/// second: beside a process that writes without a pause it would then hardly ever get its turn. So it starts anew.
const SQLITE_ASKS: Duration = Duration::from_millis(20);
const PAUSE: Duration = Duration::from_millis(1);
/// What each connection keeps of the file in memory at most: 32 MiB, in SQLite's way of saying so. With the 2 MiB it would keep by itself, large
/// changes are written to the log page by page and read again, and reports read the same pages again and again.
const SQLITE_CACHE: &str = "-32768";
/// SQLite reads in parallel, each connection with a page cache of its own.
const SQLITE_READERS: u32 = 4;
/// With those for long reads 30: two replicas and a command beside them stay below PostgreSQL's default of 100.
const POSTGRES_CONNECTIONS: u32 = 16;
/// A connection unused for so long is asked whether it still lives; asking each time would cost a round trip a request.
pub(crate) const POSTGRES_ASK_AFTER: Duration = Duration::from_secs(15);
/// Earlier versions can corrupt a database in WAL mode.
const SQLITE_AT_LEAST: [u32; 3] = [3, 51, 3];

/// The open database. Clones share the connections.
#[derive(Debug, Clone)]
pub struct Database {
    engine: Engine,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
}

/// Why a database could not be opened. Shown to whoever started the program; holds no password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The SQLite file or its directory cannot be made or opened.
    #[error("cannot open {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The engine cannot be reached or refuses.
    #[error("cannot open {engine}: {source}")]
    Connect {
        /// The address, without a password.
        engine: String,
        /// What the engine or driver said.
        source: DbErr,
    },
    /// The SQLite library is too old to be trusted with a write-ahead log.
    #[error("SQLite {found} is too old: 3.51.3 or later is needed, earlier ones can corrupt the file")]
    SqliteTooOld {
        /// The library's version.
        found: String,
    },
}

impl Database {
    /// Opens the database. A SQLite file and its directory are created when missing, readable by their owner only; the schema is not touched.
    ///
    /// # Errors
    /// When the file, the server or its version is not usable.
    pub async fn open(engine: &Engine) -> Result<Self, OpenError> {
        let connected = match engine {
            Engine::Sqlite { path } => {
                create_private(path).map_err(|source| OpenError::File { path: path.display().to_string(), source })?;
                sqlite(path).await
            }
            Engine::Postgres { url } => postgres(url).await,
        };
        let (writer, reader) = connected.map_err(|source| OpenError::Connect { engine: engine.to_string(), source })?;
        let database = Self { engine: engine.clone(), writer, reader };
        if let Engine::Sqlite { .. } = engine {
            database.refuse_old_sqlite().await?;
        }
        Ok(database)
    }

    /// The engine it was opened on.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// For reading. On SQLite these connections cannot write; never use them while a transaction of one's own is open, which they
    /// do not see.
    pub const fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For migrations and for what runs outside a transaction. On SQLite there is one such connection, and a write on it does not wait for
    /// other processes: use [`Database::begin`] unless it may fail.
    pub const fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Counts the statements that are read by from now on.
    #[cfg(test)]
    pub(crate) fn count_reads(&mut self) -> std::sync::Arc<std::sync::atomic::AtomicU64> {
        let count = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
        let counted = count.clone();
        self.reader.set_metric_callback(move |_| {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        });
        count
    }

    /// Begins a transaction that is going to write. On SQLite it waits here for its turn, and once begun no statement of it has to wait.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = dialect::write_transaction(self.writer.get_database_backend());
        let until = Instant::now() + STATEMENT;
        loop {
            match self.writer.begin_with_options(options).await {
                Err(error) if is_in_the_way(&error) && Instant::now() < until => sleep(PAUSE).await,
                begun => return begun,
            }
        }
    }

    /// Closes all connections and waits for them; SQLite then folds its write-ahead log into the file.
    ///
    /// # Errors
    /// When a connection cannot be closed.
    pub async fn close(self) -> Result<(), DbErr> {
        // Readers first: the last to close is the one that may write, and so can fold the log.
        self.reader.close_by_ref().await?;
        self.writer.close_by_ref().await
    }

    async fn refuse_old_sqlite(&self) -> Result<(), OpenError> {
        let refused = |source| OpenError::Connect { engine: self.engine.to_string(), source };
        let statement = sea_orm::Statement::from_string(self.writer.get_database_backend(), "SELECT sqlite_version()");
        let row = self.writer.query_one_raw(statement).await.map_err(refused)?;
        let found: String = row.map(|row| row.try_get_by_index(0)).transpose().map_err(refused)?.unwrap_or_default();
        if is_at_least(&found, SQLITE_AT_LEAST) { Ok(()) } else { Err(OpenError::SqliteTooOld { found }) }
    }
}

/// Another process is writing.
fn is_in_the_way(error: &DbErr) -> bool {
    Failure::of(error) == Failure::Conflict
}

fn is_at_least(version: &str, least: [u32; 3]) -> bool {
    let numbers: Option<Vec<u32>> = version.split('.').map(|number| number.parse().ok()).collect();
    numbers.is_some_and(|numbers| numbers.as_slice() >= least.as_slice())
}

/// Creates a missing file with mode 0600, so that not even for a moment others can read it. SQLite gives its log the same mode.
pub(crate) fn create_private(path: &Path) -> io::Result<()> {
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    }
    // Not truncated, and opened for writing: a file that cannot be written is found out here, with a plain message.
    fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).map(drop)
}

async fn sqlite(path: &Path) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let writing = sqlite_common(path)
        .busy_timeout(SQLITE_ASKS)
        .journal_mode(SqliteJournalMode::Wal)
        // Each commit is on the disk before it is answered.
        .synchronous(SqliteSynchronous::Full)
        // INSERT OR REPLACE deletes; only so do the triggers of the append-only tables see it.
        .pragma("recursive_triggers", "ON");
    // To switch a new file to the write-ahead log takes a lock that SQLite does not wait for.
    let until = Instant::now() + STATEMENT;
    let writer = loop {
        match connect_sqlite(writing.clone(), 1).await {
            Err(error) if is_in_the_way(&error) && Instant::now() < until => sleep(PAUSE).await,
            connected => break connected?,
        }
    };
    let reader = connect_sqlite(sqlite_reader(path), SQLITE_READERS).await?;
    Ok((writer, reader))
}

fn sqlite_common(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .pragma("cache_size", SQLITE_CACHE)
        // Statements hold no values, but sqlx logs slow ones by default and would flood the log.
        .disable_statement_logging()
}

/// A connection that reads. It waits for nobody but a process that opens or closes the file.
pub(crate) fn sqlite_reader(path: &Path) -> SqliteConnectOptions {
    sqlite_common(path).busy_timeout(STATEMENT).read_only(true).pragma("query_only", "ON")
}

async fn connect_sqlite(sqlite: SqliteConnectOptions, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let mut options = quiet("sqlite::memory:");
    options
        .max_connections(connections)
        // A file does not hang up: no pings, no renewal.
        .test_before_acquire(false)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .map_sqlx_sqlite_opts(move |_| sqlite.clone());
    sea_orm::Database::connect(options).await
}

async fn postgres(url: &PostgresUrl) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let server = postgres_options(url, STATEMENT)?;
    let mut options = quiet("postgres://");
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .test_before_acquire_if_idle_for(POSTGRES_ASK_AFTER)
        .map_sqlx_postgres_opts(move |_| server.clone());
    let pool = sea_orm::Database::connect(options).await?;
    Ok((pool.clone(), pool))
}

/// A connection on which a statement may take so long.
pub(crate) fn postgres_options(url: &PostgresUrl, statement_timeout: Duration) -> Result<PgConnectOptions, DbErr> {
    let server = url.options().map_err(|_| DbErr::Custom("the address cannot be read".to_owned()))?;
    Ok(server
        .application_name("caredesk")
        .options([("statement_timeout", statement_timeout.as_millis().to_string()), ("lock_timeout", LOCK.as_millis().to_string())])
        // Compiling a statement of ours takes longer than it runs.
        .options([("jit", "off")])
        .disable_statement_logging())
}

/// SeaORM's options with everything off that could log a statement. The address in them is only a scheme, the real one comes with
/// the driver's options: SeaORM traces and quotes the one it is given, password and all.
pub(crate) fn quiet(scheme: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(scheme);
    options.acquire_timeout(ACQUIRE).sqlx_logging(false).record_stmt_in_spans(false);
    options
}

#[cfg(test)]
mod tests;
