//! SeaORM entities of the read log.

#![expect(clippy::disallowed_methods, reason = "SeaORM's derive generates calls of `begin`")]

pub(crate) mod read_log;
pub(crate) mod read_log_identity;
pub(crate) mod read_log_registry;
