//! A ticket's category, status and state.

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
