//! The few words in which the two engines differ; everything else is one SQL for both.

use sea_orm::{DbBackend, SqliteTransactionMode, TransactionOptions};

/// How a transaction that is going to write begins.
///
/// On SQLite IMMEDIATE: it takes the write lock at once and waits for it. A deferred one that reads first and writes
/// later fails with BUSY when another has written in between, however long it would have been willing to wait.
pub(crate) fn write_transaction(backend: DbBackend) -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: (backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}

/// The codes by which an engine says why it refused a statement: SQLSTATE on PostgreSQL, the primary result code on SQLite.
pub(crate) mod codes {
    /// PostgreSQL: serialization failure, deadlock.
    pub(crate) const POSTGRES_CONFLICT: [&str; 2] = ["40001", "40P01"];
    /// PostgreSQL: a lock that was not given in time.
    pub(crate) const POSTGRES_LOCKED: &str = "55P03";
    /// PostgreSQL: too many connections, canceled by the statement timeout, shutting down, crashed, starting up.
    pub(crate) const POSTGRES_UNAVAILABLE: [&str; 5] = ["53300", "57014", "57P01", "57P02", "57P03"];
    /// PostgreSQL: the class of connection exceptions.
    pub(crate) const POSTGRES_CONNECTION: &str = "08";
    /// SQLite: BUSY and LOCKED, in the low byte of every extended code.
    pub(crate) const SQLITE_CONFLICT: [i32; 2] = [5, 6];
    /// SQLite: a primary key that is taken (CONSTRAINT_PRIMARYKEY).
    pub(crate) const SQLITE_PRIMARY_KEY: &str = "1555";
}
