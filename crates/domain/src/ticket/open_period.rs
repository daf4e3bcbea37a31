//! Open periods of a ticket: the times it was unresolved, from its opening or a reopening to the next resolution.
//!
//! Reports of resolutions, reopenings and the backlog read them. They are derived from the same changes as the ticket and its audit log.

use super::{
    record::Ticket,
    state::{Category, TicketState, TicketStatus},
};
use crate::{
    CustomerId, PrincipalId, TicketId, Timestamp,
    change::{Event, EventRecord},
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

/// The effects of the events of one change on the open periods of tickets, in order.
pub fn period_changes(events: &[Event]) -> Vec<PeriodChange> {
    events.iter().filter_map(period_change).collect()
}

fn period_change(event: &Event) -> Option<PeriodChange> {
    let EventRecord::Ticket(change) = event.record() else { return None };
    let ticket = change.after();
    let is_resolved = |ticket: &Ticket| ticket.state.status() == TicketStatus::Resolved;
    let reopened = change.ends(is_resolved);
    if !change.is_new() && !reopened && !change.begins(is_resolved) && !change.sets(|ticket| ticket.duplicate_of) {
        return None;
    }
    let undone = [Action::UndoStatus, Action::Recall].contains(&event.action());
    let end = match ticket.state {
        TicketState::Resolved { at, by } => Some(PeriodEnd { at, by, duplicate: ticket.duplicate_of.is_some() }),
        TicketState::Open | TicketState::Pending | TicketState::Escalated { .. } => None,
    };
    let began = if change.is_new() { Some(ticket.created_at) } else { (reopened && end.is_none() && !undone).then_some(ticket.updated_at) };
    Some(PeriodChange {
        ticket: ticket.id,
        customer: ticket.customer,
        category: ticket.category,
        opened_at: ticket.created_at,
        number: ticket.reopened_count + 1,
        began,
        end,
        undone,
    })
}
