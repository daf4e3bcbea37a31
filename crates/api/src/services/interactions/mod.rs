//! Interactions: logging, changing and reading them.

mod move_customer;
mod transitions;

use caredesk_domain::{
    CustomerId, InteractionId, Timestamp,
    actor::Actor,
    change::Change,
    customer::Customer,
    escalation::EscalationSource,
    event::{EventSubject, SubjectKind},
    interaction::{Direction, Interaction, NewInteraction},
    message::{Channel, Conversation, Message, MessageKind},
    policy::{Action, Ownership, can_read_deleted, can_read_notes, check, check_each, check_role},
    text::{Body, Summary, Transcript},
    ticket::Ticket,
};
use caredesk_persistence::{
    InteractionFilter, InteractionView, MessageView, Page, PageRequest, ReadClass, Store, StoreError, TimelineEntry, Total, Transaction,
    Written,
};
pub use move_customer::move_to_customer;
pub use transitions::{assign, delete, edit, end, redact, restore, set_status};

use super::{
    ExpectedVersion, ServiceError,
    error::invalid_if_not_found,
    escalations,
    staff_checks::lock_active_staff,
    tickets::{TicketKey, resolve_ticket_id},
    timelines,
};

/// The fields of a new interaction.
#[derive(Debug)]
pub struct LogInteraction {
    /// The customer.
    pub customer: CustomerId,
    /// The channel.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// Its outcome.
    pub summary: Option<Summary>,
    /// What was said.
    pub transcript: Option<Transcript>,
    /// Whether it is pending.
    pub pending: bool,
    /// When it started; now, unless it is logged late.
    pub started_at: Option<Timestamp>,
    /// When it ended, if it has.
    pub ended_at: Option<Timestamp>,
    /// Whether nobody answered.
    pub no_answer: bool,
    /// The ticket it is about.
    pub ticket: Option<TicketKey>,
}

/// Logs an interaction. One about a ticket may count as a response to the waiting customer.
///
/// # Errors
/// When the actor may not, there is no such customer or ticket, or its times are invalid.
pub async fn log(store: &Store, actor: &Actor, command: LogInteraction) -> Result<Written<InteractionView>, ServiceError> {
    check(actor, Action::LogInteraction, Ownership::Other)?;
    let unknown_ticket = |error| invalid_if_not_found(error, "ticket_id", "must be a ticket that exists");
    let ticket = match command.ticket {
        Some(key) => Some(resolve_ticket_id(store, key).await.map_err(unknown_ticket)?),
        None => None,
    };
    store
        .write_once(async |work| {
            lock_active_staff(work, actor).await?;
            let ticket = match ticket {
                Some(id) => Some(work.get::<Ticket>(actor.row_scope(), id).await.map_err(unknown_ticket)?),
                None => None,
            };
            let customer = work.get_shared::<Customer>(actor.row_scope(), command.customer).await;
            let customer = customer.map_err(|error| invalid_if_not_found(error, "customer_id", "must be a customer who exists"))?;
            let new = NewInteraction {
                id: work.new_interaction_id(),
                channel: command.channel,
                direction: command.direction,
                summary: command.summary.clone(),
                transcript: command.transcript.clone(),
                pending: command.pending,
                started_at: command.started_at,
                ended_at: command.ended_at,
                no_answer: command.no_answer,
            };
            let interaction = work.save(Interaction::log(new, &customer, ticket, actor, work.timestamp())?).await?;
            Ok(work.interaction_view(interaction).await?)
        })
        .await
}

/// One interaction; a deleted one for actors who may restore it.
///
/// # Errors
/// When the actor may not read interactions, or there is none they may see.
pub async fn get(store: &Store, actor: &Actor, id: InteractionId) -> Result<InteractionView, ServiceError> {
    check(actor, Action::ReadInteractions, Ownership::Other)?;
    Ok(store
        .interaction(actor.row_scope(), id, can_read_deleted(actor, SubjectKind::Interaction))
        .await?
        .disclose(store.read_log(), actor)
        .await?)
}

/// Interactions, one page of them; `about` keeps those about a ticket.
///
/// # Errors
/// When the actor may not read interactions, or not deleted ones.
pub async fn list(
    store: &Store,
    actor: &Actor,
    mut filter: InteractionFilter,
    about: Option<TicketKey>,
    request: PageRequest,
) -> Result<Page<InteractionView>, ServiceError> {
    check(actor, Action::ReadInteractions, Ownership::Other)?;
    if filter.deleted {
        check(actor, Action::RestoreInteraction, Ownership::Other)?;
    }
    filter.include_notes = can_read_notes(actor);
    if let Some(key) = about {
        match resolve_ticket_id(store, key).await {
            Ok(ticket) => filter.ticket = Some(ticket),
            // Nothing is about a ticket that does not exist.
            Err(StoreError::NotFound) => return Ok(nothing(request)),
            Err(error) => return Err(error.into()),
        }
    }
    let scope = actor.row_scope();
    let list = async move |store: Store| store.list_interactions(scope, &filter, request).await;
    Ok(store.long_read(ReadClass::List, actor, list).await?.disclose(store.read_log(), actor).await?)
}

