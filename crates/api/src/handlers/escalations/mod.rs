//! `/escalations`: questions to doctors and admins, and their answers.

mod actions;
mod body;
mod create;
mod query;
mod response;

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path},
};
use caredesk_domain::EscalationId;
use caredesk_persistence::Store;

pub(super) use actions::{
    accept_escalation, close_escalation, decline_escalation, raise_escalation_priority, reassign_escalation, redact_escalation,
    resolve_escalation, withdraw_escalation,
};
use body::CreateEscalationMessage;
pub(super) use create::{create_interaction_escalation, create_ticket_escalation, list_interaction_escalations, list_ticket_escalations};
pub(super) use query::EscalationOrder;
use query::EscalationQuery;
use response::EscalationMessageResponse;
pub(super) use response::{EscalationResponse, escalation_response, message_response, to_response};

use super::{
    caller::Caller,
    idempotency::IdempotentRequest,
    paging::{ListResponse, PageQuery, list_response},
    paths::parse_id,
    response::expected_versions,
    timeline::TimelineEntryResponse,
};
use crate::{
    http::{ApiError, CursorCodec, EmptyBody, IfMatch, Json, ProblemResponse, Query, Representation},
    services::escalations,
};

/// Escalations; default order: waiting ones first, by priority and then waiting time, then answered and ended ones.
///
/// A doctor sees those addressed to them or waiting in the doctors' pool, and those they accepted.
#[utoipa::path(
    operation_id = "list_escalations", tag = "escalations", params(EscalationQuery),
    responses((status = 200, description = "A page of escalations.", body = ListResponse<EscalationResponse>), ProblemResponse<401>, ProblemResponse<403>)
)]
#[get("/escalations")]
pub(super) async fn list_escalations(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    query: Query<EscalationQuery>,
) -> Result<actix_web::web::Json<ListResponse<EscalationResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let (filter, request) = query.into_inner().into_filter(&actor, &cursors, list_id)?;
    let page = escalations::list(&store, &actor, &filter, request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |view| to_response(view, &actor))?))
}

/// One escalation.
#[utoipa::path(
    operation_id = "get_escalation", tag = "escalations", params(("id" = EscalationId, Path, description = "The escalation's id.")),
    responses((status = 200, description = "The escalation.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/escalations/{id}")]
pub(super) async fn get_escalation(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Representation<EscalationResponse>, ApiError> {
    Ok(escalation_response(escalations::get(&store, &actor, parse_id(&id)?).await?, &actor))
}

/// Deletes an escalation: removed from every list. Rejected while it is open: withdraw it first.
#[utoipa::path(
    operation_id = "delete_escalation", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = String, Header, description = "The ETag of the escalation as you read it, or `*`.", example = "*"),
    ),
    responses(
        (status = 204, description = "Deleted."),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>, ProblemResponse<428>
    )
)]
#[delete("/escalations/{id}")]
pub(super) async fn delete_escalation(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
) -> Result<HttpResponse, ApiError> {
    escalations::delete(&store, &actor, parse_id(&id)?, &expected_versions(Some(if_match))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Restores a deleted escalation.
#[utoipa::path(
    operation_id = "restore_escalation", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    responses((status = 200, description = "The escalation.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/escalations/{id}/restore")]
pub(super) async fn restore_escalation(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = escalations::restore(&store, &actor, parse_id(&id)?, &expected_versions(if_match)).await?;
    Ok(once.respond(written, |view| escalation_response(view, &actor)))
}

/// The questions and answers within an escalation, the oldest first. Internal: never shown to the customer.
#[utoipa::path(
    operation_id = "list_escalation_messages", tag = "escalations",
    params(("id" = EscalationId, Path, description = "The escalation's id."), PageQuery),
    responses((status = 200, description = "A page of messages.", body = ListResponse<EscalationMessageResponse>), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/escalations/{id}/messages")]
pub(super) async fn list_escalation_messages(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<PageQuery>,
) -> Result<actix_web::web::Json<ListResponse<EscalationMessageResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let request = query.into_inner().into_request(&cursors, list_id)?;
    let page = escalations::messages(&store, &actor, parse_id(&id)?, request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, EscalationMessageResponse::from)?))
}

/// Writes a question or an answer within an escalation. A message of the addressee is a question: the care team must answer. A message of the care team
/// answers it.
#[utoipa::path(
    operation_id = "create_escalation_message", tag = "escalations",
    params(("id" = EscalationId, Path, description = "The escalation's id.")),
    request_body(content = CreateEscalationMessage, example = json!({"body": "Since when has she had the rash?"})),
    responses((status = 201, description = "Written.", body = EscalationMessageResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>)
)]
#[post("/escalations/{id}/messages")]
pub(super) async fn create_escalation_message(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    body: Json<CreateEscalationMessage>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let body = body.into_inner().body.into_value()?;
    let written = escalations::discuss(&store, &actor, parse_id(&id)?, &body).await?;
    Ok(once.respond(written, message_response))
}

/// What happened to an escalation, the latest first.
#[utoipa::path(
    operation_id = "get_escalation_timeline", tag = "escalations",
    params(("id" = EscalationId, Path, description = "The escalation's id."), PageQuery),
    responses((status = 200, description = "A page of the timeline.", body = ListResponse<TimelineEntryResponse>), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/escalations/{id}/timeline")]
pub(super) async fn get_escalation_timeline(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<PageQuery>,
) -> Result<actix_web::web::Json<ListResponse<TimelineEntryResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let request = query.into_inner().into_request(&cursors, list_id)?;
    let page = escalations::timeline(&store, &actor, parse_id(&id)?, request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, TimelineEntryResponse::from)?))
}
