//! Timelines, and which part of what is said at the desk an actor may read.

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

/// What happened to one record and to those that hang on it. Whoever may not read notes sees neither them nor the words that came with an
/// assignment.
///
/// # Errors
/// When the database fails, or the read cannot be noted.
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

/// Everything that happened with a customer. Of doctors only what happened to the records of their cases.
///
/// # Errors
/// When the actor may not read all that it tells of, or there is no such customer they may see.
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

/// Whether the actor may read everything that the desk knows of a customer it exists for.
pub(super) fn reads_customers_whole(actor: &Actor) -> Result<(), ServiceError> {
    Ok(check_each(actor, &[Action::ReadCustomers, Action::ReadTickets, Action::ReadInteractions, Action::ReadEscalations])?)
}

/// The actions whose events do not exist for the actor.
pub(super) fn hidden(actor: &Actor) -> &'static [Action] {
    if reads_notes(actor) { &[] } else { &[Action::Note, Action::EditNote, Action::Redact] }
}

/// Takes out the words that came with an assignment where the actor may not read notes.
pub(super) fn leave_out_notes(actor: &Actor, happenings: &mut [Happening]) {
    if !reads_notes(actor) {
        for happening in happenings {
            happening.changes.remove("note");
        }
    }
}

/// The kinds of messages that the actor may read, of those asked for.
pub(super) fn readable(actor: &Actor, kinds: &[MessageKind]) -> Vec<MessageKind> {
    kinds.iter().copied().filter(|kind| reads_messages(actor, *kind)).collect()
}

/// Notes that the actor was shown a record by an answer that no event covers; where they may not read its kind, the answer shows nothing of it.
///
/// # Errors
/// When it cannot be noted: then nothing may be shown.
pub(super) async fn note_shown<T: Row>(store: &Store, actor: &Actor, record: &T) -> Result<(), ServiceError> {
    if reads(actor, T::SUBJECT) {
        store.ledger().note_shown(actor, record).await?;
    }
    Ok(())
}
