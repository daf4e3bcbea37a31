//! Interactions in responses.

use caredesk_domain::{
    EscalationId, InteractionId, StaffId, Timestamp,
    actor::Actor,
    event::SubjectKind,
    interaction::{Direction, InteractionStatus},
    message::Channel,
    policy::{Action, can_read_deleted},
    text::{Summary, Transcript},
};
use caredesk_persistence::InteractionView;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    handlers::response::{CustomerReference, PrincipalReference, StaffReference, TicketReference, represent, ticket_reference},
    http::Representation,
};

/// An interaction: a chat, a call or an e-mail.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Interaction)]
pub(in super::super) struct InteractionResponse {
    id: InteractionId,
    customer: CustomerReference,
    /// The agent; `null` while it is unattended, or if a service account logged it.
    #[schema(required)]
    agent: Option<StaffReference>,
    channel: Channel,
    direction: Direction,
    /// Outcome in words; present once it has ended.
    #[schema(required)]
    summary: Option<Summary>,
    /// Verbatim text.
    #[schema(required)]
    transcript: Option<Transcript>,
    status: InteractionStatus,
    started_at: Timestamp,
    #[schema(required)]
    ended_at: Option<Timestamp>,
    /// Whether nobody took the outbound call or answered the outbound chat.
    no_answer: bool,
    /// Whole seconds from start to end.
    #[schema(required, minimum = 0)]
    duration_seconds: Option<i64>,
    /// The ticket it is about.
    #[schema(required)]
    ticket: Option<TicketReference>,
    /// The escalation open on it.
    #[schema(required)]
    open_escalation: Option<EscalationId>,
    /// Who logged it.
    #[schema(required)]
    logged_by: Option<PrincipalReference>,
    /// When it was logged.
    created_at: Timestamp,
    /// Last change; internal notes count only for callers who may read notes.
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
    /// What the caller may do with the interaction now.
    allowed: Vec<Action>,
}

/// An interaction as `actor` may see it.
pub(in super::super) fn to_response(view: InteractionView, actor: &Actor) -> InteractionResponse {
    let InteractionView { interaction, customer, agent, logged_by, ticket } = view;
    let deleted = interaction.deleted.filter(|_| can_read_deleted(actor, SubjectKind::Interaction));
    InteractionResponse {
        id: interaction.id,
        customer: customer.into(),
        agent: agent.map(Into::into),
        channel: interaction.channel,
        direction: interaction.direction,
        summary: interaction.summary.clone(),
        transcript: interaction.transcript.clone(),
        status: interaction.phase.status(),
        started_at: interaction.started_at,
        ended_at: interaction.phase.ended_at(),
        no_answer: interaction.no_answer,
        duration_seconds: interaction.duration_seconds(),
        ticket: ticket.map(|ticket| ticket_reference(ticket, actor)),
        open_escalation: interaction.open_escalation,
        logged_by: logged_by.map(Into::into),
        created_at: interaction.created_at,
        updated_at: interaction.updated_at_for(actor),
        deleted_at: deleted.map(|deleted| deleted.at),
        deleted_by: deleted.map(|deleted| deleted.by),
        version: interaction.version,
        allowed: interaction.allowed_actions(actor),
    }
}

/// An interaction as `actor` may see it.
pub(in super::super) fn interaction_response(view: InteractionView, actor: &Actor) -> Representation<InteractionResponse> {
    represent(actor, SubjectKind::Interaction, view.interaction.version, || to_response(view, actor))
}
