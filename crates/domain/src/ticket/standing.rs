//! What a ticket is about, how soon it must be worked, and where it stands.

use serde::{Deserialize, Serialize};

use crate::{PrincipalId, StaffId, Timestamp, words::words};

words! {
    /// What a ticket is about.
    pub enum Category {
        /// Money.
        Billing = "billing",
        /// Times and bookings.
        Appointment = "appointment",
        /// The app and its devices.
        Technical = "technical",
        /// Health.
        Medical = "medical",
    }
}

words! {
    /// How soon a ticket must be worked, the least first.
    pub enum Priority {
        /// When there is time.
        Low = "low",
        /// In turn.
        Medium = "medium",
        /// Before others.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }
}

impl Priority {
    /// The priority at a place in the order.
    pub fn of_rank(rank: i16) -> Option<Self> {
        Self::ALL.iter().copied().find(|priority| priority.rank() == rank)
    }

    /// How long the app may take to fetch a reply before its author is told.
    pub const fn seconds_to_fetch(self) -> i64 {
        match self {
            Self::Urgent => 10 * 60,
            Self::High | Self::Medium | Self::Low => 60 * 60,
        }
    }

    /// Its place in the order, from 0 for low.
    pub const fn rank(self) -> i16 {
        match self {
            Self::Low => 0,
            Self::Medium => 1,
            Self::High => 2,
            Self::Urgent => 3,
        }
    }
}

words! {
    /// Where a ticket stands.
    pub enum TicketStatus {
        /// Waits for the desk.
        Open = "open",
        /// Waits for somebody else.
        Pending = "pending",
        /// Done.
        Resolved = "resolved",
        /// Waits for a doctor or an admin.
        Escalated = "escalated",
    }
}

words! {
    /// Where a ticket can stand when nobody else works on it.
    pub enum Unresolved {
        /// Waits for the desk.
        Open = "open",
        /// Waits for somebody else.
        Pending = "pending",
    }
}

impl Unresolved {
    /// As the ticket stands then.
    pub const fn standing(self) -> Standing {
        match self {
            Self::Open => Standing::Open,
            Self::Pending => Standing::Pending,
        }
    }
}

/// Where a ticket stands, with the facts of that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Standing {
    /// Waits for the desk.
    Open,
    /// Waits for somebody else.
    Pending,
    /// Waits for a doctor or an admin.
    Escalated {
        /// Where it returns to when its escalation ends.
        from: Unresolved,
    },
    /// Done.
    Resolved {
        /// Since when.
        at: Timestamp,
        /// By whom.
        by: PrincipalId,
    },
}

impl Standing {
    /// The word for it.
    pub const fn status(self) -> TicketStatus {
        match self {
            Self::Open => TicketStatus::Open,
            Self::Pending => TicketStatus::Pending,
            Self::Escalated { .. } => TicketStatus::Escalated,
            Self::Resolved { .. } => TicketStatus::Resolved,
        }
    }
}

/// The desk's first answer to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstResponse {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_have_places_from_0_for_low_and_are_found_by_them() {
        assert_eq!(Priority::ALL.iter().map(|priority| priority.rank()).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!((Priority::of_rank(0), Priority::of_rank(3)), (Some(Priority::Low), Some(Priority::Urgent)));
        assert_eq!((Priority::of_rank(-1), Priority::of_rank(4)), (None, None));
    }
}
