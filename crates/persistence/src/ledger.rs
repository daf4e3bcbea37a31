//! The read ledger: who saw whose data, noted before it is shown.
//!
//! Notes are written in groups: while one commit is under way the next notes gather, and the next commit begins when it has finished.

use caredesk_domain::{CustomerId, EventId, Fault, Timestamp, actor::Actor, event::SubjectKind, id::EventKind};
use sea_orm::{ActiveModelTrait as _, DbErr, EntityTrait, IntoActiveModel, sea_query::OnConflict};
use tokio::sync::{mpsc, oneshot};

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

/// How many notes may wait; beyond that a read is turned away at once.
const WAITING: usize = 1024;
/// How often a commit is tried while the database is busy.
const TRIES: u32 = 3;
/// Changes one row of book-keeping, to find out whether the read log can be written.
const PROBE: &str = "UPDATE read_log_identity SET probes = probes + 1";
/// The most notes in one commit.
const GROUP: usize = 256;

/// How a record was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadAction {
    /// Opened by its id.
    Opened,
    /// Met in a list.
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

/// One read to note.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) actor: Actor,
    pub(crate) action: ReadAction,
    pub(crate) kind: SubjectKind,
    pub(crate) record: Option<uuid::Uuid>,
    pub(crate) patients: Vec<CustomerId>,
}

struct Note {
    /// Given once, so that a commit of unknown outcome is repeated without a second entry.
    id: EventId,
    at: Timestamp,
    reading: Reading,
    noted: oneshot::Sender<bool>,
}

/// Notes reads. Clones write to the same ledger.
#[derive(Debug, Clone)]
pub struct Ledger {
    notes: mpsc::Sender<Note>,
    shelf: Database,
    clock: Clock,
    ids: Ids,
}

impl Ledger {
    /// Starts the writer of the ledger kept in `shelf`.
    pub(crate) fn new(shelf: Database, clock: Clock, ids: Ids) -> Self {
        let (notes, waiting) = mpsc::channel(WAITING);
        tokio::spawn(write_groups(waiting, shelf.clone()));
        Self { notes, shelf, clock, ids }
    }

    /// Notes that `actor` was shown a record by an answer no event covers.
    ///
    /// # Errors
    /// [`StoreError::Ledger`] when it cannot be noted: then nothing may be shown.
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
        let (noted, answer) = oneshot::channel();
        let at = self.clock.now();
        let note = Note { id: self.ids.id::<EventKind>(at), at, reading, noted };
        self.notes.try_send(note).map_err(|_| StoreError::Ledger)?;
        match answer.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(StoreError::Ledger),
        }
    }

    /// That reads can be noted.
    ///
    /// # Errors
    /// [`StoreError::Ledger`] when they cannot.
    pub(crate) async fn check_writable(&self) -> Result<(), StoreError> {
        self.shelf.check_writable(PROBE).await.map_err(|error| {
            tracing::warn!(%error, "the read log cannot be written");
            StoreError::Ledger
        })
    }

    pub(crate) async fn close(self) -> Result<(), StoreError> {
        drop(self.notes);
        Ok(self.shelf.close().await?)
    }
}

async fn write_groups(mut waiting: mpsc::Receiver<Note>, shelf: Database) {
    let mut group = Vec::with_capacity(GROUP);
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        let mut written = write(&shelf, &group).await;
        for _ in 1..TRIES {
            if !written.as_ref().is_err_and(|error| Failure::of(error).is_transient()) {
                break;
            }
            written = write(&shelf, &group).await;
        }
        if let Err(error) = &written {
            tracing::error!(%error, notes = group.len(), "reads could not be noted, so they are not shown");
        }
        for note in group.drain(..) {
            // Whoever asked may have hung up; the note stands all the same.
            let _gone = note.noted.send(written.is_ok());
        }
    }
}

async fn write(shelf: &Database, group: &[Note]) -> Result<(), DbErr> {
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
