//! The script of a ticket, from the first contact to the present instant.

mod escalation;
mod lifecycle;
mod opening;
mod outcome;
mod state;
mod steps;

pub(super) use lifecycle::ScriptResult;
pub(super) use opening::OpeningSpec;
pub(super) use outcome::Outcome;
pub(super) use state::{PriorTicket, TicketScript};
