//! For whoever runs the desk: is it alive, is it ready, and the keys its tokens are signed with.

use actix_web::{
    HttpResponse, get,
    web::{Data, Json},
};
use caredesk_persistence::Store;
use serde::Serialize;
use utoipa::{ToSchema, openapi::OpenApi};

use crate::{
    http::{ApiError, Refusal},
    token::Tokens,
};

/// That the desk answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Health {
    #[schema(example = "ok")]
    status: &'static str,
}

/// Whether the process answers; touches nothing.
#[utoipa::path(operation_id = "get_liveness", tag = "operations", security(()), responses((status = 200, description = "It does.", body = Health)))]
#[get("/livez")]
pub(super) async fn get_liveness() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Whether the desk can work: its database can be read and written, and reads can be noted in the read log. Where nothing was written in the
/// last second it writes one row of book-keeping, to find out.
#[utoipa::path(operation_id = "get_readiness", tag = "operations", security(()), responses((status = 200, description = "It can.", body = Health), Refusal<503>))]
#[get("/readyz")]
pub(super) async fn get_readiness(store: Data<Store>) -> Result<Json<Health>, ApiError> {
    store.check_ready().await?;
    Ok(Json(Health { status: "ok" }))
}

/// The public keys that access tokens are signed with (RFC 7517).
#[utoipa::path(
    operation_id = "get_jwks", tag = "operations", security(()),
    responses((status = 200, description = "The key set.", body = Object, example = json!({"keys": []})))
)]
#[get("/.well-known/jwks.json")]
pub(super) async fn get_jwks(tokens: Data<Tokens>) -> HttpResponse {
    HttpResponse::Ok().json(tokens.published())
}

/// This document.
#[utoipa::path(
    operation_id = "get_openapi", tag = "operations", security(()),
    responses((status = 200, description = "The OpenAPI document.", body = Object, example = json!({"openapi": "3.1.0"})))
)]
#[get("/openapi.json")]
pub(super) async fn get_openapi(document: Data<OpenApi>) -> HttpResponse {
    HttpResponse::Ok().json(document.get_ref())
}
