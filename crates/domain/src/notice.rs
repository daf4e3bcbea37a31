//! Notices: who is notified of a change, derived from its events and the records after it.
//!
//! A notice holds ids and kinds, never text. The author of a change gets no notice. A notice is removed as soon as its reason is dealt with or
//! reassigned; deleting a record removes all of its notices.

mod builder;
mod escalations;
mod record;

use builder::NoticeBuilder;
pub use record::{Notice, NoticeChange, NoticeKind, Recipient};
use serde_json::{Value, json};

use crate::{
    StaffId,
    actor::Role,
    change::RecordWrite,
    event::{Auditable, Event, SubjectKind},
    interaction::{Interaction, InteractionStatus},
    message::Channel,
    policy::Action,
    ticket::{Priority, Ticket, TicketStatus},
};

/// The changes of notices that follow from a change with these events and writes, in order.
pub fn notice_changes(events: &[Event], writes: &[RecordWrite]) -> Vec<NoticeChange> {
    events.iter().flat_map(|event| event_changes(event, writes)).collect()
}

fn event_changes(event: &Event, writes: &[RecordWrite]) -> Vec<NoticeChange> {
    let about = NoticeBuilder { event, case: event.subject.id };
    if about.changed_to("deleted", &json!(true)) {
        return vec![NoticeChange::DismissAll(event.subject)];
    }
    match event.subject.kind {
        SubjectKind::Ticket => latest_record(writes, |write| if let RecordWrite::Ticket(put) = write { Some(&**put) } else { None }, event)
            .map_or_else(Vec::new, |ticket| ticket_changes(about, ticket, writes)),
        SubjectKind::Interaction => {
            latest_record(writes, |write| if let RecordWrite::Interaction(put) = write { Some(&**put) } else { None }, event)
                .map_or_else(Vec::new, |interaction| interaction_changes(about, interaction))
        }
        SubjectKind::Escalation => {
            latest_record(writes, |write| if let RecordWrite::Escalation(put) = write { Some(&**put) } else { None }, event)
                .map_or_else(Vec::new, |escalation| {
                    escalations::escalation_changes(NoticeBuilder { case: escalation.source.uuid(), ..about }, escalation)
                })
        }
        SubjectKind::Staff => staff_changes(event),
        SubjectKind::Customer | SubjectKind::Message | SubjectKind::ServiceAccount | SubjectKind::ReadLog => Vec::new(),
    }
}

/// The record of an event after the change.
fn latest_record<'w, R: Auditable>(
    writes: &'w [RecordWrite],
    of: impl Fn(&'w RecordWrite) -> Option<&'w R>,
    event: &Event,
) -> Option<&'w R> {
    writes.iter().rev().filter_map(of).find(|record| record.subject() == event.subject)
}

fn ticket_changes(about: NoticeBuilder<'_>, ticket: &Ticket, writes: &[RecordWrite]) -> Vec<NoticeChange> {
    let mut words = Vec::new();
    let taken = about.was_replaced("assignee");
    if taken || about.changed_to("status", &json!(TicketStatus::Resolved)) {
        words.push(about.dismiss(NoticeKind::Assigned));
    }
    if let Some(assignee) = about.newly_assigned("assignee", ticket.assignee) {
        words.extend(about.notify(Recipient::Person(assignee), NoticeKind::Assigned));
    }
    let asks = |write: &RecordWrite| matches!(write, RecordWrite::Interaction(put) if put.is_unanswered_inbound());
    // A contact of the customer that is still unanswered.
    let contact = matches!(about.event.action, Action::LogInteraction | Action::End);
    let asked = || contact && ticket.waiting_since.is_some() && writes.iter().any(asks);
    let wrote = about.event.action == Action::RecordCustomerMessage || asked();
    match (wrote, ticket.assignee) {
        (true, Some(assignee)) => words.extend(about.notify(Recipient::Person(assignee), NoticeKind::CustomerWrote)),
        // The customer was answered, or the assignee changed.
        (false, _) if taken || ticket.waiting_since.is_none() => words.push(about.dismiss(NoticeKind::CustomerWrote)),
        (true, None) | (false, _) => {}
    }
    let (before, now) = (queue_notice_before(about, ticket), queue_notice_after(ticket));
    if before != now {
        words.extend(before.map(|kind| about.dismiss(kind)));
        words.extend(now.and_then(|kind| about.notify(Recipient::Role(Role::Agent), kind)));
    }
    words
}

