//! Error codes of the engines: SQLSTATE on PostgreSQL, result codes on SQLite.

/// PostgreSQL: serialization failure, deadlock.
pub(super) const POSTGRES_CONFLICT: [&str; 2] = ["40001", "40P01"];
/// PostgreSQL: lock timeout.
pub(super) const POSTGRES_LOCKED: &str = "55P03";
/// PostgreSQL: too many connections, canceled by the statement timeout, shutting down, crashed, starting up, the connection was idle for
/// too long, and (distributed engines) the outcome of a statement is unknown.
pub(super) const POSTGRES_UNAVAILABLE: [&str; 8] = ["53300", "57014", "57P01", "57P02", "57P03", "57P05", "25P03", "40003"];
/// PostgreSQL: server or database read-only, data or index corrupted.
pub(super) const POSTGRES_STORAGE: [&str; 3] = ["25006", "XX001", "XX002"];
/// PostgreSQL: the classes of insufficient resources (disk full, out of memory) and of system errors (I/O).
pub(super) const POSTGRES_STORAGE_CLASSES: [&str; 2] = ["53", "58"];
/// PostgreSQL: the class of connection exceptions.
pub(super) const POSTGRES_CONNECTION: &str = "08";
/// SQLite: BUSY and LOCKED, in the low byte of every extended code.
pub(super) const SQLITE_CONFLICT: [i32; 2] = [5, 6];
/// SQLite: NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOLFS and NOTADB, in the low byte of every extended code.
pub(super) const SQLITE_STORAGE: [i32; 8] = [7, 8, 10, 11, 13, 14, 22, 26];
/// SQLite: the statement was interrupted, at its deadline or because its request was dropped (INTERRUPT).
pub(super) const SQLITE_INTERRUPTED: i32 = 9;
/// SQLite: duplicate primary key (CONSTRAINT_PRIMARYKEY).
pub(super) const SQLITE_PRIMARY_KEY: &str = "1555";
