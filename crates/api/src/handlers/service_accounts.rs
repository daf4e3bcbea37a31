//! `/service-accounts`: accounts of other systems.

use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path},
};
use caredesk_domain::{
    SecretId, ServiceAccountId, Timestamp,
    actor::Actor,
    policy::Action,
    scopes::{Scopes, ServiceAccountScope},
    service_account::ServiceAccountPatch,
    text::FullName,
};
use caredesk_persistence::{SecretRef, ServiceAccountView, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    idempotency::IdempotentRequest,
    paging::{ListResponse, PageQuery, list_response},
    paths::{parse_id, service_account_path},
    response::{StaffReference, expected_versions},
};
use crate::{
    http::{
        self, ApiError, CursorCodec, EmptyBody, FieldErrors, IfMatch, Json, Optional, ProblemResponse, Query, Representation, Required,
    },
    secret::Secret,
    services::service_accounts::{self, AddServiceAccount},
};

// A type alias, because the schema derive reads a constant among type arguments as a type.
type ScopeList = http::Array<ServiceAccountScope, 1, 20>;

/// A service account. Its id is the OAuth `client_id`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServiceAccount)]
pub(super) struct ServiceAccountResponse {
    id: ServiceAccountId,
    #[schema(value_type = FullName)]
    name: String,
    /// Its scopes.
    #[schema(value_type = Vec<ServiceAccountScope>)]
    scopes: Scopes,
    /// When it expires.
    expires_at: Timestamp,
    /// Its valid secrets, the latest first.
    secrets: Vec<SecretResponse>,
    /// The new `client_secret`. Returned once, and not when the same request is sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, example = "q3T0yLzTzRsmbGmXX1G1uVfXvB8pZQzqQm0xZ0dJm3E")]
    secret: Option<String>,
    /// Who created it.
    #[schema(required)]
    created_by: Option<StaffReference>,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: i32,
    /// What the caller may do with the account now.
    allowed: Vec<Action>,
}

/// A secret of a service account, without its value.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServiceSecret)]
pub(super) struct SecretResponse {
    id: SecretId,
    created_at: Timestamp,
    /// When it expires, if a newer one was created; `null`: with the account.
    #[schema(required)]
    expires_at: Option<Timestamp>,
}

impl From<SecretRef> for SecretResponse {
    fn from(secret: SecretRef) -> Self {
        Self { id: secret.id, created_at: secret.created_at, expires_at: secret.expires_at }
    }
}

fn to_response(view: ServiceAccountView, secret: Option<Secret>, actor: &Actor, now: Timestamp) -> ServiceAccountResponse {
    let ServiceAccountView { account, created_by, secrets } = view;
    ServiceAccountResponse {
        id: account.id,
        name: account.name.to_string(),
        scopes: account.scopes,
        expires_at: account.expires_at,
        secrets: secrets.into_iter().map(Into::into).collect(),
        secret: secret.map(Secret::into_string),
        created_by: created_by.map(Into::into),
        created_at: account.created_at,
        updated_at: account.updated_at,
        version: account.version,
        allowed: account.allowed_actions(actor, now),
    }
}

/// A new service account.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct CreateServiceAccount {
    #[garde(dive)]
    name: Required<FullName>,
    /// Its scopes; at least one.
    #[garde(dive)]
    scopes: Required<ScopeList>,
    /// When it expires.
    #[garde(dive)]
    expires_at: Required<Timestamp>,
}

/// Fields to change; fields left out stay.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct UpdateServiceAccount {
    #[garde(dive)]
    name: Optional<FullName>,
    /// Its scopes; they also limit tokens that are already issued.
    #[garde(dive)]
    scopes: Optional<ScopeList>,
    /// When it expires.
    #[garde(dive)]
    expires_at: Optional<Timestamp>,
}

/// Service accounts, the oldest first. Deleted ones are left out.
#[utoipa::path(
    operation_id = "list_service_accounts", tag = "service-accounts", params(PageQuery),
    responses((status = 200, description = "A page of accounts.", body = ListResponse<ServiceAccountResponse>), ProblemResponse<401>, ProblemResponse<403>)
)]
#[get("/service-accounts")]
pub(super) async fn list_service_accounts(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    query: Query<PageQuery>,
) -> Result<actix_web::web::Json<ListResponse<ServiceAccountResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let request = query.into_inner().into_request(&cursors, list_id)?;
    let page = service_accounts::list(&store, &actor, request).await?;
    let now = store.now();
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |view| to_response(view, None, &actor, now))?))
}

