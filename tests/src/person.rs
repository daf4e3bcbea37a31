//! A staff member of a test server.

use caredesk_domain::actor::Role;

/// A staff member.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// The email they sign in with.
    pub email: String,
    /// Their role.
    pub role: Role,
}
