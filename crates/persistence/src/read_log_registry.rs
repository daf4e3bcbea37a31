//! Which read log belongs to a desk. The desk stores the ids of all its read logs, and each read log its own id: a missing file, or that
//! of another desk, is detected at start.

use std::{fs, io, path::Path};

use caredesk_domain::{ReadLogId, Timestamp, actor::Actor, id::ReadLogKind, read_log::ReadLog, text::Reason};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryOrder as _, sea_query::OnConflict};

use crate::{
    clock::Clock,
    column::IdColumn,
    database::{CommitError, Database},
    engine::Engine,
    entity::{read_log_identity, read_log_registry},
    ids::Ids,
    schema::{self, SchemaError},
    store::{Store, StoreError},
};

/// Why the read log cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReadLogError {
    /// The file of the desk's read log is missing.
    #[error("the read log {path} is missing: restore it, or run `caredesk read-log begin --reason …` to begin a new one")]
    Missing {
        /// The file.
        path: String,
    },
    /// The file is the read log of another desk.
    #[error(
        "the read log {path} is not this desk's: restore the right one, or run `caredesk read-log begin --reason …` to begin a new one"
    )]
    Foreign {
        /// The file.
        path: String,
    },
    /// On PostgreSQL the read log is part of the database.
    #[error("on PostgreSQL the read log is kept in the desk's database: restore the database from a backup")]
    InDatabase,
    /// A file cannot be renamed.
    #[error("cannot move {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// The I/O error.
        source: io::Error,
    },
    /// The database failed.
    #[error("cannot read or write the read log: {0}")]
    Database(#[from] DbErr),
}

/// The result of beginning a new read log.
#[derive(Debug)]
pub struct BeginResult {
    /// The files of the earlier read log, renamed; empty if there were none.
    pub renamed_files: Vec<String>,
}

/// Checks that the file of the desk's read log exists, if the desk has one. To be called before opening the file, which would create it.
pub(crate) async fn check_file(desk: &Database) -> Result<(), ReadLogError> {
    let Some(Engine::Sqlite { path }) = desk.engine().read_log() else { return Ok(()) };
    if current_read_log(desk.reader()).await?.is_some() && !path.exists() {
        return Err(ReadLogError::Missing { path: path.display().to_string() });
    }
    Ok(())
}

/// Checks that `log` is the read log of the desk. A desk without one registers it as its own.
pub(crate) async fn attach(desk: &Database, log: &Database, ids: &Ids, at: Timestamp) -> Result<(), ReadLogError> {
    let id = read_or_create_id(log, ids, at).await?;
    if current_read_log(desk.reader()).await?.is_none() {
        register(desk, 1, id, at).await?;
    }
    // Read again: of two processes at the first start only one registers.
    if current_read_log(desk.reader()).await?.is_some_and(|(_, registered)| registered == id) {
        return Ok(());
    }
    Err(ReadLogError::Foreign { path: log.engine().to_string() })
}

/// Begins a new read log after a loss, and writes an event for it. Files of the earlier one are renamed, not deleted. No server may be running.
///
/// # Errors
/// When the schema is not current, or a file or the database cannot be used.
pub async fn begin(engine: &Engine, clock: Clock, ids: Ids, actor: &Actor, reason: &Reason) -> Result<BeginResult, BeginError> {
    let Some(Engine::Sqlite { path }) = engine.read_log() else { return Err(ReadLogError::InDatabase.into()) };
    schema::check_desk(engine).await?;
    let moved = rename_old_files(&path, clock.now())?;
    let beside = Engine::Sqlite { path };
    schema::migrate_read_log(&beside).await?;
    let (desk, log) = (Database::open(engine).await.map_err(SchemaError::from)?, Database::open(&beside).await.map_err(SchemaError::from)?);
    let read_log = ReadLog { id: read_or_create_id(&log, &ids, clock.now()).await.map_err(ReadLogError::from)? };
    let store = Store::assemble(desk, log, clock, ids);
    let begun = store
        .write::<_, StoreError>(async |work| {
            let number = current_read_log(work.connection()).await?.map_or(1, |(number, _)| number + 1);
            insert(work.connection(), number, read_log.id, work.timestamp()).await?;
            work.save(read_log.begin(reason, actor, work.timestamp()).map_err(|refusal| DbErr::Custom(refusal.to_string()))?).await
        })
        .await;
    store.close().await?;
    begun?;
    Ok(BeginResult { renamed_files: moved })
}

/// Why no new read log could be begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// The schema is not current.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The read log cannot be created.
    #[error(transparent)]
    ReadLog(#[from] ReadLogError),
    /// The desk could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The number and id of the read log in use.
async fn current_read_log(desk: &impl ConnectionTrait) -> Result<Option<(i32, ReadLogId)>, DbErr> {
    let latest = read_log_registry::Entity::find().order_by_desc(read_log_registry::Column::Number).one(desk).await?;
    Ok(latest.map(|row| (row.number, row.id.0)))
}

async fn register(desk: &Database, number: i32, id: ReadLogId, at: Timestamp) -> Result<(), DbErr> {
    let transaction = desk.begin().await?;
    insert(&transaction, number, id, at).await?;
    transaction.commit().await.map_err(CommitError::into_inner)
}

/// Registers a read log, unless another process has registered one with this number.
async fn insert(desk: &impl ConnectionTrait, number: i32, id: ReadLogId, at: Timestamp) -> Result<(), DbErr> {
    let row = read_log_registry::Model { number, id: IdColumn(id), begun_at: at.into() };
    let taken = OnConflict::column(read_log_registry::Column::Number).do_nothing().to_owned();
    read_log_registry::Entity::insert(row.into_active_model()).on_conflict(taken).exec_without_returning(desk).await.map(drop)
}

/// The id stored in the read log; a new read log gets one.
async fn read_or_create_id(log: &Database, ids: &Ids, at: Timestamp) -> Result<ReadLogId, DbErr> {
    if let Some(row) = read_log_identity::Entity::find().one(log.reader()).await? {
        return Ok(row.id.0);
    }
    let transaction = log.begin().await?;
    if let Some(row) = read_log_identity::Entity::find().one(&transaction).await? {
        transaction.rollback().await;
        return Ok(row.id.0);
    }
    let id = ids.id::<ReadLogKind>(at);
    let row = read_log_identity::Model { id: IdColumn(id), probes: 0 };
    read_log_identity::Entity::insert(row.into_active_model()).exec_without_returning(&transaction).await?;
    transaction.commit().await.map_err(CommitError::into_inner)?;
    Ok(id)
}

/// Renames the database file and SQLite's WAL and shared-memory files.
fn rename_old_files(path: &Path, now: Timestamp) -> Result<Vec<String>, ReadLogError> {
    let mut moved = Vec::new();
    for ending in ["db", "db-wal", "db-shm"] {
        let (from, to) =
            (path.with_extension(ending), path.with_extension(format!("before-{}.{ending}", now.utc().format("%Y%m%dT%H%M%SZ"))));
        match fs::rename(&from, &to) {
            Ok(()) => moved.push(to.display().to_string()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(ReadLogError::File { path: from.display().to_string(), source }),
        }
    }
    Ok(moved)
}
