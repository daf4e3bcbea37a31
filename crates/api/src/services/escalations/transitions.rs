//! Changes of an escalation: accepting, reassigning, ending, deleting and restoring it.

use std::collections::BTreeSet;

use caredesk_domain::{
    DomainError, EscalationId, StaffId,
    actor::Actor,
    change::Change,
    escalated_record::EscalatedRecord,
    escalation::{Escalation, EscalationText},
    policy::{Action, check_role},
    text::{Outcome, Reason},
    ticket::Priority,
};
use caredesk_persistence::{EscalationView, Store, StoreError, Transaction, Written};

use super::{ExpectedVersion, RequestedTarget, ServiceError, lock_active_staff, lock_target, timelines::record_read};

/// Accepts an escalation.
///
/// # Errors
/// When the actor may not, or it has ended; [`ServiceError::AcceptedByOther`] when another staff member of the pool was first.
pub async fn accept(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &ExpectedVersion,
) -> Result<Written<EscalationView>, ServiceError> {
    let accepted = change(store, actor, Action::Accept, async |work| {
        lock_active_staff(work, actor).await?;
        let escalation = match work.get::<Escalation>(actor.row_scope(), id).await {
            Err(StoreError::NotFound) => return Err(accept_conflict(work, actor, id).await?),
            found => found?,
        };
        // Before the version check: who accepted it first says more than 412.
        let accepted = match escalation.clone().accept(actor, work.timestamp()) {
            Err(DomainError::AlreadyAssigned { assignee: by }) => return Err(accepted_by(work, by).await?),
            outcome => outcome,
        };
        expected.check(escalation.version)?;
        Ok(accepted?)
    });
    accepted.await
}

/// Returns an escalation to its pool.
///
/// # Errors
/// When the actor may not, or has not accepted it.
pub async fn decline(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &ExpectedVersion,
    reason: &Reason,
) -> Result<Written<EscalationView>, ServiceError> {
    change(store, actor, Action::Decline, async |work| {
        Ok(load(work, actor, id, expected).await?.decline(reason, actor, work.timestamp())?)
    })
    .await
}

/// Reassigns an escalation to another staff member, or to a pool.
///
/// # Errors
/// When the actor may not, it has ended, or the target cannot be assigned.
pub async fn reassign(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &ExpectedVersion,
    ask: RequestedTarget,
) -> Result<Written<EscalationView>, ServiceError> {
    change(store, actor, Action::Reassign, async |work| {
        // Staff are locked before their work, as in offboarding.
        let target = lock_target(work, actor, ask).await;
        let escalation = load(work, actor, id, expected).await?;
        Ok(escalation.reassign(target?, actor, work.timestamp())?)
    })
    .await
}

/// Raises the priority of an escalation.
///
/// # Errors
/// When the actor may not, it has ended, or the priority is lower than the current one.
pub async fn raise_priority(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &ExpectedVersion,
    priority: Priority,
) -> Result<Written<EscalationView>, ServiceError> {
    change(store, actor, Action::RaisePriority, async |work| {
        Ok(load(work, actor, id, expected).await?.raise_priority(priority, actor, work.timestamp())?)
    })
    .await
}

/// Resolves an escalation with its outcome.
///
/// # Errors
/// When the actor may not, or it has ended.
pub async fn resolve(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &ExpectedVersion,
    outcome: &Outcome,
) -> Result<Written<EscalationView>, ServiceError> {
    end(store, actor, Action::ResolveEscalation, id, expected, async |escalation, case, work| {
        Ok(escalation.resolve(case, outcome.clone(), actor, work.timestamp())?)
    })
    .await
}

/// Withdraws an escalation before it is resolved.
///
/// # Errors
/// When the actor may not, or it has ended.
pub async fn withdraw(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &ExpectedVersion,
    reason: &Reason,
) -> Result<Written<EscalationView>, ServiceError> {
    end(store, actor, Action::Withdraw, id, expected, async |escalation, case, work| {
        Ok(escalation.withdraw(case, reason.clone(), actor, work.timestamp())?)
    })
    .await
}

/// Closes a resolved escalation: its outcome has been relayed.
///
/// # Errors
/// When the actor may not, or it is not resolved.
pub async fn close(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &ExpectedVersion,
) -> Result<Written<EscalationView>, ServiceError> {
    change(store, actor, Action::Close, async |work| Ok(load(work, actor, id, expected).await?.close(actor, work.timestamp())?)).await
}

