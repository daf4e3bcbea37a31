//! The read log: who read whose data, recorded before the data is returned.
//!
//! Group commit: entries that arrive during a commit are queued and written together by the next one.

use std::{panic::AssertUnwindSafe, time::Duration};

use backon::{ConstantBuilder, Retryable as _};
use caredesk_domain::{CustomerId, EventId, Timestamp, actor::Actor, event::SubjectKind, id::EventKind};
use futures::FutureExt as _;
use sea_orm::{ActiveModelTrait as _, DatabaseConnection, DbErr, EntityTrait, IntoActiveModel, sea_query::OnConflict};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

use crate::{
    engine::{
        clock::Clock,
        column::JsonText,
        database::{CommitError, Database},
        ids::Ids,
    },
    error::{DbErrorKind, StoreError},
    read_log::{ReadAction, entity::read_log},
    scoped_record::ScopedRecord,
};

/// Capacity of the queue of entries; when it is full, reads fail at once.
const QUEUE_CAPACITY: usize = 1024;
/// Retries of a commit while the database is busy.
const MAX_RETRIES: usize = 2;
/// Updates a counter, to check that the read log can be written.
const PROBE: &str = "UPDATE read_log_identity SET probes = probes + 1";
/// Timeout of the health check of the writer: a commit and its retries.
const CHECK_TIMEOUT: Duration = Duration::from_secs(5);
/// Maximum number of entries in one commit.
const BATCH_SIZE: usize = 256;

/// A read to record.
#[derive(Debug)]
pub(crate) struct ReadEntry {
    pub(crate) actor: Actor,
    pub(crate) action: ReadAction,
    pub(crate) kind: SubjectKind,
    pub(crate) record: Option<uuid::Uuid>,
    pub(crate) customers: Vec<CustomerId>,
}

/// An item of the writer's queue: an entry to write, or `None` for the health check.
struct QueueItem {
    entry: Option<QueuedEntry>,
    done: oneshot::Sender<bool>,
}

struct QueuedEntry {
    /// Assigned once, so that a commit of unknown outcome can be retried without a duplicate entry.
    id: EventId,
    at: Timestamp,
    read: ReadEntry,
}

/// Writes the read log. Clones share the writer.
#[derive(Debug, Clone)]
pub struct ReadLog {
    queue: mpsc::Sender<QueueItem>,
    database: Database,
    clock: Clock,
    ids: Ids,
}

impl ReadLog {
    /// Starts the writer of the read log in this database.
    pub(crate) fn new(database: Database, clock: Clock, ids: Ids) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE_CAPACITY);
        let target = database.clone();
        tokio::spawn(run_writer(waiting, move |group| {
            let target = target.clone();
            async move { write(&target, &group).await }
        }));
        Self { queue, database, clock, ids }
    }

    /// Records that `actor` was shown a record in a response that no event covers.
    ///
    /// # Errors
    /// [`StoreError::ReadLog`] when the read cannot be recorded: then the data must not be returned.
    pub async fn record_shown<T: ScopedRecord>(&self, actor: &Actor, record: &T) -> Result<(), StoreError> {
        let reading = ReadEntry {
            actor: actor.clone(),
            action: ReadAction::Opened,
            kind: T::SUBJECT,
            record: Some(record.id()),
            customers: record.customers(),
        };
        self.record(reading).await
    }

    pub(crate) async fn record(&self, reading: ReadEntry) -> Result<(), StoreError> {
        let at = self.clock.now();
        self.enqueue(Some(QueuedEntry { id: self.ids.id::<EventKind>(at), at, read: reading })).await
    }

    async fn enqueue(&self, entry: Option<QueuedEntry>) -> Result<(), StoreError> {
        let (noted, answer) = oneshot::channel();
        self.queue.try_send(QueueItem { entry, done: noted }).map_err(|_| StoreError::ReadLog)?;
        match answer.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(StoreError::ReadLog),
        }
    }

    /// Connection to read the read log.
    pub(crate) const fn reader(&self) -> &DatabaseConnection {
        self.database.reader()
    }

    /// Checks that reads can be recorded: the writer runs, and the read log can be written.
    ///
    /// # Errors
    /// [`StoreError::ReadLog`] when they cannot.
    pub(crate) async fn check_writable(&self) -> Result<(), StoreError> {
        if !matches!(timeout(CHECK_TIMEOUT, self.enqueue(None)).await, Ok(Ok(()))) {
            tracing::warn!("the read log writer does not respond");
            return Err(StoreError::ReadLog);
        }
        self.database.check_writable(PROBE).await.map_err(|error| {
            tracing::warn!(%error, "the read log cannot be written");
            StoreError::ReadLog
        })
    }

    pub(crate) async fn close(self) -> Result<(), StoreError> {
        drop(self.queue);
        Ok(self.database.close().await?)
    }
}

