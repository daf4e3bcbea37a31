//! A ticket that is being worked, and one that may be opened a second time.

use caredesk_domain::{Timestamp, customer::Customer, message::Channel, ticket::Ticket};

use super::outcome::Outcome;
use crate::services::seed::{contacts::Contact, context::Context, templates::Story};

/// A ticket that may be opened a second time by mistake.
#[derive(Debug, Clone)]
pub(in super::super) struct PriorTicket {
    pub(in super::super) ticket: Ticket,
    pub(in super::super) story: &'static Story,
}

/// A ticket that is being worked.
pub(in super::super) struct TicketScript<'a> {
    pub(super) context: Context<'a>,
    pub(super) ticket: Ticket,
    pub(super) outcome: Outcome,
    /// Who works it, by their place at the desk; whoever opened it as long as nobody does.
    pub(super) worker: usize,
    pub(super) via: Channel,
    pub(super) story: &'static Story,
    pub(super) tells: &'static str,
    /// The contact in which it was opened.
    pub(super) contact: Option<Contact>,
    /// Whom it concerns, where it was opened for another.
    pub(super) meant: Option<Customer>,
    /// The ticket it says the same as.
    pub(super) original: Option<Ticket>,
    /// When it was done, the first time.
    pub(super) resolved: Option<Timestamp>,
}
