//! A ticket's category, priority, status and state.

use serde::{Deserialize, Serialize};

use crate::{PrincipalId, StaffId, Timestamp, string_enum::string_enum};

string_enum! {
    /// The category of a ticket.
    pub enum Category {
        /// Invoices and payments.
        Billing = "billing",
        /// Appointments and bookings.
        Appointment = "appointment",
        /// The app and devices.
        Technical = "technical",
        /// Medical questions.
        Medical = "medical",
    }
}

string_enum! {
    /// The priority of a ticket or an escalation, lowest first.
    pub enum Priority {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
        /// Urgent.
        Urgent = "urgent",
    }
}

impl Priority {
    /// The priority with this rank.
    pub fn from_rank(rank: i16) -> Option<Self> {
        Self::ALL.iter().copied().find(|priority| priority.rank() == rank)
    }

    /// How long the app may take to fetch a reply before its author gets a notice, in seconds.
    pub const fn seconds_to_fetch(self) -> i64 {
        match self {
            Self::Urgent => 10 * 60,
            Self::High | Self::Medium | Self::Low => 60 * 60,
        }
    }

    /// The rank, from 0 for low.
    pub const fn rank(self) -> i16 {
        match self {
            Self::Low => 0,
            Self::Medium => 1,
            Self::High => 2,
            Self::Urgent => 3,
        }
    }
}

string_enum! {
    /// The status of a ticket.
    pub enum TicketStatus {
        /// Waits for the desk.
        Open = "open",
        /// Waits for the customer or a third party.
        Pending = "pending",
        /// Done.
        Resolved = "resolved",
        /// Waits for a doctor or an admin.
        Escalated = "escalated",
    }
}

string_enum! {
    /// The statuses an escalated ticket can return to.
    pub enum Unresolved {
        /// Waits for the desk.
        Open = "open",
        /// Waits for the customer or a third party.
        Pending = "pending",
    }
}

impl Unresolved {
    /// The matching ticket state.
    pub const fn state(self) -> TicketState {
        match self {
            Self::Open => TicketState::Open,
            Self::Pending => TicketState::Pending,
        }
    }
}

/// The state of a ticket: its status with the facts of that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum TicketState {
    /// Waits for the desk.
    Open,
    /// Waits for the customer or a third party.
    Pending,
    /// Waits for a doctor or an admin.
    Escalated {
        /// The status after the escalation has ended.
        from: Unresolved,
    },
    /// Done.
    Resolved {
        /// When.
        at: Timestamp,
        /// By whom.
        by: PrincipalId,
    },
}

impl TicketState {
    /// The status.
    pub const fn status(self) -> TicketStatus {
        match self {
            Self::Open => TicketStatus::Open,
            Self::Pending => TicketStatus::Pending,
            Self::Escalated { .. } => TicketStatus::Escalated,
            Self::Resolved { .. } => TicketStatus::Resolved,
        }
    }
}

/// The first response to a ticket.
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
    fn priority_rank_starts_at_0_for_low_and_round_trips() {
        assert_eq!(Priority::ALL.iter().map(|priority| priority.rank()).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!((Priority::from_rank(0), Priority::from_rank(3)), (Some(Priority::Low), Some(Priority::Urgent)));
        assert_eq!((Priority::from_rank(-1), Priority::from_rank(4)), (None, None));
    }
}
