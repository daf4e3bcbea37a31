//! `/service-accounts`: accounts of other systems.

use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path},
};
use caredesk_domain::{
    SecretId, ServiceAccountId, Timestamp,
    actor::Actor,
    policy::Action,
    scopes::{ProgramScope, Scopes},
    service_account::ServiceAccountPatch,
    text::FullName,
};
use caredesk_persistence::{SecretRef, ServiceAccountView, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    BASE,
    answer::{List, StaffReference, expected, list, page_request},
    caller::Caller,
    once::Once,
    timeline::CursorText,
};
use crate::{
    http::{
        self, ApiError, Cursors, EmptyBody, Flag, IfMatch, Json, Limit, Optional, Query, Refusal, Representation, Required,
        query::parameters,
    },
    secret::Secret,
    services::service_accounts::{self, AddServiceAccount},
};

// A type alias, because the schema derive reads a constant among type arguments as a type.
type ScopeList = http::List<ProgramScope, 1, 20>;

/// A service account. Its id is the OAuth `client_id`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServiceAccount)]
pub(super) struct ServiceAccountAnswer {
    id: ServiceAccountId,
    #[schema(value_type = FullName)]
    name: String,
    /// Its scopes.
    #[schema(value_type = Vec<ProgramScope>)]
    scopes: Scopes,
    /// When it expires.
    expires_at: Timestamp,
    /// Its valid secrets, the latest first.
    secrets: Vec<SecretAnswer>,
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
pub(super) struct SecretAnswer {
    id: SecretId,
    created_at: Timestamp,
    /// When it expires, if a newer one was created; `null`: with the account.
    #[schema(required)]
    expires_at: Option<Timestamp>,
}

impl From<SecretRef> for SecretAnswer {
    fn from(secret: SecretRef) -> Self {
        Self { id: secret.id, created_at: secret.created_at, expires_at: secret.expires_at }
    }
}

fn answer(view: ServiceAccountView, secret: Option<Secret>, actor: &Actor, now: Timestamp) -> ServiceAccountAnswer {
    let ServiceAccountView { account, created_by, secrets } = view;
    ServiceAccountAnswer {
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
        allowed: account.allowed(actor, now),
    }
}

/// A new service account.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
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

/// Paging parameters.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceAccountQuery {
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    cursor: Optional<CursorText>,
    /// Maximum number of rows.
    #[garde(dive)]
    limit: Optional<Limit>,
    /// Whether to count the whole list.
    #[garde(dive)]
    include_total: Optional<Flag>,
}

impl utoipa::IntoParams for ServiceAccountQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// Service accounts, the oldest first. Deleted ones are left out.
#[utoipa::path(
    operation_id = "list_service_accounts", tag = "service-accounts", params(ServiceAccountQuery),
    responses((status = 200, description = "A page of accounts.", body = List<ServiceAccountAnswer>), Refusal<401>, Refusal<403>)
)]
#[get("/service-accounts")]
pub(super) async fn list_service_accounts(
    store: Data<Store>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    query: Query<ServiceAccountQuery>,
) -> Result<actix_web::web::Json<List<ServiceAccountAnswer>>, ApiError> {
    let of = query.list();
    let ServiceAccountQuery { cursor, limit, include_total } = query.into_inner();
    let after = cursor.take()?.map(|cursor| cursors.parameter(of, cursor.as_str())).transpose()?;
    let request = page_request(limit.take()?, after, include_total.take()?)?;
    let page = service_accounts::list(&store, &actor, request).await?;
    let now = store.now();
    Ok(actix_web::web::Json(list(page, &cursors, of, |view| answer(view, None, &actor, now))?))
}

