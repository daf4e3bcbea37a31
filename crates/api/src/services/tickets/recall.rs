//! Taking a reply back.

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

/// Takes one's own reply back: it loses its words, and what it did to the ticket is undone where nothing came since.
///
/// # Errors
/// When the actor did not write it, it is too late, it has no words any more, or `expected` is another version.
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
            // After its ticket and the escalation, as where it is redacted.
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
