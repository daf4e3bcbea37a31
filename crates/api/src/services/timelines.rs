//! Timelines, and which messages and events an actor may read.

use caredesk_domain::{
    CustomerId,
    actor::Actor,
    event::{Subject, TimelineKind},
    message::MessageKind,
    policy::{Action, check_each, reads, reads_messages, reads_notes},
};
use caredesk_persistence::{Happening, Page, PageRequest, Row, Store, TimelineFilter};
use uuid::Uuid;

use super::{ServiceError, customers};

/// The events of a record and of its dependent records (`with`). Actors who may not read notes see neither notes nor the note of an assignment.
///
/// # Errors
/// When the database fails, or the read cannot be recorded.
pub(super) async fn read(
    store: &Store,
    actor: &Actor,
    subject: Subject,
    with: &[Uuid],
    customer: CustomerId,
    request: PageRequest,
) -> Result<Page<Happening>, ServiceError> {
    let seen = store.timeline(subject, with, Some(customer), hidden(actor), request).await?;
    let mut page = seen.disclose(store.ledger(), actor).await?;
    leave_out_notes(actor, &mut page.rows);
    Ok(page)
}

/// The timeline of a customer. Doctors see only events of records in their scope.
///
/// # Errors
/// When the actor may not read all kinds of records in it, or there is no such customer they may see.
pub async fn of_customer(
    store: &Store,
    actor: &Actor,
    id: CustomerId,
    kinds: &[TimelineKind],
    request: PageRequest,
) -> Result<Page<Happening>, ServiceError> {
    reads_customers_whole(actor)?;
    customers::exists(store, actor, id).await?;
    let filter = TimelineFilter { kinds, hidden: hidden(actor) };
    let mut page = store.customer_timeline(actor.scope(), id, &filter, request).await?.disclose(store.ledger(), actor).await?;
    leave_out_notes(actor, &mut page.rows);
    Ok(page)
}

/// Checks that the actor may read customers and all records about them.
pub(super) fn reads_customers_whole(actor: &Actor) -> Result<(), ServiceError> {
    Ok(check_each(actor, &[Action::ReadCustomers, Action::ReadTickets, Action::ReadInteractions, Action::ReadEscalations])?)
}

/// The actions whose events are left out for the actor.
pub(super) fn hidden(actor: &Actor) -> &'static [Action] {
    if reads_notes(actor) { &[] } else { &[Action::Note, Action::EditNote, Action::Redact] }
}

/// Removes notes of assignments if the actor may not read notes.
pub(super) fn leave_out_notes(actor: &Actor, happenings: &mut [Happening]) {
    if !reads_notes(actor) {
        for happening in happenings {
            happening.changes.remove("note");
        }
    }
}

/// The kinds of messages, out of `kinds`, that the actor may read.
pub(super) fn readable(actor: &Actor, kinds: &[MessageKind]) -> Vec<MessageKind> {
    kinds.iter().copied().filter(|kind| reads_messages(actor, *kind)).collect()
}

/// Records in the read log that a response without event shows a record. An actor who may not read its kind is shown nothing.
///
/// # Errors
/// When it cannot be recorded: then nothing may be shown.
pub(super) async fn note_shown<T: Row>(store: &Store, actor: &Actor, record: &T) -> Result<(), ServiceError> {
    if reads(actor, T::SUBJECT) {
        store.ledger().note_shown(actor, record).await?;
    }
    Ok(())
}
