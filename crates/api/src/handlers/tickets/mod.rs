//! `/tickets`: customers' requests.

mod actions;
mod body;
mod bulk;
mod query;
mod response;
mod search;

use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path},
};
use caredesk_persistence::{Store, TicketFilter};

pub(super) use actions::{assign_ticket, claim_next_ticket, claim_ticket, move_ticket, redact_ticket, set_ticket_status};
pub(super) use body::TicketIdOrNumber;
use body::{CreateTicket, UpdateTicket};
pub(super) use bulk::change_tickets;
pub(super) use query::AssigneeParameter;
use query::TicketQuery;
pub(super) use response::{TicketResponse, ticket_response, to_response};
pub(super) use search::search_tickets;

use super::{
    caller::Caller,
    idempotency::IdempotentRequest,
    order::TicketOrder,
    paging::{ListResponse, list_response, page_request},
    paths::{parse_ticket_key, ticket_path},
    response::expected_versions,
};
use crate::{
    http::{ApiError, CursorCodec, EmptyBody, IfMatch, Json, ProblemResponse, Query, Representation},
    services::tickets,
};

/// Tickets, in the order of the queue unless sorted otherwise.
#[utoipa::path(
    operation_id = "list_tickets", tag = "tickets", params(TicketQuery),
    responses((status = 200, description = "A page of tickets.", body = ListResponse<TicketResponse>), ProblemResponse<401>, ProblemResponse<403>)
)]
#[get("/tickets")]
pub(super) async fn list_tickets(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    query: Query<TicketQuery>,
) -> Result<actix_web::web::Json<ListResponse<TicketResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let query = query.into_inner();
    let after = query.cursor.into_value()?.map(|cursor| cursors.decode_parameter(list_id, cursor.as_str())).transpose()?;
    let order = TicketOrder::or_default(query.sort.into_value()?).map_err(ApiError::internal)?;
    let assigned = query.assignee.into_value()?.unwrap_or_default();
    let filter = TicketFilter {
        statuses: query.status.into_value()?.unwrap_or_default(),
        priorities: query.priority.into_value()?.unwrap_or_default(),
        categories: query.category.into_value()?.unwrap_or_default(),
        assignees: assigned.into_iter().filter_map(|who| who.resolve(&actor)).collect(),
        unfetched: query.unfetched_by.into_value()?.unwrap_or_default().into_iter().filter_map(|who| who.resolve(&actor)).collect(),
        customer: query.customer_id.into_value()?,
        created: (query.created_at_gte.into_value()?, query.created_at_lt.into_value()?),
        updated: (query.updated_at_gte.into_value()?, query.updated_at_lt.into_value()?),
        resolved: (query.resolved_at_gte.into_value()?, query.resolved_at_lt.into_value()?),
        resolved_by: query.resolved_by.into_value()?.unwrap_or_default().into_iter().filter_map(|who| who.resolve(&actor)).collect(),
        deleted: query.deleted.into_value()?.unwrap_or(false),
        sort: order.key,
        descending: order.descending,
        ..TicketFilter::default()
    };
    let request = page_request(query.limit.into_value()?, after, query.include_total.into_value()?)?;
    let page = tickets::list(&store, &actor, &filter, request).await?;
    let now = store.now();
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |view| to_response(view, &actor, now))?))
}

/// Opens a ticket. Default `assignee_id`: the caller; `null` puts the ticket in the queue.
#[utoipa::path(
    operation_id = "create_ticket", tag = "tickets",
    request_body(content = CreateTicket, example = json!({
        "customer_id": "0192f3c4-7a1b-7c2d-8e3f-405162738495", "category": "billing", "priority": "high", "subject": "Charged twice in March",
        "description": "The card was charged twice for the appointment on 3 March."
    })),
    responses((status = 201, description = "Opened.", body = TicketResponse), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/tickets")]
pub(super) async fn create_ticket(
    Caller(actor): Caller,
    once: IdempotentRequest,
    body: Json<CreateTicket>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = tickets::open(&store, &actor, body.into_inner().command()?).await?;
    Ok(once.respond(written, |view| {
        let location = ticket_path(view.ticket.id);
        ticket_response(view, &actor, store.now()).created_at(location)
    }))
}

/// One ticket, by its id or its number.
#[utoipa::path(
    operation_id = "get_ticket", tag = "tickets", params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y")),
    responses((status = 200, description = "The ticket.", body = TicketResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/tickets/{id}")]
pub(super) async fn get_ticket(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Representation<TicketResponse>, ApiError> {
    let view = tickets::get(&store, &actor, parse_ticket_key(&id)?).await?;
    Ok(ticket_response(view, &actor, store.now()))
}

/// Updates a ticket (merge patch, RFC 7396): fields left out stay.
#[utoipa::path(
    operation_id = "update_ticket", tag = "tickets",
    params(
        ("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"),
        ("If-Match" = String, Header, description = "The ETag of the ticket as you read it, or `*`.", example = "*"),
    ),
    request_body(content = UpdateTicket, content_type = "application/merge-patch+json", example = json!({"priority": "urgent"})),
    responses(
        (status = 200, description = "The updated ticket.", body = TicketResponse),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<412>, ProblemResponse<428>
    )
)]
#[patch("/tickets/{id}")]
pub(super) async fn update_ticket(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
    body: Json<UpdateTicket>,
) -> Result<Representation<TicketResponse>, ApiError> {
    let patch = body.into_inner().patch()?;
    let view = tickets::edit(&store, &actor, parse_ticket_key(&id)?, &expected_versions(Some(if_match)), patch).await?;
    Ok(ticket_response(view, &actor, store.now()))
}

/// Deletes a ticket: removed from every list and search. Rejected while an escalation is open on it.
#[utoipa::path(
    operation_id = "delete_ticket", tag = "tickets",
    params(
        ("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"),
        ("If-Match" = String, Header, description = "The ETag of the ticket as you read it, or `*`.", example = "*"),
    ),
    responses((status = 204, description = "Deleted."), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>, ProblemResponse<428>)
)]
#[delete("/tickets/{id}")]
pub(super) async fn delete_ticket(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
) -> Result<HttpResponse, ApiError> {
    tickets::delete(&store, &actor, parse_ticket_key(&id)?, &expected_versions(Some(if_match))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Restores a deleted ticket.
#[utoipa::path(
    operation_id = "restore_ticket", tag = "tickets",
    params(
        ("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    responses((status = 200, description = "The ticket.", body = TicketResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/tickets/{id}/restore")]
pub(super) async fn restore_ticket(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = tickets::restore(&store, &actor, parse_ticket_key(&id)?, &expected_versions(if_match)).await?;
    Ok(once.respond(written, |view| ticket_response(view, &actor, store.now())))
}
