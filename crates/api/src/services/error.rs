//! Errors of services.

use caredesk_domain::{DomainError, FieldError};
use caredesk_persistence::{Retryable, StaffRef, StoreError};

/// The error of all services.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The domain rejected it.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// The ticket is assigned to someone else.
    #[error("the ticket belongs to someone else")]
    AssignedToOther(StaffRef),
    /// Someone else has accepted the escalation.
    #[error("the escalation was taken on by someone else")]
    AcceptedByOther(StaffRef),
    /// One value of the request does not fit the stored data.
    #[error("{fault}")]
    Invalid {
        /// JSON pointer to the field of the request, without the leading slash.
        field: &'static str,
        /// What is wrong with it.
        fault: FieldError,
    },
    /// `If-Match` named another version.
    #[error("the record has changed since it was read")]
    VersionMismatch,
    /// Authentication failed: wrong e-mail address, password or token, or no longer active. Always the same error, whatever the reason.
    #[error("the sign-in is not valid")]
    Unauthenticated,
    /// The session is of another staff member than the request expects.
    #[error("another person is signed in")]
    SessionOfOtherStaff,
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
        Self::Invalid { field, fault: FieldError::new(code, detail) }
    }
}

/// Turns a missing record that `field` of the request names into an invalid field, instead of 404.
pub(super) fn invalid_if_not_found(error: StoreError, field: &'static str, detail: &str) -> ServiceError {
    if matches!(error, StoreError::NotFound) { ServiceError::invalid(field, "not_found", detail) } else { error.into() }
}

impl Retryable for ServiceError {
    fn is_retryable(&self) -> bool {
        match self {
            Self::Store(error) => error.is_retryable(),
            Self::Domain(_)
            | Self::AssignedToOther(_)
            | Self::AcceptedByOther(_)
            | Self::Invalid { .. }
            | Self::VersionMismatch
            | Self::Unauthenticated
            | Self::SessionOfOtherStaff
            | Self::Throttled { .. }
            | Self::Busy
            | Self::Internal(_) => false,
        }
    }
}

/// The versions of a record that a caller wants to change (`If-Match`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedVersion {
    /// Any version.
    Any,
    /// One of these versions.
    OneOf(Vec<i32>),
}

impl ExpectedVersion {
    /// Checks the current version of a record.
    ///
    /// # Errors
    /// [`ServiceError::VersionMismatch`] when not.
    pub fn check(&self, version: i32) -> Result<(), ServiceError> {
        match self {
            Self::OneOf(versions) if !versions.contains(&version) => Err(ServiceError::VersionMismatch),
            Self::OneOf(_) | Self::Any => Ok(()),
        }
    }
}
