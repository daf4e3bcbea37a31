//! Why the seeder stops.

use caredesk_domain::{DomainError, FieldError};

use crate::services::ServiceError;

/// Why the life of a ticket ends here.
#[derive(Debug)]
pub(super) enum SeedError {
    /// What comes next lies in the future.
    NotYet,
    /// What was made up is not possible: a mistake of the seeder.
    Failed(ServiceError),
}

impl From<DomainError> for SeedError {
    fn from(refusal: DomainError) -> Self {
        Self::Failed(refusal.into())
    }
}

impl From<FieldError> for SeedError {
    fn from(fault: FieldError) -> Self {
        Self::Failed(impossible(&fault))
    }
}

/// A value that was made up and is none.
pub(super) fn impossible(fault: &FieldError) -> ServiceError {
    ServiceError::Internal(format!("the seeder made up a value that is none: {fault}"))
}
