//! Changes to an interaction.

use actix_web::{HttpResponse, post, web::Path};
use caredesk_domain::InteractionId;

use super::{
    body::{AssignInteraction, EndInteraction, MoveInteraction, RedactInteraction, SetInteractionStatus},
    response::{InteractionResponse, interaction_response},
};
use crate::{
    handlers::{caller::Caller, idempotency::IdempotentRequest, paths::parse_id, response::expected_versions},
    http::{ApiError, IfMatch, Json, ProblemResponse},
    services::interactions,
};

/// Sets an interaction to active or pending. To resolve it, end it.
#[utoipa::path(
    operation_id = "set_interaction_status", tag = "interactions",
    params(
        ("id" = InteractionId, Path, description = "The interaction's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = SetInteractionStatus, example = json!({"status": "pending"})),
    responses((status = 200, description = "The updated interaction.", body = InteractionResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/interactions/{id}/status")]
pub(in super::super) async fn set_interaction_status(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<SetInteractionStatus>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let status = body.into_inner().into_status()?;
    let written = interactions::set_status(&store, &actor, parse_id(&id)?, &expected_versions(if_match), status).await?;
    Ok(once.respond(written, |view| interaction_response(view, &actor)))
}

/// Ends an interaction, now or at `ended_at`; an open escalation stays open. Needs a summary, in the request or in the interaction. With `no_answer` it does
/// not count as an answer to the customer waiting on its ticket.
#[utoipa::path(
    operation_id = "end_interaction", tag = "interactions",
    params(
        ("id" = InteractionId, Path, description = "The interaction's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = EndInteraction, example = json!({"summary": "She asked for an earlier appointment; moved to Thursday at nine."})),
    responses((status = 200, description = "The updated interaction.", body = InteractionResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/interactions/{id}/end")]
pub(in super::super) async fn end_interaction(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<EndInteraction>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let end = body.into_inner().into_end()?;
    let written = interactions::end(&store, &actor, parse_id(&id)?, &expected_versions(if_match), end).await?;
    Ok(once.respond(written, |view| interaction_response(view, &actor)))
}

/// Assigns an interaction to a staff member or to the caller; `null` leaves it unattended.
#[utoipa::path(
    operation_id = "assign_interaction", tag = "interactions",
    params(
        ("id" = InteractionId, Path, description = "The interaction's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = AssignInteraction, example = json!({"agent_id": null, "note": "My shift ends; she expects a call before noon."})),
    responses((status = 200, description = "The updated interaction.", body = InteractionResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/interactions/{id}/assignment")]
pub(in super::super) async fn assign_interaction(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<AssignInteraction>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (to, note) = body.into_inner().into_parts()?;
    let written = interactions::assign(&store, &actor, parse_id(&id)?, &expected_versions(if_match), to, note).await?;
    Ok(once.respond(written, |view| interaction_response(view, &actor)))
}

/// Moves an interaction logged for the wrong customer. Its escalations move with it; the move is in the timelines of both customers.
#[utoipa::path(
    operation_id = "move_interaction", tag = "interactions",
    params(
        ("id" = InteractionId, Path, description = "The interaction's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = MoveInteraction, example = json!({"customer_id": "0192f3c4-7a1b-7c2d-8e3f-405162738495", "reason": "She rang from her sister's account."})),
    responses((status = 200, description = "The updated interaction.", body = InteractionResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<412>)
)]
#[post("/interactions/{id}/customer")]
pub(in super::super) async fn move_interaction(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<MoveInteraction>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (to, reason, with_ticket) = body.into_inner().into_parts()?;
    let written =
        interactions::move_to_customer(&store, &actor, parse_id(&id)?, &expected_versions(if_match), to, &reason, with_ticket).await?;
    Ok(once.respond(written, |view| interaction_response(view, &actor)))
}

/// Redacts texts of an interaction, its timeline and the search, permanently. The timeline keeps that they were written and why they were redacted. Also for
/// deleted interactions.
#[utoipa::path(
    operation_id = "redact_interaction", tag = "interactions",
    params(
        ("id" = InteractionId, Path, description = "The interaction's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = RedactInteraction, example = json!({"fields": ["transcript"], "reason": "It holds another patient's results."})),
    responses((status = 200, description = "The updated interaction.", body = InteractionResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/interactions/{id}/redact")]
pub(in super::super) async fn redact_interaction(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<RedactInteraction>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (texts, reason) = body.into_inner().into_parts()?;
    let written = interactions::redact(&store, &actor, parse_id(&id)?, &expected_versions(if_match), &texts, &reason).await?;
    Ok(once.respond(written, |view| interaction_response(view, &actor)))
}
