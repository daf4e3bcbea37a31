//! Reads one record by its id.

use caredesk_domain::{CustomerId, actor::RowScope, id::Id};

use crate::{
    audited::Audited,
    error::StoreError,
    scoped_record::{Lock, ScopedRecord},
    store::Store,
};

impl Store {
    /// One record that is within `scope` and not deleted.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn get<T: ScopedRecord>(&self, scope: RowScope, id: Id<T::Kind>) -> Result<Audited<T>, StoreError> {
        let row = T::find(self.reader(), scope, id, Lock::None).await?.filter(|row| !row.is_deleted()).ok_or(StoreError::NotFound)?;
        Ok(Audited::from_record(row))
    }

    /// As [`Store::get`], including deleted records: for actors who may restore them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn get_including_deleted<T: ScopedRecord>(&self, scope: RowScope, id: Id<T::Kind>) -> Result<Audited<T>, StoreError> {
        let row = T::find(self.reader(), scope, id, Lock::None).await?.ok_or(StoreError::NotFound)?;
        Ok(Audited::from_record(row))
    }

    /// The customer of a record, for reading its sub-records; returns nothing else of the record, so nothing is logged. Of a deleted record only if
    /// asked for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none within `scope`.
    pub async fn customer_of<T: ScopedRecord>(
        &self,
        scope: RowScope,
        id: Id<T::Kind>,
        include_deleted: bool,
    ) -> Result<CustomerId, StoreError> {
        let row = T::find(self.reader(), scope, id, Lock::None).await?.filter(|row| include_deleted || !row.is_deleted());
        row.and_then(|row| row.customers().pop()).ok_or(StoreError::NotFound)
    }
}
