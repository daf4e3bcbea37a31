//! Recalling a reply.

use caredesk_domain::{
    MessageId,
    actor::{Actor, RowScope},
    escalation::Escalation,
    message::Message,
    policy::{Action, check_role},
    ticket::Ticket,
};
use caredesk_persistence::{MessageView, Store, StoreError, Written};

use super::{
    key::{TicketKey, resolve_ticket_id},
    reopening::{ensure_reopenable, unassign_if_owner_left, with_pending_undo},
};
use crate::services::{ExpectedVersion, ServiceError};

/// Recalls the actor's own reply: its text is removed, and its effects on the ticket are undone unless the ticket has changed since.
///
/// # Errors
/// When the actor did not write it, it is too late, its text is already removed, or `expected` is another version.
pub async fn recall(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    id: MessageId,
    expected: &ExpectedVersion,
) -> Result<Written<MessageView>, ServiceError> {
    check_role(actor, Action::Recall)?;
    let ticket = resolve_ticket_id(store, key).await?;
    store
        .write_once(async |work| {
            let ticket = work.get::<Ticket>(actor.row_scope(), ticket).await?;
            let closed = match ticket.escalation_closed_by(id) {
                Some(escalation) => match work.get::<Escalation>(RowScope::All, escalation).await {
                    Err(StoreError::NotFound) => None,
                    found => Some(found?),
                },
                None => None,
            };
            // Locked after its ticket and the escalation, as when it is redacted.
            let reply = work.reply(ticket.id, id).await?;
            expected.check(reply.version)?;
            let reopens = ensure_reopenable(work, &ticket).await.is_ok();
            let was = ticket.state.status();
            let change = with_pending_undo(ticket, work).await?.recall(reply, closed, reopens, actor, work.timestamp())?;
            let (ticket, message): (Ticket, Message) = work.save(change).await?;
            unassign_if_owner_left(work, actor, was, ticket).await?;
            Ok(work.message_view(message).await?)
        })
        .await
}
