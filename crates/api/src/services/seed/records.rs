//! All that happened at a made-up desk, ticket by ticket.

mod customers;
mod present;
mod state;
mod tickets;

pub(super) use state::Cases;
