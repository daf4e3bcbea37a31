//! The read log: who read whose data, recorded before the data is returned.
//!
//! Group commit: entries that arrive during a commit are queued and written together by the next one.

use std::{panic::AssertUnwindSafe, time::Duration};

use caredesk_domain::{CustomerId, EventId, Fault, Timestamp, actor::Actor, event::SubjectKind, id::EventKind};
use futures::FutureExt as _;
use sea_orm::{ActiveModelTrait as _, DatabaseConnection, DbErr, EntityTrait, IntoActiveModel, sea_query::OnConflict};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

use crate::{
    clock::Clock,
    column::JsonText,
    database::{CommitError, Database},
    entity::read_ledger,
    failure::Failure,
    ids::Ids,
    row::Row,
    store::StoreError,
};

/// Capacity of the queue of entries; when it is full, reads fail at once.
const WAITING: usize = 1024;
/// Maximum attempts of a commit while the database is busy.
const TRIES: u32 = 3;
/// Updates a counter, to check that the read log can be written.
const PROBE: &str = "UPDATE read_log_identity SET probes = probes + 1";
/// Timeout of the health check of the writer: a commit and its retries.
const ANSWER: Duration = Duration::from_secs(5);
/// Maximum number of entries in one commit.
const GROUP: usize = 256;

/// How a record was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadAction {
    /// Opened by its id.
    Opened,
    /// Shown in a list.
    Listed,
    /// Found by a search.
    Searched,
}

impl std::fmt::Display for ReadAction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Opened => "opened",
            Self::Listed => "listed",
            Self::Searched => "searched",
        })
    }
}

impl std::str::FromStr for ReadAction {
    type Err = Fault;

    fn from_str(word: &str) -> Result<Self, Fault> {
        match word {
            "opened" => Ok(Self::Opened),
            "listed" => Ok(Self::Listed),
            "searched" => Ok(Self::Searched),
            _ => Err(Fault::unknown(&["opened", "listed", "searched"])),
        }
    }
}

/// A read to record.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) actor: Actor,
    pub(crate) action: ReadAction,
    pub(crate) kind: SubjectKind,
    pub(crate) record: Option<uuid::Uuid>,
    pub(crate) patients: Vec<CustomerId>,
}

/// An item of the writer's queue: an entry to write, or `None` for the health check.
struct Queued {
    entry: Option<Note>,
    noted: oneshot::Sender<bool>,
}

struct Note {
    /// Assigned once, so that a commit of unknown outcome can be retried without a duplicate entry.
    id: EventId,
    at: Timestamp,
    reading: Reading,
}

/// Writes the read log. Clones share the writer.
#[derive(Debug, Clone)]
pub struct Ledger {
    queue: mpsc::Sender<Queued>,
    shelf: Database,
    clock: Clock,
    ids: Ids,
}

impl Ledger {
    /// Starts the writer of the read log in this database.
    pub(crate) fn new(shelf: Database, clock: Clock, ids: Ids) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        let target = shelf.clone();
        tokio::spawn(run_writer(waiting, move |group| {
            let target = target.clone();
            async move { write(&target, &group).await }
        }));
        Self { queue, shelf, clock, ids }
    }

    /// Records that `actor` was shown a record in a response that no event covers.
    ///
    /// # Errors
    /// [`StoreError::Ledger`] when the read cannot be recorded: then the data must not be returned.
    pub async fn note_shown<T: Row>(&self, actor: &Actor, record: &T) -> Result<(), StoreError> {
        let reading = Reading {
            actor: actor.clone(),
            action: ReadAction::Opened,
            kind: T::SUBJECT,
            record: Some(record.id()),
            patients: record.patients(),
        };
        self.note(reading).await
    }

    pub(crate) async fn note(&self, reading: Reading) -> Result<(), StoreError> {
        let at = self.clock.now();
        self.enqueue(Some(Note { id: self.ids.id::<EventKind>(at), at, reading })).await
    }

    async fn enqueue(&self, entry: Option<Note>) -> Result<(), StoreError> {
        let (noted, answer) = oneshot::channel();
        self.queue.try_send(Queued { entry, noted }).map_err(|_| StoreError::Ledger)?;
        match answer.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(StoreError::Ledger),
        }
    }

    /// Connection to read the read log.
    pub(crate) const fn reader(&self) -> &DatabaseConnection {
        self.shelf.reader()
    }

    /// Checks that reads can be recorded: the writer runs, and the read log can be written.
    ///
    /// # Errors
    /// [`StoreError::Ledger`] when they cannot.
    pub(crate) async fn check_writable(&self) -> Result<(), StoreError> {
        if !matches!(timeout(ANSWER, self.enqueue(None)).await, Ok(Ok(()))) {
            tracing::warn!("the read log writer does not respond");
            return Err(StoreError::Ledger);
        }
        self.shelf.check_writable(PROBE).await.map_err(|error| {
            tracing::warn!(%error, "the read log cannot be written");
            StoreError::Ledger
        })
    }

    pub(crate) async fn close(self) -> Result<(), StoreError> {
        drop(self.queue);
        Ok(self.shelf.close().await?)
    }
}

/// Writes queued entries until the queue is closed. After a panic it continues with the next group; the reads of the group that was being written
/// fail, because they may not be recorded.
async fn run_writer<F: Future<Output = Result<(), DbErr>>>(mut waiting: mpsc::Receiver<Queued>, write: impl Fn(Vec<Note>) -> F) {
    while AssertUnwindSafe(write_groups(&mut waiting, &write)).catch_unwind().await.is_err() {
        tracing::error!("the read log writer panicked and is restarted");
    }
}

async fn write_groups<F: Future<Output = Result<(), DbErr>>>(waiting: &mut mpsc::Receiver<Queued>, write: &impl Fn(Vec<Note>) -> F) {
    let mut group = Vec::with_capacity(GROUP);
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        let (entries, asking): (Vec<_>, Vec<_>) = group.drain(..).map(|queued| (queued.entry, queued.noted)).unzip();
        let entries: Vec<Note> = entries.into_iter().flatten().collect();
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
async fn write(shelf: &Database, group: &[Note]) -> Result<(), DbErr> {
    let mut written = insert(shelf, group).await;
    for _ in 1..TRIES {
        if !written.as_ref().is_err_and(|error| Failure::of(error).is_transient()) {
            break;
        }
        written = insert(shelf, group).await;
    }
    written
}

async fn insert(shelf: &Database, group: &[Note]) -> Result<(), DbErr> {
    let rows = group.iter().map(|note| {
        let Reading { actor, action, kind, record, patients } = &note.reading;
        read_ledger::Model {
            id: note.id.uuid(),
            at: note.at.into(),
            staff_id: actor.staff_id().map(|id| id.uuid()),
            role: actor.role().map(Into::into),
            session_id: actor.session().map(Into::into),
            request_id: actor.request().map(Into::into),
            action: (*action).into(),
            record_kind: (*kind).into(),
            record_id: *record,
            patients: JsonText(patients.clone()),
        }
        .into_active_model()
        .reset_all()
    });
    let known = OnConflict::column(read_ledger::Column::Id).do_nothing().to_owned();
    let transaction = shelf.begin().await?;
    read_ledger::Entity::insert_many(rows).on_conflict(known).exec_without_returning(&transaction).await?;
    transaction.commit().await.map_err(CommitError::into_inner)
}

#[cfg(test)]
mod tests;
