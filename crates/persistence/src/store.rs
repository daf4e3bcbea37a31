//! The open desk: where everything is read from, and where a [`Work`] begins.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use caredesk_domain::Timestamp;
use caredesk_migrations::{Part, is_current};
use sea_orm::{DatabaseConnection, DbErr};

use crate::{
    clock::Clock,
    database::{Database, OpenError},
    engine::Engine,
    failure::Failure,
    ids::Ids,
    ledger::Ledger,
    long_reads::LongReads,
    once::{Once, Replay},
    read_log_registry,
    work::Work,
};

/// How often a transaction is tried before the answer is that the desk is busy.
const TRIES: u32 = 3;
/// The longest wait before a further try; which part of it is waited is drawn at random, so that two who met do not meet again.
const PAUSE: Duration = Duration::from_millis(40);

/// Changes one row of book-keeping, to find out whether the database can be written.
const PROBE: &str = "UPDATE write_probe SET probes = probes + 1";

/// Why something could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such record, or it does not exist for this actor.
    #[error("there is no such record")]
    NotFound,
    /// The record was changed by another since it was read.
    #[error("the record has been changed by another")]
    Stale,
    /// What hangs on the record became another while the transaction waited for it: the same may succeed when it begins anew.
    #[error("what hangs on the record has become another")]
    Moved,
    /// A value that must be unique is taken; holds the name of the index.
    #[error("{0} is taken")]
    Taken(String),
    /// The database is busy or out of reach: the same may succeed a little later.
    #[error("the database is not available")]
    Unavailable(#[source] DbErr),
    /// Storage refuses (full disk, read-only file, I/O error): the same may succeed once that has ended, not sooner.
    #[error("storage failed")]
    Storage(#[source] DbErr),
    /// A commit failed in a way that leaves its outcome unknown: it may have been kept or not, so it is not tried again here.
    #[error("the database did not say whether it kept the change")]
    Uncertain(#[source] DbErr),
    /// This request was carried out before: nothing was done now, and that is what it led to.
    #[error("the request has been carried out before")]
    Replayed(Replay),
    /// The request's key was sent with another request.
    #[error("the key was sent with another request")]
    KeyReused,
    /// The first request with this key is still under way.
    #[error("the first request with this key is still under way")]
    KeyInUse,
    /// The schema is another program's.
    #[error("the schema is not this program's")]
    Schema,
    /// The read could not be put on the ledger, so nothing is shown.
    #[error("the read ledger is not available")]
    Ledger,
    /// Too many reads of this class wait already, or the turn of this one did not come in time.
    #[error("too many such reads are waiting")]
    Overloaded,
    /// The read took longer than its class may, and was ended.
    #[error("the read took too long and was ended")]
    DeadlineExceeded,
    /// A fault of ours or of the machine.
    #[error("the database failed")]
    Broken(#[source] DbErr),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match Failure::of(&error) {
            Failure::Unique(index) => Self::Taken(index),
            failure if failure.is_transient() => Self::Unavailable(error),
            Failure::Storage => Self::Storage(error),
            Failure::Conflict | Failure::Locked | Failure::Unavailable | Failure::ForeignKey | Failure::Other => Self::Broken(error),
        }
    }
}

/// An error after which the whole transaction may be tried again.
pub trait Retry {
    /// Whether another try can help.
    fn may_pass(&self) -> bool;
}

impl Retry for StoreError {
    fn may_pass(&self) -> bool {
        match self {
            Self::Unavailable(_) | Self::Moved => true,
            // Another number is drawn, or what the other transaction wrote is found.
            Self::Taken(index) => matches!(index.as_str(), "ticket_number" | "customer_source_pkey"),
            Self::NotFound
            | Self::Stale
            | Self::Storage(_)
            | Self::Uncertain(_)
            | Self::Replayed(_)
            | Self::KeyReused
            | Self::KeyInUse
            | Self::Schema
            | Self::Ledger
            | Self::Overloaded
            | Self::DeadlineExceeded
            | Self::Broken(_) => false,
        }
    }
}

/// The open desk. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
    long_reads: LongReads,
    /// Where a long read reads, instead of the common connections.
    long_reader: Option<DatabaseConnection>,
    ledger: Ledger,
    clock: Clock,
    ids: Ids,
    /// The request it is for, and whether that has been carried out.
    once: Option<(Once, Arc<AtomicBool>)>,
}

