//! Tickets in responses.

use caredesk_domain::{
    EscalationId, InteractionId, StaffId, TicketId, Timestamp,
    actor::Actor,
    event::SubjectKind,
    policy::{Action, can_read_deleted},
    text::{Description, Subject},
    ticket::{Category, Priority, TicketState, TicketStatus},
    ticket_number::TicketNumber,
};
use caredesk_persistence::TicketView;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    handlers::response::{CustomerReference, PrincipalReference, StaffReference, TicketReference, represent, ticket_reference},
    http::Representation,
};

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ticket)]
pub(in super::super) struct TicketResponse {
    id: TicketId,
    number: TicketNumber,
    customer: CustomerReference,
    /// `null` while it is in the queue (unassigned).
    #[schema(required)]
    assignee: Option<StaffReference>,
    #[schema(required)]
    opened_by: Option<PrincipalReference>,
    /// The interaction it was opened in.
    #[schema(required)]
    interaction: Option<InteractionId>,
    category: Category,
    priority: Priority,
    status: TicketStatus,
    subject: Subject,
    description: Description,
    /// Since when it waits for a reply: its opening, or the oldest unanswered contact of the customer. A reply by a staff member answers it; so does their call or
    /// chat about the ticket that began after its opening and reached the customer. The interaction it was opened in, a service account's reply and a note do
    /// not. `null` once it is answered, pending or resolved; a reopened ticket waits from its reopening.
    #[schema(required)]
    waiting_since: Option<Timestamp>,
    #[schema(required)]
    first_response_at: Option<Timestamp>,
    #[schema(required)]
    resolved_at: Option<Timestamp>,
    #[schema(required)]
    resolved_by: Option<PrincipalReference>,
    /// How often it was reopened.
    reopened_count: i32,
    /// The ticket it duplicates.
    #[schema(required)]
    duplicate_of: Option<TicketReference>,
    /// The escalation open on it.
    #[schema(required)]
    open_escalation: Option<EscalationId>,
    created_at: Timestamp,
    /// Last change or message; internal notes count only for callers who may read notes.
    updated_at: Timestamp,
    /// When it was deleted; for admins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    deleted_at: Option<Timestamp>,
    /// Who deleted it; for admins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    deleted_by: Option<StaffId>,
    version: i32,
    /// What the caller may do with the ticket now.
    allowed: Vec<Action>,
}

/// A ticket as `actor` may see it at `at`.
pub(in super::super) fn to_response(view: TicketView, actor: &Actor, at: Timestamp) -> TicketResponse {
    let TicketView { ticket, customer, assignee, opened_by, resolved_by, duplicate_of } = view;
    let deleted = ticket.deleted.filter(|_| can_read_deleted(actor, SubjectKind::Ticket));
    TicketResponse {
        id: ticket.id,
        number: ticket.number,
        customer: customer.into(),
        assignee: assignee.map(Into::into),
        opened_by: opened_by.map(Into::into),
        interaction: ticket.interaction,
        category: ticket.category,
        priority: ticket.priority,
        status: ticket.state.status(),
        subject: ticket.subject.clone(),
        description: ticket.description.clone(),
        waiting_since: ticket.waiting_since,
        first_response_at: ticket.first_response.map(|first| first.at),
        resolved_at: match ticket.state {
            TicketState::Resolved { at, .. } => Some(at),
            TicketState::Open | TicketState::Pending | TicketState::Escalated { .. } => None,
        },
        resolved_by: resolved_by.map(Into::into),
        reopened_count: ticket.reopened_count,
        duplicate_of: duplicate_of.map(|original| ticket_reference(original, actor)),
        open_escalation: ticket.open_escalation,
        created_at: ticket.created_at,
        updated_at: ticket.updated_at_for(actor),
        deleted_at: deleted.map(|deleted| deleted.at),
        deleted_by: deleted.map(|deleted| deleted.by),
        version: ticket.version,
        allowed: ticket.allowed_actions(actor, at),
    }
}

/// A ticket as `actor` may see it.
pub(in super::super) fn ticket_response(view: TicketView, actor: &Actor, now: Timestamp) -> Representation<TicketResponse> {
    represent(actor, SubjectKind::Ticket, view.ticket.version, || to_response(view, actor, now))
}
