//! Escalations: creating, changing and reading them, and their messages.

mod transitions;

use caredesk_domain::{
    CustomerId, EscalationId, InteractionId, MessageId, StaffId,
    actor::{Actor, RowScope},
    customer::Customer,
    escalated_record::EscalatedRecord,
    escalation::{Escalation, EscalationSource, NewEscalation, Target, TargetRole},
    event::{EventSubject, SubjectKind},
    interaction::Interaction,
    policy::{Action, Ownership, can_read_deleted, check, check_each, check_role},
    staff::Staff,
    text::{Body, Reason},
    ticket::{Priority, Ticket},
};
use caredesk_persistence::{
    EscalationFilter, EscalationMessageView, EscalationView, Page, PageRequest, ReadClass, Store, StoreError, TimelineEntry, Transaction,
    Written,
};
pub use transitions::{accept, close, decline, delete, raise_priority, reassign, redact, resolve, restore, withdraw};
use uuid::Uuid;

use super::{
    ExpectedVersion, ServiceError,
    error::invalid_if_not_found,
    staff_checks::lock_active_staff,
    tickets::{TicketKey, resolve_ticket_id as ticket_id},
    timelines,
};

/// The record an escalation is raised from, as named in a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscalationSourceKey {
    /// A ticket.
    Ticket(TicketKey),
    /// An interaction.
    Interaction(InteractionId),
}

/// The target of an escalation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestedTarget {
    /// The role.
    pub role: TargetRole,
    /// The staff member; `None` for the role's pool.
    pub staff: Option<StaffId>,
}

/// The fields of a new escalation.
#[derive(Debug)]
pub struct RaiseEscalation {
    /// The target.
    pub ask: RequestedTarget,
    /// The question, and why it is asked.
    pub reason: Reason,
    /// The priority; by default the ticket's, or medium for an interaction.
    pub priority: Option<Priority>,
}

/// Escalates a ticket or an interaction to a doctor or an admin.
///
/// # Errors
/// When the actor may not, there is no such record, it cannot be escalated now, or the target cannot be assigned.
pub async fn raise(
    store: &Store,
    actor: &Actor,
    origin: EscalationSourceKey,
    command: RaiseEscalation,
) -> Result<Written<EscalationView>, ServiceError> {
    check_role(actor, Action::Escalate)?;
    let source = resolve_source(store, origin).await?;
    store
        .write_once(async |work| {
            // Staff are locked before their work, as in offboarding.
            let target = lock_target(work, actor, command.ask).await;
            let case = work.lock_source(actor.row_scope(), source).await?;
            let customer: Customer = work.get_shared_including_deleted(RowScope::All, case.customer()).await?;
            customer.ensure_active()?;
            let new =
                NewEscalation { id: work.new_escalation_id(), target: target?, reason: command.reason.clone(), priority: command.priority };
            let (_, escalation): (EscalatedRecord, Escalation) = work.save(case.escalate(new, actor, work.timestamp())?).await?;
            Ok(work.escalation_view(escalation).await?)
        })
        .await
}

/// One escalation; a deleted one for actors who may restore it.
///
/// # Errors
/// When the actor may not read escalations, or there is none they may see.
pub async fn get(store: &Store, actor: &Actor, id: EscalationId) -> Result<EscalationView, ServiceError> {
    check(actor, Action::ReadEscalations, Ownership::Other)?;
    let hidden_too = can_read_deleted(actor, SubjectKind::Escalation);
    Ok(store.escalation(actor.row_scope(), id, hidden_too).await?.disclose(store.read_log(), actor).await?)
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
    check(actor, Action::ReadEscalations, Ownership::Other)?;
    if filter.deleted {
        check(actor, Action::RestoreEscalation, Ownership::Other)?;
    }
    let (scope, filter) = (actor.row_scope(), filter.clone());
    let list = async move |store: Store| store.list_escalations(scope, &filter, request).await;
    Ok(store.long_read(ReadClass::List, actor, list).await?.disclose(store.read_log(), actor).await?)
}

