//! Passwords: changing one's own, setting one by a link, and creating links.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use caredesk_domain::{
    Timestamp,
    text::{Text, TextKind},
};
use caredesk_persistence::Store;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    paths::parse_id,
    sign_in::{LoginPassword, SignInRequest},
};
use crate::{
    http::{ApiError, EmptyBody, FieldErrors, Json, ProblemResponse, Required},
    password::Password,
    secret::Secret,
    services::{
        authentication::Authenticator,
        passwords,
        staff::{self, IssuedPasswordLink},
    },
};

/// The page of password links. The token is in the fragment (`#`), which browsers do not send: it is in no log.
const PAGE: &str = "/customer-care/password";

/// Limits of a link's token. Deliberately loose: a malformed token is treated as an unknown one.
#[derive(Debug)]
pub(super) enum LinkTokenText {}
impl TextKind for LinkTokenText {
    const NAME: &'static str = "LinkToken";
    const MIN: usize = 1;
    const MAX: usize = 100;
    const ALLOWS_CONTROLS: bool = true;
    const DESCRIPTION: &'static str = "The token of a password link, after `#token=`.";
    const EXAMPLE: &'static str = "q3T0yLzTzRsmbGmXX1G1uVfXvB8pZQzqQm0xZ0dJm3E";
}

/// The token of a password link.
pub(super) type LinkToken = Text<LinkTokenText>;

/// A new password of the caller.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct ChangePassword {
    #[garde(dive)]
    current_password: Required<LoginPassword>,
    #[garde(dive)]
    new_password: Required<Password>,
}

/// A new password, set by a link.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct UsePasswordLink {
    #[garde(dive)]
    token: Required<LinkToken>,
    #[garde(dive)]
    password: Required<Password>,
}

/// A link to set a password once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PasswordLink {
    /// Path of the page to open, on the server's own origin. Returned only here.
    #[schema(example = "/customer-care/password#token=q3T0yLzTzRsmbGmXX1G1uVfXvB8pZQzqQm0xZ0dJm3E")]
    path: String,
    /// When it expires: after seven days, or once another link is created.
    expires_at: Timestamp,
}

impl From<IssuedPasswordLink> for PasswordLink {
    fn from(link: IssuedPasswordLink) -> Self {
        Self { path: format!("{PAGE}#token={}", link.token.into_string()), expires_at: link.expires_at }
    }
}

/// Changes the caller's password. Their other sessions end at once. For staff.
///
/// After five wrong current passwords within 15 minutes in one session the response is 429 with `Retry-After`.
#[utoipa::path(
    operation_id = "change_password", tag = "sign-in",
    request_body(content = ChangePassword, example = json!({"current_password": "correct horse battery", "new_password": "correct horse battery staple"})),
    responses((status = 204, description = "Set."), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<429>)
)]
#[post("/auth/password")]
pub(super) async fn change_password(
    sign_in: SignInRequest,
    Caller(actor): Caller,
    body: Json<ChangePassword>,
) -> Result<HttpResponse, ApiError> {
    let ChangePassword { current_password, new_password } = body.into_inner();
    let (current, new) = (current_password.into_value()?, new_password.into_value()?);
    let Authenticator { store, passwords: hashes, throttle, .. } = sign_in.authenticator();
    passwords::change(store, hashes, throttle, &sign_in.origin, &actor, current.into_string(), new).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sets a password by a link, once. All sessions of the staff member end at once. Sign in with the new password afterwards.
///
/// The browser is remembered as after a sign-in. After a hundred unknown tokens within 15 minutes from one network address further ones get 429.
#[utoipa::path(
    operation_id = "use_password_link", tag = "sign-in", security(),
    request_body(content = UsePasswordLink, example = json!({
        "token": "q3T0yLzTzRsmbGmXX1G1uVfXvB8pZQzqQm0xZ0dJm3E", "password": "correct horse battery"
    })),
    responses((status = 204, description = "Set."), ProblemResponse<409>, ProblemResponse<429>)
)]
#[post("/auth/password-link")]
pub(super) async fn use_password_link(sign_in: SignInRequest, body: Json<UsePasswordLink>) -> Result<HttpResponse, ApiError> {
    let UsePasswordLink { token, password } = body.into_inner();
    let (token, password) = (Secret::presented(token.into_value()?.as_str()), password.into_value()?);
    let Authenticator { store, passwords: hashes, throttle, .. } = sign_in.authenticator();
    let staff = passwords::set_by_link(store, hashes, throttle, &sign_in.origin, &token, password).await?;
    Ok(HttpResponse::NoContent().cookie(sign_in.device_cookie(&staff.email)).finish())
}

/// Creates a link to set a staff member's password, once and within seven days. Revokes their earlier links.
#[utoipa::path(
    operation_id = "create_password_link", tag = "staff",
    params(("id" = caredesk_domain::StaffId, Path, description = "The staff member's id.")),
    responses((status = 200, description = "The link.", body = PasswordLink), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>)
)]
#[post("/staff/{id}/password-link")]
pub(super) async fn create_password_link(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    _: EmptyBody,
) -> Result<actix_web::web::Json<PasswordLink>, ApiError> {
    let id = parse_id(&id)?;
    Ok(actix_web::web::Json(staff::issue_link(&store, &actor, id).await?.into()))
}
