//! Why the desk would not do what it was asked.

use crate::{
    Fault, StaffId,
    policy::{Action, Denial},
};

/// A refused command: a value with its reason and, where something else would be possible, what that is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The policy does not allow it to this actor.
    #[error("`{action}` is not allowed: {denial:?}")]
    Forbidden {
        /// What was asked.
        action: Action,
        /// Why not.
        denial: Denial,
    },
    /// The record is in no state for it.
    #[error("{detail}")]
    Conflict {
        /// A stable lower_snake word.
        code: &'static str,
        /// What is in the way, and what to do about it.
        detail: String,
        /// What would be possible instead, in the words of the request.
        allowed: Vec<&'static str>,
    },
    /// Another was quicker, or is already at it.
    #[error("it already belongs to someone")]
    Taken {
        /// The owner.
        by: StaffId,
    },
    /// One value of the request does not fit the records it meets.
    #[error("{fault}")]
    Invalid {
        /// The field of the request.
        field: &'static str,
        /// What is wrong with it.
        fault: Fault,
    },
}

impl Refusal {
    /// A person does it, and the actor is none.
    pub const fn people_only(action: Action) -> Self {
        Self::Forbidden { action, denial: Denial::PeopleOnly }
    }

    pub(crate) fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Conflict { code, detail: detail.into(), allowed: Vec::new() }
    }

    pub(crate) fn open_escalation(detail: &str) -> Self {
        Self::Conflict { code: "open_escalation", detail: detail.to_owned(), allowed: vec![Action::Withdraw.as_str()] }
    }

    pub(crate) fn invalid(field: &'static str, code: &'static str, detail: impl Into<String>) -> Self {
        Self::Invalid { field, fault: Fault::new(code, detail) }
    }
}
