//! Records for tests.

use caredesk_domain::{
    interaction::{Direction, NewInteraction},
    message::Channel,
    ticket::{Category, NewTicket, Priority},
};

use crate::transaction::Transaction;

pub(crate) fn new_ticket(work: &Transaction, priority: Priority) -> NewTicket {
    NewTicket {
        id: work.new_ticket_id(),
        number: work.new_ticket_number(),
        category: Category::Billing,
        priority,
        subject: "Charged twice".parse().unwrap(),
        description: "Charged twice in March.".parse().unwrap(),
        assignee: None,
    }
}

/// An active inbound call.
pub(crate) fn new_call(work: &Transaction) -> NewInteraction {
    NewInteraction {
        id: work.new_interaction_id(),
        channel: Channel::Call,
        direction: Direction::Inbound,
        summary: None,
        transcript: None,
        pending: false,
        started_at: None,
        ended_at: None,
        no_answer: false,
    }
}
