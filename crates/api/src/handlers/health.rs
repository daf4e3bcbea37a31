//! For operators: liveness, readiness, and the public keys of access tokens.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header,
    web::{Bytes, Data, Json},
};
use caredesk_persistence::Store;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::{ToSchema, openapi::OpenApi};

use crate::{
    http::{ApiError, NoParameters, ProblemResponse, Query, is_held},
    jobs::JobMonitor,
    token::Tokens,
};

/// `Retry-After` of a server that is not ready, in seconds.
const READY_RETRY_SECONDS: u64 = 2;

/// Result of a health check.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Health {
    #[schema(example = "ok")]
    status: &'static str,
}

/// Liveness: the process responds. Reads nothing.
#[utoipa::path(operation_id = "get_liveness", tag = "operations", security(), responses((status = 200, description = "Alive.", body = Health)))]
#[get("/livez")]
pub(super) async fn get_liveness(_: Query<NoParameters>) -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Readiness: the schema is of this version, the database can be read and written, the read log accepts entries, and the jobs run. If nothing was written in
/// the last second, the check writes one internal row.
#[utoipa::path(operation_id = "get_readiness", tag = "operations", security(), responses((status = 200, description = "Ready.", body = Health), ProblemResponse<503>))]
#[get("/readyz")]
pub(super) async fn get_readiness(store: Data<Store>, jobs: Data<JobMonitor>, _: Query<NoParameters>) -> Result<Json<Health>, ApiError> {
    if !jobs.is_running() {
        return Err(ApiError::unavailable(READY_RETRY_SECONDS, "the jobs have stopped"));
    }
    store.check_ready().await?;
    Ok(Json(Health { status: "ok" }))
}

/// The public keys that access tokens are signed with (RFC 7517).
#[utoipa::path(
    operation_id = "get_jwks", tag = "operations", security(),
    responses((status = 200, description = "The key set.", body = Object, example = json!({"keys": []})))
)]
#[get("/.well-known/jwks.json")]
pub(super) async fn get_jwks(tokens: Data<Tokens>, _: Query<NoParameters>) -> HttpResponse {
    HttpResponse::Ok().json(tokens.published())
}

/// The OpenAPI document, serialised once for all requests.
#[derive(Debug)]
pub(crate) struct OpenApiFile {
    json: Bytes,
    etag: String,
}

impl OpenApiFile {
    /// Serialises the document.
    ///
    /// # Errors
    /// When it cannot be serialised.
    pub(crate) fn new(document: &OpenApi) -> Result<Self, serde_json::Error> {
        let json = serde_json::to_vec(document)?;
        let digest = hex::encode(&Sha256::digest(&json)[..8]);
        Ok(Self { json: json.into(), etag: format!("\"{digest}\"") })
    }
}

/// This document. It changes only with a release: with `If-None-Match` it is sent once.
#[utoipa::path(
    operation_id = "get_openapi", tag = "operations", security(),
    responses((
        status = 200, description = "The OpenAPI document.", body = Object,
        headers(("ETag" = String, description = "Digest of the document: for `If-None-Match`.")), example = json!({"openapi": "3.1.0"})
    ))
)]
#[get("/openapi.json")]
pub(super) async fn get_openapi(request: HttpRequest, file: Data<OpenApiFile>) -> HttpResponse {
    let etag = (header::ETAG, file.etag.as_str());
    if is_held(&request, &file.etag) {
        return HttpResponse::NotModified().insert_header(etag).finish();
    }
    HttpResponse::Ok().insert_header(etag).content_type("application/json").body(file.json.clone())
}
