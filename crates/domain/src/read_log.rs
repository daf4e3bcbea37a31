//! The read log as a subject of the audit log: that a new one was started, and why.

mod record;

pub use record::ReadLog;

use crate::{
    DomainError, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, EventDetail},
    policy::{Action, Ownership, check},
    text::Reason,
};

impl ReadLog {
    /// Records that this one was started to replace one that was lost.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is the command line.
    pub fn begin(self, reason: &Reason, actor: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        let permit = check(actor, Action::BeginReadLog, Ownership::Other)?;
        Ok(EventBuilder::new(permit, at).with(EventDetail::Reason(reason.clone())).event_only(&self))
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests create actors")]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        ReadLogId, StaffId,
        actor::{Role, SystemJob},
        event::Auditable as _,
    };

    #[test]
    fn begin_read_log_is_system_event_with_separate_reason() {
        let log = ReadLog { id: ReadLogId::from_uuid(Uuid::from_u128(5)) };
        let (reason, at) = ("The disk was replaced.".parse().unwrap(), "2026-03-01T09:00:00Z".parse().unwrap());
        let change = log.begin(&reason, &Actor::system(SystemJob::Bootstrap), at).unwrap();
        let (_, writes, events) = change.into_parts();
        assert!(writes.is_empty());
        assert_eq!((events[0].action(), events[0].subject()), (Action::BeginReadLog, log.subject()));
        let (changes, personal) = events[0].logged_changes();
        assert_eq!(serde_json::json!(changes), serde_json::json!({"reason": {}}));
        assert_eq!(personal["reason"], "The disk was replaced.");
        let admin = Actor::staff(StaffId::from_uuid(Uuid::from_u128(1)), Role::Admin);
        assert!(log.begin(&reason, &admin, at).is_err());
    }
}
