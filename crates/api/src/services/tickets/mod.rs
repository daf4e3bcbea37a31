//! Tickets: opening, working and reading them.

mod bulk;
mod conversation;
mod life;
mod moving;
mod recall;

use std::collections::BTreeSet;

pub use bulk::{BulkAction, Done, bulk};
use caredesk_domain::{
    CustomerId, InteractionId, StaffId, TicketId,
    actor::Actor,
    change::Change,
    customer::Customer,
    escalation::Source,
    event::SubjectKind,
    interaction::Interaction,
    policy::{Action, Relation, check, reads, reads_deleted, reads_notes},
    search::Query,
    text::{Description, Reason, Subject},
    ticket::{Category, NewTicket, Priority, Ticket, TicketPatch, TicketText},
    ticket_number::TicketNumber,
};
use caredesk_persistence::{Found, Page, PageRequest, ReadClass, Store, StoreError, TicketFilter, TicketView, Work};
pub use conversation::{Say, Saying, mark_fetched, messages, say, timeline};
use life::requeued;
pub use life::{StatusChange, assign, claim, claim_next, set_status};
pub use moving::move_to_customer;
pub(super) use moving::part;
pub use recall::recall;

use super::{Expected, ServiceError, colleagues::assignable, error::missing, timelines::note_shown};

/// How a ticket is named in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketKey {
    /// By its id.
    Id(TicketId),
    /// By what people call it.
    Number(TicketNumber),
}

/// Who is to work a new ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignment {
    /// Whoever opens it, if they work tickets.
    Opener,
    /// Nobody yet.
    Queue,
    /// This colleague.
    To(StaffId),
}

/// What a ticket is opened with.
#[derive(Debug)]
pub struct OpenTicket {
    /// Whose case it is.
    pub customer: CustomerId,
    /// What it is about.
    pub category: Category,
    /// How soon it must be worked.
    pub priority: Priority,
    /// What it is about, in a line.
    pub subject: Subject,
    /// What it is about, in full.
    pub description: Description,
    /// Who is to work it.
    pub assignment: Assignment,
    /// The interaction it is opened in.
    pub interaction: Option<InteractionId>,
}