/// Writes queued entries until the queue is closed. After a panic it continues with the next group; the reads of the group that was being written
/// fail, because they may not be recorded.
async fn run_writer<F: Future<Output = Result<(), DbErr>>>(mut waiting: mpsc::Receiver<QueueItem>, write: impl Fn(Vec<QueuedEntry>) -> F) {
    while AssertUnwindSafe(write_groups(&mut waiting, &write)).catch_unwind().await.is_err() {
        tracing::error!("the read log writer panicked and is restarted");
    }
}

async fn write_groups<F: Future<Output = Result<(), DbErr>>>(
    waiting: &mut mpsc::Receiver<QueueItem>,
    write: &impl Fn(Vec<QueuedEntry>) -> F,
) {
    let mut group = Vec::with_capacity(BATCH_SIZE);
    while waiting.recv_many(&mut group, BATCH_SIZE).await > 0 {
        let (entries, asking): (Vec<_>, Vec<_>) = group.drain(..).map(|queued| (queued.entry, queued.done)).unzip();
        let entries: Vec<QueuedEntry> = entries.into_iter().flatten().collect();
        let notes = entries.len();
        let written = if notes == 0 { Ok(()) } else { write(entries).await };
        if let Err(error) = &written {
            tracing::error!(%error, notes, "the read log could not be written: these reads failed");
        }
        for noted in asking {
            // The caller may have been cancelled; the entry is kept.
            let _gone = noted.send(written.is_ok());
        }
    }
}

/// Writes a group; retried while the database is busy or when the outcome of the commit is unknown. The ids stay the same, so no entry is duplicated.
async fn write(database: &Database, group: &[QueuedEntry]) -> Result<(), DbErr> {
    let at_once = ConstantBuilder::new().with_delay(Duration::ZERO).with_max_times(MAX_RETRIES);
    (|| insert(database, group)).retry(at_once).when(|error| DbErrorKind::classify(error).is_retryable()).await
}

async fn insert(database: &Database, group: &[QueuedEntry]) -> Result<(), DbErr> {
    let rows = group.iter().map(|note| {
        let ReadEntry { actor, action, kind, record, customers } = &note.read;
        read_log::Model {
            id: note.id.uuid(),
            at: note.at.into(),
            staff_id: actor.staff_id().map(|id| id.uuid()),
            role: actor.role().map(Into::into),
            session_id: actor.session().map(Into::into),
            request_id: actor.request().map(Into::into),
            action: (*action).into(),
            record_kind: (*kind).into(),
            record_id: *record,
            customers: JsonText(customers.clone()),
        }
        .into_active_model()
        .reset_all()
    });
    let known = OnConflict::column(read_log::Column::Id).do_nothing().to_owned();
    let transaction = database.begin().await?;
    read_log::Entity::insert_many(rows).on_conflict(known).exec_without_returning(&transaction).await?;
    transaction.commit().await.map_err(CommitError::into_inner)
}

#[cfg(test)]
mod tests;
