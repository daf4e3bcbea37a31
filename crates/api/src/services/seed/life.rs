//! The life of a ticket, from the first contact to the present instant.

mod asking;
mod course;
mod fate;
mod opening;
mod state;
mod steps;

pub(super) use course::Lived;
pub(super) use fate::Fate;
pub(super) use opening::Opening;
pub(super) use state::{Earlier, Life};