/// Creates a service account. The response contains its secret, once.
#[utoipa::path(
    operation_id = "create_service_account", tag = "service-accounts",
    request_body(content = CreateServiceAccount, example = json!({
        "name": "Telehealth app", "scopes": ["customers:read", "tickets:read", "tickets:write"], "expires_at": "2099-01-01T00:00:00Z"
    })),
    responses((status = 201, description = "Created.", body = ServiceAccountAnswer), Refusal<401>, Refusal<403>)
)]
#[post("/service-accounts")]
pub(super) async fn create_service_account(
    Caller(actor): Caller,
    once: Once,
    body: Json<CreateServiceAccount>,
) -> Result<Representation<ServiceAccountAnswer>, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let CreateServiceAccount { name, scopes, expires_at } = body.into_inner();
    let scopes = scopes.take()?.into_iter().map(ProgramScope::scope).collect();
    let new = AddServiceAccount { name: name.take()?, scopes, expires_at: expires_at.take()? };
    let (view, secret) = service_accounts::add(&store, &actor, new).await?;
    let location = location(view.account.id);
    Ok(shown(view, Some(secret), &actor, store.now()).created_at(location))
}

/// One account.
#[utoipa::path(
    operation_id = "get_service_account", tag = "service-accounts",
    params(("id" = ServiceAccountId, Path, description = "The account's id.")),
    responses((status = 200, description = "The account.", body = ServiceAccountAnswer), Refusal<401>, Refusal<403>, Refusal<404>)
)]
#[get("/service-accounts/{id}")]
pub(super) async fn get_service_account(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Representation<ServiceAccountAnswer>, ApiError> {
    let view = service_accounts::get(&store, &actor, key(&id)?).await?;
    Ok(shown(view, None, &actor, store.now()))
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
        (status = 200, description = "The updated account.", body = ServiceAccountAnswer),
        Refusal<401>, Refusal<403>, Refusal<404>, Refusal<412>, Refusal<428>
    )
)]
#[patch("/service-accounts/{id}")]
pub(super) async fn update_service_account(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
    body: Json<UpdateServiceAccount>,
) -> Result<Representation<ServiceAccountAnswer>, ApiError> {
    let UpdateServiceAccount { name, scopes, expires_at } = body.into_inner();
    let scopes = scopes.take()?.map(|scopes| scopes.into_iter().map(ProgramScope::scope).collect());
    let patch = ServiceAccountPatch { name: name.take()?, scopes, expires_at: expires_at.take()? };
    let view = service_accounts::edit(&store, &actor, key(&id)?, &expected(Some(if_match)), patch).await?;
    Ok(shown(view, None, &actor, store.now()))
}

/// Deletes a service account permanently, with all its secrets and tokens, at once.
#[utoipa::path(
    operation_id = "delete_service_account", tag = "service-accounts",
    params(
        ("id" = ServiceAccountId, Path, description = "The account's id."),
        ("If-Match" = String, Header, description = "The ETag of the account as you read it, or `*`.", example = "*"),
    ),
    responses((status = 204, description = "Deleted."), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<412>, Refusal<428>)
)]
#[delete("/service-accounts/{id}")]
pub(super) async fn delete_service_account(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
) -> Result<HttpResponse, ApiError> {
    service_accounts::delete(&store, &actor, key(&id)?, &expected(Some(if_match))).await?;
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
        (status = 200, description = "The account with the new secret.", body = ServiceAccountAnswer),
        Refusal<401>, Refusal<403>, Refusal<404>, Refusal<409>, Refusal<412>
    )
)]
#[post("/service-accounts/{id}/secrets")]
pub(super) async fn create_service_secret(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: Option<IfMatch>,
    _: EmptyBody,
) -> Result<Representation<ServiceAccountAnswer>, ApiError> {
    let (view, secret) = service_accounts::issue_secret(&store, &actor, key(&id)?, &expected(if_match)).await?;
    Ok(shown(view, Some(secret), &actor, store.now()))
}

pub(super) fn location(id: ServiceAccountId) -> String {
    format!("{BASE}/service-accounts/{id}")
}

pub(super) fn shown(
    view: ServiceAccountView,
    secret: Option<Secret>,
    actor: &Actor,
    now: Timestamp,
) -> Representation<ServiceAccountAnswer> {
    Representation::new(view.account.version, answer(view, secret, actor, now))
}

fn key(id: &str) -> Result<ServiceAccountId, ApiError> {
    id.parse().map_err(|_| ApiError::not_found())
}
