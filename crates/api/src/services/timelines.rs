//! Timelines, and which part of what is said at the desk an actor may read.

use caredesk_domain::{
    CustomerId,
    actor::Actor,
    event::Subject,
    message::MessageKind,
    policy::{Action, Relation, check},
};
use caredesk_persistence::{Happening, Page, PageRequest, Store};
use uuid::Uuid;

use super::ServiceError;

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
    let notes = reads_notes(actor);
    let hidden: &[Action] = if notes { &[] } else { &[Action::Note, Action::EditNote, Action::Redact] };
    let seen = store.timeline(subject, with, Some(customer), hidden, request).await?;
    let mut page = seen.disclose(store.ledger(), actor).await?;
    if !notes {
        for happening in &mut page.rows {
            happening.changes.remove("note");
        }
    }
    Ok(page)
}

/// The kinds of messages that the actor may read, of those asked for.
pub(super) fn readable(actor: &Actor, kinds: &[MessageKind]) -> Vec<MessageKind> {
    let may = |kind: &MessageKind| match kind {
        MessageKind::Reply => true,
        MessageKind::Note => reads_notes(actor),
    };
    kinds.iter().copied().filter(may).collect()
}

/// Whether internal notes exist for the actor.
pub(super) fn reads_notes(actor: &Actor) -> bool {
    check(actor, Action::ReadNotes, Relation::Other).is_ok()
}
