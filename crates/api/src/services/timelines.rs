//! Timelines, and which messages and events an actor may read.

use caredesk_domain::{
    CustomerId,
    actor::Actor,
    event::EventSubject,
    message::MessageKind,
    policy::{Action, can_read, can_read_messages, can_read_notes, check_each},
};
use caredesk_persistence::{Page, PageRequest, ScopedRecord, Store, TimelineEntry};
use uuid::Uuid;

use super::ServiceError;

/// The events of a record and of its dependent records (`with`). Actors who may not read notes see neither notes nor the note of an assignment.
///
/// # Errors
/// When the database fails, or the read cannot be recorded.
pub(super) async fn read(
    store: &Store,
    actor: &Actor,
    subject: EventSubject,
    with: &[Uuid],
    customer: CustomerId,
    request: PageRequest,
) -> Result<Page<TimelineEntry>, ServiceError> {
    let seen = store.timeline(subject, with, Some(customer), excluded_actions(actor), request).await?;
    let mut page = seen.disclose(store.read_log(), actor).await?;
    remove_assignment_notes(actor, &mut page.rows);
    Ok(page)
}

/// Checks that the actor may read customers and all records about them.
pub(super) fn check_customer_records_readable(actor: &Actor) -> Result<(), ServiceError> {
    Ok(check_each(actor, &[Action::ReadCustomers, Action::ReadTickets, Action::ReadInteractions, Action::ReadEscalations])?)
}

/// The actions whose events are left out for the actor.
pub(super) fn excluded_actions(actor: &Actor) -> &'static [Action] {
    if can_read_notes(actor) { &[] } else { &[Action::Note, Action::EditNote, Action::Redact] }
}

/// Removes notes of assignments if the actor may not read notes.
pub(super) fn remove_assignment_notes(actor: &Actor, happenings: &mut [TimelineEntry]) {
    if !can_read_notes(actor) {
        for happening in happenings {
            happening.changes.remove("note");
        }
    }
}

/// The kinds of messages, out of `kinds`, that the actor may read.
pub(super) fn readable_kinds(actor: &Actor, kinds: &[MessageKind]) -> Vec<MessageKind> {
    kinds.iter().copied().filter(|kind| can_read_messages(actor, *kind)).collect()
}

/// Records in the read log that a response without event shows a record. An actor who may not read its kind is shown nothing.
///
/// # Errors
/// When it cannot be recorded: then nothing may be shown.
pub(super) async fn record_read<T: ScopedRecord>(store: &Store, actor: &Actor, record: &T) -> Result<(), ServiceError> {
    if can_read(actor, T::SUBJECT) {
        store.read_log().record_shown(actor, record).await?;
    }
    Ok(())
}
