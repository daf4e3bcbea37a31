//! Escalations: raising, answering and closing them, and what is asked and answered within.

use caredesk_domain::{
    CustomerId, EscalationId, InteractionId, MessageId, Refusal, StaffId,
    actor::{Actor, Scope},
    change::Change,
    customer::Customer,
    escalation::{Case, Escalation, NewEscalation, Source, Target, TargetRole},
    event::{Subject, SubjectKind},
    policy::{Action, Relation, check, check_role},
    staff::Staff,
    text::{Body, Outcome, Reason},
    ticket::Priority,
};
use caredesk_persistence::{
    EscalationFilter, EscalationMessageView, EscalationView, Happening, Page, PageRequest, Store, StoreError, Work,
};
use uuid::Uuid;

use super::{
    Expected, ServiceError,
    colleagues::present,
    error::missing,
    tickets::{TicketKey, resolve as ticket_id},
    timelines,
};

/// What an escalation is raised from, as it is named in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A ticket.
    Ticket(TicketKey),
    /// An interaction.
    Interaction(InteractionId),
}

/// Whom to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// Of which role.
    pub role: TargetRole,
    /// Who; `None` for the role's pool.
    pub staff: Option<StaffId>,
}

/// What an escalation is raised with.
#[derive(Debug)]
pub struct Raise {
    /// Whom it asks.
    pub ask: Ask,
    /// What is asked, and why.
    pub reason: Reason,
    /// How soon it must be answered.
    pub priority: Option<Priority>,
}

/// Asks a doctor or an admin about a ticket or an interaction.
///
/// # Errors
/// When the actor may not, the record is not there or cannot be escalated now, or the target is not fit for it.
pub async fn raise(store: &Store, actor: &Actor, origin: Origin, command: Raise) -> Result<EscalationView, ServiceError> {
    check_role(actor, Action::Escalate)?;
    let source = source(store, origin).await?;
    store
        .write(async |work| {
            // Colleagues are held before what is theirs, as where one leaves.
            let target = target(work, actor, command.ask).await;
            let case = work.case(actor.scope(), source).await?;
            let customer: Customer = work.get_hidden_too(Scope::All, case.customer()).await?;
            customer.may_be_served()?;
            let new =
                NewEscalation { id: work.new_escalation_id(), target: target?, reason: command.reason.clone(), priority: command.priority };
            let (_, escalation): (Case, Escalation) = work.save(case.escalate(new, actor, work.at())?).await?;
            Ok(work.escalation_view(escalation).await?)
        })
        .await
}

/// One escalation; hidden ones for whoever may bring them back.
///
/// # Errors
/// When the actor may not read escalations, or there is none they may see.
pub async fn get(store: &Store, actor: &Actor, id: EscalationId) -> Result<EscalationView, ServiceError> {
    check(actor, Action::ReadEscalations, Relation::Other)?;
    let hidden_too = check(actor, Action::RestoreEscalation, Relation::Other).is_ok();
    Ok(store.escalation(actor.scope(), id, hidden_too).await?.disclose(store.ledger(), actor).await?)
}

/// Escalations, one page of them.
///
/// # Errors
/// When the actor may not read escalations, or not hidden ones.
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
    Ok(store.list_escalations(actor.scope(), filter, request).await?.disclose(store.ledger(), actor).await?)
}

/// The escalations raised from a ticket or an interaction; `filter` says how they are listed.
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
    check(actor, Action::ReadEscalations, Relation::Other)?;
    let read = match origin {
        Origin::Ticket(_) => Action::ReadTickets,
        Origin::Interaction(_) => Action::ReadInteractions,
    };
    check(actor, read, Relation::Other)?;
    let source = source(store, origin).await?;
    match source {
        Source::Ticket(id) => store.customer_of_ticket(actor.scope(), id).await?,
        Source::Interaction(id) => store.customer_of_interaction(actor.scope(), id).await?,
    };
    list(store, actor, &EscalationFilter { source: Some(source), ..filter }, request).await
}

