//! Values that were read and not yet returned: they are released only after the read log entry is written.

use caredesk_domain::{CustomerId, actor::Actor, event::SubjectKind};

use crate::{
    ledger::{Ledger, ReadAction, Reading},
    row::Row,
    store::StoreError,
};

/// A value with the customers whose data it contains. Only [`Seen::disclose`] releases it, after writing the read log.
#[must_use = "call disclose to write the read log and get the value"]
#[derive(Debug)]
pub struct Seen<T> {
    value: T,
    action: ReadAction,
    kind: SubjectKind,
    record: Option<uuid::Uuid>,
    patients: Vec<CustomerId>,
}

impl<T> Seen<T> {
    pub(crate) fn one(value: T) -> Self
    where
        T: Row,
    {
        let (record, patients) = (Some(value.id()), value.patients());
        Self { value, action: ReadAction::Opened, kind: T::SUBJECT, record, patients }
    }

    pub(crate) fn of(value: T, action: ReadAction, kind: SubjectKind, record: Option<uuid::Uuid>, patients: Vec<CustomerId>) -> Self {
        Self { value, action, kind, record, patients }
    }

    /// Maps the value; the customers stay the same.
    pub(crate) fn map<U>(self, view: impl FnOnce(T) -> U) -> Seen<U> {
        Seen { value: view(self.value), action: self.action, kind: self.kind, record: self.record, patients: self.patients }
    }

    /// The value and the customers, to build a larger value of the same kind.
    pub(crate) fn into_parts(self) -> (T, Vec<CustomerId>) {
        (self.value, self.patients)
    }

    pub(crate) const fn peek(&self) -> &T {
        &self.value
    }

    /// Releases the value after recording in the read log that `reader` read these customers' data. A value without customer data needs no entry.
    ///
    /// # Errors
    /// [`StoreError::Ledger`] when the read cannot be recorded: then the data must not be returned.
    pub async fn disclose(self, ledger: &Ledger, reader: &Actor) -> Result<T, StoreError> {
        if !self.patients.is_empty() {
            let mut patients = self.patients;
            patients.sort();
            patients.dedup();
            let reading = Reading { actor: reader.clone(), action: self.action, kind: self.kind, record: self.record, patients };
            ledger.note(reading).await?;
        }
        Ok(self.value)
    }
}
