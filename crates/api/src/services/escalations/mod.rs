//! Escalations: creating, changing and reading them, and their messages.

mod life;

use caredesk_domain::{
    CustomerId, EscalationId, InteractionId, MessageId, StaffId,
    actor::{Actor, Scope},
    customer::Customer,
    escalation::{Case, Escalation, NewEscalation, Source, Target, TargetRole},
    event::{Subject, SubjectKind},
    interaction::Interaction,
    policy::{Action, Relation, check, check_each, check_role, reads_deleted},
    staff::Staff,
    text::{Body, Reason},
    ticket::{Priority, Ticket},
};
use caredesk_persistence::{
    EscalationFilter, EscalationMessageView, EscalationView, Happening, Page, PageRequest, ReadClass, Store, StoreError, Work,
};
pub use life::{accept, close, decline, delete, raise_priority, reassign, redact, resolve, restore, withdraw};
use uuid::Uuid;

use super::{
    Expected, ServiceError,
    colleagues::present,
    error::missing,
    tickets::{TicketKey, resolve as ticket_id},
    timelines,
};

/// The record an escalation is raised from, as named in a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A ticket.
    Ticket(TicketKey),
    /// An interaction.
    Interaction(InteractionId),
}

/// The target of an escalation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// The role.
    pub role: TargetRole,
    /// The staff member; `None` for the role's pool.
    pub staff: Option<StaffId>,
}

/// The fields of a new escalation.
#[derive(Debug)]
pub struct Raise {
    /// The target.
    pub ask: Ask,
    /// The question, and why it is asked.
    pub reason: Reason,
    /// The priority; by default the ticket's, or medium for an interaction.
    pub priority: Option<Priority>,
}

/// Escalates a ticket or an interaction to a doctor or an admin.
///
/// # Errors
/// When the actor may not, there is no such record, it cannot be escalated now, or the target cannot be assigned.
pub async fn raise(store: &Store, actor: &Actor, origin: Origin, command: Raise) -> Result<EscalationView, ServiceError> {
    check_role(actor, Action::Escalate)?;
    let source = source(store, origin).await?;
    store
        .write(async |work| {
            // Staff are locked before their work, as in offboarding.
            let target = target(work, actor, command.ask).await;
            let case = work.case(actor.scope(), source).await?;
            let customer: Customer = work.get_shared_hidden_too(Scope::All, case.customer()).await?;
            customer.may_be_served()?;
            let new =
                NewEscalation { id: work.new_escalation_id(), target: target?, reason: command.reason.clone(), priority: command.priority };
            let (_, escalation): (Case, Escalation) = work.save(case.escalate(new, actor, work.at())?).await?;
            Ok(work.escalation_view(escalation).await?)
        })
        .await
}

/// One escalation; a deleted one for actors who may restore it.
///
/// # Errors
/// When the actor may not read escalations, or there is none they may see.
pub async fn get(store: &Store, actor: &Actor, id: EscalationId) -> Result<EscalationView, ServiceError> {
    check(actor, Action::ReadEscalations, Relation::Other)?;
    let hidden_too = reads_deleted(actor, SubjectKind::Escalation);
    Ok(store.escalation(actor.scope(), id, hidden_too).await?.disclose(store.ledger(), actor).await?)
}

/// Escalations, one page of them.
///
/// # Errors
/// When the actor may not read escalations, or not deleted ones.
pub async fn list(
    store: &Store,
    actor: &Actor,
    filter: &EscalationFilter,
    request: PageRequest,
) -> Result<Page<EscalationView>, ServiceError> {
    check(actor, Action::ReadEscalations, Relation::Other)?;
    if filter.deleted {
        check(actor, Action::RestoreEscalation, Relation::Other)?;
    }
    let (scope, filter) = (actor.scope(), filter.clone());
    let list = async move |store: Store| store.list_escalations(scope, &filter, request).await;
    Ok(store.long_read(ReadClass::List, actor, list).await?.disclose(store.ledger(), actor).await?)
}

