//! Which read log belongs to a desk. The desk stores the ids of all its read logs, and each read log its own id: a missing file, or that
//! of another desk, is detected at start.

use caredesk_domain::{ReadLogId, Timestamp, id::ReadLogKind};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryOrder as _, sea_query::OnConflict};

use crate::{
    engine::{
        Engine,
        column::IdColumn,
        database::{CommitError, Database, ReadLogError},
        ids::Ids,
    },
    read_log::entity::{read_log_identity, read_log_registry},
};

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

/// The number and id of the read log in use.
pub(crate) async fn current_read_log(desk: &impl ConnectionTrait) -> Result<Option<(i32, ReadLogId)>, DbErr> {
    let latest = read_log_registry::Entity::find().order_by_desc(read_log_registry::Column::Number).one(desk).await?;
    Ok(latest.map(|row| (row.number, row.id.0)))
}

async fn register(desk: &Database, number: i32, id: ReadLogId, at: Timestamp) -> Result<(), DbErr> {
    let transaction = desk.begin().await?;
    insert(&transaction, number, id, at).await?;
    transaction.commit().await.map_err(CommitError::into_inner)
}

/// Registers a read log, unless another process has registered one with this number.
pub(crate) async fn insert(desk: &impl ConnectionTrait, number: i32, id: ReadLogId, at: Timestamp) -> Result<(), DbErr> {
    let row = read_log_registry::Model { number, id: IdColumn(id), begun_at: at.into() };
    let taken = OnConflict::column(read_log_registry::Column::Number).do_nothing().to_owned();
    read_log_registry::Entity::insert(row.into_active_model()).on_conflict(taken).exec_without_returning(desk).await.map(drop)
}

/// The id stored in the read log; a new read log gets one.
pub(crate) async fn read_or_create_id(log: &Database, ids: &Ids, at: Timestamp) -> Result<ReadLogId, DbErr> {
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