impl Store {
    /// Opens the desk and its ledger; both must have been migrated.
    ///
    /// # Errors
    /// When the database is not usable.
    pub async fn open(engine: &Engine, clock: Clock, ids: Ids) -> Result<Self, OpenError> {
        let database = Database::open(engine).await?;
        read_log_registry::check_file(&database).await?;
        let shelf = match engine.ledger() {
            Some(beside) => Database::open(&beside).await?,
            None => database.clone(),
        };
        read_log_registry::attach(&database, &shelf, &ids, clock.now()).await?;
        Ok(Self::assemble(database, shelf, clock, ids))
    }

    /// The desk in `database` with its read log in `shelf`.
    pub(crate) fn assemble(database: Database, shelf: Database, clock: Clock, ids: Ids) -> Self {
        let ledger = Ledger::new(shelf, clock.clone(), ids.clone());
        Self { long_reads: LongReads::new(&database), long_reader: None, database, ledger, clock, ids, once: None }
    }

    /// The same desk for one request that may be sent again: its one [`Store::write`] is carried out once, and again only found.
    #[must_use]
    pub fn once(&self, once: Once) -> Self {
        Self { once: Some((once, Arc::default())), ..self.clone() }
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The source of ids and secrets.
    pub const fn ids(&self) -> &Ids {
        &self.ids
    }

    /// Where reads are noted.
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Records the statements of reads and writes from now on.
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

    /// The same desk, read through `connection`.
    pub(crate) fn reading_from(self, connection: DatabaseConnection) -> Self {
        Self { long_reader: Some(connection), ..self }
    }

    /// Whether the desk can work: its schema is this program's, its database can be read and written, and reads can be noted.
    ///
    /// # Errors
    /// What failed.
    pub async fn check_ready(&self) -> Result<(), StoreError> {
        let (desk, ledger) = (self.database.reader(), self.ledger.reader());
        if !is_current(desk, Part::Desk).await? || !is_current(ledger, Part::Ledger).await? {
            return Err(StoreError::Schema);
        }
        self.database.check_writable(PROBE).await?;
        self.ledger.check_writable().await
    }

    /// Runs `body` in one transaction and commits it. When another transaction was in the way, all of it is tried again, so `body` must do
    /// nothing outside the database. Every error of `body` rolls back.
    ///
    /// With a key (see [`Store::once`]) that has been used already `body` is not run at all; otherwise it must say what its answer shows, by
    /// [`Work::shows`], which is kept in the same transaction.
    ///
    /// # Errors
    /// Those of `body`; [`StoreError::Unavailable`] when the desk stays busy; [`StoreError::Replayed`], [`StoreError::KeyReused`] and
    /// [`StoreError::KeyInUse`] with a key that has been used.
    pub async fn write<T, E>(&self, body: impl AsyncFn(&mut Work) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + Retry,
    {
        let mut tries = 1;
        loop {
            let outcome = self.attempt(&body).await;
            match outcome {
                Err(error) if error.may_pass() && tries < TRIES => {
                    tries += 1;
                    let part = self.ids.random_below(u64::try_from(PAUSE.as_micros()).unwrap_or(0));
                    tokio::time::sleep(Duration::from_micros(part)).await;
                }
                outcome => return outcome,
            }
        }
    }

    async fn attempt<T, E>(&self, body: &impl AsyncFn(&mut Work) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + Retry,
    {
        let transaction = self.database.begin().await.map_err(StoreError::from)?;
        let mut work = Work::new(transaction, self.clock.now(), self.ids.clone());
        let done = match &self.once {
            Some((once, done)) => once.run(&mut work, done, body).await,
            None => body(&mut work).await,
        };
        match done {
            Ok(out) => {
                work.commit().await?;
                if let Some((_, done)) = &self.once {
                    done.store(true, Ordering::Relaxed);
                }
                Ok(out)
            }
            Err(error) => {
                work.roll_back().await;
                Err(error)
            }
        }
    }

    /// Closes the connections; call it when nothing uses the store any more.
    ///
    /// # Errors
    /// When a connection cannot be closed.
    pub async fn close(self) -> Result<(), StoreError> {
        // While the other connections are open, which end what is still running on these.
        self.long_reads.close().await?;
        self.ledger.close().await?;
        Ok(self.database.close().await?)
    }
}
