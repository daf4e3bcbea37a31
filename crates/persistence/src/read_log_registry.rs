//! Begins a new read log after a loss.

use std::{fs, io, path::Path};

use caredesk_domain::{Timestamp, actor::Actor, read_log::ReadLog, text::Reason};
use sea_orm::DbErr;

pub use crate::engine::database::ReadLogError;
use crate::{
    engine::{Engine, clock::Clock, database::Database, ids::Ids},
    error::StoreError,
    read_log::{current_read_log, insert, read_or_create_id},
    schema::{self, SchemaError},
    store::Store,
};

/// The result of beginning a new read log.
#[derive(Debug)]
pub struct BeginResult {
    /// The files of the earlier read log, renamed; empty if there were none.
    pub renamed_files: Vec<String>,
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
