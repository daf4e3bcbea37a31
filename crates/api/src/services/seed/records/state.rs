//! What is known of a desk while it is made up.

use std::collections::VecDeque;

use caredesk_domain::{Timestamp, customer::Customer};

use crate::services::seed::{arrivals::Arrivals, calls::Calls, desk::Desk, rng::Rng, ticket_script::PriorTicket};

/// A patient who may come again.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) customer: Customer,
    /// When they and the desk last had to do with each other.
    pub(super) last: Timestamp,
}

/// Makes up one ticket after the other.
pub(in super::super) struct Cases {
    pub(super) desk: Desk,
    pub(super) calls: Calls,
    pub(super) arrivals: Arrivals,
    pub(super) seed: u64,
    pub(super) rng: Rng,
    pub(super) known: VecDeque<Known>,
    /// Tickets that may be opened a second time, and until when.
    pub(super) recent: VecDeque<(PriorTicket, Timestamp)>,
    pub(super) tickets: u64,
    pub(super) come: u64,
    pub(super) patients: u64,
    pub(super) contacts: u64,
    pub(super) asking: usize,
    /// How many of the last tickets may still wait for somebody.
    pub(super) backlog: u64,
    pub(super) over: bool,
}

impl Cases {
    pub(in super::super) fn new(desk: Desk, arrivals: Arrivals, tickets: u32, per_day: u32, seed: u64) -> Self {
        let backlog = (u64::from(tickets) / 10).min(25 + u64::from(per_day) * 3 / 4);
        Self {
            calls: Calls::new(desk.people.len(), arrivals.start()),
            desk,
            arrivals,
            seed,
            rng: Rng::of(seed, 1, 0),
            known: VecDeque::new(),
            recent: VecDeque::new(),
            tickets: tickets.into(),
            come: 0,
            patients: 0,
            contacts: 0,
            asking: 0,
            backlog,
            over: false,
        }
    }

    pub(in super::super) const fn desk(&self) -> &Desk {
        &self.desk
    }
}
