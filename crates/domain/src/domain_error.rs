//! Errors of the domain: why a command is rejected.

use crate::{
    FieldError, StaffId,
    policy::{Action, Denial},
};

/// A rejected command, with the reason and, for a conflict, what would be allowed instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// The policy denies it to this actor.
    #[error("`{action}` is not allowed: {denial:?}")]
    Forbidden {
        /// The action.
        action: Action,
        /// Why it is denied.
        denial: Denial,
    },
    /// The state of the record does not allow it.
    #[error("{detail}")]
    Conflict {
        /// A stable code in lower_snake case.
        code: &'static str,
        /// What is in conflict, and how to resolve it.
        detail: String,
        /// What would be allowed instead, in the words of the request.
        allowed: Vec<&'static str>,
    },
    /// The record is already assigned to another staff member.
    #[error("it is already assigned to another staff member")]
    AlreadyAssigned {
        /// The assignee.
        assignee: StaffId,
    },
    /// A value of the request does not fit the stored records.
    #[error("{fault}")]
    Invalid {
        /// The field of the request.
        field: &'static str,
        /// What is wrong with it.
        fault: FieldError,
    },
}

impl DomainError {
    /// The error for an action of staff when the actor is not staff.
    pub const fn staff_only(action: Action) -> Self {
        Self::Forbidden { action, denial: Denial::StaffOnly }
    }

    pub(crate) fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Conflict { code, detail: detail.into(), allowed: Vec::new() }
    }

    pub(crate) fn open_escalation(detail: &str) -> Self {
        Self::Conflict { code: "open_escalation", detail: detail.to_owned(), allowed: vec![Action::Withdraw.as_str()] }
    }

    pub(crate) fn invalid(field: &'static str, code: &'static str, detail: impl Into<String>) -> Self {
        Self::Invalid { field, fault: FieldError::new(code, detail) }
    }
}
