//! Values that were read and not yet returned: they are released only after the read log entry is written.

use caredesk_domain::{CustomerId, actor::Actor, event::SubjectKind};

use crate::{
    error::StoreError,
    read_log::{ReadAction, ReadEntry, ReadLog},
    scoped_record::ScopedRecord,
};

/// A value with the customers whose data it contains. Only [`Audited::disclose`] releases it, after writing the read log.
#[must_use = "call disclose to write the read log and get the value"]
#[derive(Debug)]
pub struct Audited<T> {
    value: T,
    action: ReadAction,
    kind: SubjectKind,
    record: Option<uuid::Uuid>,
    customers: Vec<CustomerId>,
}

impl<T> Audited<T> {
    pub(crate) fn from_record(value: T) -> Self
    where
        T: ScopedRecord,
    {
        let (record, patients) = (Some(value.id()), value.customers());
        Self { value, action: ReadAction::Opened, kind: T::SUBJECT, record, customers: patients }
    }

    pub(crate) fn new(value: T, action: ReadAction, kind: SubjectKind, record: Option<uuid::Uuid>, patients: Vec<CustomerId>) -> Self {
        Self { value, action, kind, record, customers: patients }
    }

    /// Maps the value; the customers stay the same.
    pub(crate) fn map<U>(self, view: impl FnOnce(T) -> U) -> Audited<U> {
        Audited { value: view(self.value), action: self.action, kind: self.kind, record: self.record, customers: self.customers }
    }

    /// The value and the customers, to build a larger value of the same kind.
    pub(crate) fn into_parts(self) -> (T, Vec<CustomerId>) {
        (self.value, self.customers)
    }

    pub(crate) const fn unlogged_value(&self) -> &T {
        &self.value
    }

    /// Releases the value after recording in the read log that `reader` read these customers' data. A value without customer data needs no entry.
    ///
    /// # Errors
    /// [`StoreError::ReadLog`] when the read cannot be recorded: then the data must not be returned.
    pub async fn disclose(self, read_log: &ReadLog, reader: &Actor) -> Result<T, StoreError> {
        if !self.customers.is_empty() {
            let mut patients = self.customers;
            patients.sort();
            patients.dedup();
            let reading =
                ReadEntry { actor: reader.clone(), action: self.action, kind: self.kind, record: self.record, customers: patients };
            read_log.record(reading).await?;
        }
        Ok(self.value)
    }
}
