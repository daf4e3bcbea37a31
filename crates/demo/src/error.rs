//! Why seeding fails.

use caredesk_domain::{DomainError, FieldError};
use caredesk_persistence::{Retryable, StoreError};

/// Why seeding fails.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The database holds staff or customers.
    #[error("the database holds data already: made-up data goes only into an empty one")]
    NotEmpty,
    /// The team cannot keep a desk open.
    #[error("{0}")]
    Team(String),
    /// A data file is not valid.
    #[error("demo data: {0}")]
    Data(&'static str),
    /// A made-up value is not valid.
    #[error("the seeder made up an invalid value: {0}")]
    Value(#[from] FieldError),
    /// The domain rejected a step of a script.
    #[error("the seeder made up an impossible step: {0}")]
    Step(#[from] DomainError),
    /// A scenario or an enquiry of the data files led to an error.
    #[error("{id}: {source}")]
    Entry {
        /// The id of the entry.
        id: &'static str,
        /// The error.
        source: Box<SeedError>,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The generating thread stopped.
    #[error("the seeder did not finish: {0}")]
    Stopped(String),
}

impl SeedError {
    /// The same error, with the entry of the data files that led to it.
    pub(crate) fn in_entry(self, id: &'static str) -> Self {
        Self::Entry { id, source: Box::new(self) }
    }
}

impl Retryable for SeedError {
    fn is_retryable(&self) -> bool {
        false
    }
}
