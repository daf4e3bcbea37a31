//! Validation errors of single values.

/// One validation error of one value: a stable code for programs and a sentence for people.
///
/// The sentence says what would be accepted and never repeats the rejected value, which may be personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct FieldError {
    /// A stable code in lower_snake case, such as `too_short`.
    pub code: &'static str,
    /// What the value must be.
    pub detail: String,
}

impl FieldError {
    /// An error with its code and sentence.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    /// The value has the wrong format; `detail` says which one is expected.
    pub fn format(detail: impl Into<String>) -> Self {
        Self::new("format", detail)
    }

    /// The value is none of the allowed ones.
    pub fn unknown(allowed: &[&str]) -> Self {
        Self::new("unknown", format!("must be one of: {}", allowed.join(", ")))
    }
}