/// The escalations of a ticket or an interaction, one page; `filter` as in [`list`].
///
/// # Errors
/// When the actor may not read escalations or the record, or there is none they may see.
pub async fn list_for_source(
    store: &Store,
    actor: &Actor,
    origin: EscalationSourceKey,
    filter: EscalationFilter,
    request: PageRequest,
) -> Result<Page<EscalationView>, ServiceError> {
    let read = match origin {
        EscalationSourceKey::Ticket(_) => Action::ReadTickets,
        EscalationSourceKey::Interaction(_) => Action::ReadInteractions,
    };
    check_each(actor, &[Action::ReadEscalations, read])?;
    let source = resolve_source(store, origin).await?;
    match source {
        EscalationSource::Ticket(id) => {
            store.customer_of::<Ticket>(actor.row_scope(), id, can_read_deleted(actor, SubjectKind::Ticket)).await?
        }
        EscalationSource::Interaction(id) => {
            store.customer_of::<Interaction>(actor.row_scope(), id, can_read_deleted(actor, SubjectKind::Interaction)).await?
        }
    };
    list(store, actor, &EscalationFilter { source: Some(source), ..filter }, request).await
}

/// Posts a message (question or answer) on an escalation.
///
/// # Errors
/// When the actor may not, or it has ended.
pub async fn discuss(store: &Store, actor: &Actor, id: EscalationId, body: &Body) -> Result<Written<EscalationMessageView>, ServiceError> {
    check_role(actor, Action::Discuss)?;
    store
        .write_once(async |work| {
            let escalation: Escalation = work.get(actor.row_scope(), id).await?;
            let change = escalation.discuss(work.new_message_id(), body.clone(), actor, work.timestamp())?;
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
    let customer = customer_in_scope(store, actor, id).await?;
    Ok(store.list_escalation_messages(id, customer, request).await?.disclose(store.read_log(), actor).await?)
}

/// One message of an escalation.
///
/// # Errors
/// When the actor may not read escalations, or there is none they may see.
pub async fn message(store: &Store, actor: &Actor, id: MessageId) -> Result<EscalationMessageView, ServiceError> {
    check(actor, Action::ReadEscalations, Ownership::Other)?;
    Ok(store
        .escalation_message(actor.row_scope(), id, can_read_deleted(actor, SubjectKind::Escalation))
        .await?
        .disclose(store.read_log(), actor)
        .await?)
}

/// The timeline of an escalation.
///
/// # Errors
/// When the actor may not read escalations, or there is none they may see.
pub async fn timeline(store: &Store, actor: &Actor, id: EscalationId, request: PageRequest) -> Result<Page<TimelineEntry>, ServiceError> {
    let customer = customer_in_scope(store, actor, id).await?;
    let subject = EventSubject { kind: SubjectKind::Escalation, id: id.uuid() };
    timelines::read(store, actor, subject, &[], customer, request).await
}

/// The escalations whose events the actor sees on the timeline of a ticket or an interaction.
pub(super) async fn on_timeline(store: &Store, actor: &Actor, source: EscalationSource) -> Result<Vec<Uuid>, ServiceError> {
    match check(actor, Action::ReadEscalations, Ownership::Other) {
        Ok(_) => Ok(store.escalation_ids_of(actor.row_scope(), source).await?),
        Err(_) => Ok(Vec::new()),
    }
}

/// The customer of an escalation that the actor may see, for reading its dependent records.
async fn customer_in_scope(store: &Store, actor: &Actor, id: EscalationId) -> Result<CustomerId, ServiceError> {
    check(actor, Action::ReadEscalations, Ownership::Other)?;
    Ok(store.customer_of::<Escalation>(actor.row_scope(), id, can_read_deleted(actor, SubjectKind::Escalation)).await?)
}

async fn resolve_source(store: &Store, origin: EscalationSourceKey) -> Result<EscalationSource, StoreError> {
    Ok(match origin {
        EscalationSourceKey::Ticket(key) => EscalationSource::Ticket(ticket_id(store, key).await?),
        EscalationSourceKey::Interaction(id) => EscalationSource::Interaction(id),
    })
}

/// The target, if they can be assigned; locked (shared), so that deactivation waits for this transaction.
async fn lock_target(work: &mut Transaction, actor: &Actor, ask: RequestedTarget) -> Result<Target, ServiceError> {
    const FIELD: &str = "target/staff_id";
    let Some(id) = ask.staff else { return Ok(Target::pool(ask.role)) };
    let staff = work.get_shared::<Staff>(actor.row_scope(), id).await;
    let staff = staff.map_err(|error| invalid_if_not_found(error, FIELD, "must be a colleague who exists"))?;
    Ok(Target::person(ask.role, &staff, FIELD)?)
}
