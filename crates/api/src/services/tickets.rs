//! Tickets: opening, working and reading them.

use caredesk_domain::{
    CustomerId, Refusal, StaffId, TicketId,
    actor::{Actor, Scope},
    change::Change,
    customer::Customer,
    event::{Subject, SubjectKind},
    message::{Channel, Message, MessageKind},
    policy::{Action, Relation, check},
    staff::{Assignee, Staff},
    text::{Body, Description, Subject as SubjectLine},
    ticket::{Category, NewMessage, NewTicket, Priority, Ticket, TicketPatch, TicketStatus},
    ticket_number::TicketNumber,
};
use caredesk_persistence::{Happening, MessageView, Page, PageRequest, Store, StoreError, TicketFilter, TicketView, Work};

use super::{Expected, ServiceError};

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
    pub subject: SubjectLine,
    /// What it is about, in full.
    pub description: Description,
    /// Who is to work it.
    pub assignment: Assignment,
}

/// Something said on a ticket.
#[derive(Debug)]
pub struct Say {
    /// What kind of saying it is.
    pub what: Saying,
    /// The words.
    pub body: Body,
    /// The status the ticket is to have afterwards.
    pub status: Option<TicketStatus>,
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

/// Opens a ticket.
///
/// # Errors
/// When the actor may not, or customer or assignee are not fit for it.
pub async fn open(store: &Store, actor: &Actor, command: OpenTicket) -> Result<TicketView, ServiceError> {
    check(actor, Action::OpenTicket, Relation::Other)?;
    store
        .write(async |work| {
            let customer = work.get_shared::<Customer>(actor.scope(), command.customer).await;
            let customer = customer.map_err(|error| missing(error, "customer_id", "must be a customer who exists"))?;
            let assignee = match command.assignment {
                Assignment::Opener => Some(assignee(work, actor, actor.staff_id()).await?),
                Assignment::Queue => None,
                Assignment::To(id) => Some(assignee(work, actor, Some(id)).await?),
            };
            let new = NewTicket {
                id: work.new_ticket_id(),
                number: work.new_ticket_number(),
                category: command.category,
                priority: command.priority,
                subject: command.subject.clone(),
                description: command.description.clone(),
                assignee,
            };
            let change = Ticket::open(new, &customer, actor, work.at())?;
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
    Ok(store.ticket(actor.scope(), id).await?.disclose(store.ledger(), actor).await?)
}

/// Tickets, one page of them.
///
/// # Errors
/// When the actor may not read tickets.
pub async fn list(store: &Store, actor: &Actor, filter: &TicketFilter, request: PageRequest) -> Result<Page<TicketView>, ServiceError> {
    check(actor, Action::ReadTickets, Relation::Other)?;
    Ok(store.list_tickets(actor.scope(), filter, request).await?.disclose(store.ledger(), actor).await?)
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
    change(store, actor, Action::EditTicket, key, expected, async |ticket, work| Ok(ticket.edit(patch.clone(), actor, work.at())?)).await
}

/// Moves a ticket to another status, or takes the last move back.
///
/// # Errors
/// When the actor may not, or the status cannot follow.
pub async fn set_status(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &Expected,
    to: TicketStatus,
    undo: bool,
) -> Result<TicketView, ServiceError> {
    change(store, actor, Action::SetStatus, key, expected, async |ticket, work| {
        let at = work.at();
        may_reopen(work, &ticket).await?;
        Ok(if undo { ticket.undo_status(to, actor, at)? } else { ticket.set_status(to, actor, at)? })
    })
    .await
}

/// Takes an unassigned ticket.
///
/// # Errors
/// [`ServiceError::TakenBy`] naming the owner, when another was first.
pub async fn claim(store: &Store, actor: &Actor, key: TicketKey, expected: &Expected) -> Result<TicketView, ServiceError> {
    change(store, actor, Action::Claim, key, expected, async |ticket, work| match ticket.claim(actor, work.at()) {
        Err(Refusal::Taken { by }) => Err(match work.staff_name(by).await? {
            Some(owner) => ServiceError::TakenBy(owner),
            None => Refusal::Taken { by }.into(),
        }),
        outcome => Ok(outcome?),
    })
    .await
}

/// Gives a ticket to a colleague, or back to the queue.
///
/// # Errors
/// When the actor may not, or the colleague is not fit for it.
pub async fn assign(
    store: &Store,
    actor: &Actor,
    key: TicketKey,
    expected: &Expected,
    to: Option<StaffId>,
    note: Option<Body>,
) -> Result<TicketView, ServiceError> {
    change(store, actor, Action::Assign, key, expected, async |ticket, work| {
        let to = match to {
            Some(id) => Some(assignee(work, actor, Some(id)).await?),
            None => None,
        };
        Ok(ticket.assign(to, note.clone(), actor, work.at())?)
    })
    .await
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
    check(actor, action, Relation::Other)?;
    let id = resolve(store, key).await?;
    store
        .write(async |work| {
            let ticket = work.get::<Ticket>(actor.scope(), id).await?;
            let new = NewMessage { id: work.new_message_id(), body: say.body.clone(), status: say.status };
            let at = work.at();
            if say.status.is_some() {
                may_reopen(work, &ticket).await?;
            }
            let change = match say.what {
                Saying::Reply => ticket.reply(new, actor, at)?,
                Saying::Note => ticket.note(new, actor, at)?,
                Saying::Customer(via) => {
                    may_reopen(work, &ticket).await?;
                    ticket.record_customer_message(new, via, actor, at)?
                }
            };
            let (_, message): (Ticket, Message) = work.save(change).await?;
            let staff = match actor.staff_id() {
                Some(id) => work.staff_name(id).await?,
                None => None,
            };
            Ok(MessageView { message, staff })
        })
        .await
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
    let kinds: Vec<MessageKind> = kinds
        .iter()
        .copied()
        .filter(|kind| match kind {
            MessageKind::Reply => true,
            MessageKind::Note => reads_notes(actor),
        })
        .collect();
    Ok(store.list_messages(ticket, customer, &kinds, request).await?.disclose(store.ledger(), actor).await?)
}

/// What happened to a ticket. Whoever may not read notes sees neither them nor the words that came with an assignment.
///
/// # Errors
/// When the actor may not read tickets, or there is none they may see.
pub async fn timeline(store: &Store, actor: &Actor, key: TicketKey, request: PageRequest) -> Result<Page<Happening>, ServiceError> {
    let (ticket, customer) = visible(store, actor, key).await?;
    let subject = Subject { kind: SubjectKind::Ticket, id: ticket.uuid() };
    let hidden: &[Action] = if reads_notes(actor) { &[] } else { &[Action::Note] };
    let seen = store.timeline(subject, Some(customer), hidden, request).await?;
    let mut page = seen.disclose(store.ledger(), actor).await?;
    if !reads_notes(actor) {
        for happening in &mut page.rows {
            happening.changes.remove("note");
        }
    }
    Ok(page)
}

fn reads_notes(actor: &Actor) -> bool {
    check(actor, Action::ReadNotes, Relation::Other).is_ok()
}

/// Whose case a ticket is, for reading what hangs on it.
async fn visible(store: &Store, actor: &Actor, key: TicketKey) -> Result<(TicketId, CustomerId), ServiceError> {
    check(actor, Action::ReadTickets, Relation::Other)?;
    let id = resolve(store, key).await?;
    Ok((id, store.customer_of_ticket(actor.scope(), id).await?))
}

async fn resolve(store: &Store, key: TicketKey) -> Result<TicketId, StoreError> {
    match key {
        TicketKey::Id(id) => Ok(id),
        TicketKey::Number(number) => store.ticket_id(number).await,
    }
}

/// Loads a ticket, checks that it is the version meant, and saves what `transition` makes of it.
///
/// Whether the role may do such a thing at all is asked first: 403 comes before 404. Where nothing had to be written no event covers the answer, so
/// that the ticket was shown is noted like any other read.
async fn change(
    store: &Store,
    actor: &Actor,
    action: Action,
    key: TicketKey,
    expected: &Expected,
    transition: impl AsyncFn(Ticket, &mut Work) -> Result<Change<Ticket>, ServiceError>,
) -> Result<TicketView, ServiceError> {
    check(actor, action, Relation::Other)?;
    let id = resolve(store, key).await?;
    let (view, told) = store
        .write(async |work| {
            let ticket = work.get::<Ticket>(actor.scope(), id).await?;
            expected.check(ticket.version)?;
            let change = transition(ticket, work).await?;
            let told = change.tells();
            let ticket = work.save(change).await?;
            Ok::<_, ServiceError>((work.ticket_view(ticket).await?, told))
        })
        .await?;
    if !told {
        store.ledger().note_shown(actor, &view.ticket).await?;
    }
    Ok(view)
}

/// A resolved ticket is taken up again only for a customer who is not hidden.
async fn may_reopen(work: &mut Work, ticket: &Ticket) -> Result<(), ServiceError> {
    if ticket.standing.status() == TicketStatus::Resolved {
        let customer: Customer = work.get_hidden_too(Scope::All, ticket.customer).await?;
        customer.may_be_served()?;
    }
    Ok(())
}

/// The colleague as one a ticket may be given to.
async fn assignee(work: &mut Work, actor: &Actor, id: Option<StaffId>) -> Result<Assignee, ServiceError> {
    let unknown = |error| missing(error, "assignee_id", "must be a colleague who exists");
    let id = id.ok_or(StoreError::NotFound).map_err(unknown)?;
    let staff = work.get_shared::<Staff>(actor.scope(), id).await.map_err(unknown)?;
    Ok(staff.assignable()?)
}

/// A record the request refers to and that is not there is a fault of the request, not a missing page.
fn missing(error: StoreError, field: &'static str, detail: &str) -> ServiceError {
    if matches!(error, StoreError::NotFound) { ServiceError::invalid(field, "not_found", detail) } else { error.into() }
}
