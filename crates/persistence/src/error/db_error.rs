//! Classification of database errors.

use sea_orm::{
    ConnAcquireErr, DbErr, RuntimeErr, SqlxError,
    sqlx::error::{DatabaseError, ErrorKind},
};

use super::codes;

/// A database error, classified by how to react to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DbErrorKind {
    /// Busy, serialization failure or deadlock; nothing of the transaction was committed. Retryable.
    Conflict,
    /// Lock timeout. Retryable. SQLite has no such locks.
    Locked,
    /// The database cannot be reached or responded too late. Retryable, except a commit: it may have succeeded.
    Unavailable,
    /// Storage failed: full disk, read-only or removed file, I/O error. A retry does not help until that is resolved; a commit that failed so may
    /// have succeeded.
    Storage,
    /// A unique index is violated. Holds its name, by convention `<table>_<column>[_<column>…]` or `<table>_pkey`; the same on both
    /// engines.
    UniqueViolation(String),
    /// A row refers to a missing row, or is still referred to.
    ForeignKeyViolation,
    /// Any other error, ours or of the machine.
    Other,
}

impl DbErrorKind {
    /// Classifies an error.
    #[expect(clippy::wildcard_enum_match_arm, reason = "SeaORM's enum is open-ended; the rest is misuse, which no retry fixes")]
    pub(crate) fn classify(error: &DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout | ConnAcquireErr::ConnectionClosed) => Self::Unavailable,
            // Created only by us: the file is no longer the one that was opened.
            DbErr::Conn(RuntimeErr::Internal(_)) => Self::Storage,
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => Self::classify_driver_error(error),
            _ => Self::Other,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the driver's enum is open-ended too")]
    fn classify_driver_error(error: &SqlxError) -> Self {
        match error {
            SqlxError::Database(error) => Self::classify_engine_error(error.as_ref()),
            SqlxError::Io(_) | SqlxError::Tls(_) | SqlxError::PoolTimedOut | SqlxError::PoolClosed | SqlxError::WorkerCrashed => {
                Self::Unavailable
            }
            _ => Self::Other,
        }
    }

    fn classify_engine_error(error: &dyn DatabaseError) -> Self {
        let code = error.code().unwrap_or_default();
        if let ErrorKind::UniqueViolation = error.kind() {
            return Self::UniqueViolation(error.constraint().map_or_else(|| sqlite_index(&code, error.message()), str::to_owned));
        }
        if let ErrorKind::ForeignKeyViolation = error.kind() {
            return Self::ForeignKeyViolation;
        }
        // SQLSTATEs have five characters, SQLite's codes at most four digits.
        match code.parse::<i32>() {
            Ok(number) if code.len() < 5 => Self::classify_sqlite_code(number & 0xFF),
            _ => Self::classify_sqlstate(&code),
        }
    }

    fn classify_sqlite_code(code: i32) -> Self {
        if codes::SQLITE_CONFLICT.contains(&code) {
            Self::Conflict
        } else if codes::SQLITE_STORAGE.contains(&code) {
            Self::Storage
        } else if code == codes::SQLITE_INTERRUPTED {
            Self::Unavailable
        } else {
            Self::Other
        }
    }

    fn classify_sqlstate(code: &str) -> Self {
        if codes::POSTGRES_CONFLICT.contains(&code) {
            Self::Conflict
        } else if code == codes::POSTGRES_LOCKED {
            Self::Locked
        } else if codes::POSTGRES_UNAVAILABLE.contains(&code) || code.starts_with(codes::POSTGRES_CONNECTION) {
            Self::Unavailable
        } else if codes::POSTGRES_STORAGE.contains(&code) || codes::POSTGRES_STORAGE_CLASSES.iter().any(|class| code.starts_with(class)) {
            Self::Storage
        } else {
            Self::Other
        }
    }

    /// Whether a retry of the same transaction may succeed.
    pub(crate) const fn is_retryable(&self) -> bool {
        matches!(self, Self::Conflict | Self::Locked | Self::Unavailable)
    }
}

/// The index name of a SQLite error, which names only the columns: `UNIQUE constraint failed: staff.email_key`.
fn sqlite_index(code: &str, message: &str) -> String {
    let columns = message.rsplit_once(": ").map_or(message, |(_, columns)| columns);
    let table = columns.split('.').next().unwrap_or_default();
    if code == codes::SQLITE_PRIMARY_KEY {
        return format!("{table}_pkey");
    }
    columns.split(", ").filter_map(|column| column.split_once('.')).fold(table.to_owned(), |name, (_, column)| format!("{name}_{column}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_index_maps_columns_to_postgresql_index_name() {
        for (code, message, index) in [
            ("2067", "UNIQUE constraint failed: staff.email_key", "staff_email_key"),
            ("2067", "UNIQUE constraint failed: seal.chain, seal.number", "seal_chain_number"),
            ("1555", "UNIQUE constraint failed: customer_source.system, customer_source.value", "customer_source_pkey"),
        ] {
            assert_eq!(sqlite_index(code, message), index);
        }
    }

    #[test]
    fn failure_of_acquire_timeout_is_transient_and_of_misuse_is_not() {
        assert!(DbErrorKind::classify(&DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)).is_retryable());
        assert!(!DbErrorKind::classify(&DbErr::RecordNotUpdated).is_retryable());
    }
}
