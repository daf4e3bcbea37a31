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
            // The message before its ticket, as where it is redacted; the escalation after it, as where one ends.
            let reply = work.reply(ticket, id).await?;
            let ticket = work.get::<Ticket>(actor.scope(), ticket).await?;
            expected.check(reply.version)?;
            let closed = match ticket.closed_by(id) {
                Some(escalation) => match work.get::<Escalation>(Scope::All, escalation).await {
                    Err(StoreError::NotFound) => None,
                    found => Some(found?),
                },
                None => None,
            };
            let reopens = may_reopen(work, &ticket).await.is_ok();
            let was = ticket.standing.status();
            let change = undoable(ticket, work).await?.recall(reply, closed, reopens, actor, work.at())?;
            let (ticket, message): (Ticket, Message) = work.save(change).await?;
            requeued(work, actor, was, ticket).await?;
            Ok(work.message_view(message).await?)
        })
        .await
}
