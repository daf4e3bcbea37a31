//! The version of a record.

/// Version of a record for optimistic locking; the first is 1.
pub type Version = i32;