/// Creates a service account. The response contains its secret, once.
#[utoipa::path(
    operation_id = "create_service_account", tag = "service-accounts",
    request_body(content = CreateServiceAccount, example = json!({
        "name": "Telehealth app", "scopes": ["customers:read", "tickets:read", "tickets:write"], "expires_at": "2099-01-01T00:00:00Z"
    })),
    responses((status = 201, description = "Created.", body = ServiceAccountResponse), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/service-accounts")]
pub(super) async fn create_service_account(
    Caller(actor): Caller,
    once: IdempotentRequest,
    body: Json<CreateServiceAccount>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let CreateServiceAccount { name, scopes, expires_at } = body.into_inner();
    let scopes = scopes.into_value()?.into_iter().map(ServiceAccountScope::scope).collect();
    let new = AddServiceAccount { name: name.into_value()?, scopes, expires_at: expires_at.into_value()? };
    let written = service_accounts::add(&store, &actor, new).await?;
    Ok(once.respond(written, |(view, secret)| {
        let location = service_account_path(view.account.id);
        account_response(view, Some(secret), &actor, store.now()).created_at(location)
    }))
}

/// One account.
#[utoipa::path(
    operation_id = "get_service_account", tag = "service-accounts",
    params(("id" = ServiceAccountId, Path, description = "The account's id.")),
    responses((status = 200, description = "The account.", body = ServiceAccountResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/service-accounts/{id}")]
pub(super) async fn get_service_account(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Representation<ServiceAccountResponse>, ApiError> {
    let view = service_accounts::get(&store, &actor, parse_id(&id)?).await?;
    Ok(account_response(view, None, &actor, store.now()))
}

/// Updates a service account (merge patch, RFC 7396): fields left out stay. Changed scopes apply at once.
#[utoipa::path(
    operation_id = "update_service_account", tag = "service-accounts",
    params(
        ("id" = ServiceAccountId, Path, description = "The account's id."),
        ("If-Match" = String, Header, description = "The ETag of the account as you read it, or `*`.", example = "*"),
    ),
    request_body(content = UpdateServiceAccount, content_type = "application/merge-patch+json", example = json!({"scopes": ["tickets:read"]})),
    responses(
        (status = 200, description = "The updated account.", body = ServiceAccountResponse),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<412>, ProblemResponse<428>
    )
)]
#[patch("/service-accounts/{id}")]
pub(super) async fn update_service_account(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
    body: Json<UpdateServiceAccount>,
) -> Result<Representation<ServiceAccountResponse>, ApiError> {
    let UpdateServiceAccount { name, scopes, expires_at } = body.into_inner();
    let scopes = scopes.into_value()?.map(|scopes| scopes.into_iter().map(ServiceAccountScope::scope).collect());
    let patch = ServiceAccountPatch { name: name.into_value()?, scopes, expires_at: expires_at.into_value()? };
    let view = service_accounts::edit(&store, &actor, parse_id(&id)?, &expected_versions(Some(if_match)), patch).await?;
    Ok(account_response(view, None, &actor, store.now()))
}

/// Deletes a service account permanently, with all its secrets and tokens, at once.
#[utoipa::path(
    operation_id = "delete_service_account", tag = "service-accounts",
    params(
        ("id" = ServiceAccountId, Path, description = "The account's id."),
        ("If-Match" = String, Header, description = "The ETag of the account as you read it, or `*`.", example = "*"),
    ),
    responses((status = 204, description = "Deleted."), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<412>, ProblemResponse<428>)
)]
#[delete("/service-accounts/{id}")]
pub(super) async fn delete_service_account(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
) -> Result<HttpResponse, ApiError> {
    service_accounts::delete(&store, &actor, parse_id(&id)?, &expected_versions(Some(if_match))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Creates another secret for a service account; the response contains it, once. Earlier secrets stay valid for 24 hours, to switch over.
#[utoipa::path(
    operation_id = "create_service_secret", tag = "service-accounts",
    params(
        ("id" = ServiceAccountId, Path, description = "The account's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    responses(
        (status = 200, description = "The account with the new secret.", body = ServiceAccountResponse),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>
    )
)]
#[post("/service-accounts/{id}/secrets")]
pub(super) async fn create_service_secret(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: Option<IfMatch>,
    _: EmptyBody,
) -> Result<Representation<ServiceAccountResponse>, ApiError> {
    let (view, secret) = service_accounts::issue_secret(&store, &actor, parse_id(&id)?, &expected_versions(if_match)).await?;
    Ok(account_response(view, Some(secret), &actor, store.now()))
}

pub(super) fn account_response(
    view: ServiceAccountView,
    secret: Option<Secret>,
    actor: &Actor,
    now: Timestamp,
) -> Representation<ServiceAccountResponse> {
    Representation::new(view.account.version, to_response(view, secret, actor, now))
}
