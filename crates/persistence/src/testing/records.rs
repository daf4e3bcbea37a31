//! Records for tests.

use caredesk_domain::{
    interaction::{Direction, NewInteraction},
    message::Channel,
    ticket::{Category, NewTicket, Priority, TicketFields},
};

use crate::transaction::Transaction;

pub(crate) fn new_ticket(work: &Transaction, priority: Priority) -> NewTicket {
    NewTicket {
        id: work.new_ticket_id(),
        number: work.new_ticket_number(),
        assignee: None,
        fields: TicketFields::new(
            Category::Billing,
            priority,
            "Charged twice".parse().unwrap(),
            "Charged twice in March.".parse().unwrap(),
        ),
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
