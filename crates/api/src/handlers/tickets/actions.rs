//! Changes to a ticket.

use actix_web::{HttpResponse, post, web::Path};

use super::{
    body::{AssignTicket, MoveTicket, RedactTicket, SetTicketStatus},
    response::{TicketResponse, ticket_response},
};
use crate::{
    handlers::{caller::Caller, idempotency::IdempotentRequest, paths::parse_ticket_key, response::expected_versions},
    http::{ApiError, EmptyBody, IfMatch, Json, ProblemResponse},
    services::tickets,
};

/// Sets the status of a ticket. With `undo`, reverts the caller's last status change within a minute; `status` is then the status it reverts to.
#[utoipa::path(
    operation_id = "set_ticket_status", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"), ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*")),
    request_body(content = SetTicketStatus, example = json!({"status": "resolved"})),
    responses((status = 200, description = "The updated ticket.", body = TicketResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/tickets/{id}/status")]
pub(in crate::handlers) async fn set_ticket_status(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<SetTicketStatus>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let to = body.into_inner().into_command()?;
    let written = tickets::set_status(&store, &actor, parse_ticket_key(&id)?, &expected_versions(if_match), to).await?;
    Ok(once.respond(written, |view| ticket_response(view, &actor, store.now())))
}

/// Claims an unassigned ticket. If several claim it, the first wins; the others get 409 with the name of the assignee.
#[utoipa::path(
    operation_id = "claim_ticket", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"), ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*")),
    responses((status = 200, description = "The claimed ticket.", body = TicketResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/tickets/{id}/claim")]
pub(in crate::handlers) async fn claim_ticket(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = tickets::claim(&store, &actor, parse_ticket_key(&id)?, &expected_versions(if_match)).await?;
    Ok(once.respond(written, |view| ticket_response(view, &actor, store.now())))
}

/// Claims the next ticket: the first open unassigned one in the order of the queue, as listed by
/// `GET /tickets?status=open&assignee=none&sort=queue`. Concurrent callers get different tickets.
#[utoipa::path(
    operation_id = "claim_next_ticket", tag = "tickets",
    responses((status = 200, description = "The claimed ticket.", body = TicketResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<409>)
)]
#[post("/tickets/next")]
pub(in crate::handlers) async fn claim_next_ticket(
    Caller(actor): Caller,
    once: IdempotentRequest,
    body: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = tickets::claim_next(&store, &actor).await?;
    Ok(once.respond(written, |view| ticket_response(view, &actor, store.now())))
}

/// Assigns a ticket to a staff member, or with `null` to the queue, with an optional note.
#[utoipa::path(
    operation_id = "assign_ticket", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"), ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*")),
    request_body(content = AssignTicket, example = json!({"assignee_id": null, "note": "My shift ends; she expects a call before noon."})),
    responses((status = 200, description = "The updated ticket.", body = TicketResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<412>)
)]
#[post("/tickets/{id}/assignment")]
pub(in crate::handlers) async fn assign_ticket(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<AssignTicket>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (to, note) = body.into_inner().into_parts()?;
    let written = tickets::assign(&store, &actor, parse_ticket_key(&id)?, &expected_versions(if_match), to, note).await?;
    Ok(once.respond(written, |view| ticket_response(view, &actor, store.now())))
}

/// Moves a ticket opened for the wrong customer. Its escalations move with it; the move is in the timelines of both customers.
#[utoipa::path(
    operation_id = "move_ticket", tag = "tickets",
    params(
        ("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = MoveTicket, example = json!({"customer_id": "0192f3c4-7a1b-7c2d-8e3f-405162738495", "reason": "She rang from her sister's account."})),
    responses((status = 200, description = "The updated ticket.", body = TicketResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<412>)
)]
#[post("/tickets/{id}/customer")]
pub(in crate::handlers) async fn move_ticket(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<MoveTicket>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (to, reason, along) = body.into_inner().into_parts()?;
    let written =
        tickets::move_to_customer(&store, &actor, parse_ticket_key(&id)?, &expected_versions(if_match), to, &reason, along).await?;
    Ok(once.respond(written, |view| ticket_response(view, &actor, store.now())))
}

/// Redacts texts of a ticket, its timeline and the search, permanently. The timeline keeps that they were written and why they were redacted. Also for
/// deleted tickets.
#[utoipa::path(
    operation_id = "redact_ticket", tag = "tickets",
    params(
        ("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = RedactTicket, example = json!({"fields": ["description"], "reason": "It holds another patient's results."})),
    responses((status = 200, description = "The updated ticket.", body = TicketResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/tickets/{id}/redact")]
pub(in crate::handlers) async fn redact_ticket(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<RedactTicket>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (texts, reason) = body.into_inner().into_parts()?;
    let written = tickets::redact(&store, &actor, parse_ticket_key(&id)?, &expected_versions(if_match), &texts, &reason).await?;
    Ok(once.respond(written, |view| ticket_response(view, &actor, store.now())))
}
