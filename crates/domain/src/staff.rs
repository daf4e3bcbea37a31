//! Staff: the people who work at the desk.

mod access;
mod assignee;
mod preferences;
mod record;
mod transitions;

pub use assignee::Assignee;
pub use preferences::{PageLanguage, Preferences};
pub use record::{PasswordHash, Staff, StaffRecord};
pub use transitions::{NewStaff, StaffPatch};

#[cfg(test)]
mod tests;
