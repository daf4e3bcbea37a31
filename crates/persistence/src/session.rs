//! Sign-ins and their refresh tokens. Book-keeping: what happened is told by events, what is good now lies here.

use caredesk_domain::{SessionId, StaffId, Timestamp, actor::Role, staff::Staff};
use sea_orm::{ActiveModelTrait as _, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};

use crate::{
    column::{IdColumn, Moment},
    entity::{session, staff},
    store::{Store, StoreError},
    work::Work,
};

/// SHA-256 of a refresh token: what is kept of it.
pub type TokenHash = [u8; 32];

/// A session and whose it is.
#[derive(Debug, Clone)]
pub struct Session {
    /// The id.
    pub id: SessionId,
    /// Whose it is.
    pub staff: Staff,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was ended before its time.
    pub ended_at: Option<Timestamp>,
    /// When its refresh token was last exchanged.
    pub rotated_at: Timestamp,
}

/// A session found by a refresh token.
#[derive(Debug)]
pub enum Presented {
    /// The token that is good now.
    Current(Session),
    /// The one before it, which has been exchanged already.
    Previous(Session),
}

impl Work {
    /// Begins a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_session(&mut self, staff: StaffId, token: TokenHash, expires_at: Timestamp) -> Result<SessionId, StoreError> {
        let id: SessionId = self.ids().id(self.at());
        let row = session::Model {
            id: id.into(),
            staff_id: staff.into(),
            refresh_hash: token.to_vec(),
            previous_hash: None,
            rotated_at: self.at().into(),
            created_at: self.at().into(),
            expires_at: expires_at.into(),
            ended_at: None,
        };
        session::Entity::insert(row.into_active_model()).exec_without_returning(self.connection()).await?;
        Ok(id)
    }

    /// The session a refresh token belongs to; nobody else changes it until this transaction ends.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session_by_token(&mut self, token: TokenHash) -> Result<Option<Presented>, StoreError> {
        let is_it =
            Condition::any().add(session::Column::RefreshHash.eq(token.to_vec())).add(session::Column::PreviousHash.eq(token.to_vec()));
        let Some(row) = session::Entity::find().filter(is_it).lock_exclusive().one(self.connection()).await? else { return Ok(None) };
        let Some(staff) = staff::Entity::find_by_id(row.staff_id).one(self.connection()).await? else { return Ok(None) };
        let current = row.refresh_hash == token;
        let session = Session {
            id: row.id.0,
            staff: crate::staff::restore(staff),
            expires_at: row.expires_at.0,
            ended_at: row.ended_at.map(|at| at.0),
            rotated_at: row.rotated_at.0,
        };
        Ok(Some(if current { Presented::Current(session) } else { Presented::Previous(session) }))
    }

    /// Exchanges a session's refresh token for a new one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rotate_session(&mut self, id: SessionId, from: TokenHash, to: TokenHash) -> Result<(), StoreError> {
        let row = session::ActiveModel {
            id: Set(id.into()),
            refresh_hash: Set(to.to_vec()),
            previous_hash: Set(Some(from.to_vec())),
            rotated_at: Set(self.at().into()),
            ..Default::default()
        };
        row.update(self.connection()).await?;
        Ok(())
    }

    /// Ends a session now; one that has ended already stays as it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&mut self, id: SessionId) -> Result<(), StoreError> {
        session::Entity::update_many()
            .set(session::ActiveModel { ended_at: Set(Some(self.at().into())), ..Default::default() })
            .filter(session::Column::Id.eq(IdColumn(id)))
            .filter(session::Column::EndedAt.is_null())
            .exec(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// The person and role behind a session that is still good at `at`: asked at every request, so that access ends at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn signed_in(&self, id: SessionId, at: Timestamp) -> Result<Option<(StaffId, Role)>, StoreError> {
        let found = session::Entity::find_by_id(IdColumn(id))
            .filter(session::Column::EndedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(Moment(at)))
            .one(self.reader())
            .await?;
        let Some(session) = found else { return Ok(None) };
        let staff = staff::Entity::find_by_id(session.staff_id).filter(staff::Column::Active.eq(true)).one(self.reader()).await?;
        Ok(staff.map(|staff| (staff.id.0, staff.role.0)))
    }
}
