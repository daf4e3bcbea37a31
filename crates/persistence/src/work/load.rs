//! Loading the records that a transaction changes or refers to, each held until it ends.

use caredesk_domain::{Timestamp, actor::Scope, id::Id};

use super::Work;
use crate::{
    row::{Lock, Row, lock_rank},
    store::StoreError,
};

impl Work {
    /// One record to change, as far as it exists within `scope`; nobody else changes it until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn get<T: Row>(&mut self, scope: Scope, id: Id<T::Kind>) -> Result<T, StoreError> {
        self.find(scope, id, Lock::Exclusive).await?.filter(|row: &T| !row.is_deleted()).ok_or(StoreError::NotFound)
    }

    /// One record to refer to, as far as it exists within `scope`; nobody changes it until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn get_shared<T: Row>(&mut self, scope: Scope, id: Id<T::Kind>) -> Result<T, StoreError> {
        self.find(scope, id, Lock::Share).await?.filter(|row: &T| !row.is_deleted()).ok_or(StoreError::NotFound)
    }

    /// As [`Work::get`], and hidden ones as well: for who may bring them back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn get_hidden_too<T: Row>(&mut self, scope: Scope, id: Id<T::Kind>) -> Result<T, StoreError> {
        self.find(scope, id, Lock::Exclusive).await?.ok_or(StoreError::NotFound)
    }

    /// As [`Work::get_shared`], and hidden ones as well: for what only asks whether it is hidden.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn get_shared_hidden_too<T: Row>(&mut self, scope: Scope, id: Id<T::Kind>) -> Result<T, StoreError> {
        self.find(scope, id, Lock::Share).await?.ok_or(StoreError::NotFound)
    }

    async fn find<T: Row>(&mut self, scope: Scope, id: Id<T::Kind>, lock: Lock) -> Result<Option<T>, StoreError> {
        let found = T::find(&self.transaction, scope, id, lock).await?;
        found.iter().for_each(|row| self.holds(row));
        Ok(found)
    }

    /// Notes that a record is held. The order is a rule for whoever writes a use-case: no user can break it.
    fn holds<T: Row>(&mut self, row: &T) {
        self.not_before(row.changed_at());
        let rank = lock_rank(T::SUBJECT);
        if self.held.insert(row.id()) {
            debug_assert!(rank >= self.rank, "a {} is held after records that come later: see `lock_rank`", T::SUBJECT);
            self.rank = rank.max(self.rank);
        }
    }

    /// Puts the transaction's instant after a change that it follows on.
    pub(crate) fn not_before(&mut self, changed_at: Timestamp) {
        self.at = self.at.max(changed_at);
    }

    /// Records that were found to be changed.
    pub(crate) fn loaded<T: Row>(&mut self, rows: Vec<T>) -> Vec<T> {
        rows.iter().for_each(|row| self.holds(row));
        rows
    }
}
