//! Why the policy denies an action: the reason in a 403.

use crate::{role::Role, scopes::OAuthScope};

/// Why an actor may not do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denial {
    /// The service account lacks these scopes.
    Scopes(Vec<OAuthScope>),
    /// Only staff may; no scope allows it.
    StaffOnly,
    /// Only service accounts may; no role allows it.
    ServiceAccountsOnly,
    /// Only the system itself may.
    SystemOnly,
    /// Only staff with these roles may.
    Roles(Vec<Role>),
    /// The actor may do it, but not to this record.
    Record(RecordDenial),
}

/// Why an action is denied on one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordDenial {
    /// A stable code in lower_snake case.
    pub reason: &'static str,
    /// Who may.
    pub detail: &'static str,
}