/// The notice for a ticket of this priority while it is in the queue.
const fn queue_notice(priority: Priority) -> Option<NoticeKind> {
    match priority {
        Priority::Urgent => Some(NoticeKind::UrgentInQueue),
        Priority::High => Some(NoticeKind::HighInQueue),
        Priority::Medium | Priority::Low => None,
    }
}

fn queue_notice_after(ticket: &Ticket) -> Option<NoticeKind> {
    let waits = ticket.status_after_escalation().is_some() && ticket.deleted.is_none() && ticket.assignee.is_none();
    queue_notice(ticket.priority).filter(|_| waits)
}

fn queue_notice_before(about: NoticeBuilder<'_>, ticket: &Ticket) -> Option<NoticeKind> {
    let before = |field, now| about.value_before(field, now);
    let status = before("status", json!(ticket.state.status()));
    let waited = [TicketStatus::Open, TicketStatus::Pending].iter().any(|waits| status == Some(json!(waits)))
        && before("assignee", json!(ticket.assignee)) == Some(Value::Null)
        && before("deleted", json!(ticket.deleted.map(|_| true))) == Some(Value::Null);
    let priority = before("priority", json!(ticket.priority));
    Priority::ALL.iter().find(|known| priority == Some(json!(known))).and_then(|priority| queue_notice(*priority)).filter(|_| waited)
}

fn interaction_changes(about: NoticeBuilder<'_>, interaction: &Interaction) -> Vec<NoticeChange> {
    let mut words = Vec::new();
    if about.was_replaced("agent") || about.changed_to("status", &json!(InteractionStatus::Resolved)) {
        words.push(about.dismiss(NoticeKind::Assigned));
    }
    let agent = about.newly_assigned("agent", interaction.agent);
    words.extend(agent.and_then(|agent| about.notify(Recipient::Person(agent), NoticeKind::Assigned)));
    match (was_unattended(about, interaction), interaction.is_unattended()) {
        (false, true) => words.extend(about.notify(Recipient::Role(Role::Agent), NoticeKind::Unattended)),
        (true, false) => words.push(about.dismiss(NoticeKind::Unattended)),
        (true, true) | (false, false) => {}
    }
    words
}

fn was_unattended(about: NoticeBuilder<'_>, interaction: &Interaction) -> bool {
    let before = |field, now| about.value_before(field, now);
    let status = before("status", json!(interaction.phase.status()));
    let channel = before("channel", json!(interaction.channel));
    [InteractionStatus::Active, InteractionStatus::Pending].iter().any(|live| status == Some(json!(live)))
        && [Channel::Call, Channel::Chat].iter().any(|live| channel == Some(json!(live)))
        && before("agent", json!(interaction.agent)) == Some(Value::Null)
        && before("deleted", json!(interaction.deleted.map(|_| true))) == Some(Value::Null)
}

fn staff_changes(event: &Event) -> Vec<NoticeChange> {
    let left = event.changes.get("active").and_then(|change| change.get("to")) == Some(&json!(false));
    // Another role may not relay answers.
    let moved = event.action == Action::EditStaff && event.changes.contains_key("role");
    let from = StaffId::from_uuid(event.subject.id);
    (left || moved).then_some(NoticeChange::Reassign { from, at: event.at }).into_iter().collect()
}

#[cfg(test)]
mod tests;
