//! Sessions and their refresh tokens. Book-keeping: the current state; events are the record of what happened.

use caredesk_domain::{SessionId, StaffId, Timestamp, actor::Role, staff::Staff};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, Condition, EntityTrait, IntoActiveModel, Order, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::{
    engine::{
        column::{IdColumn, InstantColumn},
        page::{self, Page, PageRequest, SeekKey},
    },
    error::StoreError,
    store::Store,
    tables::entity::{session, staff},
    transaction::Transaction,
};

/// A session with its staff member.
#[derive(Debug, Clone)]
pub struct Session {
    /// The id.
    pub id: SessionId,
    /// The staff member.
    pub staff: Staff,
    /// When it began.
    pub created_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// When it was ended before it expired.
    pub ended_at: Option<Timestamp>,
    /// How many times the refresh token was rotated; only the token of the latest generation is valid.
    pub generation: i32,
    /// When it was last rotated.
    pub rotated_at: Timestamp,
}

/// A session in its owner's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnSession {
    /// The id.
    pub id: SessionId,
    /// When it began.
    pub created_at: Timestamp,
    /// When its token was last rotated: every ten minutes while the session is used.
    pub last_seen_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// Condition: valid at `at`, neither ended nor expired.
fn valid_at(at: Timestamp) -> Condition {
    Condition::all().add(session::Column::EndedAt.is_null()).add(session::Column::ExpiresAt.gt(InstantColumn(at)))
}

impl Transaction {
    /// Begins a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_session(&mut self, staff: StaffId, expires_at: Timestamp) -> Result<SessionId, StoreError> {
        let id: SessionId = self.ids().id(self.timestamp());
        let row = session::Model {
            id: id.into(),
            staff_id: staff.into(),
            generation: 0,
            rotated_at: self.timestamp().into(),
            created_at: self.timestamp().into(),
            expires_at: expires_at.into(),
            ended_at: None,
        };
        session::Entity::insert(row.into_active_model()).exec_without_returning(self.connection()).await?;
        Ok(id)
    }

    /// A session, ended or not, locked until this transaction ends.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&mut self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let Some(row) = session::Entity::find_by_id(IdColumn(id)).lock_exclusive().one(self.connection()).await? else { return Ok(None) };
        let Some(staff) = staff::Entity::find_by_id(row.staff_id).one(self.connection()).await? else { return Ok(None) };
        Ok(Some(Session {
            id: row.id.0,
            staff: crate::tables::staff::from_row(staff),
            created_at: row.created_at.0,
            expires_at: row.expires_at.0,
            ended_at: row.ended_at.map(|at| at.0),
            generation: row.generation,
            rotated_at: row.rotated_at.0,
        }))
    }

    /// Rotates the refresh token of a session; returns the new generation, the only valid one from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rotate_session(&mut self, session: &Session) -> Result<i32, StoreError> {
        let generation = session.generation + 1;
        let row = session::ActiveModel {
            id: Set(session.id.into()),
            generation: Set(generation),
            rotated_at: Set(self.timestamp().into()),
            ..Default::default()
        };
        row.update(self.connection()).await?;
        Ok(generation)
    }

    /// Ends a session; no effect when it has already ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&mut self, id: SessionId) -> Result<(), StoreError> {
        session::Entity::update_many()
            .set(session::ActiveModel { ended_at: Set(Some(self.timestamp().into())), ..Default::default() })
            .filter(session::Column::Id.eq(IdColumn(id)))
            .filter(session::Column::EndedAt.is_null())
            .exec(self.connection())
            .await?;
        Ok(())
    }
}

impl Transaction {
    /// Ends all valid sessions of a staff member except `spared`, and returns the ended ones.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions_of(&mut self, staff: StaffId, spared: Option<SessionId>) -> Result<Vec<SessionId>, StoreError> {
        let theirs = session::Entity::find()
            .filter(session::Column::StaffId.eq(IdColumn(staff)))
            .filter(valid_at(self.timestamp()))
            .order_by_asc(session::Column::Id)
            .lock_exclusive();
        let ids: Vec<SessionId> = theirs.all(self.connection()).await?.into_iter().map(|row| row.id.0).collect();
        let ids: Vec<SessionId> = ids.into_iter().filter(|id| Some(*id) != spared).collect();
        session::Entity::update_many()
            .set(session::ActiveModel { ended_at: Set(Some(self.timestamp().into())), ..Default::default() })
            .filter(session::Column::Id.is_in(ids.iter().copied().map(IdColumn)))
            .exec(self.connection())
            .await?;
        Ok(ids)
    }
}

impl Store {
    /// The valid sessions of a staff member, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_sessions(&self, staff: StaffId, request: PageRequest) -> Result<Page<OwnSession>, StoreError> {
        let select = session::Entity::find().filter(session::Column::StaffId.eq(IdColumn(staff))).filter(valid_at(self.now()));
        let columns = (session::Column::CreatedAt, session::Column::Id);
        let position = |row: &session::Model| SeekKey { key: row.created_at.0.utc().timestamp_micros(), id: row.id.0.uuid() };
        let page = page::fetch(self.reader(), select, columns, Order::Desc, request, position).await?;
        Ok(page.map(|row| OwnSession {
            id: row.id.0,
            created_at: row.created_at.0,
            last_seen_at: row.rotated_at.0,
            expires_at: row.expires_at.0,
        }))
    }

    /// The staff member and role of a session, if it is valid at `at` and they are active. Checked at every request, so that revoked access ends at
    /// once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session_staff(&self, id: SessionId, at: Timestamp) -> Result<Option<(StaffId, Role)>, StoreError> {
        let found = session::Entity::find_by_id(IdColumn(id)).filter(valid_at(at)).one(self.reader()).await?;
        let Some(session) = found else { return Ok(None) };
        let staff = staff::Entity::find_by_id(session.staff_id).filter(staff::Column::Active.eq(true)).one(self.reader()).await?;
        Ok(staff.map(|staff| (staff.id.0, staff.role.0)))
    }
}
