//! The access policy: which actor may do which action to which record.

mod action;
mod check;
mod denial;
mod denial_reason;
mod description;
mod ownership;
mod rules;

pub use action::Action;
pub(crate) use check::allowed_actions;
pub use check::{
    Permit, can_read, can_read_deleted, can_read_messages, can_read_notes, check, check_all, check_each, check_read, check_role, forbidden,
};
pub use denial::{Denial, RecordDenial};
pub use ownership::Ownership;

#[cfg(test)]
mod tests;
