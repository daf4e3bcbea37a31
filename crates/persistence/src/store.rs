//! Entry point of the crate: reads, and begins each [`Transaction`].

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use caredesk_domain::Timestamp;
use caredesk_migrations::{Schema, is_current};
use sea_orm::{DatabaseConnection, DbErr};

use crate::{
    clock::Clock,
    database::{Database, OpenError},
    db_error::DbErrorKind,
    engine::Engine,
    idempotency::{IdempotentRequest, ReplayOutcome},
    ids::Ids,
    long_reads::LongReads,
    read_log::ReadLog,
    read_log_registry,
    transaction::Transaction,
};

/// Attempts of a transaction before [`StoreError::Unavailable`] is returned.
const MAX_ATTEMPTS: u32 = 3;
/// Maximum delay before a retry; the delay is random, so that two conflicting transactions do not conflict again.
const MAX_RETRY_DELAY: Duration = Duration::from_millis(40);

/// Updates one internal row, to check whether the database is writable.
const WRITE_PROBE_SQL: &str = "UPDATE write_probe SET probes = probes + 1";

/// Error of a read or write.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such record within the scope of the actor.
    #[error("there is no such record")]
    NotFound,
    /// The record was changed since it was read.
    #[error("the record has been changed meanwhile")]
    Stale,
    /// The records linked to the record changed while the transaction waited for its lock: a retry may succeed.
    #[error("the linked records have changed meanwhile")]
    LinksChanged,
    /// A unique index is violated; holds its name.
    #[error("unique index {0} is violated")]
    UniqueViolation(String),
    /// The database is busy or unreachable: a later retry may succeed.
    #[error("the database is not available")]
    Unavailable(#[source] DbErr),
    /// Storage failed (full disk, read-only file, I/O error): a retry succeeds only once that is resolved.
    #[error("storage failed")]
    Storage(#[source] DbErr),
    /// A commit failed with an unknown outcome: the change may be committed or not, so it is not retried here.
    #[error("the outcome of the commit is unknown")]
    CommitUnknown(#[source] DbErr),
    /// The request was processed before and nothing was done now; holds the earlier outcome.
    #[error("the request has been processed before")]
    Replayed(ReplayOutcome),
    /// The idempotency key was used with another request.
    #[error("the idempotency key was used with another request")]
    KeyReused,
    /// The first request with this idempotency key is still in progress.
    #[error("the first request with this idempotency key is still in progress")]
    KeyInUse,
    /// The schema is not the one this program was built for.
    #[error("the schema is not this program's")]
    SchemaMismatch,
    /// The read log entry could not be written, so nothing is disclosed.
    #[error("the read log is not available")]
    ReadLog,
    /// The queue of this class of reads is full, or no connection became free in time.
    #[error("rejected: too many reads of this class are waiting")]
    Overloaded,
    /// The read exceeded the time limit of its class and was cancelled.
    #[error("the read exceeded its deadline and was cancelled")]
    DeadlineExceeded,
    /// Any other error, ours or of the machine.
    #[error("the database failed")]
    Internal(#[source] DbErr),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match DbErrorKind::classify(&error) {
            DbErrorKind::UniqueViolation(index) => Self::UniqueViolation(index),
            failure if failure.is_retryable() => Self::Unavailable(error),
            DbErrorKind::Storage => Self::Storage(error),
            DbErrorKind::Conflict
            | DbErrorKind::Locked
            | DbErrorKind::Unavailable
            | DbErrorKind::ForeignKeyViolation
            | DbErrorKind::Other => Self::Internal(error),
        }
    }
}

/// An error after which the whole transaction may be retried.
pub trait Retryable {
    /// Whether a retry may succeed.
    fn is_retryable(&self) -> bool;
}

impl Retryable for StoreError {
    fn is_retryable(&self) -> bool {
        match self {
            Self::Unavailable(_) | Self::LinksChanged => true,
            // The retry draws another number, or finds what the other transaction wrote.
            Self::UniqueViolation(index) => matches!(index.as_str(), "ticket_number" | "customer_source_pkey"),
            Self::NotFound
            | Self::Stale
            | Self::Storage(_)
            | Self::CommitUnknown(_)
            | Self::Replayed(_)
            | Self::KeyReused
            | Self::KeyInUse
            | Self::SchemaMismatch
            | Self::ReadLog
            | Self::Overloaded
            | Self::DeadlineExceeded
            | Self::Internal(_) => false,
        }
    }
}

/// The open database and read log. Clones share the connections.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
    long_reads: LongReads,
    /// The connection of a long read, used instead of the common ones.
    long_reader: Option<DatabaseConnection>,
    read_log: ReadLog,
    clock: Clock,
    ids: Ids,
    /// The request it serves, and whether that has been processed.
    idempotency: Option<(IdempotentRequest, Arc<AtomicBool>)>,
}

