//! Single-use links for staff to set a password. Book-keeping: events are the record of what happened.
//!
//! A transaction that creates, uses or revokes links locks the staff member exclusively, so that a second use of a link sees the first.

use caredesk_domain::{StaffId, Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use crate::{
    engine::column::IdColumn,
    error::StoreError,
    store::Store,
    tables::entity::password_link::{ActiveModel, Column, Entity, Model},
    transaction::Transaction,
};

/// The latest link of a staff member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordLink {
    /// Whose password it sets.
    pub staff: StaffId,
    /// When it expires.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

impl Store {
    /// The link by the SHA-256 of its token, to find the staff member before locking them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn password_link(&self, hash: &[u8; 32]) -> Result<Option<PasswordLink>, StoreError> {
        find(self.reader(), hash).await
    }
}

impl Transaction {
    /// The link by the SHA-256 of its token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn password_link(&mut self, hash: &[u8; 32]) -> Result<Option<PasswordLink>, StoreError> {
        find(self.connection(), hash).await
    }

    /// Creates a link for a staff member; earlier ones are revoked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_password_link(&mut self, staff: StaffId, hash: &[u8; 32], expires_at: Timestamp) -> Result<(), StoreError> {
        self.revoke_password_links(staff).await?;
        let row = Model {
            token_hash: hash.to_vec(),
            staff_id: staff.into(),
            created_at: self.timestamp().into(),
            expires_at: expires_at.into(),
            used_at: None,
        };
        Entity::insert(row.into_active_model()).exec_without_returning(self.connection()).await?;
        Ok(())
    }

    /// Marks a link as used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_password_link_used(&mut self, hash: &[u8; 32]) -> Result<(), StoreError> {
        let used = ActiveModel { used_at: Set(Some(self.timestamp().into())), ..Default::default() };
        Entity::update_many().set(used).filter(Column::TokenHash.eq(hash.to_vec())).exec(self.connection()).await?;
        Ok(())
    }

    /// Revokes all links of a staff member: deletes them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_password_links(&mut self, staff: StaffId) -> Result<(), StoreError> {
        Entity::delete_many().filter(Column::StaffId.eq(IdColumn(staff))).exec(self.connection()).await?;
        Ok(())
    }
}

async fn find<C: ConnectionTrait>(connection: &C, hash: &[u8; 32]) -> Result<Option<PasswordLink>, StoreError> {
    let row = Entity::find_by_id(hash.to_vec()).one(connection).await?;
    let link = |row: Model| PasswordLink { staff: row.staff_id.0, expires_at: row.expires_at.0, used_at: row.used_at.map(|at| at.0) };
    Ok(row.map(link))
}
