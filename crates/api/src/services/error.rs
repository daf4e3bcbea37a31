//! Why a use-case did not do what it was asked.

use caredesk_domain::{Fault, Refusal};
use caredesk_persistence::{Retry, StaffRef, StoreError};

/// The one error of all use-cases.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The domain refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Another has the ticket.
    #[error("the ticket belongs to someone else")]
    TakenBy(StaffRef),
    /// Another has taken the escalation on.
    #[error("the escalation was taken on by someone else")]
    AcceptedBy(StaffRef),
    /// One value of the request does not fit what is there; the pointer leads to it.
    #[error("{fault}")]
    Invalid {
        /// The field of the request.
        field: &'static str,
        /// What is wrong with it.
        fault: Fault,
    },
    /// `If-Match` named another version.
    #[error("the record has changed since it was read")]
    Stale,
    /// Nobody who may come in: wrong address, password or token, or no longer active. Always the same, whatever it was.
    #[error("the sign-in is not valid")]
    SignInRefused,
    /// Somebody else is signed in than the request was meant to be from.
    #[error("another person is signed in")]
    AnotherPerson,
    /// Too many attempts have failed: further ones are refused for some seconds. Always the same, whether the account exists or not.
    #[error("too many failed attempts")]
    Throttled {
        /// For how many seconds.
        retry_after_seconds: u32,
    },
    /// Too much is asked at once.
    #[error("the desk is busy")]
    Busy,
    /// A fault of ours.
    #[error("{0}")]
    Internal(String),
    /// The database did not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ServiceError {
    /// A value of the request that does not fit what is there.
    pub fn invalid(field: &'static str, code: &'static str, detail: &str) -> Self {
        Self::Invalid { field, fault: Fault::new(code, detail) }
    }
}

/// A record the request refers to and that is not there is a fault of the request, not a missing page.
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

/// Which versions of a record a caller means to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Whatever it is now.
    Any,
    /// One of these and no other.
    OneOf(Vec<i32>),
}

impl Expected {
    /// Whether a record at `version` is the one that was meant.
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
