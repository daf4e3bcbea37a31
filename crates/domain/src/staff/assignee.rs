//! The staff to whom work can be assigned.

use super::record::Staff;
use crate::{DomainError, StaffId, role::Role};

/// An active agent or admin: proof that a ticket or an interaction may be assigned to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignee(StaffId);

impl Assignee {
    /// The staff member's id.
    pub const fn id(self) -> StaffId {
        self.0
    }
}

impl Staff {
    /// Checks that tickets and interactions may be assigned to them; `field` is the request field for errors.
    ///
    /// # Errors
    /// [`DomainError::Invalid`] when they are not active, or neither agent nor admin.
    pub fn assignable(&self, field: &'static str) -> Result<Assignee, DomainError> {
        if !self.active {
            return Err(DomainError::invalid(field, "not_active", "must be an active staff member"));
        }
        match self.role {
            Role::Agent | Role::Admin => Ok(Assignee(self.id)),
            Role::Doctor | Role::Auditor => Err(DomainError::invalid(field, "wrong_role", "must be an agent or an admin")),
        }
    }
}
