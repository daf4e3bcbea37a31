//! `/tickets`: customers' cases.

mod body;

use actix_web::{
    get, patch, post,
    web::{Data, Path},
};
use caredesk_persistence::{Store, TicketFilter, TicketView};

use body::{AssignTicket, CreateTicket, SetTicketStatus, TicketAnswer, TicketQuery, UpdateTicket, answer};

use super::{
    BASE,
    answer::{List, expected, list, page_request},
    caller::Caller,
    order::TicketOrder,
};
use crate::{
    http::{ApiError, Cursors, EmptyBody, IfMatch, Json, Query, Refusal, Representation},
    services::tickets::{self, TicketKey},
};

/// Tickets, the longest waiting first unless sorted otherwise.
#[utoipa::path(
    operation_id = "list_tickets", tag = "tickets", params(TicketQuery),
    responses((status = 200, description = "A page of tickets.", body = List<TicketAnswer>), Refusal<401>, Refusal<403>)
)]
#[get("/tickets")]
pub(super) async fn list_tickets(
    store: Data<Store>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    query: Query<TicketQuery>,
) -> Result<actix_web::web::Json<List<TicketAnswer>>, ApiError> {
    let of = query.list();
    let query = query.into_inner();
    let after = query.cursor.take()?.map(|cursor| cursors.parameter(of, cursor.as_str())).transpose()?;
    let order = TicketOrder::or_usual(query.sort.take()?).map_err(ApiError::internal)?;
    let assigned = query.assignee.take()?.unwrap_or_default();
    let filter = TicketFilter {
        statuses: query.status.take()?.unwrap_or_default(),
        priorities: query.priority.take()?.unwrap_or_default(),
        categories: query.category.take()?.unwrap_or_default(),
        assigned: assigned.into_iter().filter_map(|who| who.resolve(&actor)).collect(),
        customer: query.customer_id.take()?,
        created: (query.created_at_gte.take()?, query.created_at_lt.take()?),
        updated: (query.updated_at_gte.take()?, query.updated_at_lt.take()?),
        sort: order.key,
        descending: order.descending,
    };
    let request = page_request(query.limit.take()?, after, query.include_total.take()?)?;
    let page = tickets::list(&store, &actor, &filter, request).await?;
    let now = store.now();
    Ok(actix_web::web::Json(list(page, &cursors, of, |view| answer(view, &actor, now))?))
}

/// Opens a ticket. Left out, `assignee_id` is whoever opens it; `null` puts the ticket in the queue.
#[utoipa::path(
    operation_id = "create_ticket", tag = "tickets",
    request_body(content = CreateTicket, example = json!({
        "customer_id": "0192f3c4-7a1b-7c2d-8e3f-405162738495", "category": "billing", "priority": "high", "subject": "Charged twice in March",
        "description": "The card was charged twice for the appointment on 3 March."
    })),
    responses((status = 201, description = "Opened.", body = TicketAnswer), Refusal<401>, Refusal<403>)
)]
#[post("/tickets")]
pub(super) async fn create_ticket(
    store: Data<Store>,
    Caller(actor): Caller,
    body: Json<CreateTicket>,
) -> Result<Representation<TicketAnswer>, ApiError> {
    let view = tickets::open(&store, &actor, body.into_inner().command()?).await?;
    let (version, location) = (view.ticket.version, format!("{BASE}/tickets/{}", view.ticket.id));
    Ok(Representation::created(version, location, answer(view, &actor, store.now())))
}

/// One ticket, by its id or its number.
#[utoipa::path(
    operation_id = "get_ticket", tag = "tickets", params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-00000018")),
    responses((status = 200, description = "The ticket.", body = TicketAnswer), Refusal<401>, Refusal<403>, Refusal<404>)
)]
#[get("/tickets/{id}")]
pub(super) async fn get_ticket(store: Data<Store>, caller: Caller, id: Path<String>) -> Result<Representation<TicketAnswer>, ApiError> {
    let view = tickets::get(&store, &caller.0, key(&id)?).await?;
    Ok(shown(view, &caller, &store))
}