/// Takes an escalation on.
///
/// # Errors
/// When the actor may not, or it is over; [`ServiceError::AcceptedBy`] when another of the pool was first.
pub async fn accept(store: &Store, actor: &Actor, id: EscalationId, expected: &Expected) -> Result<EscalationView, ServiceError> {
    let accepted = change(store, actor, Action::Accept, async |work| {
        present(work, actor).await?;
        let escalation = match work.get::<Escalation>(actor.scope(), id).await {
            Err(StoreError::NotFound) => return Err(too_late(work, actor, id).await?),
            found => found?,
        };
        // Whoever was second has read an older version, and is told what they can use.
        let accepted = match escalation.clone().accept(actor, work.at()) {
            Err(Refusal::Taken { by }) => return Err(accepted_by(work, by).await?),
            outcome => outcome,
        };
        expected.check(escalation.version)?;
        Ok(accepted?)
    });
    accepted.await
}

/// Gives an escalation back to its pool.
///
/// # Errors
/// When the actor may not, or it is not theirs to give back.
pub async fn decline(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &Expected,
    reason: &Reason,
) -> Result<EscalationView, ServiceError> {
    change(store, actor, Action::Decline, async |work| Ok(load(work, actor, id, expected).await?.decline(reason, actor, work.at())?)).await
}

/// Gives an escalation to somebody else, or to a pool.
///
/// # Errors
/// When the actor may not, it is over, or the target is not fit for it.
pub async fn reassign(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &Expected,
    ask: Ask,
) -> Result<EscalationView, ServiceError> {
    change(store, actor, Action::Reassign, async |work| {
        // Colleagues are held before what is theirs, as where one leaves.
        let target = target(work, actor, ask).await;
        let escalation = load(work, actor, id, expected).await?;
        Ok(escalation.reassign(target?, actor, work.at())?)
    })
    .await
}

/// Answers an escalation for good.
///
/// # Errors
/// When the actor may not, or it is over.
pub async fn resolve(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &Expected,
    outcome: &Outcome,
) -> Result<EscalationView, ServiceError> {
    end(store, actor, Action::ResolveEscalation, id, expected, async |escalation, case, work| {
        Ok(escalation.resolve(case, outcome.clone(), actor, work.at())?)
    })
    .await
}

/// Takes an escalation back before it is answered.
///
/// # Errors
/// When the actor may not, or it is over.
pub async fn withdraw(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &Expected,
    reason: &Reason,
) -> Result<EscalationView, ServiceError> {
    end(store, actor, Action::Withdraw, id, expected, async |escalation, case, work| {
        Ok(escalation.withdraw(case, reason.clone(), actor, work.at())?)
    })
    .await
}

/// Notes that the answer to an escalation has been passed on.
///
/// # Errors
/// When the actor may not, or it is not answered.
pub async fn close(store: &Store, actor: &Actor, id: EscalationId, expected: &Expected) -> Result<EscalationView, ServiceError> {
    change(store, actor, Action::Close, async |work| Ok(load(work, actor, id, expected).await?.close(actor, work.at())?)).await
}

/// Hides an escalation.
///
/// # Errors
/// When the actor may not, or it is open.
pub async fn delete(store: &Store, actor: &Actor, id: EscalationId, expected: &Expected) -> Result<(), ServiceError> {
    let hidden = change(store, actor, Action::DeleteEscalation, async |work| {
        let escalation: Escalation = work.get_hidden_too(actor.scope(), id).await?;
        expected.check(escalation.version)?;
        Ok(escalation.delete(actor, work.at())?)
    });
    hidden.await.map(drop)
}

/// Brings a hidden escalation back.
///
/// # Errors
/// When the actor may not, or it is not hidden.
pub async fn restore(store: &Store, actor: &Actor, id: EscalationId, expected: &Expected) -> Result<EscalationView, ServiceError> {
    change(store, actor, Action::RestoreEscalation, async |work| {
        let escalation: Escalation = work.get_hidden_too(actor.scope(), id).await?;
        expected.check(escalation.version)?;
        Ok(escalation.undelete(actor, work.at())?)
    })
    .await
}

/// Asks or answers within an escalation.
///
/// # Errors
/// When the actor may not, or it is over.
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

/// What was asked and answered within an escalation.
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

/// One question or answer.
///
/// # Errors
/// When the actor may not read escalations, or there is none they may see.
pub async fn message(store: &Store, actor: &Actor, id: MessageId) -> Result<EscalationMessageView, ServiceError> {
    check(actor, Action::ReadEscalations, Relation::Other)?;
    Ok(store.escalation_message(actor.scope(), id).await?.disclose(store.ledger(), actor).await?)
}