/// Deletes an escalation.
///
/// # Errors
/// When the actor may not, or it is open.
pub async fn delete(store: &Store, actor: &Actor, id: EscalationId, expected: &ExpectedVersion) -> Result<(), ServiceError> {
    let hidden = change(store, actor, Action::DeleteEscalation, async |work| {
        let escalation: Escalation = work.get_including_deleted(actor.row_scope(), id).await?;
        expected.check(escalation.version)?;
        Ok(escalation.delete(actor, work.timestamp())?)
    });
    hidden.await.map(drop)
}

/// Restores a deleted escalation.
///
/// # Errors
/// When the actor may not, or it is not deleted.
pub async fn restore(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &ExpectedVersion,
) -> Result<Written<EscalationView>, ServiceError> {
    change(store, actor, Action::RestoreEscalation, async |work| {
        let escalation: Escalation = work.get_including_deleted(actor.row_scope(), id).await?;
        expected.check(escalation.version)?;
        Ok(escalation.restore(actor, work.timestamp())?)
    })
    .await
}

/// Redacts texts of an escalation, even if it is deleted.
///
/// # Errors
/// When the actor may not, there is no such escalation, a text was redacted before, or `expected` is another version.
pub async fn redact(
    store: &Store,
    actor: &Actor,
    id: EscalationId,
    expected: &ExpectedVersion,
    texts: &BTreeSet<EscalationText>,
    reason: &Reason,
) -> Result<Written<EscalationView>, ServiceError> {
    change(store, actor, Action::Redact, async |work| {
        let escalation: Escalation = work.get_including_deleted(actor.row_scope(), id).await?;
        expected.check(escalation.version)?;
        Ok(escalation.redact(texts, reason, actor, work.timestamp())?)
    })
    .await
}

async fn load(work: &mut Transaction, actor: &Actor, id: EscalationId, expected: &ExpectedVersion) -> Result<Escalation, ServiceError> {
    let escalation: Escalation = work.get(actor.row_scope(), id).await?;
    expected.check(escalation.version)?;
    Ok(escalation)
}

/// The error for an escalation that is not visible: someone else of the pool accepted it, or there is none.
async fn accept_conflict(work: &mut Transaction, actor: &Actor, id: EscalationId) -> Result<ServiceError, ServiceError> {
    let Some(role) = actor.role() else { return Ok(StoreError::NotFound.into()) };
    let first = work.pool_accepter(id, role).await?;
    Ok(first.map_or(StoreError::NotFound.into(), ServiceError::AcceptedByOther))
}

async fn accepted_by(work: &mut Transaction, by: StaffId) -> Result<ServiceError, ServiceError> {
    let owner = work.staff_name(by).await?;
    Ok(owner.map_or(DomainError::AlreadyAssigned { assignee: by }.into(), ServiceError::AcceptedByOther))
}

/// Saves the change that `transition` makes. The role is checked first: 403 comes before 404. A change without event shows the escalation, so the
/// read log records it like any other read.
async fn change(
    store: &Store,
    actor: &Actor,
    action: Action,
    transition: impl AsyncFn(&mut Transaction) -> Result<Change<Escalation>, ServiceError>,
) -> Result<Written<EscalationView>, ServiceError> {
    check_role(actor, action)?;
    let written = store
        .write_once(async |work| {
            let change = transition(work).await?;
            let told = change.has_events();
            let escalation = work.save(change).await?;
            Ok::<_, ServiceError>((work.escalation_view(escalation).await?, told))
        })
        .await?;
    if let Written::Done((view, false)) = &written {
        record_read(store, actor, &view.escalation).await?;
    }
    Ok(written.map(|(view, _)| view))
}

/// Ends an escalation, which also changes the record it was raised from.
async fn end(
    store: &Store,
    actor: &Actor,
    action: Action,
    id: EscalationId,
    expected: &ExpectedVersion,
    transition: impl AsyncFn(Escalation, EscalatedRecord, &mut Transaction) -> Result<Change<(Escalation, EscalatedRecord)>, ServiceError>,
) -> Result<Written<EscalationView>, ServiceError> {
    change(store, actor, action, async |work| {
        let (escalation, case) = work.escalation_with_source(actor.row_scope(), id).await?;
        expected.check(escalation.version)?;
        Ok(transition(escalation, case, work).await?.map(|(escalation, _)| escalation))
    })
    .await
}
