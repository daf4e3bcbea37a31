//! Loads the records that a transaction changes or refers to, each locked until it ends.

use caredesk_domain::{Timestamp, actor::RowScope, id::Id};

use super::Transaction;
use crate::{
    error::StoreError,
    scoped_record::{Lock, ScopedRecord, lock_rank},
};

impl Transaction {
    /// Loads a record within `scope` to change it, locked exclusively until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such record.
    pub async fn get<T: ScopedRecord>(&mut self, scope: RowScope, id: Id<T::Kind>) -> Result<T, StoreError> {
        self.find(scope, id, Lock::Exclusive).await?.filter(|row: &T| !row.is_deleted()).ok_or(StoreError::NotFound)
    }

    /// Loads a record within `scope` to refer to it, locked against changes until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such record.
    pub async fn get_shared<T: ScopedRecord>(&mut self, scope: RowScope, id: Id<T::Kind>) -> Result<T, StoreError> {
        self.find(scope, id, Lock::Share).await?.filter(|row: &T| !row.is_deleted()).ok_or(StoreError::NotFound)
    }

    /// As [`Transaction::get`], including deleted records: for actors who may restore them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such record.
    pub async fn get_including_deleted<T: ScopedRecord>(&mut self, scope: RowScope, id: Id<T::Kind>) -> Result<T, StoreError> {
        self.find(scope, id, Lock::Exclusive).await?.ok_or(StoreError::NotFound)
    }

    /// As [`Transaction::get_shared`], including deleted records: for checks whether a record is deleted.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such record.
    pub async fn get_shared_including_deleted<T: ScopedRecord>(&mut self, scope: RowScope, id: Id<T::Kind>) -> Result<T, StoreError> {
        self.find(scope, id, Lock::Share).await?.ok_or(StoreError::NotFound)
    }

    async fn find<T: ScopedRecord>(&mut self, scope: RowScope, id: Id<T::Kind>, lock: Lock) -> Result<Option<T>, StoreError> {
        let found = T::find(&self.transaction, scope, id, lock).await?;
        found.iter().for_each(|row| self.register_lock(row));
        Ok(found)
    }

    /// Registers a lock. The order of locks depends on the code of a use case only, not on input, so a debug assertion is enough.
    fn register_lock<T: ScopedRecord>(&mut self, row: &T) {
        self.clamp_timestamp(row.changed_at());
        let rank = lock_rank(T::SUBJECT);
        if self.locked.insert(row.id()) {
            debug_assert!(rank >= self.rank, "a {} is locked after records that come later: see `lock_rank`", T::SUBJECT);
            self.rank = rank.max(self.rank);
        }
    }

    /// Clamps the timestamp of the transaction to `changed_at`: after a lock wait it may be older.
    pub(crate) fn clamp_timestamp(&mut self, changed_at: Timestamp) {
        self.at = self.at.max(changed_at);
    }

    /// Registers the locks of records that another query loaded for change.
    pub(crate) fn register_locks<T: ScopedRecord>(&mut self, rows: Vec<T>) -> Vec<T> {
        rows.iter().for_each(|row| self.register_lock(row));
        rows
    }
}
