//! Why a database or its read log cannot be used.

use std::io;

use sea_orm::DbErr;

/// Why a database could not be opened. Shown on the command line; holds no password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The SQLite file or its directory cannot be created or opened.
    #[error("cannot open {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The engine cannot be reached or rejects the connection.
    #[error("cannot open {engine}: {source}")]
    Connect {
        /// The address, without a password.
        engine: String,
        /// The error of the engine or driver.
        source: DbErr,
    },
    /// The read log is missing or belongs to another desk.
    #[error(transparent)]
    ReadLog(#[from] ReadLogError),
    /// The SQLite library is too old for WAL mode.
    #[error("SQLite {found} is too old: 3.51.3 or later is needed, earlier ones can corrupt the file")]
    SqliteTooOld {
        /// The library's version.
        found: String,
    },
}

/// Why the read log cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReadLogError {
    /// The file of the desk's read log is missing.
    #[error("the read log {path} is missing: restore it, or run `caredesk read-log begin --reason …` to begin a new one")]
    Missing {
        /// The file.
        path: String,
    },
    /// The file is the read log of another desk.
    #[error(
        "the read log {path} is not this desk's: restore the right one, or run `caredesk read-log begin --reason …` to begin a new one"
    )]
    Foreign {
        /// The file.
        path: String,
    },
    /// On PostgreSQL the read log is part of the database.
    #[error("on PostgreSQL the read log is kept in the desk's database: restore the database from a backup")]
    InDatabase,
    /// A file cannot be renamed.
    #[error("cannot move {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// The I/O error.
        source: io::Error,
    },
    /// The database failed.
    #[error("cannot read or write the read log: {0}")]
    Database(#[from] DbErr),
}
