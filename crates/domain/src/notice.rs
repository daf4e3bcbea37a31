//! Notices: who is notified of a change, derived from its events and the records after it.
//!
//! A notice holds ids and kinds, never text. The author of a change gets no notice. A notice is removed as soon as its reason is dealt with or
//! reassigned; deleting a record removes all of its notices.

mod builder;
mod escalations;
mod record;

use crate::{
    StaffId,
    actor::Role,
    change::{Event, EventRecord, RecordChange},
    interaction::{Interaction, InteractionStatus},
    policy::Action,
    staff::Staff,
    ticket::{Priority, Ticket, TicketStatus},
};
use builder::NoticeBuilder;
pub use record::{Notice, NoticeChange, NoticeKind, Recipient};

/// The changes of notices that follow from the events of one change, in order.
pub fn notice_changes(events: &[Event]) -> Vec<NoticeChange> {
    events.iter().flat_map(|event| event_changes(event, events)).collect()
}

fn event_changes(event: &Event, all: &[Event]) -> Vec<NoticeChange> {
    let builder = NoticeBuilder { event, case: event.subject().id };
    match event.record() {
        EventRecord::Ticket(ticket) if ticket.begins(|ticket| ticket.deleted.is_some()) => dismiss_all(event),
        EventRecord::Ticket(ticket) => ticket_changes(builder, ticket, all),
        EventRecord::Interaction(interaction) if interaction.begins(|interaction| interaction.deleted.is_some()) => dismiss_all(event),
        EventRecord::Interaction(interaction) => interaction_changes(builder, interaction),
        EventRecord::Escalation(escalation) if escalation.begins(|escalation| escalation.deleted.is_some()) => dismiss_all(event),
        EventRecord::Escalation(escalation) => {
            let case = escalation.after().source.uuid();
            escalations::escalation_changes(NoticeBuilder { case, ..builder }, escalation.after())
        }
        EventRecord::Staff(staff) => staff_changes(event, staff),
        EventRecord::Customer(_) | EventRecord::Message(_) | EventRecord::ServiceAccount(_) | EventRecord::ReadLog(_) => Vec::new(),
    }
}

fn dismiss_all(event: &Event) -> Vec<NoticeChange> {
    vec![NoticeChange::DismissAll(event.subject())]
}

fn ticket_changes(builder: NoticeBuilder<'_>, change: &RecordChange<Ticket>, all: &[Event]) -> Vec<NoticeChange> {
    let (ticket, mut notices) = (change.after(), Vec::new());
    let was_taken_away = was_taken_away(change, |ticket| ticket.assignee);
    if was_taken_away || change.begins(|ticket| ticket.state.status() == TicketStatus::Resolved) {
        notices.push(builder.dismiss(NoticeKind::Assigned));
    }
    let newly_assigned = ticket.assignee.filter(|_| change.sets(|ticket| ticket.assignee));
    notices.extend(newly_assigned.and_then(|assignee| builder.notify(Recipient::Person(assignee), NoticeKind::Assigned)));
    let asks = |event: &Event| matches!(event.record(), EventRecord::Interaction(contact) if contact.after().is_unanswered_inbound());
    // A contact of the customer that is still unanswered.
    let is_contact = matches!(builder.event.action(), Action::LogInteraction | Action::End);
    let asked = || is_contact && ticket.waiting_since.is_some() && all.iter().any(asks);
    let wrote = builder.event.action() == Action::RecordCustomerMessage || asked();
    match (wrote, ticket.assignee) {
        (true, Some(assignee)) => notices.extend(builder.notify(Recipient::Person(assignee), NoticeKind::CustomerWrote)),
        // The customer was answered, or the assignee changed.
        (false, _) if was_taken_away || ticket.waiting_since.is_none() => notices.push(builder.dismiss(NoticeKind::CustomerWrote)),
        (true, None) | (false, _) => {}
    }
    let (before, after) = (change.before().and_then(queue_notice), queue_notice(ticket));
    if before != after {
        notices.extend(before.map(|kind| builder.dismiss(kind)));
        notices.extend(after.and_then(|kind| builder.notify(Recipient::Role(Role::Agent), kind)));
    }
    notices
}

/// Whether the person in this field was removed or replaced.
fn was_taken_away<R>(change: &RecordChange<R>, person: impl Fn(&R) -> Option<StaffId>) -> bool {
    change.before().and_then(&person).is_some_and(|before| person(change.after()) != Some(before))
}

/// The notice for a ticket that is in the queue.
fn queue_notice(ticket: &Ticket) -> Option<NoticeKind> {
    let waits = ticket.status_after_escalation().is_some() && ticket.deleted.is_none() && ticket.assignee.is_none();
    match ticket.priority {
        Priority::Urgent if waits => Some(NoticeKind::UrgentInQueue),
        Priority::High if waits => Some(NoticeKind::HighInQueue),
        Priority::Urgent | Priority::High | Priority::Medium | Priority::Low => None,
    }
}

fn interaction_changes(builder: NoticeBuilder<'_>, change: &RecordChange<Interaction>) -> Vec<NoticeChange> {
    let (interaction, mut notices) = (change.after(), Vec::new());
    let is_resolved = |interaction: &Interaction| interaction.phase.status() == InteractionStatus::Resolved;
    if was_taken_away(change, |interaction| interaction.agent) || change.begins(is_resolved) {
        notices.push(builder.dismiss(NoticeKind::Assigned));
    }
    let newly_assigned = interaction.agent.filter(|_| change.sets(|interaction| interaction.agent));
    notices.extend(newly_assigned.and_then(|agent| builder.notify(Recipient::Person(agent), NoticeKind::Assigned)));
    if change.begins(|interaction| interaction.is_unattended()) {
        notices.extend(builder.notify(Recipient::Role(Role::Agent), NoticeKind::Unattended));
    } else if change.ends(|interaction| interaction.is_unattended()) {
        notices.push(builder.dismiss(NoticeKind::Unattended));
    }
    notices
}

fn staff_changes(event: &Event, change: &RecordChange<Staff>) -> Vec<NoticeChange> {
    let staff = change.after();
    let left = change.ends(|staff| staff.active);
    // Another role may not relay answers.
    let moved = event.action() == Action::EditStaff && change.sets(|staff| staff.role);
    (left || moved).then_some(NoticeChange::Reassign { from: staff.id, at: event.at() }).into_iter().collect()
}

#[cfg(test)]
mod tests;
