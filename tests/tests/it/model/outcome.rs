//! The outcome of a command in the model.

use super::state::Word;

/// The status of a success, or a rejection.
pub(super) type Outcome = Result<u16, Rejection>;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rejection {
    pub(super) status: u16,
    pub(super) code: Word,
    /// The allowed actions, sorted.
    pub(super) allowed: Vec<Word>,
}

impl Rejection {
    pub(super) fn forbidden() -> Outcome {
        Err(Self { status: 403, code: "forbidden", allowed: Vec::new() })
    }

    pub(super) fn missing() -> Outcome {
        Err(Self { status: 404, code: "not_found", allowed: Vec::new() })
    }

    pub(super) fn conflict(code: Word, mut allowed: Vec<Word>) -> Outcome {
        allowed.sort_unstable();
        Err(Self { status: 409, code, allowed })
    }

    pub(super) fn open_escalation() -> Outcome {
        Self::conflict("open_escalation", vec!["withdraw"])
    }

    /// A 422 with one field error of this code.
    pub(super) fn invalid(code: Word) -> Outcome {
        Err(Self { status: 422, code, allowed: Vec::new() })
    }
}
