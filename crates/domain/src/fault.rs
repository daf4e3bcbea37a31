//! Why a value was refused.

/// One fault of one value: a stable code for programs and a sentence for people.
///
/// The sentence says what would be accepted and never repeats the refused value, which may be a patient's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Fault {
    /// A stable lower_snake word, such as `too_short`.
    pub code: &'static str,
    /// What the value must be instead.
    pub detail: String,
}

impl Fault {
    /// A fault with its code and sentence.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    /// The value is not written the way it has to be; `detail` says how.
    pub fn format(detail: impl Into<String>) -> Self {
        Self::new("format", detail)
    }

    /// The value is none of the words allowed here.
    pub fn unknown(allowed: &[&str]) -> Self {
        Self::new("unknown", format!("must be one of: {}", allowed.join(", ")))
    }
}
