//! Tickets: opening, changing and reading them.

mod bulk;
mod change;
mod conversation;
mod key;
mod move_customer;
mod recall;
mod reopening;
mod transitions;

use std::collections::BTreeSet;

pub use bulk::{BulkAction, BulkResult, bulk};
use caredesk_domain::{
    CustomerId, InteractionId, StaffId,
    actor::Actor,
    customer::Customer,
    escalation::EscalationSource,
    event::SubjectKind,
    interaction::Interaction,
    policy::{Action, Ownership, can_read, can_read_deleted, can_read_notes, check},
    search::SearchQuery,
    text::Reason,
    ticket::{NewTicket, Ticket, TicketFields, TicketPatch, TicketText},
};
use caredesk_persistence::{Page, PageRequest, ReadClass, SearchPage, Store, TicketFilter, TicketView, Written};
pub use conversation::{MessageCommand, PostMessage, mark_fetched, messages, post_message, timeline};
pub use key::TicketKey;
pub(super) use key::resolve_ticket_id;
pub(super) use move_customer::follow_move;
pub use move_customer::move_to_customer;
pub use recall::recall;
pub use transitions::{StatusChange, assign, claim, claim_next, set_status};

use self::change::{change, lock_nothing};
use super::{ExpectedVersion, ServiceError, error::invalid_if_not_found, staff_checks::lock_assignee};

/// The assignee of a new ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignment {
    /// The actor, if they work tickets.
    Opener,
    /// Nobody yet.
    Queue,
    /// This staff member.
    To(StaffId),
}

/// The fields of a new ticket.
#[derive(Debug)]
pub struct OpenTicket {
    /// The customer.
    pub customer: CustomerId,
    /// What people fill in.
    pub fields: TicketFields,
    /// The assignee.
    pub assignment: Assignment,
    /// The interaction it is opened in.
    pub interaction: Option<InteractionId>,
}

/// Opens a ticket.
///
/// # Errors
/// When the actor may not, the customer is deleted, or the assignee cannot be assigned.
pub async fn open(store: &Store, actor: &Actor, command: OpenTicket) -> Result<Written<TicketView>, ServiceError> {
    check(actor, Action::OpenTicket, Ownership::Other)?;
    store
        .write_once(async |work| {
            let worker = match command.assignment {
                Assignment::Opener => actor.staff_id(),
                Assignment::Queue => None,
                Assignment::To(id) => Some(id),
            };
            let assignee = match worker {
                Some(id) => Some(lock_assignee(work, actor, id, "assignee_id").await?),
                None => None,
            };
            let interaction = match command.interaction {
                Some(id) => {
                    let interaction = work.get::<Interaction>(actor.row_scope(), id).await;
                    Some(interaction.map_err(|error| invalid_if_not_found(error, "interaction_id", "must be an interaction that exists"))?)
                }
                None => None,
            };
            let customer = work.get_shared::<Customer>(actor.row_scope(), command.customer).await;
            let customer = customer.map_err(|error| invalid_if_not_found(error, "customer_id", "must be a customer who exists"))?;
            let new = NewTicket { id: work.new_ticket_id(), number: work.new_ticket_number(), assignee, fields: command.fields.clone() };
            let change = Ticket::open(new, &customer, interaction, actor, work.timestamp())?;
            let ticket = work.save(change).await?;
            Ok(work.ticket_view(ticket).await?)
        })
        .await
}

/// One ticket.
///
/// # Errors
/// When the actor may not read tickets, or there is none they may see.
pub async fn get(store: &Store, actor: &Actor, key: TicketKey) -> Result<TicketView, ServiceError> {
    check(actor, Action::ReadTickets, Ownership::Other)?;
    let id = resolve_ticket_id(store, key).await?;
    Ok(store.ticket(actor.row_scope(), id, can_read_deleted(actor, SubjectKind::Ticket)).await?.disclose(store.read_log(), actor).await?)
}

