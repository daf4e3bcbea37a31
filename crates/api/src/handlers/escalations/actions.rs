//! Changes to an escalation until it is closed.

use actix_web::{HttpResponse, post, web::Path};
use caredesk_domain::EscalationId;

use super::{
    body::{RaisePriority, ReasonBody, ReassignEscalation, RedactEscalation, ResolveEscalation},
    response::{EscalationResponse, escalation_response},
};
use crate::{
    handlers::{caller::Caller, idempotency::IdempotentRequest, paths::parse_id, response::expected_versions},
    http::{ApiError, EmptyBody, IfMatch, Json, ProblemResponse},
    services::escalations,
};

/// Accepts an escalation. If several accept from a pool, the first wins; the others get 409 with the name of the accepter.
#[utoipa::path(
    operation_id = "accept_escalation", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    responses((status = 200, description = "The accepted escalation.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/escalations/{id}/accept")]
pub(in super::super) async fn accept_escalation(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = escalations::accept(&store, &actor, parse_id(&id)?, &expected_versions(if_match)).await?;
    Ok(once.respond(written, |view| escalation_response(view, &actor)))
}

/// Declines an escalation addressed to the caller: it returns to the pool.
#[utoipa::path(
    operation_id = "decline_escalation", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = ReasonBody, example = json!({"reason": "This is a question for a dermatologist."})),
    responses((status = 200, description = "The updated escalation.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/escalations/{id}/decline")]
pub(in super::super) async fn decline_escalation(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<ReasonBody>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let reason = body.into_inner().reason.into_value()?;
    let written = escalations::decline(&store, &actor, parse_id(&id)?, &expected_versions(if_match), &reason).await?;
    Ok(once.respond(written, |view| escalation_response(view, &actor)))
}

/// Reassigns an escalation to another person or a pool, where it waits for acceptance. A doctor reassigns only to doctors or the doctors' pool.
#[utoipa::path(
    operation_id = "reassign_escalation", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = ReassignEscalation, example = json!({"target": {"role": "doctor"}})),
    responses((status = 200, description = "The updated escalation.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/escalations/{id}/reassign")]
pub(in super::super) async fn reassign_escalation(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<ReassignEscalation>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let ask = body.into_inner().into_target()?;
    let written = escalations::reassign(&store, &actor, parse_id(&id)?, &expected_versions(if_match), ask).await?;
    Ok(once.respond(written, |view| escalation_response(view, &actor)))
}

/// Raises the priority of an open escalation. For its addressee and for admins; the priority of its ticket does not change.
#[utoipa::path(
    operation_id = "raise_escalation_priority", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = RaisePriority, example = json!({"priority": "urgent"})),
    responses((status = 200, description = "The updated escalation.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/escalations/{id}/priority")]
pub(in super::super) async fn raise_escalation_priority(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<RaisePriority>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let priority = body.into_inner().priority.into_value()?;
    let written = escalations::raise_priority(&store, &actor, parse_id(&id)?, &expected_versions(if_match), priority).await?;
    Ok(once.respond(written, |view| escalation_response(view, &actor)))
}

/// Resolves an escalation with a final answer: its ticket returns to its previous status. If nobody had accepted it, this accepts it.
#[utoipa::path(
    operation_id = "resolve_escalation", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = ResolveEscalation, example = json!({"outcome": "Stop the cream; it is an allergy. She should see us if it spreads."})),
    responses((status = 200, description = "The updated escalation.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/escalations/{id}/resolve")]
pub(in super::super) async fn resolve_escalation(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<ResolveEscalation>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let outcome = body.into_inner().outcome.into_value()?;
    let written = escalations::resolve(&store, &actor, parse_id(&id)?, &expected_versions(if_match), &outcome).await?;
    Ok(once.respond(written, |view| escalation_response(view, &actor)))
}

/// Withdraws an escalation before it is answered: its ticket returns to its previous status.
#[utoipa::path(
    operation_id = "withdraw_escalation", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = ReasonBody, example = json!({"reason": "She has found the answer in her papers."})),
    responses((status = 200, description = "The updated escalation.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/escalations/{id}/withdraw")]
pub(in super::super) async fn withdraw_escalation(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<ReasonBody>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let reason = body.into_inner().reason.into_value()?;
    let written = escalations::withdraw(&store, &actor, parse_id(&id)?, &expected_versions(if_match), &reason).await?;
    Ok(once.respond(written, |view| escalation_response(view, &actor)))
}

/// Closes a resolved escalation: its answer has been passed on.
#[utoipa::path(
    operation_id = "close_escalation", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    responses((status = 200, description = "The updated escalation.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/escalations/{id}/close")]
pub(in super::super) async fn close_escalation(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = escalations::close(&store, &actor, parse_id(&id)?, &expected_versions(if_match)).await?;
    Ok(once.respond(written, |view| escalation_response(view, &actor)))
}

/// Redacts texts of an escalation and its timeline, permanently. The timeline keeps that they were written and why they were redacted. Also for deleted escalations.
#[utoipa::path(
    operation_id = "redact_escalation", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = RedactEscalation, example = json!({"fields": ["reason"], "reason": "It holds another patient's results."})),
    responses((status = 200, description = "The updated escalation.", body = EscalationResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/escalations/{id}/redact")]
pub(in super::super) async fn redact_escalation(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<RedactEscalation>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (texts, reason) = body.into_inner().into_parts()?;
    let written = escalations::redact(&store, &actor, parse_id(&id)?, &expected_versions(if_match), &texts, &reason).await?;
    Ok(once.respond(written, |view| escalation_response(view, &actor)))
}
