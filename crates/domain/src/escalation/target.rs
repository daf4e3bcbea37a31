//! The target of an escalation.

use crate::{DomainError, StaffId, role::Role, staff::Staff, string_enum::string_enum};

string_enum! {
    /// The roles that can be the target of an escalation.
    pub enum TargetRole {
        /// A doctor.
        Doctor = "doctor",
        /// An admin.
        Admin = "admin",
    }
}

impl TargetRole {
    /// The matching staff role.
    pub const fn role(self) -> Role {
        match self {
            Self::Doctor => Role::Doctor,
            Self::Admin => Role::Admin,
        }
    }
}

/// Whom an escalation asks: a staff member, or the pool of a role. A staff member was active and had that role when chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub(super) role: TargetRole,
    pub(super) staff: Option<StaffId>,
}

impl Target {
    /// The pool of a role: the first to accept gets it.
    pub const fn pool(role: TargetRole) -> Self {
        Self { role, staff: None }
    }

    /// A staff member; `field` is the request field for errors.
    ///
    /// # Errors
    /// [`DomainError::Invalid`] when inactive or not of that role.
    pub fn person(role: TargetRole, staff: &Staff, field: &'static str) -> Result<Self, DomainError> {
        if !staff.active {
            return Err(DomainError::invalid(field, "not_active", "must be an active staff member"));
        }
        if staff.role != role.role() {
            return Err(DomainError::invalid(field, "wrong_role", format!("must be of the role {role}")));
        }
        Ok(Self { role, staff: Some(staff.id) })
    }

    /// Rebuilds the target from a stored row, without checks.
    pub const fn from_row(role: TargetRole, staff: Option<StaffId>) -> Self {
        Self { role, staff }
    }

    /// The role.
    pub const fn role(self) -> TargetRole {
        self.role
    }

    /// The staff member; `None` for the pool.
    pub const fn staff(self) -> Option<StaffId> {
        self.staff
    }
}
