//! The read log as a subject of the audit log: that a new one was started, and why.

use crate::{
    CustomerId, DomainError, ReadLogId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder},
    event::{AuditFields, Auditable, EventSubject, SubjectKind},
    policy::{Action, Ownership, check},
    text::Reason,
};

/// A read log: who read which customer's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLog {
    /// Its id, which is also stored in it.
    pub id: ReadLogId,
}

impl ReadLog {
    /// Records that this one was started to replace one that was lost.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is the command line.
    pub fn begin(self, reason: &Reason, actor: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        let permit = check(actor, Action::BeginReadLog, Ownership::Other)?;
        Ok(EventBuilder::new(permit, at).personal("reason", reason.as_str()).event_only(&self))
    }
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

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests create actors")]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        StaffId,
        actor::{Role, SystemJob},
    };

    #[test]
    fn begin_read_log_is_system_event_with_separate_reason() {
        let log = ReadLog { id: ReadLogId::from_uuid(Uuid::from_u128(5)) };
        let (reason, at) = ("The disk was replaced.".parse().unwrap(), "2026-03-01T09:00:00Z".parse().unwrap());
        let change = log.begin(&reason, &Actor::system(SystemJob::Bootstrap), at).unwrap();
        let (_, writes, events) = change.into_parts();
        assert!(writes.is_empty());
        assert_eq!((events[0].action(), events[0].subject()), (Action::BeginReadLog, log.subject()));
        assert_eq!(serde_json::json!(events[0].changes()), serde_json::json!({"reason": {}}));
        assert_eq!(events[0].personal()["reason"], "The disk was replaced.");
        let admin = Actor::staff(StaffId::from_uuid(Uuid::from_u128(1)), Role::Admin);
        assert!(log.begin(&reason, &admin, at).is_err());
    }
}
