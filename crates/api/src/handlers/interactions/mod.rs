//! `/interactions`: calls, chats and e-mails with customers.

mod actions;
mod body;
mod query;
mod response;

use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path},
};
use caredesk_domain::InteractionId;
use caredesk_persistence::Store;

pub(super) use actions::{assign_interaction, end_interaction, move_interaction, redact_interaction, set_interaction_status};
use body::{CreateInteraction, UpdateInteraction};
use query::InteractionQuery;
pub(super) use response::{InteractionResponse, interaction_response, to_response};

use super::{
    caller::Caller,
    idempotency::IdempotentRequest,
    paging::{ListResponse, PageQuery, list_response},
    paths::{interaction_path, parse_id},
    response::expected_versions,
    timeline::TimelineEntryResponse,
};
use crate::{
    http::{ApiError, CursorCodec, EmptyBody, IfMatch, Json, ProblemResponse, Query, Representation},
    services::interactions,
};

/// Interactions, the latest first unless sorted otherwise.
#[utoipa::path(
    operation_id = "list_interactions", tag = "interactions", params(InteractionQuery),
    responses((status = 200, description = "A page of interactions.", body = ListResponse<InteractionResponse>), ProblemResponse<401>, ProblemResponse<403>)
)]
#[get("/interactions")]
pub(super) async fn list_interactions(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    query: Query<InteractionQuery>,
) -> Result<actix_web::web::Json<ListResponse<InteractionResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let (filter, about, request) = query.into_inner().into_filter(&actor, &cursors, list_id)?;
    let page = interactions::list(&store, &actor, filter, about, request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |view| to_response(view, &actor))?))
}

/// Logs an interaction: one that starts now, or a past one with its own times. With `ended_at` it has ended.
///
/// A staff member who logs it becomes its agent. With `ticket_id` it counts as an answer to the customer waiting on that ticket.
#[utoipa::path(
    operation_id = "create_interaction", tag = "interactions",
    request_body(content = CreateInteraction, example = json!({
        "customer_id": "0192f3c4-7a1b-7c2d-8e3f-405162738495", "channel": "call", "direction": "inbound",
        "summary": "She asked for an earlier appointment; moved to Thursday at nine."
    })),
    responses((status = 201, description = "Logged.", body = InteractionResponse), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/interactions")]
pub(super) async fn create_interaction(
    Caller(actor): Caller,
    once: IdempotentRequest,
    body: Json<CreateInteraction>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = interactions::log(&store, &actor, body.into_inner().command()?).await?;
    Ok(once.respond(written, |view| {
        let location = interaction_path(view.interaction.id);
        interaction_response(view, &actor).created_at(location)
    }))
}

/// One interaction.
#[utoipa::path(
    operation_id = "get_interaction", tag = "interactions", params(("id" = InteractionId, Path, description = "The interaction's id.")),
    responses((status = 200, description = "The interaction.", body = InteractionResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/interactions/{id}")]
pub(super) async fn get_interaction(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Representation<InteractionResponse>, ApiError> {
    Ok(interaction_response(interactions::get(&store, &actor, parse_id(&id)?).await?, &actor))
}

/// Updates an interaction (merge patch, RFC 7396): fields left out stay. Reports use corrected times.
#[utoipa::path(
    operation_id = "update_interaction", tag = "interactions",
    params(
        ("id" = InteractionId, Path, description = "The interaction's id."),
        ("If-Match" = String, Header, description = "The ETag of the interaction as you read it, or `*`.", example = "*"),
    ),
    request_body(content = UpdateInteraction, content_type = "application/merge-patch+json", example = json!({"channel": "call"})),
    responses(
        (status = 200, description = "The updated interaction.", body = InteractionResponse),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>, ProblemResponse<428>
    )
)]
#[patch("/interactions/{id}")]
pub(super) async fn update_interaction(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
    body: Json<UpdateInteraction>,
) -> Result<Representation<InteractionResponse>, ApiError> {
    let patch = body.into_inner().patch()?;
    Ok(interaction_response(interactions::edit(&store, &actor, parse_id(&id)?, &expected_versions(Some(if_match)), patch).await?, &actor))
}

/// Deletes an interaction: removed from every list. Rejected while an escalation is open on it.
#[utoipa::path(
    operation_id = "delete_interaction", tag = "interactions",
    params(
        ("id" = InteractionId, Path, description = "The interaction's id."),
        ("If-Match" = String, Header, description = "The ETag of the interaction as you read it, or `*`.", example = "*"),
    ),
    responses(
        (status = 204, description = "Deleted."),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>, ProblemResponse<428>
    )
)]
#[delete("/interactions/{id}")]
pub(super) async fn delete_interaction(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
) -> Result<HttpResponse, ApiError> {
    interactions::delete(&store, &actor, parse_id(&id)?, &expected_versions(Some(if_match))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Restores a deleted interaction.
#[utoipa::path(
    operation_id = "restore_interaction", tag = "interactions",
    params(
        ("id" = InteractionId, Path, description = "The interaction's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    responses((status = 200, description = "The interaction.", body = InteractionResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/interactions/{id}/restore")]
pub(super) async fn restore_interaction(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = interactions::restore(&store, &actor, parse_id(&id)?, &expected_versions(if_match)).await?;
    Ok(once.respond(written, |view| interaction_response(view, &actor)))
}

/// What happened to an interaction and its escalations, the latest first.
#[utoipa::path(
    operation_id = "get_interaction_timeline", tag = "interactions",
    params(("id" = InteractionId, Path, description = "The interaction's id."), PageQuery),
    responses((status = 200, description = "A page of the timeline.", body = ListResponse<TimelineEntryResponse>), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/interactions/{id}/timeline")]
pub(super) async fn get_interaction_timeline(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<PageQuery>,
) -> Result<actix_web::web::Json<ListResponse<TimelineEntryResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let request = query.into_inner().into_request(&cursors, list_id)?;
    let page = interactions::timeline(&store, &actor, parse_id(&id)?, request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, TimelineEntryResponse::from)?))
}
