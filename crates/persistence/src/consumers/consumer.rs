//! The consumers, and which events each of them wants.

use caredesk_domain::change::{Event, EventRecord};

/// A consumer of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consumer {
    /// Seals events into the chain of the audit log.
    Seal,
    /// Puts the work of a staff member who left or changed role back into the queues.
    Offboarding,
}

impl Consumer {
    /// All consumers.
    pub const ALL: [Self; 2] = [Self::Seal, Self::Offboarding];

    /// Its name in the database and in metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::Offboarding => "offboarding",
        }
    }

    /// Whether the event is queued for it.
    pub(super) fn wants(self, event: &Event) -> bool {
        match (self, event.record()) {
            (Self::Seal, _) => true,
            (Self::Offboarding, EventRecord::Staff(change)) => change.ends(|staff| staff.active) || change.changes(|staff| staff.role),
            (Self::Offboarding, _) => false,
        }
    }
}
