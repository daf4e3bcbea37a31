//! What is said on a ticket, and what happened to it.

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

/// Something said on a ticket.
#[derive(Debug)]
pub struct Say {
    /// What kind of saying it is.
    pub what: Saying,
    /// The words.
    pub body: Body,
    /// The status the ticket is to have afterwards.
    pub status: Option<TicketStatus>,
    /// The escalation whose answer it passes on, which is closed with it.
    pub closes: Option<EscalationId>,
}

/// Who speaks to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saying {
    /// The desk to the customer.
    Reply,
    /// The desk to itself.
    Note,
    /// The customer to the desk, in this way.
    Customer(Option<Channel>),
}

/// Says something on a ticket.
///
/// # Errors
/// When the actor may not, or the status asked for cannot follow.
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
            // Before the ticket, which whoever takes their leave holds after them.
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

/// The escalation whose answer a reply passes on; held after its ticket, as where one ends.
async fn answered(work: &mut Work, actor: &Actor, id: EscalationId) -> Result<Escalation, ServiceError> {
    let escalation = work.get(actor.scope(), id).await;
    escalation.map_err(|error| missing(error, "closes_escalation", "must be an escalation that exists"))
}

/// What was said on a ticket, of the kinds asked for and allowed.
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

/// Notes that the app has fetched replies for their customers, and says of each since when.
///
/// # Errors
/// When the actor is no program that reads tickets.
pub async fn mark_fetched(store: &Store, actor: &Actor, ids: &[MessageId]) -> Result<Vec<(MessageId, Timestamp)>, ServiceError> {
    check(actor, Action::MarkFetched, Relation::Other)?;
    Ok(store.mark_fetched(ids).await?)
}

/// What happened to a ticket and its escalations. Whoever may not read notes sees neither them nor the words that came with an assignment.
///
/// # Errors
/// When the actor may not read tickets, or there is none they may see.
pub async fn timeline(store: &Store, actor: &Actor, key: TicketKey, request: PageRequest) -> Result<Page<Happening>, ServiceError> {
    let (ticket, customer) = visible(store, actor, key).await?;
    let subject = Subject { kind: SubjectKind::Ticket, id: ticket.uuid() };
    let escalations = escalations::on_timeline(store, actor, Source::Ticket(ticket)).await?;
    timelines::read(store, actor, subject, &escalations, customer, request).await
}
