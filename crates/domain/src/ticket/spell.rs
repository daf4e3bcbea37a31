//! The spells of a ticket: the times it was unresolved, from its opening or a reopening to the resolution after it.
//!
//! Reports of resolutions, reopenings and the backlog read them; they are made from the same changes as the ticket, and say no more than its log.

use super::{Category, Standing, Ticket};
use crate::{
    CustomerId, PrincipalId, TicketId, Timestamp,
    change::Write,
    event::{Event, Record as _},
    policy::Action,
    ticket::TicketStatus,
};

/// How a spell ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpellEnd {
    /// When the ticket was resolved.
    pub at: Timestamp,
    /// By whom.
    pub by: PrincipalId,
    /// Whether as a duplicate of another.
    pub duplicate: bool,
}

/// What a change makes of a ticket's spells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The ticket.
    pub ticket: TicketId,
    /// Whose it is.
    pub customer: CustomerId,
    /// What it is about.
    pub category: Category,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The spell it is in, or that ended last; the first is 1.
    pub number: i32,
    /// When that spell began, where it is one that the change began.
    pub began: Option<Timestamp>,
    /// How it ended, if it has.
    pub end: Option<SpellEnd>,
    /// Whether a change was taken back: spells with greater numbers never were.
    pub undone: bool,
}

/// What a change with these events and writes makes of the spells of tickets, in the order in which it happened.
pub fn turns(events: &[Event], writes: &[Write]) -> Vec<Turn> {
    let tickets = writes.iter().filter_map(|write| if let Write::Ticket(put) = write { Some(put) } else { None });
    tickets.filter_map(|put| turn(put, put.expected().is_none(), events)).collect()
}

fn turn(ticket: &Ticket, new: bool, events: &[Event]) -> Option<Turn> {
    let about = || events.iter().filter(|event| event.subject == ticket.subject());
    let resolved = serde_json::json!(TicketStatus::Resolved);
    let was = |side: &str| about().any(|event| event.changes.get("status").and_then(|change| change.get(side)) == Some(&resolved));
    let (left, undone) = (was("from"), about().any(|event| [Action::UndoStatus, Action::Recall].contains(&event.action)));
    if !new && !left && !was("to") && !about().any(|event| event.changes.contains_key("duplicate_of")) {
        return None;
    }
    let end = match ticket.standing {
        Standing::Resolved { at, by } => Some(SpellEnd { at, by, duplicate: ticket.duplicate_of.is_some() }),
        Standing::Open | Standing::Pending | Standing::Escalated { .. } => None,
    };
    let began = if new { Some(ticket.created_at) } else { (left && end.is_none() && !undone).then_some(ticket.updated_at) };
    let (customer, category) = (ticket.customer, ticket.category);
    Some(Turn {
        ticket: ticket.id,
        customer,
        category,
        opened_at: ticket.created_at,
        number: ticket.reopened_count + 1,
        began,
        end,
        undone,
    })
}
