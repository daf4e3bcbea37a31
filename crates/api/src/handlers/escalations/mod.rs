//! `/escalations`: questions to doctors and admins, and their answers.

mod actions;
mod answer;
mod body;
mod query;
mod raise;

use actix_web::{
    HttpResponse, delete, get,
    http::header,
    post,
    web::{Data, Path},
};
use caredesk_domain::{EscalationId, actor::Actor, event::SubjectKind};
use caredesk_persistence::{EscalationMessageView, EscalationView, Store};

pub(super) use actions::{
    accept_escalation, close_escalation, decline_escalation, raise_escalation_priority, reassign_escalation, redact_escalation,
    resolve_escalation, withdraw_escalation,
};
use answer::EscalationMessageAnswer;
pub(super) use answer::{EscalationAnswer, answer};
use body::CreateEscalationMessage;
pub(super) use query::EscalationOrder;
use query::{EscalationQuery, page};
pub(super) use raise::{create_interaction_escalation, create_ticket_escalation, list_interaction_escalations, list_ticket_escalations};

use super::{
    BASE,
    answer::{List, expected, list, represented},
    caller::Caller,
    once::Once,
    timeline::{Entry, TimelineQuery},
};
use crate::{
    http::{ApiError, Cursors, EmptyBody, IfMatch, Json, Query, Refusal, Representation},
    services::escalations,
};

/// Escalations; default order: waiting ones first, by priority and then waiting time, then answered and ended ones.
///
/// A doctor sees those addressed to them or waiting in the doctors' pool, and those they accepted.
#[utoipa::path(
    operation_id = "list_escalations", tag = "escalations", params(EscalationQuery),
    responses((status = 200, description = "A page of escalations.", body = List<EscalationAnswer>), Refusal<401>, Refusal<403>)
)]
#[get("/escalations")]
pub(super) async fn list_escalations(
    store: Data<Store>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    query: Query<EscalationQuery>,
) -> Result<actix_web::web::Json<List<EscalationAnswer>>, ApiError> {
    let of = query.list();
    let (filter, request) = query.into_inner().take(&actor, &cursors, of)?;
    let page = escalations::list(&store, &actor, &filter, request).await?;
    Ok(actix_web::web::Json(list(page, &cursors, of, |view| answer(view, &actor))?))
}

/// One escalation.
#[utoipa::path(
    operation_id = "get_escalation", tag = "escalations", params(("id" = EscalationId, Path, description = "The escalation's id.")),
    responses((status = 200, description = "The escalation.", body = EscalationAnswer), Refusal<401>, Refusal<403>, Refusal<404>)
)]
#[get("/escalations/{id}")]
pub(super) async fn get_escalation(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Representation<EscalationAnswer>, ApiError> {
    Ok(shown(escalations::get(&store, &actor, key(&id)?).await?, &actor))
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
        Refusal<401>, Refusal<403>, Refusal<404>, Refusal<409>, Refusal<412>, Refusal<428>
    )
)]
#[delete("/escalations/{id}")]
pub(super) async fn delete_escalation(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
) -> Result<HttpResponse, ApiError> {
    escalations::delete(&store, &actor, key(&id)?, &expected(Some(if_match))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Restores a deleted escalation.
#[utoipa::path(
    operation_id = "restore_escalation", tag = "escalations",
    params(
        ("id" = EscalationId, Path, description = "The escalation's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    responses((status = 200, description = "The escalation.", body = EscalationAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<409>, Refusal<412>)
)]
#[post("/escalations/{id}/restore")]
pub(super) async fn restore_escalation(
    Caller(actor): Caller,
    once: Once,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: EmptyBody,
) -> Result<Representation<EscalationAnswer>, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    Ok(shown(escalations::restore(&store, &actor, key(&id)?, &expected(if_match)).await?, &actor))
}

/// The questions and answers within an escalation, the oldest first. Internal: never shown to the customer.
#[utoipa::path(
    operation_id = "list_escalation_messages", tag = "escalations",
    params(("id" = EscalationId, Path, description = "The escalation's id."), TimelineQuery),
    responses((status = 200, description = "A page of messages.", body = List<EscalationMessageAnswer>), Refusal<401>, Refusal<403>, Refusal<404>)
)]
#[get("/escalations/{id}/messages")]
pub(super) async fn list_escalation_messages(
    store: Data<Store>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<TimelineQuery>,
) -> Result<actix_web::web::Json<List<EscalationMessageAnswer>>, ApiError> {
    let of = query.list();
    let request = page(query.into_inner(), &cursors, of)?;
    let page = escalations::messages(&store, &actor, key(&id)?, request).await?;
    Ok(actix_web::web::Json(list(page, &cursors, of, EscalationMessageAnswer::from)?))
}

/// Writes a question or an answer within an escalation. A message of the addressee is a question: the care team must answer. A message of the care team
/// answers it.
#[utoipa::path(
    operation_id = "create_escalation_message", tag = "escalations",
    params(("id" = EscalationId, Path, description = "The escalation's id.")),
    request_body(content = CreateEscalationMessage, example = json!({"body": "Since when has she had the rash?"})),
    responses((status = 201, description = "Written.", body = EscalationMessageAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<409>)
)]
#[post("/escalations/{id}/messages")]
pub(super) async fn create_escalation_message(
    Caller(actor): Caller,
    once: Once,
    id: Path<String>,
    body: Json<CreateEscalationMessage>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let body = body.into_inner().body.take()?;
    Ok(said(escalations::discuss(&store, &actor, key(&id)?, &body).await?))
}

/// What happened to an escalation, the latest first.
#[utoipa::path(
    operation_id = "get_escalation_timeline", tag = "escalations",
    params(("id" = EscalationId, Path, description = "The escalation's id."), TimelineQuery),
    responses((status = 200, description = "A page of the timeline.", body = List<Entry>), Refusal<401>, Refusal<403>, Refusal<404>)
)]
#[get("/escalations/{id}/timeline")]
pub(super) async fn get_escalation_timeline(
    store: Data<Store>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<TimelineQuery>,
) -> Result<actix_web::web::Json<List<Entry>>, ApiError> {
    let of = query.list();
    let request = page(query.into_inner(), &cursors, of)?;
    let page = escalations::timeline(&store, &actor, key(&id)?, request).await?;
    Ok(actix_web::web::Json(list(page, &cursors, of, Entry::from)?))
}

/// URL path of an escalation.
pub(super) fn location(id: EscalationId) -> String {
    format!("{BASE}/escalations/{id}")
}

/// An escalation as `actor` may see it.
pub(super) fn shown(view: EscalationView, actor: &Actor) -> Representation<EscalationAnswer> {
    represented(actor, SubjectKind::Escalation, view.escalation.version, || answer(view, actor))
}

/// A question or an answer, with the response it had when it was written.
pub(super) fn said(view: EscalationMessageView) -> HttpResponse {
    let location = format!("{}/messages", location(view.message.escalation));
    HttpResponse::Created().insert_header((header::LOCATION, location)).json(EscalationMessageAnswer::from(view))
}

fn key(text: &str) -> Result<EscalationId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}
