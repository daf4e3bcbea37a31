//! Creating escalations from tickets and interactions, and listing those of one record.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use caredesk_domain::InteractionId;
use caredesk_persistence::Store;

use super::{
    body::CreateEscalation,
    query::default_filter,
    response::{EscalationResponse, escalation_response, to_response},
};
use crate::{
    handlers::{
        caller::Caller,
        idempotency::IdempotentRequest,
        paging::{ListResponse, PageQuery, list_response},
        paths::{escalation_path, parse_id, parse_ticket_key},
    },
    http::{ApiError, CursorCodec, Json, ProblemResponse, Query},
    services::escalations::{self, EscalationSourceKey},
};

/// Escalates a ticket to a doctor or an admin: to a person, or to the pool of the role. The ticket is escalated until the escalation is answered or withdrawn; its assignee stays.
#[utoipa::path(
    operation_id = "create_ticket_escalation", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y")),
    request_body(content = CreateEscalation, example = json!({"target": {"role": "doctor"}, "reason": "A rash since she uses the cream: is this an allergy?"})),
    responses((status = 201, description = "Created.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>)
)]
#[post("/tickets/{id}/escalations")]
pub(in super::super) async fn create_ticket_escalation(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    body: Json<CreateEscalation>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written =
        escalations::raise(&store, &actor, EscalationSourceKey::Ticket(parse_ticket_key(&id)?), body.into_inner().command()?).await?;
    Ok(once.respond(written, |view| {
        let location = escalation_path(view.escalation.id);
        escalation_response(view, &actor).created_at(location)
    }))
}

/// The escalations of a ticket, the latest first.
#[utoipa::path(
    operation_id = "list_ticket_escalations", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"), PageQuery),
    responses((status = 200, description = "A page of escalations.", body = ListResponse<EscalationResponse>), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/tickets/{id}/escalations")]
pub(in super::super) async fn list_ticket_escalations(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<PageQuery>,
) -> Result<actix_web::web::Json<ListResponse<EscalationResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let request = query.into_inner().into_request(&cursors, list_id)?;
    let page = escalations::list_for_source(&store, &actor, EscalationSourceKey::Ticket(parse_ticket_key(&id)?), default_filter(), request)
        .await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |view| to_response(view, &actor))?))
}

/// Escalates an interaction to a doctor or an admin: to a person, or to the pool of the role. The interaction continues.
#[utoipa::path(
    operation_id = "create_interaction_escalation", tag = "interactions",
    params(("id" = InteractionId, Path, description = "The interaction's id.")),
    request_body(content = CreateEscalation, example = json!({"target": {"role": "doctor"}, "reason": "A rash since she uses the cream: is this an allergy?"})),
    responses((status = 201, description = "Created.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>)
)]
#[post("/interactions/{id}/escalations")]
pub(in super::super) async fn create_interaction_escalation(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    body: Json<CreateEscalation>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written =
        escalations::raise(&store, &actor, EscalationSourceKey::Interaction(parse_id(&id)?), body.into_inner().command()?).await?;
    Ok(once.respond(written, |view| {
        let location = escalation_path(view.escalation.id);
        escalation_response(view, &actor).created_at(location)
    }))
}

/// The escalations of an interaction, the latest first.
#[utoipa::path(
    operation_id = "list_interaction_escalations", tag = "interactions",
    params(("id" = InteractionId, Path, description = "The interaction's id."), PageQuery),
    responses((status = 200, description = "A page of escalations.", body = ListResponse<EscalationResponse>), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/interactions/{id}/escalations")]
pub(in super::super) async fn list_interaction_escalations(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<PageQuery>,
) -> Result<actix_web::web::Json<ListResponse<EscalationResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let request = query.into_inner().into_request(&cursors, list_id)?;
    let page =
        escalations::list_for_source(&store, &actor, EscalationSourceKey::Interaction(parse_id(&id)?), default_filter(), request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |view| to_response(view, &actor))?))
}