impl Store {
    /// Opens the database and the read log; both must have been migrated.
    ///
    /// # Errors
    /// When the database is not usable.
    pub async fn open(engine: &Engine, clock: Clock, ids: Ids) -> Result<Self, OpenError> {
        let database = Database::open(engine).await?;
        read_log_registry::check_file(&database).await?;
        let read_log_database = match engine.read_log() {
            Some(beside) => Database::open(&beside).await?,
            None => database.clone(),
        };
        read_log_registry::attach(&database, &read_log_database, &ids, clock.now()).await?;
        Ok(Self::assemble(database, read_log_database, clock, ids))
    }

    /// A store of `database` with its read log in `read_log_database`.
    pub(crate) fn assemble(database: Database, read_log_database: Database, clock: Clock, ids: Ids) -> Self {
        let ledger = ReadLog::new(read_log_database, clock.clone(), ids.clone());
        Self { long_reads: LongReads::new(&database), long_reader: None, database, read_log: ledger, clock, ids, idempotency: None }
    }

    /// A store for one request with an idempotency key: its one [`Store::write`] runs once, and a repetition returns the first outcome.
    #[must_use]
    pub fn with_idempotency_key(&self, once: IdempotentRequest) -> Self {
        Self { idempotency: Some((once, Arc::default())), ..self.clone() }
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The source of ids and secrets.
    pub const fn ids(&self) -> &Ids {
        &self.ids
    }

    /// The read log.
    pub const fn read_log(&self) -> &ReadLog {
        &self.read_log
    }

    /// Records all statements from now on.
    #[cfg(test)]
    pub(crate) fn record_statements(&mut self) -> Arc<std::sync::Mutex<Vec<sea_orm::Statement>>> {
        self.database.record_statements()
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        self.long_reader.as_ref().unwrap_or_else(|| self.database.reader())
    }

    pub(crate) const fn long_reads(&self) -> &LongReads {
        &self.long_reads
    }

    /// The same store, reading through `connection`.
    pub(crate) fn with_reader(self, connection: DatabaseConnection) -> Self {
        Self { long_reader: Some(connection), ..self }
    }

    /// Readiness: the schema is current, the database is readable and writable, and the read log is writable.
    ///
    /// # Errors
    /// What failed.
    pub async fn check_ready(&self) -> Result<(), StoreError> {
        let (desk, ledger) = (self.database.reader(), self.read_log.reader());
        if !is_current(desk, Schema::Desk).await? || !is_current(ledger, Schema::ReadLog).await? {
            return Err(StoreError::SchemaMismatch);
        }
        self.database.check_writable(WRITE_PROBE_SQL).await?;
        self.read_log.check_writable().await
    }

    /// Runs `body` in one transaction and commits it. After a retryable error all of it is repeated, so `body` must have no effects outside
    /// the database. Every error of `body` rolls back.
    ///
    /// With an idempotency key (see [`Store::with_idempotency_key`]) that has been used already `body` is not run; otherwise it must name the record of its
    /// response by [`Transaction::set_response_record`], which is saved in the same transaction.
    ///
    /// # Errors
    /// Those of `body`; [`StoreError::Unavailable`] when the database stays busy; [`StoreError::Replayed`], [`StoreError::KeyReused`] and
    /// [`StoreError::KeyInUse`] with a key that has been used.
    pub async fn write<T, E>(&self, body: impl AsyncFn(&mut Transaction) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + Retryable,
    {
        let mut tries = 1;
        loop {
            let outcome = self.attempt(&body).await;
            match outcome {
                Err(error) if error.is_retryable() && tries < MAX_ATTEMPTS => {
                    tries += 1;
                    let part = self.ids.random_below(u64::try_from(MAX_RETRY_DELAY.as_micros()).unwrap_or(0));
                    tokio::time::sleep(Duration::from_micros(part)).await;
                }
                outcome => return outcome,
            }
        }
    }

    async fn attempt<T, E>(&self, body: &impl AsyncFn(&mut Transaction) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + Retryable,
    {
        let transaction = self.database.begin().await.map_err(StoreError::from)?;
        let mut work = Transaction::new(transaction, self.clock.now(), self.ids.clone());
        let done = match &self.idempotency {
            Some((once, done)) => once.run(&mut work, done, body).await,
            None => body(&mut work).await,
        };
        match done {
            Ok(out) => {
                work.commit().await?;
                if let Some((_, done)) = &self.idempotency {
                    done.store(true, Ordering::Relaxed);
                }
                Ok(out)
            }
            Err(error) => {
                work.rollback().await;
                Err(error)
            }
        }
    }

    /// Closes the connections; call it when the store is no longer in use.
    ///
    /// # Errors
    /// When a connection cannot be closed.
    pub async fn close(self) -> Result<(), StoreError> {
        // First, because the other connections cancel what still runs on these.
        self.long_reads.close().await?;
        self.read_log.close().await?;
        Ok(self.database.close().await?)
    }
}
