//! The stored data of a service account.

use std::ops::Deref;

use serde_json::json;

use crate::{
    CustomerId, ServiceAccountId, StaffId, Timestamp,
    deletion::Deletion,
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    scopes::Scopes,
    text::FullName,
    version::Version,
};

/// A service account as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAccountRecord {
    /// The id; also the OAuth client id.
    pub id: ServiceAccountId,
    /// The name.
    pub name: FullName,
    /// The scopes it may use.
    pub scopes: Scopes,
    /// When it expires.
    pub expires_at: Timestamp,
    /// Who added it.
    pub created_by: StaffId,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Set when deleted.
    pub deleted: Option<Deletion>,
    /// Incremented by each change.
    pub version: Version,
}

/// A service account, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAccount(pub(super) ServiceAccountRecord);

impl Deref for ServiceAccount {
    type Target = ServiceAccountRecord;

    fn deref(&self) -> &ServiceAccountRecord {
        &self.0
    }
}

impl ServiceAccount {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn from_row(state: ServiceAccountRecord) -> Self {
        Self(state)
    }

    /// Whether it is neither expired nor deleted at `at`.
    pub fn is_valid(&self, at: Timestamp) -> bool {
        self.deleted.is_none() && self.expires_at > at
    }
}

impl Auditable for ServiceAccount {
    fn subject(&self) -> EventSubject {
        EventSubject { kind: SubjectKind::ServiceAccount, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        None
    }

    fn audit_fields(&self) -> AuditFields {
        vec![
            ("name", AuditField::Public(json!(self.name))),
            ("scopes", AuditField::Public(json!(self.scopes))),
            ("expires_at", AuditField::Public(json!(self.expires_at))),
            ("deleted", AuditField::Public(json!(self.deleted.map(|_| true)))),
        ]
    }
}
