//! Escalations in responses.

use actix_web::{HttpResponse, http::header};
use caredesk_domain::{
    EscalationId, MessageId, StaffId, Timestamp,
    actor::Actor,
    escalation::{EscalationEnd, EscalationSourceKind, EscalationState, EscalationStatus, TargetRole, WaitingOn},
    event::SubjectKind,
    message::Channel,
    policy::{Action, can_read, can_read_deleted},
    text::{Body, Reason},
    ticket::Priority,
    ticket_number::TicketNumber,
};
use caredesk_persistence::{EscalationMessageView, EscalationView};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    handlers::{
        paths::escalation_path,
        response::{CustomerReference, PrincipalReference, StaffReference, represent},
    },
    http::Representation,
};

/// `outcome` of a withdrawn escalation.
const WITHDRAWN: &str = "withdrawn";

/// A question to a doctor or an admin, and its answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Escalation)]
pub(in super::super) struct EscalationResponse {
    id: EscalationId,
    source: EscalationSource,
    customer: CustomerReference,
    target: EscalationTarget,
    /// How soon it must be answered.
    priority: Priority,
    /// The question and its reason.
    reason: Reason,
    status: EscalationStatus,
    /// The answer; `withdrawn` if the escalation was withdrawn.
    #[schema(required, example = "Stop the cream; it is an allergy.")]
    outcome: Option<String>,
    /// Why it was withdrawn.
    #[schema(required)]
    withdrawn_reason: Option<Reason>,
    #[schema(required)]
    escalated_by: Option<PrincipalReference>,
    /// Who accepted it: the addressee from then on, unless an admin answered in their place.
    #[schema(required)]
    accepted_by: Option<StaffReference>,
    #[schema(required)]
    accepted_at: Option<Timestamp>,
    #[schema(required)]
    resolved_by: Option<StaffReference>,
    #[schema(required)]
    resolved_at: Option<Timestamp>,
    /// Who closed or withdrew it.
    #[schema(required)]
    closed_by: Option<StaffReference>,
    #[schema(required)]
    closed_at: Option<Timestamp>,
    /// Who must act. `target`: accept, or answer. `care_team`: answer a question back, or pass the answer on and close. `null` once it is closed.
    #[schema(required)]
    awaiting: Option<WaitingOn>,
    /// Since when it waits for `awaiting`, measured from the message they must respond to; `null` once it is answered or closed.
    #[schema(required)]
    waiting_since: Option<Timestamp>,
    /// Time of the last question or answer within it.
    #[schema(required)]
    last_message_at: Option<Timestamp>,
    created_at: Timestamp,
    /// Last change or message.
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
    /// What the caller may do with the escalation now.
    allowed: Vec<Action>,
}

/// The record an escalation was created from.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EscalationSource {
    r#type: EscalationSourceKind,
    id: Uuid,
    /// If it is a ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    number: Option<TicketNumber>,
    /// If it is an interaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    channel: Option<Channel>,
    /// The ticket's subject, or the beginning of the interaction's summary; `null` if there is none yet, if the record is deleted, or if the caller may not
    /// read records of its kind.
    #[schema(required)]
    subject: Option<String>,
}

/// The addressee of an escalation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EscalationTarget {
    role: TargetRole,
    /// `null`: the pool of the role.
    #[schema(required)]
    staff: Option<StaffReference>,
}

/// An escalation as `actor` may see it.
pub(in super::super) fn to_response(view: EscalationView, actor: &Actor) -> EscalationResponse {
    let EscalationView { escalation, source, customer, target, escalated_by, accepted_by, resolved_by, closed_by } = view;
    let deleted = escalation.deleted.filter(|_| can_read_deleted(actor, SubjectKind::Escalation));
    let answered = escalation.state.resolution();
    let withdrawn = match &escalation.state {
        EscalationState::Closed { end: EscalationEnd::Withdrawn(reason), .. } => Some(reason.clone()),
        EscalationState::Closed { end: EscalationEnd::Answered(_), .. } => None,
        EscalationState::Pending | EscalationState::InProgress { .. } | EscalationState::Resolved { .. } => None,
    };
    EscalationResponse {
        id: escalation.id,
        source: EscalationSource {
            r#type: source.source.kind(),
            id: source.source.uuid(),
            number: source.number,
            channel: source.channel,
            subject: source.subject.filter(|_| can_read(actor, source.source.subject_kind())),
        },
        customer: customer.into(),
        target: EscalationTarget { role: escalation.target.role(), staff: target.map(Into::into) },
        priority: escalation.priority,
        reason: escalation.reason.clone(),
        status: escalation.state.status(),
        outcome: answered.map(|answer| answer.outcome.to_string()).or_else(|| withdrawn.as_ref().map(|_| WITHDRAWN.to_owned())),
        withdrawn_reason: withdrawn,
        escalated_by: escalated_by.map(Into::into),
        accepted_by: accepted_by.map(Into::into),
        accepted_at: escalation.state.accepted().map(|accepted| accepted.at),
        resolved_by: resolved_by.map(Into::into),
        resolved_at: answered.map(|answer| answer.at),
        closed_by: closed_by.map(Into::into),
        closed_at: escalation.state.closed_at(),
        awaiting: escalation.waiting_on(),
        waiting_since: escalation.waiting_since(),
        last_message_at: escalation.last_message_at,
        created_at: escalation.created_at,
        updated_at: escalation.updated_at,
        deleted_at: deleted.map(|deleted| deleted.at),
        deleted_by: deleted.map(|deleted| deleted.by),
        version: escalation.version,
        allowed: escalation.allowed_actions(actor),
    }
}

/// A question or an answer between the addressee and the care team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EscalationMessage)]
pub(in super::super) struct EscalationMessageResponse {
    id: MessageId,
    /// Who wrote it.
    #[schema(required)]
    author: Option<StaffReference>,
    body: Body,
    created_at: Timestamp,
}

impl From<EscalationMessageView> for EscalationMessageResponse {
    fn from(view: EscalationMessageView) -> Self {
        let EscalationMessageView { message, author } = view;
        Self { id: message.id, author: author.map(Into::into), body: message.body, created_at: message.created_at }
    }
}

/// An escalation as `actor` may see it.
pub(in super::super) fn escalation_response(view: EscalationView, actor: &Actor) -> Representation<EscalationResponse> {
    represent(actor, SubjectKind::Escalation, view.escalation.version, || to_response(view, actor))
}

/// A question or an answer, with the response it had when it was written.
pub(in super::super) fn message_response(view: EscalationMessageView) -> HttpResponse {
    let location = format!("{}/messages", escalation_path(view.message.escalation));
    HttpResponse::Created().insert_header((header::LOCATION, location)).json(EscalationMessageResponse::from(view))
}
