//! Recalling a reply.

use caredesk_domain::{
    MessageId,
    actor::{Actor, Scope},
    escalation::Escalation,
    message::Message,
    policy::{Action, check_role},
    ticket::Ticket,
};
use caredesk_persistence::{MessageView, Store, StoreError};

use super::{
    Expected, ServiceError, TicketKey,
    life::{may_reopen, requeued, undoable},
    resolve,
};

/// Recalls the actor's own reply: its text is removed, and its effects on the ticket are undone unless the ticket has changed since.
///
/// # Errors
/// When the actor did not write it, it is too late, its text is already removed, or `expected` is another version.
pub async fn recall(store: &Store, actor: &Actor, key: TicketKey, id: MessageId, expected: &Expected) -> Result<MessageView, ServiceError> {
    check_role(actor, Action::Recall)?;
    let ticket = resolve(store, key).await?;
    store
        .write(async |work| {
            let ticket = work.get::<Ticket>(actor.scope(), ticket).await?;
            let closed = match ticket.closed_by(id) {
                Some(escalation) => match work.get::<Escalation>(Scope::All, escalation).await {
                    Err(StoreError::NotFound) => None,
                    found => Some(found?),
                },
                None => None,
            };
            // Locked after its ticket and the escalation, as when it is redacted.
            let reply = work.reply(ticket.id, id).await?;
            expected.check(reply.version)?;
            let reopens = may_reopen(work, &ticket).await.is_ok();
            let was = ticket.standing.status();
            let change = undoable(ticket, work).await?.recall(reply, closed, reopens, actor, work.at())?;
            let (ticket, message): (Ticket, Message) = work.save(change).await?;
            requeued(work, actor, was, ticket).await?;
            Ok(work.message_view(message).await?)
        })
        .await
}
