//! The direction, status and state of an interaction.

use crate::{Timestamp, string_enum::string_enum};

string_enum! {
    /// Who began an interaction.
    pub enum Direction {
        /// The customer.
        Inbound = "inbound",
        /// The desk.
        Outbound = "outbound",
    }
}

string_enum! {
    /// The status of an interaction.
    pub enum InteractionStatus {
        /// Under way.
        Active = "active",
        /// Waits for somebody.
        Pending = "pending",
        /// Ended.
        Resolved = "resolved",
    }
}

/// The state of an interaction: its status with the facts of that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InteractionPhase {
    /// Under way.
    Active,
    /// Waits for somebody.
    Pending,
    /// Ended at this instant, which is never before it started.
    Ended(Timestamp),
}

impl InteractionPhase {
    /// The status.
    pub const fn status(self) -> InteractionStatus {
        match self {
            Self::Active => InteractionStatus::Active,
            Self::Pending => InteractionStatus::Pending,
            Self::Ended(_) => InteractionStatus::Resolved,
        }
    }

    /// When it ended.
    pub const fn ended_at(self) -> Option<Timestamp> {
        match self {
            Self::Ended(at) => Some(at),
            Self::Active | Self::Pending => None,
        }
    }
}
