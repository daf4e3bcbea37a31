//! Builder for the changes of notices that follow from one event.

use serde_json::{Value, json};
use uuid::Uuid;

use super::record::{Notice, NoticeChange, NoticeKind, Recipient};
use crate::{PrincipalId, StaffId, event::Event};

/// An event, and the ticket or interaction it concerns.
#[derive(Clone, Copy)]
pub(super) struct NoticeBuilder<'e> {
    pub(super) event: &'e Event,
    pub(super) case: Uuid,
}

impl NoticeBuilder<'_> {
    fn author(self) -> Option<PrincipalId> {
        self.event.actor.principal_id()
    }

    pub(super) fn notify(self, to: Recipient, kind: NoticeKind) -> Option<NoticeChange> {
        let own = match to {
            Recipient::Person(staff) => self.event.actor.staff_id() == Some(staff),
            // The author is left out when the recipients are resolved.
            Recipient::Role(_) | Recipient::CareTeam { .. } => false,
        };
        let notice = Notice { at: self.event.at, to, kind, subject: self.event.subject, case: self.case, caused_by: self.author() };
        (!own).then_some(NoticeChange::Create(notice))
    }

    pub(super) fn dismiss(self, kind: NoticeKind) -> NoticeChange {
        NoticeChange::Dismiss(kind, self.event.subject)
    }

    /// The value of a field before this event; `now` is its present value.
    pub(super) fn value_before(self, field: &str, now: Value) -> Option<Value> {
        match self.event.changes.get(field) {
            Some(change) => change.get("from").cloned(),
            None => Some(now),
        }
    }

    /// Whether this event set a field to `value`.
    pub(super) fn changed_to(self, field: &str, value: &Value) -> bool {
        self.event.changes.get(field).and_then(|change| change.get("to")) == Some(value)
    }

    /// The person in `field`, `now`, if this event set it.
    pub(super) fn newly_assigned(self, field: &str, now: Option<StaffId>) -> Option<StaffId> {
        now.filter(|staff| self.changed_to(field, &json!(staff)))
    }

    /// Whether this event removed or replaced the person in `field`.
    pub(super) fn was_replaced(self, field: &str) -> bool {
        self.event.changes.get(field).and_then(|change| change.get("from")).is_some_and(|from| !from.is_null())
    }
}
