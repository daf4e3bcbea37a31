//! Reading and editing internal notes, and redacting notes and replies.

use caredesk_domain::{
    MessageId, TicketId,
    actor::Actor,
    event::SubjectKind,
    message::{Conversation, Message, MessageKind},
    policy::{Action, Ownership, can_read_deleted, can_read_notes, check, check_role},
    text::{Body, Reason},
};
use caredesk_persistence::{LockedMessage, MessageView, Store, StoreError, Transaction, Written};

use super::{
    ExpectedVersion, ServiceError,
    tickets::{TicketKey, resolve_ticket_id},
    timelines::readable_kinds,
};

/// One note of a ticket or an interaction.
///
/// # Errors
/// When the actor may not read notes, or there is none they may see.
pub async fn get(store: &Store, actor: &Actor, id: MessageId) -> Result<MessageView, ServiceError> {
    check(actor, Action::ReadNotes, Ownership::Other)?;
    show(store, actor, id).await
}

/// Edits the actor's own note; the audit log keeps the earlier text.
///
/// # Errors
/// When the actor is not its author, there is none, it was redacted, or `expected` is another version.
pub async fn edit(
    store: &Store,
    actor: &Actor,
    id: MessageId,
    expected: &ExpectedVersion,
    body: &Body,
) -> Result<MessageView, ServiceError> {
    check_role(actor, Action::EditNote)?;
    let (view, told) = store
        .write(async |work| {
            let LockedMessage { message, customer } = note(work, actor, id, false).await?;
            expected.check(message.version)?;
            let change = message.edit(body.clone(), customer, actor, work.timestamp())?;
            let told = change.has_events();
            let note: Message = work.save(change).await?;
            Ok::<_, ServiceError>((work.message_view(note).await?, told))
        })
        .await?;
    // A change without event is a read, which the read log must record.
    if told || !can_read_notes(actor) { Ok(view) } else { show(store, actor, id).await }
}

/// Redacts a note, in the record and in the audit log; also on deleted records.
///
/// # Errors
/// When the actor may not, there is none, or it was redacted before.
pub async fn redact(
    store: &Store,
    actor: &Actor,
    id: MessageId,
    expected: &ExpectedVersion,
    reason: &Reason,
) -> Result<Written<MessageView>, ServiceError> {
    check_role(actor, Action::Redact)?;
    redact_message(store, actor, expected, reason, async |work| note(work, actor, id, true).await).await
}

/// Redacts a reply to or a message of a customer; also on deleted tickets.
///
/// # Errors
/// When the actor may not, the ticket has no such reply, or it was redacted before.
pub async fn redact_reply(
    store: &Store,
    actor: &Actor,
    ticket: TicketKey,
    id: MessageId,
    expected: &ExpectedVersion,
    reason: &Reason,
) -> Result<Written<MessageView>, ServiceError> {
    check_role(actor, Action::Redact)?;
    let ticket: TicketId = resolve_ticket_id(store, ticket).await?;
    redact_message(store, actor, expected, reason, async |work| {
        let found = work.message(actor.row_scope(), id, true).await?;
        let is_it = found.message.kind == MessageKind::Reply && found.message.conversation == Conversation::Ticket(ticket);
        if is_it { Ok(found) } else { Err(StoreError::NotFound) }
    })
    .await
}

/// A message of any kind that the actor may read, for the response to a repeated request.
///
/// # Errors
/// When there is none they may see.
pub async fn message(store: &Store, actor: &Actor, id: MessageId) -> Result<MessageView, ServiceError> {
    Ok(store
        .message(actor.row_scope(), id, &readable_kinds(actor, MessageKind::ALL), false)
        .await?
        .disclose(store.read_log(), actor)
        .await?)
}

async fn redact_message(
    store: &Store,
    actor: &Actor,
    expected: &ExpectedVersion,
    reason: &Reason,
    find: impl AsyncFn(&mut Transaction) -> Result<LockedMessage, StoreError>,
) -> Result<Written<MessageView>, ServiceError> {
    store
        .write_once(async |work| {
            let LockedMessage { message, customer } = find(work).await?;
            expected.check(message.version)?;
            let message = work.save(message.redact(reason, customer, actor, work.timestamp())?).await?;
            Ok(work.message_view(message).await?)
        })
        .await
}

async fn show(store: &Store, actor: &Actor, id: MessageId) -> Result<MessageView, ServiceError> {
    let hidden_too = can_read_deleted(actor, SubjectKind::Ticket) && can_read_deleted(actor, SubjectKind::Interaction);
    let seen = store.message(actor.row_scope(), id, &[MessageKind::Note], hidden_too).await?;
    Ok(seen.disclose(store.read_log(), actor).await?)
}

async fn note(work: &mut Transaction, actor: &Actor, id: MessageId, hidden_too: bool) -> Result<LockedMessage, StoreError> {
    let found = work.message(actor.row_scope(), id, hidden_too).await?;
    match found.message.kind {
        MessageKind::Note => Ok(found),
        MessageKind::Reply => Err(StoreError::NotFound),
    }
}