/// Changes what a ticket is about (merge patch, RFC 7396): fields left out stay.
#[utoipa::path(
    operation_id = "update_ticket", tag = "tickets",
    params(
        ("id" = String, Path, description = "The ticket's id or number.", example = "TKT-00000018"),
        ("If-Match" = String, Header, description = "The ETag of the ticket as you read it, or `*`.", example = "*"),
    ),
    request_body(content = UpdateTicket, content_type = "application/merge-patch+json", example = json!({"priority": "urgent"})),
    responses(
        (status = 200, description = "The ticket as it is now.", body = TicketAnswer),
        Refusal<401>, Refusal<403>, Refusal<404>, Refusal<412>, Refusal<428>
    )
)]
#[patch("/tickets/{id}")]
pub(super) async fn update_ticket(
    store: Data<Store>,
    caller: Caller,
    id: Path<String>,
    if_match: IfMatch,
    body: Json<UpdateTicket>,
) -> Result<Representation<TicketAnswer>, ApiError> {
    let patch = body.into_inner().patch()?;
    let view = tickets::edit(&store, &caller.0, key(&id)?, &expected(Some(if_match)), patch).await?;
    Ok(shown(view, &caller, &store))
}

/// Moves a ticket to another status. With `undo`, takes one's own last move back within a minute; `status` is then where that leads.
#[utoipa::path(
    operation_id = "set_ticket_status", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-00000018"), ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: refused with 412 when it has changed since.", example = "*")),
    request_body(content = SetTicketStatus, example = json!({"status": "resolved"})),
    responses((status = 200, description = "The ticket as it is now.", body = TicketAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<409>, Refusal<412>)
)]
#[post("/tickets/{id}/status")]
pub(super) async fn set_ticket_status(
    store: Data<Store>,
    caller: Caller,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<SetTicketStatus>,
) -> Result<Representation<TicketAnswer>, ApiError> {
    let (status, undo) = body.into_inner().take()?;
    let view = tickets::set_status(&store, &caller.0, key(&id)?, &expected(if_match), status, undo).await?;
    Ok(shown(view, &caller, &store))
}

/// Takes an unassigned ticket. The first wins; everybody else learns who did.
#[utoipa::path(
    operation_id = "claim_ticket", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-00000018"), ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: refused with 412 when it has changed since.", example = "*")),
    responses((status = 200, description = "The ticket is yours.", body = TicketAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<409>, Refusal<412>)
)]
#[post("/tickets/{id}/claim")]
pub(super) async fn claim_ticket(
    store: Data<Store>,
    caller: Caller,
    id: Path<String>,
    if_match: Option<IfMatch>,
    _: EmptyBody,
) -> Result<Representation<TicketAnswer>, ApiError> {
    let view = tickets::claim(&store, &caller.0, key(&id)?, &expected(if_match)).await?;
    Ok(shown(view, &caller, &store))
}

/// Gives a ticket to a colleague, or with `null` back to the queue, with a word for them.
#[utoipa::path(
    operation_id = "assign_ticket", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-00000018"), ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: refused with 412 when it has changed since.", example = "*")),
    request_body(content = AssignTicket, example = json!({"assignee_id": null, "note": "My shift ends; she expects a call before noon."})),
    responses((status = 200, description = "The ticket as it is now.", body = TicketAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<412>)
)]
#[post("/tickets/{id}/assignment")]
pub(super) async fn assign_ticket(
    store: Data<Store>,
    caller: Caller,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<AssignTicket>,
) -> Result<Representation<TicketAnswer>, ApiError> {
    let (to, note) = body.into_inner().take()?;
    let view = tickets::assign(&store, &caller.0, key(&id)?, &expected(if_match), to, note).await?;
    Ok(shown(view, &caller, &store))
}

fn shown(view: TicketView, caller: &Caller, store: &Store) -> Representation<TicketAnswer> {
    Representation::new(view.ticket.version, answer(view, &caller.0, store.now()))
}

/// A ticket's id or number as it stands in an address. What is neither cannot be there.
pub(super) fn key(text: &str) -> Result<TicketKey, ApiError> {
    let id = text.parse().map(TicketKey::Id);
    id.or_else(|_| text.parse().map(TicketKey::Number)).map_err(|_| ApiError::not_found())
}
