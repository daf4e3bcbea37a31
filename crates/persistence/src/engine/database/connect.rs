//! Connection pools of each engine and the settings of their connections.

use std::{
    future::ready,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use sea_orm::{
    ConnectOptions, DatabaseConnection, DbErr,
    sqlx::{
        ConnectOptions as _,
        postgres::PgConnectOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};
use tokio::time::sleep;

use super::health::WriteHealth;
use crate::{engine::PostgresUrl, error::DbErrorKind};

/// The statement timeout on PostgreSQL, lock waits included; on SQLite how long a write waits for other processes.
pub(super) const STATEMENT_TIMEOUT: Duration = Duration::from_secs(5);
pub(super) const RETRY_DELAY: Duration = Duration::from_millis(1);
/// How long to wait for a free connection before the response is 503.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a statement on PostgreSQL waits for a row lock; so also how long a second request with the same idempotency key waits for the first.
const LOCK_TIMEOUT: Duration = Duration::from_secs(2);
/// SQLite's own busy timeout, after which `Database::begin` tries again. SQLite backs off to ten attempts a second, so that beside a process
/// that writes without a pause it would hardly ever get the lock; a short timeout restarts the backoff.
const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_millis(20);
/// `cache_size` of each connection: 32 MiB (negative: KiB). With the default of 2 MiB large changes are spilled to the log and read again, and
/// reports read the same pages repeatedly.
const SQLITE_CACHE_SIZE: &str = "-32768";
/// Parallel SQLite readers, each with its own page cache.
const SQLITE_READERS: u32 = 4;
/// With those for long reads 30: two replicas and a command stay below PostgreSQL's default of 100.
const POSTGRES_CONNECTIONS: u32 = 18;
/// A connection idle for this long is tested before use; testing it each time would cost a round trip per request.
pub(crate) const POSTGRES_TEST_IDLE_AFTER: Duration = Duration::from_secs(15);

pub(super) async fn sqlite(path: &Path, health: &Arc<WriteHealth>) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let writing = sqlite_common(path)
        .busy_timeout(SQLITE_BUSY_TIMEOUT)
        .journal_mode(SqliteJournalMode::Wal)
        // Each commit is on disk before it is acknowledged.
        .synchronous(SqliteSynchronous::Full)
        // Redacted and deleted content is overwritten, so that free pages hold nothing. FAST would skip pages that are not written anyway.
        .pragma("secure_delete", "ON")
        // INSERT OR REPLACE deletes; without this the triggers of append-only tables do not fire for it.
        .pragma("recursive_triggers", "ON");
    // Switching a new file to WAL takes a lock that SQLite does not wait for.
    let until = Instant::now() + STATEMENT_TIMEOUT;
    let writer = loop {
        match connect_sqlite_writer(writing.clone(), health).await {
            Err(error) if is_conflict(&error) && Instant::now() < until => sleep(RETRY_DELAY).await,
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
        .pragma("cache_size", SQLITE_CACHE_SIZE)
        // Statements hold no values, but by default sqlx logs slow ones and floods the log.
        .disable_statement_logging()
}

/// A read-only connection. It waits only for a process that opens or closes the file.
pub(crate) fn sqlite_reader(path: &Path) -> SqliteConnectOptions {
    sqlite_common(path).busy_timeout(STATEMENT_TIMEOUT).read_only(true).pragma("query_only", "ON")
}

async fn connect_sqlite(sqlite: SqliteConnectOptions, connections: u32) -> Result<DatabaseConnection, DbErr> {
    sea_orm::Database::connect(sqlite_pool(sqlite, connections)).await
}

pub(crate) fn sqlite_pool(sqlite: SqliteConnectOptions, connections: u32) -> ConnectOptions {
    let mut options = options_without_logging("sqlite::memory:");
    options
        .max_connections(connections)
        // A file does not disconnect: no pings, no renewal.
        .test_before_acquire(false)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .map_sqlx_sqlite_opts(move |_| sqlite.clone());
    options
}

/// The one write connection. It is closed instead of reused when it may still be in a transaction.
async fn connect_sqlite_writer(sqlite: SqliteConnectOptions, health: &Arc<WriteHealth>) -> Result<DatabaseConnection, DbErr> {
    let (released, acquired) = (Arc::clone(health), Arc::clone(health));
    let mut options = sqlite_pool(sqlite, 1);
    options
        .map_sqlx_sqlite_before_acquire(move |connection, metadata| Box::pin(ready(Ok(acquired.is_usable(connection, &metadata)))))
        .map_sqlx_sqlite_pool_opts(move |pool| {
            let released = Arc::clone(&released);
            pool.after_release(move |connection, metadata| Box::pin(ready(Ok(released.is_usable(connection, &metadata)))))
        });
    sea_orm::Database::connect(options).await
}

pub(super) async fn postgres(url: &PostgresUrl, health: &Arc<WriteHealth>) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let server = postgres_options(url, STATEMENT_TIMEOUT)?;
    let mut options = options_without_logging("postgres://");
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .test_before_acquire_if_idle_for(POSTGRES_TEST_IDLE_AFTER)
        .map_sqlx_postgres_opts(move |_| server.clone());
    let (released, acquired) = (Arc::clone(health), Arc::clone(health));
    options
        .map_sqlx_postgres_before_acquire(move |connection, metadata| Box::pin(ready(Ok(acquired.is_usable(connection, &metadata)))))
        .map_sqlx_postgres_pool_opts(move |pool| {
            let released = Arc::clone(&released);
            pool.after_release(move |connection, metadata| Box::pin(ready(Ok(released.is_usable(connection, &metadata)))))
        });
    let pool = sea_orm::Database::connect(options).await?;
    Ok((pool.clone(), pool))
}

/// Connection options with this statement timeout.
pub(crate) fn postgres_options(url: &PostgresUrl, statement_timeout: Duration) -> Result<PgConnectOptions, DbErr> {
    let server = url.options().map_err(|_| DbErr::Custom("the address cannot be read".to_owned()))?;
    Ok(server
        .application_name("caredesk")
        .options([("statement_timeout", statement_timeout.as_millis().to_string()), ("lock_timeout", LOCK_TIMEOUT.as_millis().to_string())])
        // Compiling one of our statements takes longer than running it.
        .options([("jit", "off")])
        .disable_statement_logging())
}

/// SeaORM's options with all statement logging off. The URL in them is only a scheme and the real one comes with the driver's options, because
/// SeaORM traces and quotes the URL it is given, password included.
pub(crate) fn options_without_logging(scheme: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(scheme);
    options.acquire_timeout(ACQUIRE_TIMEOUT).sqlx_logging(false).record_stmt_in_spans(false);
    options
}

/// Whether another process holds the write lock.
pub(super) fn is_conflict(error: &DbErr) -> bool {
    DbErrorKind::classify(error) == DbErrorKind::Conflict
}
