//! Open periods of a ticket: the times it was unresolved, from its opening or a reopening to the next resolution.
//!
//! Reports of resolutions, reopenings and the backlog read them. They are derived from the same changes as the ticket and its audit log.

use super::{
    record::Ticket,
    state::{Category, TicketState, TicketStatus},
};
use crate::{
    CustomerId, PrincipalId, TicketId, Timestamp,
    change::RecordWrite,
    event::{Auditable as _, Event},
    policy::Action,
};

/// How an open period ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodEnd {
    /// When the ticket was resolved.
    pub at: Timestamp,
    /// By whom.
    pub by: PrincipalId,
    /// Whether it was resolved as a duplicate.
    pub duplicate: bool,
}

/// The effect of a change on a ticket's open periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodChange {
    /// The ticket.
    pub ticket: TicketId,
    /// The customer.
    pub customer: CustomerId,
    /// The category.
    pub category: Category,
    /// When the ticket was opened.
    pub opened_at: Timestamp,
    /// The number of the current or last open period, from 1.
    pub number: i32,
    /// When that period began, if this change began it.
    pub began: Option<Timestamp>,
    /// How it ended, if it did.
    pub end: Option<PeriodEnd>,
    /// Whether this undoes a change: periods with greater numbers are removed.
    pub undone: bool,
}

/// The effects of a change with these events and writes on the open periods of tickets, in order.
pub fn period_changes(events: &[Event], writes: &[RecordWrite]) -> Vec<PeriodChange> {
    let tickets = writes.iter().filter_map(|write| if let RecordWrite::Ticket(put) = write { Some(put) } else { None });
    tickets.filter_map(|put| period_change(put, put.expected_version().is_none(), events)).collect()
}

fn period_change(ticket: &Ticket, new: bool, events: &[Event]) -> Option<PeriodChange> {
    let about = || events.iter().filter(|event| event.subject == ticket.subject());
    let resolved = serde_json::json!(TicketStatus::Resolved);
    let was = |side: &str| about().any(|event| event.changes.get("status").and_then(|change| change.get(side)) == Some(&resolved));
    let (left, undone) = (was("from"), about().any(|event| [Action::UndoStatus, Action::Recall].contains(&event.action)));
    if !new && !left && !was("to") && !about().any(|event| event.changes.contains_key("duplicate_of")) {
        return None;
    }
    let end = match ticket.state {
        TicketState::Resolved { at, by } => Some(PeriodEnd { at, by, duplicate: ticket.duplicate_of.is_some() }),
        TicketState::Open | TicketState::Pending | TicketState::Escalated { .. } => None,
    };
    let began = if new { Some(ticket.created_at) } else { (left && end.is_none() && !undone).then_some(ticket.updated_at) };
    let (customer, category) = (ticket.customer, ticket.category);
    Some(PeriodChange {
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
