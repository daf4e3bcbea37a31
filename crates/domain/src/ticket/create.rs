//! A new ticket.

use super::{
    record::{Ticket, TicketRecord},
    state::{Category, TicketState},
};
use crate::{
    CustomerId, InteractionId, PrincipalId, TicketId, Timestamp,
    priority::Priority,
    staff::Assignee,
    text::{Description, Subject as SubjectLine},
    ticket_number::TicketNumber,
};

/// The input for a new ticket.
#[derive(Debug)]
pub struct NewTicket {
    /// The id.
    pub id: TicketId,
    /// The number.
    pub number: TicketNumber,
    /// The category.
    pub category: Category,
    /// The priority.
    pub priority: Priority,
    /// What it is about, in a line.
    pub subject: SubjectLine,
    /// What it is about, in full.
    pub description: Description,
    /// The assignee; `None` puts it in the queue.
    pub assignee: Option<Assignee>,
}

impl Ticket {
    /// An open ticket, whose customer waits. `answered` says whether `interaction`, which it is opened in, had an agent.
    pub(crate) fn new(
        new: NewTicket,
        customer: CustomerId,
        interaction: Option<InteractionId>,
        answered: bool,
        opened_by: PrincipalId,
        at: Timestamp,
    ) -> Self {
        Self(TicketRecord {
            id: new.id,
            number: new.number,
            customer,
            assignee: new.assignee.map(Assignee::id),
            opened_by,
            interaction,
            category: new.category,
            priority: new.priority,
            state: TicketState::Open,
            subject: new.subject,
            description: new.description,
            waiting_since: Some(at),
            answered_at_opening: answered,
            first_response: None,
            reopened_count: 0,
            duplicate_of: None,
            open_escalation: None,
            pending_undo: None,
            reply_effects: Vec::new(),
            contacts: Vec::new(),
            created_at: at,
            updated_at: at,
            public_updated_at: at,
            deleted: None,
            version: 1,
        })
    }
}
