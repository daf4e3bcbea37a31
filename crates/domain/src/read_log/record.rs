//! A read log as the subject of an event.

use crate::{
    CustomerId, ReadLogId,
    event::{AuditFields, Auditable, EventSubject, SubjectKind},
};

/// A read log: who read which customer's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLog {
    /// Its id, which is also stored in it.
    pub id: ReadLogId,
}

impl Auditable for ReadLog {
    fn subject(&self) -> EventSubject {
        EventSubject { kind: SubjectKind::ReadLog, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        None
    }

    fn audit_fields(&self) -> AuditFields {
        AuditFields::new()
    }
}
