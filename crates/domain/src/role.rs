//! The roles of staff.

use crate::string_enum::string_enum;

string_enum! {
    /// The role of a staff member.
    pub enum Role {
        /// Handles tickets and interactions with customers.
        Agent = "agent",
        /// Answers escalations; sees only the records escalated to them.
        Doctor = "doctor",
        /// Oversees the desk and manages its staff.
        Admin = "admin",
        /// Reads reports and the audit log, changes nothing.
        Auditor = "auditor",
    }
}
