//! Where an escalation stands, with the facts of each state.

use crate::{
    StaffId, Timestamp,
    text::{Outcome, Reason},
    words::words,
};

words! {
    /// Where an escalation stands.
    pub enum EscalationStatus {
        /// Nobody has taken it on.
        Pending = "pending",
        /// Somebody works on it.
        InProgress = "in_progress",
        /// Answered.
        Resolved = "resolved",
        /// The answer was passed on, or the question taken back.
        Closed = "closed",
    }
}

words! {
    /// What became of an escalation that is no longer open.
    pub enum Ended {
        /// It was answered.
        Answered = "answered",
        /// The question was taken back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Whose turn it is in an escalation.
    pub enum Awaiting {
        /// Whoever was asked: to take it on, or to answer.
        Target = "target",
        /// The care team: to answer a question back, or to pass the answer on.
        CareTeam = "care_team",
    }
}

/// That an escalation was taken on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// When.
    pub at: Timestamp,
    /// By whom: its target from then on, save where an admin answered in the place of whoever was asked.
    pub by: StaffId,
}

/// The answer to an escalation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was answered.
    pub outcome: Outcome,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// How an escalation came to be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Its answer was passed on.
    Answered(Answer),
    /// It was taken back before it was answered.
    Withdrawn(Reason),
}

/// Where an escalation stands, with the facts of that state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Nobody has taken it on.
    Pending,
    /// Its target works on it.
    InProgress {
        /// Since when.
        accepted: Accepted,
    },
    /// Answered.
    Resolved {
        /// When it was taken on, and by whom.
        accepted: Accepted,
        /// The answer.
        answer: Answer,
    },
    /// Over.
    Closed {
        /// When it was taken on, and by whom, if it was.
        accepted: Option<Accepted>,
        /// How it ended.
        ending: Ending,
        /// When.
        at: Timestamp,
        /// By whom.
        by: StaffId,
    },
}

impl Progress {
    /// The word for it.
    pub const fn status(&self) -> EscalationStatus {
        match self {
            Self::Pending => EscalationStatus::Pending,
            Self::InProgress { .. } => EscalationStatus::InProgress,
            Self::Resolved { .. } => EscalationStatus::Resolved,
            Self::Closed { .. } => EscalationStatus::Closed,
        }
    }

    /// When it was taken on, and by whom.
    pub const fn accepted(&self) -> Option<Accepted> {
        match self {
            Self::Pending => None,
            Self::InProgress { accepted } | Self::Resolved { accepted, .. } => Some(*accepted),
            Self::Closed { accepted, .. } => *accepted,
        }
    }

    /// The answer, once there is one.
    pub const fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Resolved { answer, .. } | Self::Closed { ending: Ending::Answered(answer), .. } => Some(answer),
            Self::Pending | Self::InProgress { .. } | Self::Closed { ending: Ending::Withdrawn(_), .. } => None,
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

    /// Whether it still waits for an answer.
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Pending | Self::InProgress { .. } => true,
            Self::Resolved { .. } | Self::Closed { .. } => false,
        }
    }
}