/// Opens a ticket.
///
/// # Errors
/// When the actor may not, or customer or assignee are not fit for it.
pub async fn open(store: &Store, actor: &Actor, command: OpenTicket) -> Result<TicketView, ServiceError> {
    check(actor, Action::OpenTicket, Relation::Other)?;
    store
        .write(async |work| {
            let worker = match command.assignment {
                Assignment::Opener => actor.staff_id(),
                Assignment::Queue => None,
                Assignment::To(id) => Some(id),
            };
            let assignee = match worker {
                Some(id) => Some(assignable(work, actor, id, "assignee_id").await?),
                None => None,
            };
            let interaction = match command.interaction {
                Some(id) => {
                    let interaction = work.get::<Interaction>(actor.scope(), id).await;
                    Some(interaction.map_err(|error| missing(error, "interaction_id", "must be an interaction that exists"))?)
                }
                None => None,
            };
            let customer = work.get_shared::<Customer>(actor.scope(), command.customer).await;
            let customer = customer.map_err(|error| missing(error, "customer_id", "must be a customer who exists"))?;
            let new = NewTicket {
                id: work.new_ticket_id(),
                number: work.new_ticket_number(),
                category: command.category,
                priority: command.priority,
                subject: command.subject.clone(),
                description: command.description.clone(),
                assignee,
            };
            let change = Ticket::open(new, &customer, interaction, actor, work.at())?;
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
    check(actor, Action::ReadTickets, Relation::Other)?;
    let id = resolve(store, key).await?;
    Ok(store.ticket(actor.scope(), id, reads_deleted(actor, SubjectKind::Ticket)).await?.disclose(store.ledger(), actor).await?)
}

/// Tickets, one page of them.
///
/// # Errors
/// When the actor may not read tickets.
pub async fn list(store: &Store, actor: &Actor, filter: &TicketFilter, request: PageRequest) -> Result<Page<TicketView>, ServiceError> {
    check(actor, Action::ReadTickets, Relation::Other)?;
    if filter.deleted {
        check(actor, Action::RestoreTicket, Relation::Other)?;
    }
    let (scope, filter) = (actor.scope(), TicketFilter { notes_count: reads_notes(actor), ..filter.clone() });
    let list = async move |store: Store| store.list_tickets(scope, &filter, request).await;
    Ok(store.long_read(ReadClass::List, actor, list).await?.disclose(store.ledger(), actor).await?)
}

/// Finds tickets by their number and the words of subject and description, and for whoever may read customers by those of their customer: the name, phone
/// number, e-mail address or identifiers.
///
/// # Errors
/// When the actor may not read tickets.
pub async fn search(
    store: &Store,
    actor: &Actor,
    query: &Query,
    filter: &TicketFilter,
    request: PageRequest,
) -> Result<Found<TicketView>, ServiceError> {
    check(actor, Action::ReadTickets, Relation::Other)?;
    let by_customer = reads(actor, SubjectKind::Customer);
    let (scope, query, filter) = (actor.scope(), query.clone(), filter.clone());
    let search = async move |store: Store| store.search_tickets(scope, &query, &filter, by_customer, request).await;
    Ok(store.long_read(ReadClass::Search, actor, search).await?.disclose(store.ledger(), actor).await?)
}

/// Changes what a ticket is about.
///
/// # Errors
/// When the actor may not, the ticket is not there, or `expected` is another version.
pub async fn edit(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &Expected,
    patch: TicketPatch,
) -> Result<TicketView, ServiceError> {
    change(store, actor, Action::EditTicket, key, expected, nobody, async |ticket, (), work| {
        Ok(ticket.edit(patch.clone(), actor, work.at())?)
    })
    .await
}

/// Hides a ticket.
///
/// # Errors
/// When the actor may not, or an escalation is open on it.
pub async fn delete(store: &Store, actor: &Actor, key: TicketKey, expected: &Expected) -> Result<(), ServiceError> {
    change(store, actor, Action::DeleteTicket, key, expected, nobody, async |ticket, (), work| {
        let id = ticket.id;
        let deleted = ticket.delete(actor, work.at())?;
        moving::part(work, actor, Action::DeleteTicket, Source::Ticket(id), &[]).await?;
        Ok(deleted)
    })
    .await
    .map(drop)
}

/// Brings a hidden ticket back.
///
/// # Errors
/// When the actor may not, or it is not hidden.
pub async fn restore(store: &Store, actor: &Actor, key: TicketKey, expected: &Expected) -> Result<TicketView, ServiceError> {
    change(store, actor, Action::RestoreTicket, key, expected, nobody, async |ticket, (), work| {
        let customer: Customer = work.get_shared_hidden_too(actor.scope(), ticket.customer).await?;
        customer.may_be_served()?;
        Ok(ticket.undelete(actor, work.at())?)
    })
    .await
}

/// Redacts texts of a ticket, a hidden one's too.
///
/// # Errors
/// When the actor may not, there is no such ticket, a text was redacted before, or `expected` is another version.
pub async fn redact(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &Expected,
    texts: &BTreeSet<TicketText>,
    reason: &Reason,
) -> Result<TicketView, ServiceError> {
    change(store, actor, Action::Redact, key, expected, nobody, async |ticket, (), work| {
        Ok(ticket.redact(texts, reason, actor, work.at())?)
    })
    .await
}

/// Whose case a ticket is, for reading what hangs on it.
async fn visible(store: &Store, actor: &Actor, key: TicketKey) -> Result<(TicketId, CustomerId), ServiceError> {
    check(actor, Action::ReadTickets, Relation::Other)?;
    let id = resolve(store, key).await?;
    Ok((id, store.customer_of::<Ticket>(actor.scope(), id, reads_deleted(actor, SubjectKind::Ticket)).await?))
}

pub(super) async fn resolve(store: &Store, key: TicketKey) -> Result<TicketId, StoreError> {
    match key {
        TicketKey::Id(id) => Ok(id),
        TicketKey::Number(number) => store.ticket_id(number).await,
    }
}

/// Loads a ticket to change it: a hidden one only to bring it back.
async fn load(work: &mut Work, actor: &Actor, action: Action, id: TicketId) -> Result<Ticket, StoreError> {
    let hidden_too = matches!(action, Action::DeleteTicket | Action::RestoreTicket | Action::Redact);
    if hidden_too { work.get_hidden_too(actor.scope(), id).await } else { work.get(actor.scope(), id).await }
}

/// Nobody is held before the ticket.
async fn nobody(_: &mut Work, _: TicketId) {}

/// Loads a ticket, checks that it is the version meant, and saves what `transition` makes of it. `hold` loads before it what is held before tickets.
///
/// Whether the role may do such a thing at all is asked first: 403 comes before 404. Where nothing had to be written no event covers the answer, so
/// that the ticket was shown is noted like any other read.
async fn change<H>(
    store: &Store,
    actor: &Actor,
    action: Action,
    key: TicketKey,
    expected: &Expected,
    hold: impl AsyncFn(&mut Work, TicketId) -> H,
    transition: impl AsyncFn(Ticket, H, &mut Work) -> Result<Change<Ticket>, ServiceError>,
) -> Result<TicketView, ServiceError> {
    check(actor, action, Relation::Other)?;
    let id = resolve(store, key).await?;
    let (view, told) = store
        .write(async |work| {
            let held = hold(work, id).await;
            let ticket = load(work, actor, action, id).await?;
            expected.check(ticket.version)?;
            let was = ticket.standing.status();
            let change = transition(ticket, held, work).await?;
            let told = change.tells();
            let ticket = work.save(change).await?;
            let ticket = requeued(work, actor, was, ticket).await?;
            Ok::<_, ServiceError>((work.ticket_view(ticket).await?, told))
        })
        .await?;
    if !told {
        note_shown(store, actor, &view.ticket).await?;
    }
    Ok(view)
}