/// What happened to an escalation.
///
/// # Errors
/// When the actor may not read escalations, or there is none they may see.
pub async fn timeline(store: &Store, actor: &Actor, id: EscalationId, request: PageRequest) -> Result<Page<Happening>, ServiceError> {
    let customer = visible(store, actor, id).await?;
    let subject = Subject { kind: SubjectKind::Escalation, id: id.uuid() };
    timelines::read(store, actor, subject, &[], customer, request).await
}

/// The escalations whose events the timeline of a ticket or an interaction shows to the actor.
pub(super) async fn on_timeline(store: &Store, actor: &Actor, source: Source) -> Result<Vec<Uuid>, ServiceError> {
    match check(actor, Action::ReadEscalations, Relation::Other) {
        Ok(_) => Ok(store.escalation_ids_of(actor.scope(), source).await?),
        Err(_) => Ok(Vec::new()),
    }
}

/// Whose case an escalation is, for reading what hangs on it.
async fn visible(store: &Store, actor: &Actor, id: EscalationId) -> Result<CustomerId, ServiceError> {
    check(actor, Action::ReadEscalations, Relation::Other)?;
    Ok(store.customer_of_escalation(actor.scope(), id).await?)
}

async fn source(store: &Store, origin: Origin) -> Result<Source, StoreError> {
    Ok(match origin {
        Origin::Ticket(key) => Source::Ticket(ticket_id(store, key).await?),
        Origin::Interaction(id) => Source::Interaction(id),
    })
}

/// Whom to ask, if they are there and fit for it; nobody lets them go until this transaction ends.
async fn target(work: &mut Work, actor: &Actor, ask: Ask) -> Result<Target, ServiceError> {
    const FIELD: &str = "target/staff_id";
    let Some(id) = ask.staff else { return Ok(Target::pool(ask.role)) };
    let staff = work.get_shared::<Staff>(actor.scope(), id).await;
    let staff = staff.map_err(|error| missing(error, FIELD, "must be a colleague who exists"))?;
    Ok(Target::person(ask.role, &staff, FIELD)?)
}

async fn load(work: &mut Work, actor: &Actor, id: EscalationId, expected: &Expected) -> Result<Escalation, ServiceError> {
    let escalation: Escalation = work.get(actor.scope(), id).await?;
    expected.check(escalation.version)?;
    Ok(escalation)
}

/// Why an escalation is not there to be accepted: it never was, or another of the pool was first.
async fn too_late(work: &mut Work, actor: &Actor, id: EscalationId) -> Result<ServiceError, ServiceError> {
    let Some(role) = actor.role() else { return Ok(StoreError::NotFound.into()) };
    let first = work.taken_from_pool(id, role).await?;
    Ok(first.map_or(StoreError::NotFound.into(), ServiceError::AcceptedBy))
}

async fn accepted_by(work: &mut Work, by: StaffId) -> Result<ServiceError, ServiceError> {
    let owner = work.staff_name(by).await?;
    Ok(owner.map_or(Refusal::Taken { by }.into(), ServiceError::AcceptedBy))
}

/// Saves what `transition` makes of an escalation. Whether the role may do such a thing at all is asked first: 403 comes before 404. Where nothing
/// had to be written no event covers the answer, so that the escalation was shown is noted like any other read.
async fn change(
    store: &Store,
    actor: &Actor,
    action: Action,
    transition: impl AsyncFn(&mut Work) -> Result<Change<Escalation>, ServiceError>,
) -> Result<EscalationView, ServiceError> {
    check_role(actor, action)?;
    let (view, told) = store
        .write(async |work| {
            let change = transition(work).await?;
            let told = change.tells();
            let escalation = work.save(change).await?;
            Ok::<_, ServiceError>((work.escalation_view(escalation).await?, told))
        })
        .await?;
    if !told {
        store.ledger().note_shown(actor, &view.escalation).await?;
    }
    Ok(view)
}

/// Ends an escalation, which changes what it was raised from too.
async fn end(
    store: &Store,
    actor: &Actor,
    action: Action,
    id: EscalationId,
    expected: &Expected,
    transition: impl AsyncFn(Escalation, Case, &mut Work) -> Result<Change<(Escalation, Case)>, ServiceError>,
) -> Result<EscalationView, ServiceError> {
    change(store, actor, action, async |work| {
        let (escalation, case) = work.escalation_in_case(actor.scope(), id).await?;
        expected.check(escalation.version)?;
        Ok(transition(escalation, case, work).await?.map(|(escalation, _)| escalation))
    })
    .await
}
