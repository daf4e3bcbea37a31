//! Changes of an interaction: editing, ending, assigning, deleting and restoring it.

use std::collections::BTreeSet;

use caredesk_domain::{
    InteractionId, StaffId,
    actor::Actor,
    customer::Customer,
    interaction::{Interaction, InteractionEnd, InteractionPatch, InteractionStatus, InteractionText},
    policy::Action,
    text::{Body, Reason},
    ticket::Ticket,
};
use caredesk_persistence::{InteractionView, Store, StoreError, Transaction, Written};

use super::{ExpectedVersion, ServiceError, change, lock_nothing};
use crate::services::staff_checks::lock_assignee;

/// Edits an interaction.
///
/// # Errors
/// When the actor may not, there is no such interaction, `expected` is another version, or its times are invalid.
pub async fn edit(
    store: &Store,
    actor: &Actor,
    id: InteractionId,
    expected: &ExpectedVersion,
    patch: InteractionPatch,
) -> Result<InteractionView, ServiceError> {
    let edited = change(store, actor, Action::EditInteraction, id, expected, ticket_of(id), async |interaction, about, work| {
        let about = same(&interaction, about)?;
        Ok(interaction.edit(patch.clone(), about, actor, work.timestamp())?)
    });
    Ok(edited.await?.without_key()?)
}

/// Moves an interaction between active and pending.
///
/// # Errors
/// When the actor may not, or it has ended.
pub async fn set_status(
    store: &Store,
    actor: &Actor,
    id: InteractionId,
    expected: &ExpectedVersion,
    to: InteractionStatus,
) -> Result<Written<InteractionView>, ServiceError> {
    change(store, actor, Action::SetInteractionStatus, id, expected, lock_nothing, async |interaction, (), work| {
        Ok(interaction.set_status(to, actor, work.timestamp())?)
    })
    .await
}

/// Ends an interaction, which may count as a response on the ticket it is about.
///
/// # Errors
/// When the actor may not, it has ended before, or it has no summary.
pub async fn end(
    store: &Store,
    actor: &Actor,
    id: InteractionId,
    expected: &ExpectedVersion,
    end: InteractionEnd,
) -> Result<Written<InteractionView>, ServiceError> {
    change(store, actor, Action::End, id, expected, ticket_of(id), async |interaction, about, work| {
        let about = same(&interaction, about)?.filter(|ticket| ticket.deleted.is_none());
        Ok(interaction.end(end.clone(), about, actor, work.timestamp())?)
    })
    .await
}

/// Assigns an interaction to a staff member, who may be the actor, or to nobody.
///
/// # Errors
/// When the actor may not, it has ended, or the staff member cannot be assigned.
pub async fn assign(
    store: &Store,
    actor: &Actor,
    id: InteractionId,
    expected: &ExpectedVersion,
    to: Option<StaffId>,
    note: Option<Body>,
) -> Result<Written<InteractionView>, ServiceError> {
    let hold = async |work: &mut Transaction| {
        let to = match to {
            Some(id) => lock_assignee(work, actor, id, "agent_id").await.map(Some),
            None => Ok(None),
        };
        (to, work.lock_ticket_of(id).await)
    };
    change(store, actor, Action::AssignInteraction, id, expected, hold, async |interaction, (to, about), work| {
        let about = same(&interaction, about)?.filter(|ticket| ticket.deleted.is_none());
        Ok(interaction.assign(to?, note.clone(), about, actor, work.timestamp())?)
    })
    .await
}

/// Deletes an interaction.
///
/// # Errors
/// When the actor may not, or an escalation is open on it.
pub async fn delete(store: &Store, actor: &Actor, id: InteractionId, expected: &ExpectedVersion) -> Result<(), ServiceError> {
    change(store, actor, Action::DeleteInteraction, id, expected, ticket_of(id), async |interaction, about, work| {
        let about = same(&interaction, about)?;
        Ok(interaction.delete(about, actor, work.timestamp())?)
    })
    .await
    .map(drop)
}

/// Restores a deleted interaction.
///
/// # Errors
/// When the actor may not, it is not deleted, or its customer is deleted.
pub async fn restore(
    store: &Store,
    actor: &Actor,
    id: InteractionId,
    expected: &ExpectedVersion,
) -> Result<Written<InteractionView>, ServiceError> {
    change(store, actor, Action::RestoreInteraction, id, expected, ticket_of(id), async |interaction, about, work| {
        let customer: Customer = work.get_shared_including_deleted(actor.row_scope(), interaction.customer).await?;
        customer.ensure_active()?;
        let about = same(&interaction, about)?;
        Ok(interaction.restore(about, actor, work.timestamp())?)
    })
    .await
}

/// Redacts texts of an interaction, even if it is deleted.
///
/// # Errors
/// When the actor may not, there is no such interaction, a text was redacted before, or `expected` is another version.
pub async fn redact(
    store: &Store,
    actor: &Actor,
    id: InteractionId,
    expected: &ExpectedVersion,
    texts: &BTreeSet<InteractionText>,
    reason: &Reason,
) -> Result<Written<InteractionView>, ServiceError> {
    change(store, actor, Action::Redact, id, expected, lock_nothing, async |interaction, (), work| {
        Ok(interaction.redact(texts, reason, actor, work.timestamp())?)
    })
    .await
}

/// Locks the ticket that an interaction is about, before the interaction (lock order).
fn ticket_of(id: InteractionId) -> impl AsyncFn(&mut Transaction) -> Result<Option<Ticket>, StoreError> {
    async move |work: &mut Transaction| work.lock_ticket_of(id).await
}

/// The locked ticket, if the interaction is still about it.
fn same(interaction: &Interaction, held: Result<Option<Ticket>, StoreError>) -> Result<Option<Ticket>, StoreError> {
    let ticket = held?;
    if ticket.as_ref().map(|ticket| ticket.id) == interaction.ticket { Ok(ticket) } else { Err(StoreError::LinksChanged) }
}
