//! What was read and not yet shown: it yields its value only once the read is on the ledger.

use caredesk_domain::{CustomerId, actor::Actor, event::SubjectKind};

use crate::{
    ledger::{Ledger, ReadAction, Reading},
    row::Row,
    store::StoreError,
};

/// A value read from the desk, with the patients it shows. Only [`Seen::disclose`] gives it away.
#[must_use = "what was read is only given away by disclose"]
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

    /// The value seen another way; whose data it shows stays the same.
    pub(crate) fn map<U>(self, view: impl FnOnce(T) -> U) -> Seen<U> {
        Seen { value: view(self.value), action: self.action, kind: self.kind, record: self.record, patients: self.patients }
    }

    /// The value with the patients it shows, to become a part of something larger that is seen.
    pub(crate) fn into_parts(self) -> (T, Vec<CustomerId>) {
        (self.value, self.patients)
    }

    pub(crate) const fn peek(&self) -> &T {
        &self.value
    }

    /// Gives the value away, once it is on the ledger that `reader` saw these patients' data. A value that shows no patient needs no entry.
    ///
    /// # Errors
    /// [`StoreError::Ledger`] when the read cannot be noted: then nothing may be shown.
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