/// The escalations of a ticket or an interaction, one page; `filter` as in [`list`].
///
/// # Errors
/// When the actor may not read escalations or the record, or there is none they may see.
pub async fn of(
    store: &Store,
    actor: &Actor,
    origin: Origin,
    filter: EscalationFilter,
    request: PageRequest,
) -> Result<Page<EscalationView>, ServiceError> {
    let read = match origin {
        Origin::Ticket(_) => Action::ReadTickets,
        Origin::Interaction(_) => Action::ReadInteractions,
    };
    check_each(actor, &[Action::ReadEscalations, read])?;
    let source = source(store, origin).await?;
    match source {
        Source::Ticket(id) => store.customer_of::<Ticket>(actor.scope(), id, reads_deleted(actor, SubjectKind::Ticket)).await?,
        Source::Interaction(id) => {
            store.customer_of::<Interaction>(actor.scope(), id, reads_deleted(actor, SubjectKind::Interaction)).await?
        }
    };
    list(store, actor, &EscalationFilter { source: Some(source), ..filter }, request).await
}

/// Posts a message (question or answer) on an escalation.
///
/// # Errors
/// When the actor may not, or it has ended.
pub async fn discuss(store: &Store, actor: &Actor, id: EscalationId, body: &Body) -> Result<EscalationMessageView, ServiceError> {
    check_role(actor, Action::Discuss)?;
    store
        .write(async |work| {
            let escalation: Escalation = work.get(actor.scope(), id).await?;
            let change = escalation.discuss(work.new_message_id(), body.clone(), actor, work.at())?;
            let (_, message) = work.save(change).await?;
            Ok(work.escalation_message_view(message).await?)
        })
        .await
}

/// The messages of an escalation, one page.
///
/// # Errors
/// When the actor may not read escalations, or there is none they may see.
pub async fn messages(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    request: PageRequest,
) -> Result<Page<EscalationMessageView>, ServiceError> {
    let customer = visible(store, actor, id).await?;
    Ok(store.list_escalation_messages(id, customer, request).await?.disclose(store.ledger(), actor).await?)
}

/// One message of an escalation.
///
/// # Errors
/// When the actor may not read escalations, or there is none they may see.
pub async fn message(store: &Store, actor: &Actor, id: MessageId) -> Result<EscalationMessageView, ServiceError> {
    check(actor, Action::ReadEscalations, Relation::Other)?;
    Ok(store
        .escalation_message(actor.scope(), id, reads_deleted(actor, SubjectKind::Escalation))
        .await?
        .disclose(store.ledger(), actor)
        .await?)
}

/// The timeline of an escalation.
///
/// # Errors
/// When the actor may not read escalations, or there is none they may see.
pub async fn timeline(store: &Store, actor: &Actor, id: EscalationId, request: PageRequest) -> Result<Page<Happening>, ServiceError> {
    let customer = visible(store, actor, id).await?;
    let subject = Subject { kind: SubjectKind::Escalation, id: id.uuid() };
    timelines::read(store, actor, subject, &[], customer, request).await
}

/// The escalations whose events the actor sees on the timeline of a ticket or an interaction.
pub(super) async fn on_timeline(store: &Store, actor: &Actor, source: Source) -> Result<Vec<Uuid>, ServiceError> {
    match check(actor, Action::ReadEscalations, Relation::Other) {
        Ok(_) => Ok(store.escalation_ids_of(actor.scope(), source).await?),
        Err(_) => Ok(Vec::new()),
    }
}

/// The customer of an escalation that the actor may see, for reading its dependent records.
async fn visible(store: &Store, actor: &Actor, id: EscalationId) -> Result<CustomerId, ServiceError> {
    check(actor, Action::ReadEscalations, Relation::Other)?;
    Ok(store.customer_of::<Escalation>(actor.scope(), id, reads_deleted(actor, SubjectKind::Escalation)).await?)
}

async fn source(store: &Store, origin: Origin) -> Result<Source, StoreError> {
    Ok(match origin {
        Origin::Ticket(key) => Source::Ticket(ticket_id(store, key).await?),
        Origin::Interaction(id) => Source::Interaction(id),
    })
}

/// The target, if they can be assigned; locked (shared), so that deactivation waits for this transaction.
async fn target(work: &mut Work, actor: &Actor, ask: Ask) -> Result<Target, ServiceError> {
    const FIELD: &str = "target/staff_id";
    let Some(id) = ask.staff else { return Ok(Target::pool(ask.role)) };
    let staff = work.get_shared::<Staff>(actor.scope(), id).await;
    let staff = staff.map_err(|error| missing(error, FIELD, "must be a colleague who exists"))?;
    Ok(Target::person(ask.role, &staff, FIELD)?)
}
