//! `/auth/token`: access tokens for service accounts (OAuth 2 client credentials, RFC 6749 section 4.4).

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::header,
    post,
    web::{self, Data},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use futures::future::{Ready, ready};
use serde::Serialize;
use utoipa::ToSchema;

use super::sign_in::SignInRequest;
use crate::{
    http::{ApiError, Form, ProblemResponse},
    secret::Secret,
    services::{
        authentication::Authenticator,
        service_accounts::{self, OAuthError},
    },
    token::{LIFETIME_SECONDS, Tokens},
};

const GRANT: &str = "client_credentials";

/// A token request, as a form. `client_id` and `client_secret` may be sent by HTTP Basic instead.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes the form; the parameters are read by name")]
pub(super) struct TokenRequest {
    #[schema(example = "client_credentials", pattern = "^client_credentials$")]
    grant_type: String,
    /// The id of the service account.
    #[schema(nullable = false)]
    client_id: Option<String>,
    /// One of its secrets.
    #[schema(format = Password, nullable = false)]
    client_secret: Option<String>,
    /// Requested scopes, separated by spaces; default: all scopes of the account.
    #[schema(example = "tickets:read tickets:write", nullable = false)]
    scope: Option<String>,
}

/// An access token of a service account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TokenResponse {
    /// Send it as `Authorization: Bearer …`.
    access_token: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Lifetime of the access token in seconds.
    #[schema(example = 600)]
    expires_in: i32,
    /// Granted scopes, separated by spaces.
    #[schema(example = "tickets:read tickets:write")]
    scope: String,
}

/// Client id and secret by HTTP Basic, each percent-encoded first (RFC 6749, section 2.3.1).
pub(super) struct Basic(Option<(String, String)>);

impl FromRequest for Basic {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(header) = request.headers().get(header::AUTHORIZATION) else { return ready(Ok(Self(None))) };
        let header = header.to_str().ok();
        if header.is_some_and(is_bearer) {
            return ready(Ok(Self(None)));
        }
        let pair = header.and_then(basic);
        ready(pair.map(|pair| Self(Some(pair))).ok_or_else(ApiError::invalid_client))
    }
}

/// Whether a header holds an access token: clients that send an old one with every request may still use the form.
fn is_bearer(header: &str) -> bool {
    header.split(' ').next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer"))
}

fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    let bytes = scheme.eq_ignore_ascii_case("basic").then(|| BASE64_STANDARD.decode(encoded.trim()).ok())??;
    let text = String::from_utf8(bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((percent_decode(id)?, percent_decode(secret)?))
}

/// Decodes one form value.
fn percent_decode(value: &str) -> Option<String> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(&format!("value={value}")).ok()?.into_inner();
    match pairs.as_slice() {
        [(_, value)] => Some(value.clone()),
        _ => None,
    }
}

/// Issues an access token to a service account for its client credentials (OAuth 2, RFC 6749 section 4.4).
///
/// The `code` of the problem is `invalid_request`, `invalid_client`, `unsupported_grant_type` or `invalid_scope`.
/// Wrong secrets get 429 `too_many_attempts` after five within 15 minutes for one `client_id`, or a hundred from one network address; the right secret is
/// always accepted.
#[utoipa::path(
    operation_id = "issue_token", tag = "sign-in", security(),
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "A token.", body = TokenResponse), ProblemResponse<400>, ProblemResponse<401>, ProblemResponse<429>)
)]
#[post("/auth/token")]
pub(super) async fn issue_token(
    tokens: Data<Tokens>,
    sign_in: SignInRequest,
    Basic(basic): Basic,
    form: Form,
) -> Result<HttpResponse, ApiError> {
    let missing = |name| ApiError::malformed("invalid_request", format!("The form must hold {name}."));
    match form.get("grant_type")?.ok_or_else(|| missing("grant_type"))? {
        GRANT => {}
        _ => {
            let detail = format!("The only supported grant_type is {GRANT}.");
            return Err(ApiError::malformed("unsupported_grant_type", detail));
        }
    }
    let in_form = (form.get("client_id")?, form.get("client_secret")?);
    let (client, secret) = match (&basic, in_form) {
        (Some(_), (_, Some(_))) => {
            return Err(ApiError::malformed("invalid_request", "Send the secret in the form or by HTTP Basic, not both."));
        }
        (Some((client, secret)), (named, None)) if named.is_none_or(|named| named == client) => (client.as_str(), secret.as_str()),
        (Some(_), (_, None)) => return Err(ApiError::invalid_client()),
        (None, (client, secret)) => (client.ok_or_else(|| missing("client_id"))?, secret.ok_or_else(|| missing("client_secret"))?),
    };
    let secret = Secret::presented(secret);
    let Authenticator { store, throttle, .. } = sign_in.authenticator();
    let granted = service_accounts::grant(store, throttle, &sign_in.origin, client, &secret, form.get("scope")?).await;
    let (holder, scopes) = granted.map_err(|refused| match refused {
        OAuthError::InvalidClient => ApiError::invalid_client(),
        OAuthError::InvalidScope => ApiError::malformed("invalid_scope", "Ask for scopes of the account only, separated by spaces."),
        OAuthError::Service(error) => error.into(),
    })?;
    let at = store.now();
    let id = store.ids().id::<caredesk_domain::id::SessionKind>(at).uuid();
    let access_token = tokens.issue(holder, id, at).map_err(ApiError::internal)?;
    let expires_in = i32::try_from(LIFETIME_SECONDS).map_err(ApiError::internal)?;
    let body = TokenResponse { access_token, token_type: "Bearer", expires_in, scope: scopes.to_string() };
    Ok(HttpResponse::Ok().json(body))
}
