//! Every change of one ticket: load, check, save.

use caredesk_domain::{
    TicketId,
    actor::Actor,
    change::Change,
    policy::{Action, Ownership, check},
    ticket::Ticket,
};
use caredesk_persistence::{Store, StoreError, TicketView, Transaction, Written};

use super::{
    key::{TicketKey, resolve_ticket_id},
    reopening::unassign_if_owner_left,
};
use crate::services::{ExpectedVersion, ServiceError, timelines::record_read};

/// Loads a ticket to change it; deleted ones only for `delete`, `restore` and `redact`.
async fn load(work: &mut Transaction, actor: &Actor, action: Action, id: TicketId) -> Result<Ticket, StoreError> {
    let hidden_too = matches!(action, Action::DeleteTicket | Action::RestoreTicket | Action::Redact);
    if hidden_too { work.get_including_deleted(actor.row_scope(), id).await } else { work.get(actor.row_scope(), id).await }
}

/// Locks nothing before the ticket.
pub(super) async fn lock_nothing(_: &mut Transaction, _: TicketId) {}

/// Loads a ticket, checks its version, and saves the change that `transition` makes. `hold` locks what is locked before tickets.
///
/// The role is checked first: 403 comes before 404. A change without event shows the ticket, so the read log records it like any other read.
pub(super) async fn change<H>(
    store: &Store,
    actor: &Actor,
    action: Action,
    key: TicketKey,
    expected: &ExpectedVersion,
    hold: impl AsyncFn(&mut Transaction, TicketId) -> H,
    transition: impl AsyncFn(Ticket, H, &mut Transaction) -> Result<Change<Ticket>, ServiceError>,
) -> Result<Written<TicketView>, ServiceError> {
    check(actor, action, Ownership::Other)?;
    let id = resolve_ticket_id(store, key).await?;
    let written = store
        .write_once(async |work| {
            let held = hold(work, id).await;
            let ticket = load(work, actor, action, id).await?;
            expected.check(ticket.version)?;
            let was = ticket.state.status();
            let change = transition(ticket, held, work).await?;
            let told = change.has_events();
            let ticket = work.save(change).await?;
            let ticket = unassign_if_owner_left(work, actor, was, ticket).await?;
            Ok::<_, ServiceError>((work.ticket_view(ticket).await?, told))
        })
        .await?;
    if let Written::Done((view, false)) = &written {
        record_read(store, actor, &view.ticket).await?;
    }
    Ok(written.map(|(view, _)| view))
}
