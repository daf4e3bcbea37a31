//! Messages and timeline of a ticket.

use caredesk_domain::{
    EscalationId, MessageId, Timestamp,
    actor::Actor,
    escalation::{Escalation, Source},
    event::{Subject, SubjectKind},
    message::{Channel, Message, MessageKind, Place},
    policy::{Action, Relation, check, check_each},
    text::Body,
    ticket::{NewMessage, Ticket, TicketStatus},
};
use caredesk_persistence::{Happening, MessageView, Page, PageRequest, Store, Work};

use super::{
    ServiceError, TicketKey,
    life::{may_reopen, requeued},
    missing, resolve, visible,
};
use crate::services::{
    colleagues::present,
    escalations,
    timelines::{self, readable},
};

/// A new message on a ticket.
#[derive(Debug)]
pub struct Say {
    /// The kind of message.
    pub what: Saying,
    /// The text.
    pub body: Body,
    /// The status to set with it.
    pub status: Option<TicketStatus>,
    /// The resolved escalation whose outcome it relays, which is closed with it.
    pub closes: Option<EscalationId>,
}

/// The kind of a new message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saying {
    /// A reply to the customer.
    Reply,
    /// An internal note.
    Note,
    /// A message from the customer, by this channel.
    Customer(Option<Channel>),
}

/// Posts a message on a ticket.
///
/// # Errors
/// When the actor may not, or the transition to the status is not allowed.
pub async fn say(store: &Store, actor: &Actor, key: TicketKey, say: Say) -> Result<MessageView, ServiceError> {
    let action = match say.what {
        Saying::Reply => Action::Reply,
        Saying::Note => Action::Note,
        Saying::Customer(_) => Action::RecordCustomerMessage,
    };
    let (closes, moves) = (say.closes.map(|_| Action::Close), say.status.map(|_| Action::SetStatus));
    check_each(actor, &[Some(action), closes, moves].into_iter().flatten().collect::<Vec<_>>())?;
    let id = resolve(store, key).await?;
    store
        .write(async |work| {
            // Before the ticket: offboarding locks the staff member before their tickets.
            if say.what == Saying::Reply {
                present(work, actor).await?;
            }
            let may_move = say.status.is_some() || matches!(say.what, Saying::Customer(_));
            if may_move {
                work.hold_assignee(id).await?;
            }
            let ticket = work.get::<Ticket>(actor.scope(), id).await?;
            let passes_on = match say.closes {
                Some(id) => Some(answered(work, actor, id).await?),
                None => None,
            };
            if may_move {
                may_reopen(work, &ticket).await?;
            }
            let new = NewMessage { id: work.new_message_id(), body: say.body.clone(), status: say.status, passes_on };
            let (at, was) = (work.at(), ticket.standing.status());
            let change = match say.what {
                Saying::Reply => ticket.reply(new, actor, at)?,
                Saying::Note => ticket.note(new, actor, at)?,
                Saying::Customer(via) => ticket.record_customer_message(new, via, actor, at)?,
            };
            let (ticket, message): (Ticket, Message) = work.save(change).await?;
            requeued(work, actor, was, ticket).await?;
            Ok(work.message_view(message).await?)
        })
        .await
}

/// The escalation whose outcome a reply relays; locked after its ticket, as when one ends.
async fn answered(work: &mut Work, actor: &Actor, id: EscalationId) -> Result<Escalation, ServiceError> {
    let escalation = work.get(actor.scope(), id).await;
    escalation.map_err(|error| missing(error, "closes_escalation", "must be an escalation that exists"))
}

/// The messages of a ticket, of those `kinds` that the actor may read; one page.
///
/// # Errors
/// When the actor may not read tickets, or there is none they may see.
pub async fn messages(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    kinds: &[MessageKind],
    request: PageRequest,
) -> Result<Page<MessageView>, ServiceError> {
    let (ticket, customer) = visible(store, actor, key).await?;
    let seen = store.list_messages(Place::Ticket(ticket), customer, &readable(actor, kinds), request).await?;
    Ok(seen.disclose(store.ledger(), actor).await?)
}

/// Marks replies as fetched by the app; returns for each when it was first fetched.
///
/// # Errors
/// When the actor is not a service account that may read tickets.
pub async fn mark_fetched(store: &Store, actor: &Actor, ids: &[MessageId]) -> Result<Vec<(MessageId, Timestamp)>, ServiceError> {
    check(actor, Action::MarkFetched, Relation::Other)?;
    Ok(store.mark_fetched(ids).await?)
}

/// The timeline of a ticket and its escalations. Actors who may not read notes see neither notes nor the note of an assignment.
///
/// # Errors
/// When the actor may not read tickets, or there is none they may see.
pub async fn timeline(store: &Store, actor: &Actor, key: TicketKey, request: PageRequest) -> Result<Page<Happening>, ServiceError> {
    let (ticket, customer) = visible(store, actor, key).await?;
    let subject = Subject { kind: SubjectKind::Ticket, id: ticket.uuid() };
    let escalations = escalations::on_timeline(store, actor, Source::Ticket(ticket)).await?;
    timelines::read(store, actor, subject, &escalations, customer, request).await
}
