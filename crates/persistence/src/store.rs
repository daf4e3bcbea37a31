//! The handle of an open desk: its database, its read log, clock and ids.
//!
//! The modules of queries add the reading methods, those of the transaction [`Store::write`].

use std::sync::{Arc, atomic::AtomicBool};

use caredesk_domain::{Timestamp, actor::Actor};
use caredesk_migrations::{Schema, is_current};
use sea_orm::DatabaseConnection;

use crate::{
    engine::{
        Engine,
        clock::Clock,
        database::{Database, OpenError},
        ids::Ids,
        long_reads::{LongReads, ReadClass},
    },
    error::StoreError,
    idempotent_request::IdempotentRequest,
    read_log::{self, ReadLog},
};

/// Updates one internal row, to check whether the database is writable.
const WRITE_PROBE_SQL: &str = "UPDATE write_probe SET probes = probes + 1";

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
        read_log::check_file(&database).await?;
        let read_log_database = match engine.read_log() {
            Some(beside) => Database::open(&beside).await?,
            None => database.clone(),
        };
        read_log::attach(&database, &read_log_database, &ids, clock.now()).await?;
        Ok(Self::assemble(database, read_log_database, clock, ids))
    }

    /// A store of `database` with its read log in `read_log_database`.
    pub(crate) fn assemble(database: Database, read_log_database: Database, clock: Clock, ids: Ids) -> Self {
        let read_log = ReadLog::new(read_log_database, clock.clone(), ids.clone());
        Self { long_reads: LongReads::new(&database), long_reader: None, database, read_log, clock, ids, idempotency: None }
    }

    /// A store for one request with an idempotency key: its one [`Store::write_once`] is carried out once, and a repetition returns the first outcome.
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

    /// The database.
    pub(crate) const fn database(&self) -> &Database {
        &self.database
    }

    /// The request with an idempotency key that it serves, and whether that has been processed.
    pub(crate) const fn idempotency(&self) -> Option<&(IdempotentRequest, Arc<AtomicBool>)> {
        self.idempotency.as_ref()
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        self.long_reader.as_ref().unwrap_or_else(|| self.database.reader())
    }

    /// The same store, reading through `connection`.
    fn with_reader(self, connection: DatabaseConnection) -> Self {
        Self { long_reader: Some(connection), ..self }
    }

    /// Runs `read` with a store that reads through a connection of `class`, once one is free for `actor`.
    ///
    /// # Errors
    /// Those of `read`; [`StoreError::Overloaded`] at once when the queue is full, or when no connection becomes free in time;
    /// [`StoreError::DeadlineExceeded`] when the read exceeds the time limit of its class. Its statement is then cancelled in the database, as it is
    /// when the future of this call is dropped.
    pub async fn long_read<T, E, F>(&self, class: ReadClass, actor: &Actor, read: impl FnOnce(Self) -> F + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Future<Output = Result<T, E>> + 'static,
    {
        let store = self.clone();
        self.long_reads.run(class, actor.principal_id(), move |connection| read(store.with_reader(connection))).await
    }

    /// Readiness: the schema is current, the database is readable and writable, and the read log is writable.
    ///
    /// # Errors
    /// What failed.
    pub async fn check_ready(&self) -> Result<(), StoreError> {
        let (desk, read_log) = (self.database.reader(), self.read_log.reader());
        if !is_current(desk, Schema::Desk).await? || !is_current(read_log, Schema::ReadLog).await? {
            return Err(StoreError::SchemaMismatch);
        }
        self.database.check_writable(WRITE_PROBE_SQL).await?;
        self.read_log.check_writable().await
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
