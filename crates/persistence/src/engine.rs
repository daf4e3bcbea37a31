//! The engines, SQLite and PostgreSQL: address, connections, dialect, columns, clock and ids.

mod address;
pub(crate) mod bulk_insert;
pub mod clock;
pub(crate) mod column;
pub mod database;
pub(crate) mod dialect;
pub mod ids;
pub(crate) mod long_reads;
pub(crate) mod page;

pub use address::{Engine, PostgresUrl};
