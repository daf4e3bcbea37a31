//! The status of an escalation, with the facts of each state.

use crate::{
    StaffId, Timestamp,
    string_enum::string_enum,
    text::{Outcome, Reason},
};

string_enum! {
    /// The status of an escalation.
    pub enum EscalationStatus {
        /// Not accepted yet.
        Pending = "pending",
        /// Accepted.
        InProgress = "in_progress",
        /// Answered.
        Resolved = "resolved",
        /// The answer was relayed, or the escalation withdrawn.
        Closed = "closed",
    }
}

string_enum! {
    /// How an escalation ended.
    pub enum EscalationEndKind {
        /// It was resolved with an answer.
        Answered = "answered",
        /// It was withdrawn before it was answered.
        Withdrawn = "withdrawn",
    }
}

string_enum! {
    /// Who has to act next in an escalation.
    pub enum WaitingOn {
        /// The target: to accept it, or to answer.
        Target = "target",
        /// The care team: to answer the target's question, or to relay the answer.
        CareTeam = "care_team",
    }
}

/// When and by whom an escalation was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// When.
    pub at: Timestamp,
    /// By whom: the target from then on, unless an admin answered in place of the target.
    pub by: StaffId,
}

/// The answer to an escalation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The text.
    pub outcome: Outcome,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// How an escalation was closed, with its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EscalationEnd {
    /// Its answer was relayed.
    Answered(Resolution),
    /// It was withdrawn before it was answered, for this reason.
    Withdrawn(Reason),
}

/// The state of an escalation: its status with the facts of that state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EscalationState {
    /// Not accepted yet.
    Pending,
    /// Accepted by its target.
    InProgress {
        /// When it was accepted, and by whom.
        accepted: Accepted,
    },
    /// Answered.
    Resolved {
        /// When it was accepted, and by whom.
        accepted: Accepted,
        /// The answer.
        resolution: Resolution,
    },
    /// Closed or withdrawn.
    Closed {
        /// When it was accepted, and by whom, if it was.
        accepted: Option<Accepted>,
        /// How it ended.
        end: EscalationEnd,
        /// When.
        at: Timestamp,
        /// By whom.
        by: StaffId,
    },
}

impl EscalationState {
    /// The status.
    pub const fn status(&self) -> EscalationStatus {
        match self {
            Self::Pending => EscalationStatus::Pending,
            Self::InProgress { .. } => EscalationStatus::InProgress,
            Self::Resolved { .. } => EscalationStatus::Resolved,
            Self::Closed { .. } => EscalationStatus::Closed,
        }
    }

    /// When it was accepted, and by whom.
    pub const fn accepted(&self) -> Option<Accepted> {
        match self {
            Self::Pending => None,
            Self::InProgress { accepted } | Self::Resolved { accepted, .. } => Some(*accepted),
            Self::Closed { accepted, .. } => *accepted,
        }
    }

    /// The answer, once there is one.
    pub const fn resolution(&self) -> Option<&Resolution> {
        match self {
            Self::Resolved { resolution: answer, .. } | Self::Closed { end: EscalationEnd::Answered(answer), .. } => Some(answer),
            Self::Pending | Self::InProgress { .. } | Self::Closed { end: EscalationEnd::Withdrawn(_), .. } => None,
        }
    }

    /// Who closed or withdrew it.
    pub const fn closed_by(&self) -> Option<StaffId> {
        match self {
            Self::Closed { by, .. } => Some(*by),
            Self::Pending | Self::InProgress { .. } | Self::Resolved { .. } => None,
        }
    }

    /// When it was closed or withdrawn.
    pub const fn closed_at(&self) -> Option<Timestamp> {
        match self {
            Self::Closed { at, .. } => Some(*at),
            Self::Pending | Self::InProgress { .. } | Self::Resolved { .. } => None,
        }
    }

    /// Whether it is pending or in progress.
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Pending | Self::InProgress { .. } => true,
            Self::Resolved { .. } | Self::Closed { .. } => false,
        }
    }
}