/// Writes an internal note on an interaction.
///
/// # Errors
/// When the actor may not, or there is no such interaction.
pub async fn note(store: &Store, actor: &Actor, id: InteractionId, body: &Body) -> Result<Written<MessageView>, ServiceError> {
    check(actor, Action::Note, Ownership::Other)?;
    store
        .write_once(async |work| {
            let interaction = work.get::<Interaction>(actor.row_scope(), id).await?;
            let change = interaction.note(work.new_message_id(), body.clone(), actor, work.timestamp())?;
            let (_, note): (Interaction, Message) = work.save(change).await?;
            Ok(work.message_view(note).await?)
        })
        .await
}

/// The internal notes on an interaction.
///
/// # Errors
/// When the actor may not read notes, or there is no interaction they may see.
pub async fn notes(store: &Store, actor: &Actor, id: InteractionId, request: PageRequest) -> Result<Page<MessageView>, ServiceError> {
    check_each(actor, &[Action::ReadNotes, Action::ReadInteractions])?;
    let customer = customer_in_scope(store, actor, id).await?;
    let seen = store.list_messages(Conversation::Interaction(id), customer, &[MessageKind::Note], request).await?;
    Ok(seen.disclose(store.read_log(), actor).await?)
}

/// The timeline of an interaction and its escalations. Actors who may not read notes see neither notes nor the note of an assignment.
///
/// # Errors
/// When the actor may not read interactions, or there is none they may see.
pub async fn timeline(store: &Store, actor: &Actor, id: InteractionId, request: PageRequest) -> Result<Page<TimelineEntry>, ServiceError> {
    let customer = customer_in_scope(store, actor, id).await?;
    let subject = EventSubject { kind: SubjectKind::Interaction, id: id.uuid() };
    let escalations = escalations::on_timeline(store, actor, EscalationSource::Interaction(id)).await?;
    timelines::read(store, actor, subject, &escalations, customer, request).await
}

/// The customer of an interaction that the actor may see, for reading its dependent records.
async fn customer_in_scope(store: &Store, actor: &Actor, id: InteractionId) -> Result<CustomerId, ServiceError> {
    check(actor, Action::ReadInteractions, Ownership::Other)?;
    Ok(store.customer_of::<Interaction>(actor.row_scope(), id, can_read_deleted(actor, SubjectKind::Interaction)).await?)
}

fn nothing<T>(request: PageRequest) -> Page<T> {
    Page { rows: Vec::new(), next: None, total: request.with_total.then_some(Total { count: 0, capped: false }) }
}

/// Locks nothing before the interaction.
async fn lock_nothing(_: &mut Transaction) {}

/// Loads an interaction, checks its version, and saves the change that `transition` makes. `hold` locks what is locked before interactions.
///
/// The role is checked first: 403 comes before 404. A change without event shows the interaction, so the read log records it like any other read.
async fn change<H>(
    store: &Store,
    actor: &Actor,
    action: Action,
    id: InteractionId,
    expected: &ExpectedVersion,
    hold: impl AsyncFn(&mut Transaction) -> H,
    transition: impl AsyncFn(Interaction, H, &mut Transaction) -> Result<Change<Interaction>, ServiceError>,
) -> Result<Written<InteractionView>, ServiceError> {
    check_role(actor, action)?;
    let hidden_too = matches!(action, Action::DeleteInteraction | Action::RestoreInteraction | Action::Redact);
    let written = store
        .write_once(async |work| {
            let (scope, held) = (actor.row_scope(), hold(work).await);
            let interaction: Interaction =
                if hidden_too { work.get_including_deleted(scope, id).await? } else { work.get(scope, id).await? };
            expected.check(interaction.version)?;
            let change = transition(interaction, held, work).await?;
            let told = change.has_events();
            let interaction = work.save(change).await?;
            Ok::<_, ServiceError>((work.interaction_view(interaction).await?, told))
        })
        .await?;
    if let Written::Done((view, false)) = &written {
        timelines::record_read(store, actor, &view.interaction).await?;
    }
    Ok(written.map(|(view, _)| view))
}
