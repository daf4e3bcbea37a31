//! Messages and timeline of a ticket.

use caredesk_domain::{
    EscalationId, MessageId, Timestamp,
    actor::Actor,
    escalation::{Escalation, EscalationSource},
    event::{EventSubject, SubjectKind},
    message::{Channel, Conversation, Message, MessageKind},
    policy::{Action, Ownership, check, check_each},
    text::Body,
    ticket::{NewMessage, Ticket, TicketStatus},
};
use caredesk_persistence::{MessageView, Page, PageRequest, Store, TimelineEntry, Transaction, Written};

use super::{
    key::{TicketKey, resolve_ticket_id, ticket_in_scope},
    reopening::{ensure_reopenable, unassign_if_owner_left},
};
use crate::services::{
    ServiceError,
    error::invalid_if_not_found,
    escalations,
    staff_checks::lock_active_staff,
    timelines::{self, readable_kinds},
};

/// A new message on a ticket.
#[derive(Debug)]
pub struct PostMessage {
    /// The kind of message.
    pub kind: MessageCommand,
    /// The text.
    pub body: Body,
    /// The status to set with it.
    pub status: Option<TicketStatus>,
    /// The resolved escalation whose outcome it relays, which is closed with it.
    pub closes: Option<EscalationId>,
}

/// The kind of a new message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageCommand {
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
pub async fn post_message(store: &Store, actor: &Actor, key: TicketKey, say: PostMessage) -> Result<Written<MessageView>, ServiceError> {
    let action = match say.kind {
        MessageCommand::Reply => Action::Reply,
        MessageCommand::Note => Action::Note,
        MessageCommand::Customer(_) => Action::RecordCustomerMessage,
    };
    let (closes, moves) = (say.closes.map(|_| Action::Close), say.status.map(|_| Action::SetStatus));
    check_each(actor, &[Some(action), closes, moves].into_iter().flatten().collect::<Vec<_>>())?;
    let id = resolve_ticket_id(store, key).await?;
    store
        .write_once(async |work| {
            // Before the ticket: offboarding locks the staff member before their tickets.
            if say.kind == MessageCommand::Reply {
                lock_active_staff(work, actor).await?;
            }
            let may_move = say.status.is_some() || matches!(say.kind, MessageCommand::Customer(_));
            if may_move {
                work.lock_assignee(id).await?;
            }
            let ticket = work.get::<Ticket>(actor.row_scope(), id).await?;
            let passes_on = match say.closes {
                Some(id) => Some(closed_escalation(work, actor, id).await?),
                None => None,
            };
            if may_move {
                ensure_reopenable(work, &ticket).await?;
            }
            let new = NewMessage { id: work.new_message_id(), body: say.body.clone(), status: say.status, relays: passes_on };
            let (at, was) = (work.timestamp(), ticket.state.status());
            let change = match say.kind {
                MessageCommand::Reply => ticket.reply(new, actor, at)?,
                MessageCommand::Note => ticket.note(new, actor, at)?,
                MessageCommand::Customer(via) => ticket.record_customer_message(new, via, actor, at)?,
            };
            let (ticket, message): (Ticket, Message) = work.save(change).await?;
            unassign_if_owner_left(work, actor, was, ticket).await?;
            Ok(work.message_view(message).await?)
        })
        .await
}

/// The escalation whose outcome a reply relays; locked after its ticket, as when one ends.
async fn closed_escalation(work: &mut Transaction, actor: &Actor, id: EscalationId) -> Result<Escalation, ServiceError> {
    let escalation = work.get(actor.row_scope(), id).await;
    escalation.map_err(|error| invalid_if_not_found(error, "closes_escalation", "must be an escalation that exists"))
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
    let (ticket, customer) = ticket_in_scope(store, actor, key).await?;
    let seen = store.list_messages(Conversation::Ticket(ticket), customer, &readable_kinds(actor, kinds), request).await?;
    Ok(seen.disclose(store.read_log(), actor).await?)
}

/// Marks replies as fetched by the app; returns for each when it was first fetched.
///
/// # Errors
/// When the actor is not a service account that may read tickets.
pub async fn mark_fetched(store: &Store, actor: &Actor, ids: &[MessageId]) -> Result<Vec<(MessageId, Timestamp)>, ServiceError> {
    check(actor, Action::MarkFetched, Ownership::Other)?;
    Ok(store.mark_fetched(ids).await?)
}

/// The timeline of a ticket and its escalations. Actors who may not read notes see neither notes nor the note of an assignment.
///
/// # Errors
/// When the actor may not read tickets, or there is none they may see.
pub async fn timeline(store: &Store, actor: &Actor, key: TicketKey, request: PageRequest) -> Result<Page<TimelineEntry>, ServiceError> {
    let (ticket, customer) = ticket_in_scope(store, actor, key).await?;
    let subject = EventSubject { kind: SubjectKind::Ticket, id: ticket.uuid() };
    let escalations = escalations::on_timeline(store, actor, EscalationSource::Ticket(ticket)).await?;
    timelines::read(store, actor, subject, &escalations, customer, request).await
}
