//! How a ticket is named in a URL.

use caredesk_domain::{
    CustomerId, TicketId,
    actor::Actor,
    event::SubjectKind,
    policy::{Action, Ownership, can_read_deleted, check},
    ticket::Ticket,
    ticket_number::TicketNumber,
};
use caredesk_persistence::{Store, StoreError};

use crate::services::ServiceError;

/// How a ticket is named in a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketKey {
    /// By its id.
    Id(TicketId),
    /// By its number.
    Number(TicketNumber),
}

/// Id and customer of a ticket that the actor may see, for reading its dependent records.
pub(super) async fn ticket_in_scope(store: &Store, actor: &Actor, key: TicketKey) -> Result<(TicketId, CustomerId), ServiceError> {
    check(actor, Action::ReadTickets, Ownership::Other)?;
    let id = resolve_ticket_id(store, key).await?;
    Ok((id, store.customer_of::<Ticket>(actor.row_scope(), id, can_read_deleted(actor, SubjectKind::Ticket)).await?))
}

/// The id of a ticket that is named by its id or number.
pub(in crate::services) async fn resolve_ticket_id(store: &Store, key: TicketKey) -> Result<TicketId, StoreError> {
    match key {
        TicketKey::Id(id) => Ok(id),
        TicketKey::Number(number) => store.ticket_id(number).await,
    }
}
