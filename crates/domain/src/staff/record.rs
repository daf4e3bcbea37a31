//! The stored data of a staff member.

use std::ops::Deref;

use serde_json::json;

use crate::{
    CustomerId, StaffId, Timestamp,
    email::Email,
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    role::Role,
    text::FullName,
    version::Version,
};

/// A password's hash in PHC form (argon2id). Shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a PHC string.
    pub const fn from_phc(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string, for storing and verifying.
    pub fn phc(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// A staff member as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRecord {
    /// The id.
    pub id: StaffId,
    /// The address they sign in with; unique without regard to case.
    pub email: Email,
    /// The name.
    pub name: FullName,
    /// The role.
    pub role: Role,
    /// Whether they may sign in and be assigned work.
    pub active: bool,
    /// The password's hash; `None` until they have set one by a password link.
    pub password: Option<PasswordHash>,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they last changed.
    pub updated_at: Timestamp,
    /// Incremented by each change.
    pub version: Version,
}

/// A staff member, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff(pub(super) StaffRecord);

impl Deref for Staff {
    type Target = StaffRecord;

    fn deref(&self) -> &StaffRecord {
        &self.0
    }
}

impl Staff {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn from_row(state: StaffRecord) -> Self {
        Self(state)
    }
}

impl Auditable for Staff {
    fn subject(&self) -> EventSubject {
        EventSubject { kind: SubjectKind::Staff, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        None
    }

    fn audit_fields(&self) -> AuditFields {
        vec![
            ("role", AuditField::Public(json!(self.role))),
            ("active", AuditField::Public(json!(self.active))),
            ("name", AuditField::Personal(json!(self.name))),
            ("email", AuditField::Personal(json!(self.email))),
        ]
    }
}
