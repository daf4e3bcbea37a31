//! The script of a ticket, from the first contact to the present instant.

mod escalation;
mod lifecycle;
mod opening;
mod outcome;
mod state;
mod steps;

pub(super) use lifecycle::Lived;
pub(super) use opening::Opening;
pub(super) use outcome::Fate;
pub(super) use state::{Earlier, Life};
