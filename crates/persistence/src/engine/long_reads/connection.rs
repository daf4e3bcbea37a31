//! A connection for one long read at a time, whose running statement can be cancelled.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI32, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DbErr, SqlxError, Statement,
    sqlx::{PgConnection, Row as _, SqliteConnection},
};
use tokio::{sync::OnceCell, time::Instant};

use crate::engine::{
    Engine,
    database::{Database, POSTGRES_TEST_IDLE_AFTER, commits, options_without_logging, postgres_options, sqlite_pool, sqlite_reader},
};

/// SQLite calls the progress handler after this many virtual machine instructions: at least some hundred times a second.
const PROGRESS_INSTRUCTIONS: i32 = 1_000;
/// How long a SQLite statement runs before it yields the processor.
const MAX_SLICE: Duration = Duration::from_micros(500);
/// The same while a commit is in progress; the statement then sleeps. A commit needs kernel threads for the disk, and when the process
/// is in its own control group, Linux leaves one processor to that group for some milliseconds, however often its threads yield to each other: each
/// `fsync` beside a report took 4.6 ms instead of 0.1 ms.
const MAX_SLICE_BESIDE_COMMIT: Duration = Duration::from_micros(100);
const SLEEP_BESIDE_COMMIT: Duration = Duration::from_micros(50);
/// Added to the maximum run time for the acquire timeout: a statement waits that long only behind another statement of the same read.
const ACQUIRE_MARGIN: Duration = Duration::from_secs(3);

/// A pool of one connection, opened when it is first used: concurrent statements of a read run one after the other, so that a read never uses more
/// than one processor.
#[derive(Debug)]
pub(super) struct CancellableConnection {
    pool: OnceCell<DatabaseConnection>,
    /// The database it connects to; its other connections send the cancel request.
    database: Database,
    max_duration: Duration,
    running: Arc<StatementControl>,
}

/// State that cancels the running statement.
#[derive(Debug)]
struct StatementControl {
    /// Start of the clock of `until`.
    since: Instant,
    /// Deadline of SQLite statements, in microseconds since `since`; 0 when none may run.
    until: AtomicU64,
    /// Backend process id of this connection on PostgreSQL; 0 before it is connected.
    backend: AtomicI32,
}

impl StatementControl {
    fn is_before_deadline(&self) -> bool {
        micros(self.since.elapsed()) < self.until.load(Ordering::Acquire)
    }
}

impl CancellableConnection {
    pub(super) fn new(database: &Database, max_duration: Duration) -> Self {
        let running = StatementControl { since: Instant::now(), until: AtomicU64::new(0), backend: AtomicI32::new(0) };
        Self { pool: OnceCell::new(), database: database.clone(), max_duration, running: Arc::new(running) }
    }

    /// Deadline of SQLite statements from now on; on PostgreSQL the maximum duration is a setting of the connection.
    pub(super) fn set_deadline(&self, until: Instant) {
        self.running.until.store(micros(until.duration_since(self.running.since)), Ordering::Release);
    }

    /// The pool, connected.
    pub(super) async fn open(&self) -> Result<DatabaseConnection, DbErr> {
        self.pool.get_or_try_init(|| self.connect()).await.cloned()
    }

    async fn connect(&self) -> Result<DatabaseConnection, DbErr> {
        self.database.check_file()?;
        let options = match self.database.engine() {
            Engine::Sqlite { path } => {
                let running = Arc::clone(&self.running);
                let mut options = sqlite_pool(sqlite_reader(path), 1);
                options.acquire_timeout(self.max_duration + ACQUIRE_MARGIN).map_sqlx_sqlite_pool_opts(move |pool| {
                    let running = Arc::clone(&running);
                    pool.after_connect(move |connection, _| Box::pin(watch(connection, Arc::clone(&running))))
                });
                options
            }
            Engine::Postgres { url } => {
                let server = postgres_options(url, self.max_duration)?
                    // A read uses only one processor of the server, too.
                    .options([("default_transaction_read_only", "on"), ("max_parallel_workers_per_gather", "0")]);
                let running = Arc::clone(&self.running);
                let mut options = options_without_logging("postgres://");
                options.max_connections(1).acquire_timeout(self.max_duration + ACQUIRE_MARGIN);
                options
                    .test_before_acquire_if_idle_for(POSTGRES_TEST_IDLE_AFTER)
                    .map_sqlx_postgres_opts(move |_| server.clone())
                    .map_sqlx_postgres_pool_opts(move |pool| {
                        let running = Arc::clone(&running);
                        pool.after_connect(move |connection, _| Box::pin(store_backend_pid(connection, Arc::clone(&running))))
                    });
                options
            }
        };
        sea_orm::Database::connect(options).await
    }

    /// On SQLite, cancels the running statement at once and lets none start.
    pub(super) fn interrupt(&self) {
        self.running.until.store(0, Ordering::Release);
    }

    /// Cancels the running statement and waits until the connection is free again.
    pub(super) async fn cancel(&self) {
        self.interrupt();
        let Some(pool) = self.pool.get() else { return };
        let backend = self.running.backend.load(Ordering::Acquire);
        if backend != 0 {
            let statement = Statement::from_sql_and_values(pool.get_database_backend(), "SELECT pg_cancel_backend($1)", [backend.into()]);
            if let Err(error) = self.database.reader().query_one_raw(statement).await {
                tracing::warn!(%error, "cancel of a long read failed; its statement timeout will end it");
            }
        }
        // The pool hands the connection out once it responds after the statement, or has been replaced.
        if let Err(error) = pool.ping().await {
            tracing::warn!(%error, "connection of a cancelled long read did not become free");
        }
    }

    pub(super) async fn close(&self) -> Result<(), DbErr> {
        match self.pool.get() {
            Some(pool) => pool.close_by_ref().await,
            None => Ok(()),
        }
    }
}

/// Sets the progress handler, which yields the processor and stops the statement at its deadline.
async fn watch(connection: &mut SqliteConnection, running: Arc<StatementControl>) -> Result<(), SqlxError> {
    let mut slice = Instant::now();
    let progress = move || {
        if commits::any_in_progress() && slice.elapsed() >= MAX_SLICE_BESIDE_COMMIT {
            thread::sleep(SLEEP_BESIDE_COMMIT);
            slice = Instant::now();
        } else if slice.elapsed() >= MAX_SLICE {
            thread::yield_now();
            slice = Instant::now();
        }
        running.is_before_deadline()
    };
    connection.lock_handle().await?.set_progress_handler(PROGRESS_INSTRUCTIONS, progress);
    Ok(())
}

/// Stores the backend process id of the PostgreSQL connection.
async fn store_backend_pid(connection: &mut PgConnection, running: Arc<StatementControl>) -> Result<(), SqlxError> {
    let row = sea_orm::sqlx::query("SELECT pg_backend_pid()").fetch_one(connection).await?;
    running.backend.store(row.try_get(0)?, Ordering::Release);
    Ok(())
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
