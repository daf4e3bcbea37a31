//! The deletion of a record.

use crate::{StaffId, Timestamp};

/// When and by whom a record was deleted (soft).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deletion {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}
