//! Whom an escalation can ask.

use crate::{Refusal, StaffId, actor::Role, staff::Staff, words::words};

words! {
    /// Who can be asked.
    pub enum TargetRole {
        /// A doctor.
        Doctor = "doctor",
        /// An admin.
        Admin = "admin",
    }
}

impl TargetRole {
    /// The role of those who can answer.
    pub const fn role(self) -> Role {
        match self {
            Self::Doctor => Role::Doctor,
            Self::Admin => Role::Admin,
        }
    }
}

/// Whom an escalation asks: somebody, or whoever of a role takes it first. Somebody was active and of that role when they were chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub(super) role: TargetRole,
    pub(super) staff: Option<StaffId>,
}

impl Target {
    /// Whoever of a role takes it first.
    pub const fn pool(role: TargetRole) -> Self {
        Self { role, staff: None }
    }

    /// This colleague; `field` is where the request names them.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when they are not active or not of that role.
    pub fn person(role: TargetRole, staff: &Staff, field: &'static str) -> Result<Self, Refusal> {
        if !staff.active {
            return Err(Refusal::invalid(field, "not_active", "must be an active colleague"));
        }
        if staff.role != role.role() {
            return Err(Refusal::invalid(field, "wrong_role", format!("must be of the role {role}")));
        }
        Ok(Self { role, staff: Some(staff.id) })
    }

    /// Takes a target read from the database for what it was when saved.
    pub const fn restore(role: TargetRole, staff: Option<StaffId>) -> Self {
        Self { role, staff }
    }

    /// Of which role.
    pub const fn role(self) -> TargetRole {
        self.role
    }

    /// Who; `None` for the pool.
    pub const fn staff(self) -> Option<StaffId> {
        self.staff
    }
}
