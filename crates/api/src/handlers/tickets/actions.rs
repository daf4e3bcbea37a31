//! What is done to a ticket.

use actix_web::{post, web::Path};

use super::{
    answer::TicketAnswer,
    body::{AssignTicket, MoveTicket, SetTicketStatus},
    key, shown,
};
use crate::{
    handlers::{answer::expected, caller::Caller, once::Once},
    http::{ApiError, EmptyBody, IfMatch, Json, Refusal, Representation},
    services::tickets,
};

/// Moves a ticket to another status. With `undo`, takes one's own last move back within a minute; `status` is then where that leads.
#[utoipa::path(
    operation_id = "set_ticket_status", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"), ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: refused with 412 when it has changed since.", example = "*")),
    request_body(content = SetTicketStatus, example = json!({"status": "resolved"})),
    responses((status = 200, description = "The ticket as it is now.", body = TicketAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<409>, Refusal<412>)
)]
#[post("/tickets/{id}/status")]
pub(in crate::handlers) async fn set_ticket_status(
    Caller(actor): Caller,
    once: Once,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<SetTicketStatus>,
) -> Result<Representation<TicketAnswer>, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let to = body.into_inner().take()?;
    let view = tickets::set_status(&store, &actor, key(&id)?, &expected(if_match), to).await?;
    Ok(shown(view, &actor, store.now()))
}

/// Takes an unassigned ticket. The first wins; everybody else learns who did.
#[utoipa::path(
    operation_id = "claim_ticket", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"), ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: refused with 412 when it has changed since.", example = "*")),
    responses((status = 200, description = "The ticket is yours.", body = TicketAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<409>, Refusal<412>)
)]
#[post("/tickets/{id}/claim")]
pub(in crate::handlers) async fn claim_ticket(
    Caller(actor): Caller,
    once: Once,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: EmptyBody,
) -> Result<Representation<TicketAnswer>, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let view = tickets::claim(&store, &actor, key(&id)?, &expected(if_match)).await?;
    Ok(shown(view, &actor, store.now()))
}

/// Takes the next ticket: of the open ones that are nobody's the first in the order of the queue, as `GET /tickets?status=open&assignee=none&sort=queue`
/// lists them. Of two who ask at once each is given another.
#[utoipa::path(
    operation_id = "claim_next_ticket", tag = "tickets",
    responses((status = 200, description = "The ticket, which is yours now.", body = TicketAnswer), Refusal<401>, Refusal<403>, Refusal<409>)
)]
#[post("/tickets/next")]
pub(in crate::handlers) async fn claim_next_ticket(
    Caller(actor): Caller,
    once: Once,
    body: EmptyBody,
) -> Result<Representation<TicketAnswer>, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let view = tickets::claim_next(&store, &actor).await?;
    Ok(shown(view, &actor, store.now()))
}

/// Gives a ticket to a colleague, or with `null` back to the queue, with a word for them.
#[utoipa::path(
    operation_id = "assign_ticket", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"), ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: refused with 412 when it has changed since.", example = "*")),
    request_body(content = AssignTicket, example = json!({"assignee_id": null, "note": "My shift ends; she expects a call before noon."})),
    responses((status = 200, description = "The ticket as it is now.", body = TicketAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<412>)
)]
#[post("/tickets/{id}/assignment")]
pub(in crate::handlers) async fn assign_ticket(
    Caller(actor): Caller,
    once: Once,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<AssignTicket>,
) -> Result<Representation<TicketAnswer>, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (to, note) = body.into_inner().take()?;
    let view = tickets::assign(&store, &actor, key(&id)?, &expected(if_match), to, note).await?;
    Ok(shown(view, &actor, store.now()))
}

/// Moves a ticket that was opened for the wrong patient. Its escalations go with it; both customers' timelines tell of it.
#[utoipa::path(
    operation_id = "move_ticket", tag = "tickets",
    params(
        ("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: refused with 412 when it has changed since.", example = "*"),
    ),
    request_body(content = MoveTicket, example = json!({"customer_id": "0192f3c4-7a1b-7c2d-8e3f-405162738495", "reason": "She rang from her sister's account."})),
    responses((status = 200, description = "The ticket as it is now.", body = TicketAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<412>)
)]
#[post("/tickets/{id}/customer")]
pub(in crate::handlers) async fn move_ticket(
    Caller(actor): Caller,
    once: Once,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<MoveTicket>,
) -> Result<Representation<TicketAnswer>, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (to, reason, along) = body.into_inner().take()?;
    let view = tickets::move_to_customer(&store, &actor, key(&id)?, &expected(if_match), to, &reason, along).await?;
    Ok(shown(view, &actor, store.now()))
}