/// Tickets, one page of them.
///
/// # Errors
/// When the actor may not read tickets.
pub async fn list(store: &Store, actor: &Actor, filter: &TicketFilter, request: PageRequest) -> Result<Page<TicketView>, ServiceError> {
    check(actor, Action::ReadTickets, Ownership::Other)?;
    if filter.deleted {
        check(actor, Action::RestoreTicket, Ownership::Other)?;
    }
    let (scope, filter) = (actor.row_scope(), TicketFilter { include_notes: can_read_notes(actor), ..filter.clone() });
    let list = async move |store: Store| store.list_tickets(scope, &filter, request).await;
    Ok(store.long_read(ReadClass::List, actor, list).await?.disclose(store.read_log(), actor).await?)
}

/// Finds tickets by number and by words of subject and description; if the actor may read customers also by their customer's name, phone number,
/// e-mail address or identifiers.
///
/// # Errors
/// When the actor may not read tickets.
pub async fn search(
    store: &Store,
    actor: &Actor,
    query: &SearchQuery,
    filter: &TicketFilter,
    request: PageRequest,
) -> Result<SearchPage<TicketView>, ServiceError> {
    check(actor, Action::ReadTickets, Ownership::Other)?;
    let by_customer = can_read(actor, SubjectKind::Customer);
    let (scope, query, filter) = (actor.row_scope(), query.clone(), filter.clone());
    let search = async move |store: Store| store.search_tickets(scope, &query, &filter, by_customer, request).await;
    Ok(store.long_read(ReadClass::Search, actor, search).await?.disclose(store.read_log(), actor).await?)
}

/// Edits a ticket.
///
/// # Errors
/// When the actor may not, there is no such ticket, or `expected` is another version.
pub async fn edit(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &ExpectedVersion,
    patch: TicketPatch,
) -> Result<TicketView, ServiceError> {
    let edited = change(store, actor, Action::EditTicket, key, expected, lock_nothing, async |ticket, (), work| {
        Ok(ticket.edit(patch.clone(), actor, work.timestamp())?)
    });
    Ok(edited.await?.without_key()?)
}

/// Deletes a ticket.
///
/// # Errors
/// When the actor may not, or an escalation is open on it.
pub async fn delete(store: &Store, actor: &Actor, key: TicketKey, expected: &ExpectedVersion) -> Result<(), ServiceError> {
    change(store, actor, Action::DeleteTicket, key, expected, lock_nothing, async |ticket, (), work| {
        let id = ticket.id;
        let deleted = ticket.delete(actor, work.timestamp())?;
        if let Some(cause) = deleted.cause() {
            move_customer::unlink_tickets(work, &cause, EscalationSource::Ticket(id), &[]).await?;
        }
        Ok(deleted)
    })
    .await
    .map(drop)
}

/// Restores a deleted ticket.
///
/// # Errors
/// When the actor may not, it is not deleted, or its customer is deleted.
pub async fn restore(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &ExpectedVersion,
) -> Result<Written<TicketView>, ServiceError> {
    change(store, actor, Action::RestoreTicket, key, expected, lock_nothing, async |ticket, (), work| {
        let customer: Customer = work.get_shared_including_deleted(actor.row_scope(), ticket.customer).await?;
        customer.ensure_active()?;
        Ok(ticket.restore(actor, work.timestamp())?)
    })
    .await
}

/// Redacts texts of a ticket, even if it is deleted.
///
/// # Errors
/// When the actor may not, there is no such ticket, a text was redacted before, or `expected` is another version.
pub async fn redact(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &ExpectedVersion,
    texts: &BTreeSet<TicketText>,
    reason: &Reason,
) -> Result<Written<TicketView>, ServiceError> {
    change(store, actor, Action::Redact, key, expected, lock_nothing, async |ticket, (), work| {
        Ok(ticket.redact(texts, reason, actor, work.timestamp())?)
    })
    .await
}
