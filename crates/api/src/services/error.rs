//! Errors of services.

use caredesk_domain::{Fault, Refusal};
use caredesk_persistence::{Retry, StaffRef, StoreError};

/// The error of all services.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The domain rejected it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The ticket is assigned to someone else.
    #[error("the ticket belongs to someone else")]
    TakenBy(StaffRef),
    /// Someone else has accepted the escalation.
    #[error("the escalation was taken on by someone else")]
    AcceptedBy(StaffRef),
    /// One value of the request does not fit the stored data.
    #[error("{fault}")]
    Invalid {
        /// JSON pointer to the field of the request, without the leading slash.
        field: &'static str,
        /// What is wrong with it.
        fault: Fault,
    },
    /// `If-Match` named another version.
    #[error("the record has changed since it was read")]
    Stale,
    /// Authentication failed: wrong e-mail address, password or token, or no longer active. Always the same error, whatever the reason.
    #[error("the sign-in is not valid")]
    SignInRefused,
    /// The session is of another staff member than the request expects.
    #[error("another person is signed in")]
    AnotherPerson,
    /// Too many attempts failed: further ones are rejected for some seconds. Always the same error, whether the account exists or not.
    #[error("too many failed attempts")]
    Throttled {
        /// For how many seconds.
        retry_after_seconds: u32,
    },
    /// Overloaded: the queue is full.
    #[error("the desk is busy")]
    Busy,
    /// An internal error.
    #[error("{0}")]
    Internal(String),
    /// The database failed, or has no such record.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ServiceError {
    /// A value of the request that does not fit the stored data.
    pub fn invalid(field: &'static str, code: &'static str, detail: &str) -> Self {
        Self::Invalid { field, fault: Fault::new(code, detail) }
    }
}

/// Turns a missing record that `field` of the request names into an invalid field, instead of 404.
pub(super) fn missing(error: StoreError, field: &'static str, detail: &str) -> ServiceError {
    if matches!(error, StoreError::NotFound) { ServiceError::invalid(field, "not_found", detail) } else { error.into() }
}

impl Retry for ServiceError {
    fn may_pass(&self) -> bool {
        match self {
            Self::Store(error) => error.may_pass(),
            Self::Refused(_)
            | Self::TakenBy(_)
            | Self::AcceptedBy(_)
            | Self::Invalid { .. }
            | Self::Stale
            | Self::SignInRefused
            | Self::AnotherPerson
            | Self::Throttled { .. }
            | Self::Busy
            | Self::Internal(_) => false,
        }
    }
}

/// The versions of a record that a caller wants to change (`If-Match`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Any version.
    Any,
    /// One of these versions.
    OneOf(Vec<i32>),
}

impl Expected {
    /// Checks the current version of a record.
    ///
    /// # Errors
    /// [`ServiceError::Stale`] when not.
    pub fn check(&self, version: i32) -> Result<(), ServiceError> {
        match self {
            Self::OneOf(versions) if !versions.contains(&version) => Err(ServiceError::Stale),
            Self::OneOf(_) | Self::Any => Ok(()),
        }
    }
}
