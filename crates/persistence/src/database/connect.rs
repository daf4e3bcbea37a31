//! The pools of connections to each engine, and how their connections are set up.

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

use super::{PAUSE, STATEMENT, health::WriteHealth, is_in_the_way};
use crate::engine::PostgresUrl;

/// How long to wait for a free connection before the answer is 503.
const ACQUIRE: Duration = Duration::from_secs(2);
/// How long a statement on PostgreSQL waits for a row that another transaction holds: a second request with the key of a first waits so long for it.
const LOCK: Duration = Duration::from_secs(2);
/// How long SQLite itself waits for another process before [`Database::begin`] asks again. It asks more and more seldom, at last ten times a
/// second: beside a process that writes without a pause it would then hardly ever get its turn. So it starts anew.
const SQLITE_ASKS: Duration = Duration::from_millis(20);
/// What each connection keeps of the file in memory at most: 32 MiB, in SQLite's way of saying so. With the 2 MiB it would keep by itself, large
/// changes are written to the log page by page and read again, and reports read the same pages again and again.
const SQLITE_CACHE: &str = "-32768";
/// SQLite reads in parallel, each connection with a page cache of its own.
const SQLITE_READERS: u32 = 4;
/// With those for long reads 30: two replicas and a command beside them stay below PostgreSQL's default of 100.
const POSTGRES_CONNECTIONS: u32 = 18;
/// A connection unused for so long is asked whether it still lives; asking each time would cost a round trip a request.
pub(crate) const POSTGRES_ASK_AFTER: Duration = Duration::from_secs(15);

pub(super) async fn sqlite(path: &Path, health: &Arc<WriteHealth>) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let writing = sqlite_common(path)
        .busy_timeout(SQLITE_ASKS)
        .journal_mode(SqliteJournalMode::Wal)
        // Each commit is on the disk before it is answered.
        .synchronous(SqliteSynchronous::Full)
        // What is redacted or deleted is overwritten: free pages hold nothing. FAST would leave those that are not written anyway.
        .pragma("secure_delete", "ON")
        // INSERT OR REPLACE deletes; only so do the triggers of the append-only tables see it.
        .pragma("recursive_triggers", "ON");
    // To switch a new file to the write-ahead log takes a lock that SQLite does not wait for.
    let until = Instant::now() + STATEMENT;
    let writer = loop {
        match connect_sqlite_writer(writing.clone(), health).await {
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
    sea_orm::Database::connect(sqlite_pool(sqlite, connections)).await
}

pub(crate) fn sqlite_pool(sqlite: SqliteConnectOptions, connections: u32) -> ConnectOptions {
    let mut options = quiet("sqlite::memory:");
    options
        .max_connections(connections)
        // A file does not hang up: no pings, no renewal.
        .test_before_acquire(false)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .map_sqlx_sqlite_opts(move |_| sqlite.clone());
    options
}

/// The one connection that writes. It is closed where it could carry what it should not.
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
    let server = postgres_options(url, STATEMENT)?;
    let mut options = quiet("postgres://");
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .test_before_acquire_if_idle_for(POSTGRES_ASK_AFTER)
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
