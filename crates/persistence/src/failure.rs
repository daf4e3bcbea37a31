//! What a failed statement means for whoever asked.

use sea_orm::{
    ConnAcquireErr, DbErr, RuntimeErr, SqlxError,
    sqlx::error::{DatabaseError, ErrorKind},
};

use crate::dialect::codes;

/// A database error, sorted by what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Another was in the way (busy, serialization, deadlock) and nothing of the transaction was kept: try again.
    Conflict,
    /// Another held what was asked for longer than one waits: try again, too. SQLite has no such locks.
    Locked,
    /// The database cannot be reached or answered too late. Worth another try, but a commit that failed so may have been kept.
    Unavailable,
    /// Storage refuses: full disk, read-only or removed file, I/O error. No second try helps until that ends; a commit that failed so may have
    /// been kept.
    Storage,
    /// A value that must be unique is taken. Holds `<table>_<column>[_<column>…]`, the name the index is given by
    /// convention, or `<table>_pkey`; the same on both engines.
    Unique(String),
    /// A row points at one that is not there, or is still pointed at.
    ForeignKey,
    /// A fault of ours, or of the machine.
    Other,
}

impl Failure {
    /// Sorts an error.
    #[expect(clippy::wildcard_enum_match_arm, reason = "SeaORM's enum is open-ended; what is left is misuse, which no second try mends")]
    pub(crate) fn of(error: &DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout | ConnAcquireErr::ConnectionClosed) => Self::Unavailable,
            // Ours alone: a file that is no longer the one that was opened.
            DbErr::Conn(RuntimeErr::Internal(_)) => Self::Storage,
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => Self::of_driver(error),
            _ => Self::Other,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the driver's enum is open-ended too")]
    fn of_driver(error: &SqlxError) -> Self {
        match error {
            SqlxError::Database(error) => Self::of_engine(error.as_ref()),
            SqlxError::Io(_) | SqlxError::Tls(_) | SqlxError::PoolTimedOut | SqlxError::PoolClosed | SqlxError::WorkerCrashed => {
                Self::Unavailable
            }
            _ => Self::Other,
        }
    }

    fn of_engine(error: &dyn DatabaseError) -> Self {
        let code = error.code().unwrap_or_default();
        if let ErrorKind::UniqueViolation = error.kind() {
            return Self::Unique(error.constraint().map_or_else(|| sqlite_index(&code, error.message()), str::to_owned));
        }
        if let ErrorKind::ForeignKeyViolation = error.kind() {
            return Self::ForeignKey;
        }
        // SQLSTATEs have five characters, SQLite's codes at most four digits.
        match code.parse::<i32>() {
            Ok(number) if code.len() < 5 => Self::of_sqlite(number & 0xFF),
            _ => Self::of_postgres(&code),
        }
    }

    fn of_sqlite(code: i32) -> Self {
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

    fn of_postgres(code: &str) -> Self {
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

    /// Whether the same transaction may succeed when it is tried again.
    pub(crate) const fn is_transient(&self) -> bool {
        matches!(self, Self::Conflict | Self::Locked | Self::Unavailable)
    }
}

/// SQLite names the columns, `UNIQUE constraint failed: staff.email_key`, and not the index.
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
    fn sqlite_columns_become_the_name_the_index_has_on_postgresql() {
        for (code, message, index) in [
            ("2067", "UNIQUE constraint failed: staff.email_key", "staff_email_key"),
            ("2067", "UNIQUE constraint failed: seal.chain, seal.number", "seal_chain_number"),
            ("1555", "UNIQUE constraint failed: customer_source.system, customer_source.value", "customer_source_pkey"),
        ] {
            assert_eq!(sqlite_index(code, message), index);
        }
    }

    #[test]
    fn a_pool_that_has_no_connection_in_time_is_transient_and_a_misuse_is_not() {
        assert!(Failure::of(&DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)).is_transient());
        assert!(!Failure::of(&DbErr::RecordNotUpdated).is_transient());
    }
}
