//! Errors of reads and writes.

mod codes;
mod db_error;

use sea_orm::DbErr;

pub(crate) use db_error::DbErrorKind;

/// Error of a read or write.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such record within the scope of the actor.
    #[error("there is no such record")]
    NotFound,
    /// The record was changed since it was read.
    #[error("the record has been changed meanwhile")]
    Stale,
    /// The records linked to the record changed while the transaction waited for its lock: a retry may succeed.
    #[error("the linked records have changed meanwhile")]
    LinksChanged,
    /// A unique index is violated; holds its name.
    #[error("unique index {0} is violated")]
    UniqueViolation(String),
    /// The database is busy or unreachable: a later retry may succeed.
    #[error("the database is not available")]
    Unavailable(#[source] DbErr),
    /// Storage failed (full disk, read-only file, I/O error): a retry succeeds only once that is resolved.
    #[error("storage failed")]
    Storage(#[source] DbErr),
    /// A commit failed with an unknown outcome: the change may be committed or not, so it is not retried here.
    #[error("the outcome of the commit is unknown")]
    CommitUnknown(#[source] DbErr),
    /// The idempotency key was used with another request.
    #[error("the idempotency key was used with another request")]
    KeyReused,
    /// The first request with this idempotency key is still in progress.
    #[error("the first request with this idempotency key is still in progress")]
    KeyInUse,
    /// The schema is not the one this program was built for.
    #[error("the schema is not this program's")]
    SchemaMismatch,
    /// The read log entry could not be written, so nothing is disclosed.
    #[error("the read log is not available")]
    ReadLog,
    /// The queue of this class of reads is full, or no connection became free in time.
    #[error("rejected: too many reads of this class are waiting")]
    Overloaded,
    /// The read exceeded the time limit of its class and was cancelled.
    #[error("the read exceeded its deadline and was cancelled")]
    DeadlineExceeded,
    /// Any other error, ours or of the machine.
    #[error("the database failed")]
    Internal(#[source] DbErr),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match DbErrorKind::classify(&error) {
            DbErrorKind::UniqueViolation(index) => Self::UniqueViolation(index),
            failure if failure.is_retryable() => Self::Unavailable(error),
            DbErrorKind::Storage => Self::Storage(error),
            DbErrorKind::Conflict
            | DbErrorKind::Locked
            | DbErrorKind::Unavailable
            | DbErrorKind::ForeignKeyViolation
            | DbErrorKind::Other => Self::Internal(error),
        }
    }
}

/// An error after which the whole transaction may be retried.
pub trait Retryable {
    /// Whether a retry may succeed.
    fn is_retryable(&self) -> bool;
}

impl Retryable for StoreError {
    fn is_retryable(&self) -> bool {
        match self {
            Self::Unavailable(_) | Self::LinksChanged => true,
            // The retry draws another number, or finds what the other transaction wrote.
            Self::UniqueViolation(index) => matches!(index.as_str(), "ticket_number" | "customer_source_pkey"),
            Self::NotFound
            | Self::Stale
            | Self::Storage(_)
            | Self::CommitUnknown(_)
            | Self::KeyReused
            | Self::KeyInUse
            | Self::SchemaMismatch
            | Self::ReadLog
            | Self::Overloaded
            | Self::DeadlineExceeded
            | Self::Internal(_) => false,
        }
    }
}
