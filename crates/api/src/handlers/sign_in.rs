//! `/auth`: signing in with a password, staying signed in with a cookie.

use std::str::FromStr;

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::header,
    post,
    web::Data,
};
use caredesk_domain::{
    Fault, StaffId,
    actor::Role,
    email::Email,
    staff::Staff,
    text::{FullName, Limits, Text},
};
use caredesk_persistence::Store;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    http::{ApiError, EmptyBody, ExpectedStaff, Json, Refusal, Required, ThisRequest},
    password::Passwords,
    refresh::{RefreshToken, RefreshTokens},
    services::{
        ServiceError,
        sign_in::{self, Actors, SESSION_SECONDS, SignedIn},
    },
    token::{Holder, LIFETIME_SECONDS, Tokens},
};

/// The cookie that renews a session; it goes to the sign-in routes only.
const COOKIE: &str = "caredesk_refresh";
const COOKIE_PATH: &str = "/api/v1/auth";

/// Marks the address somebody signs in with. Loose on purpose: whatever is wrong with it, the answer is the same.
#[derive(Debug)]
pub(super) enum LoginAddressText {}
impl Limits for LoginAddressText {
    const NAME: &'static str = "LoginAddress";
    const MIN: usize = 1;
    const MAX: usize = 254;
    const CONTROLS: bool = true;
    const ABOUT: &'static str = "The e-mail address of a member of staff.";
    const EXAMPLE: &'static str = "ada@desk.example";
}

/// The address somebody signs in with.
pub(super) type LoginAddress = Text<LoginAddressText>;

/// A password somebody signs in with; never shown.
#[derive(ToSchema)]
#[schema(value_type = String, format = Password, min_length = 1, max_length = 1000, example = "correct horse battery")]
pub(super) struct LoginPassword(String);

impl LoginPassword {
    /// The password, to verify it.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl FromStr for LoginPassword {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        if text.contains('\0') {
            return Err(Fault::new("nul", "must not hold the character U+0000"));
        }
        match text.chars().count() {
            0 => Err(Fault::new("too_short", "must have 1 to 1000 characters")),
            1..=1000 => Ok(Self(text.to_owned())),
            _ => Err(Fault::new("too_long", "must have 1 to 1000 characters")),
        }
    }
}

impl std::fmt::Debug for LoginPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoginPassword(…)")
    }
}

/// Who wants to sign in.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Login {
    #[garde(dive)]
    email: Required<LoginAddress>,
    #[garde(dive)]
    password: Required<LoginPassword>,
}

/// A session as its owner needs it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionStarted {
    /// Send it as `Authorization: Bearer …`.
    access_token: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// For how many seconds the access token is good.
    #[schema(example = 600)]
    expires_in: i32,
    staff: Me,
}

/// Who signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    id: StaffId,
    #[schema(value_type = FullName)]
    name: String,
    email: Email,
    role: Role,
}

impl From<&Staff> for Me {
    fn from(staff: &Staff) -> Self {
        Self { id: staff.id, name: staff.name.to_string(), email: staff.email.clone(), role: staff.role }
    }
}

/// Signs in with address and password.
///
/// Whatever is wrong, the answer is the same 401. The refresh cookie comes with the answer.
#[utoipa::path(
    operation_id = "login", tag = "sign-in", security(()),
    request_body(content = Login, example = json!({"email": "ada@desk.example", "password": "correct horse battery"})),
    responses((status = 200, description = "Signed in.", body = SessionStarted), Refusal<401>, Refusal<403>)
)]
#[post("/auth/login")]
pub(super) async fn login(
    request: HttpRequest,
    store: Data<Store>,
    passwords: Data<Passwords>,
    tokens: Data<Tokens>,
    sessions: Data<RefreshTokens>,
    this: ThisRequest,
    body: Json<Login>,
) -> Result<HttpResponse, ApiError> {
    refuse_cross_site(&request)?;
    let Login { email, password } = body.into_inner();
    let (email, LoginPassword(password)) = (email.take()?, password.take()?);
    let signed_in = sign_in::sign_in(&store, &passwords, &sessions, &Actors::of(this.0), email.as_str(), password).await?;
    started(&store, &tokens, signed_in)
}

/// Renews the session of the refresh cookie.
///
/// The cookie is exchanged for another each time. One that was exchanged more than ten seconds ago ends the session.
#[utoipa::path(
    operation_id = "refresh_session", tag = "sign-in", security(()),
    params(("CareDesk-Staff" = Option<StaffId>, Header, description = "Whose session the client means to renew: when the cookie is another person's, it is left as it is and the answer is 409 `another_person`.")),
    responses((status = 200, description = "Renewed.", body = SessionStarted), Refusal<401>, Refusal<403>, Refusal<409>)
)]
#[post("/auth/refresh")]
pub(super) async fn refresh(
    request: HttpRequest,
    store: Data<Store>,
    tokens: Data<Tokens>,
    sessions: Data<RefreshTokens>,
    this: ThisRequest,
    ExpectedStaff(expected): ExpectedStaff,
    _: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    refuse_cross_site(&request)?;
    let presented = presented(&request).ok_or(ServiceError::SignInRefused)?;
    let renewed = sign_in::refresh(&store, &sessions, &Actors::of(this.0), &presented, expected).await?;
    started(&store, &tokens, renewed)
}

/// Ends the session of the refresh cookie, at once and for every token of it.
#[utoipa::path(
    operation_id = "logout", tag = "sign-in", security(()),
    params(("CareDesk-Staff" = Option<StaffId>, Header, description = "Whose session the client means to end: when the cookie is another person's, it is left as it is and the answer is 409 `another_person`.")),
    responses((status = 204, description = "Signed out."), Refusal<403>, Refusal<409>)
)]
#[post("/auth/logout")]
pub(super) async fn logout(
    request: HttpRequest,
    store: Data<Store>,
    sessions: Data<RefreshTokens>,
    this: ThisRequest,
    ExpectedStaff(expected): ExpectedStaff,
    _: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    refuse_cross_site(&request)?;
    if let Some(presented) = presented(&request) {
        sign_in::sign_out(&store, &sessions, &Actors::of(this.0), &presented, expected).await?;
    }
    Ok(HttpResponse::NoContent().cookie(cookie(String::new(), 0)).finish())
}

fn started(store: &Store, tokens: &Tokens, signed_in: SignedIn) -> Result<HttpResponse, ApiError> {
    let (staff, at) = (&signed_in.staff, store.now());
    let id = store.ids().id::<caredesk_domain::id::SessionKind>(at).uuid();
    let holder = Holder::Person { id: staff.id, session: signed_in.session, role: staff.role };
    let access_token = tokens.issue(holder, id, at).map_err(ApiError::internal)?;
    let expires_in = i32::try_from(LIFETIME_SECONDS).map_err(ApiError::internal)?;
    let body = SessionStarted { access_token, token_type: "Bearer", expires_in, staff: Me::from(staff) };
    let renewal = cookie(signed_in.refresh.as_str().to_owned(), SESSION_SECONDS);
    Ok(HttpResponse::Ok().cookie(renewal).json(body))
}

fn cookie(value: String, seconds: i64) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path(COOKIE_PATH)
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Strict)
        .max_age(Duration::seconds(seconds))
        .finish()
}

fn presented(request: &HttpRequest) -> Option<RefreshToken> {
    request.cookie(COOKIE).map(|cookie| RefreshToken::presented(cookie.value()))
}

/// The origin browsers know the desk by, where a proxy stands before it.
#[derive(Debug, Clone)]
pub(crate) struct PublicOrigin(pub(crate) Option<String>);

/// Refuses what a page of another site sends: such a request could carry the cookie without its owner knowing. What a proxy claims in
/// forwarded headers does not count, anybody could send those.
fn refuse_cross_site(request: &HttpRequest) -> Result<(), ApiError> {
    let header = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let foreign_fetch =
        header(header::HeaderName::from_static("sec-fetch-site")).is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let public = request.app_data::<Data<PublicOrigin>>().and_then(|origin| origin.0.as_deref());
    let host = header(header::HOST);
    let own = |origin: &str| public == Some(origin) || (host.is_some() && origin.split_once("://").map(|(_, authority)| authority) == host);
    let foreign_origin = header(header::ORIGIN).is_some_and(|origin| !own(origin));
    if foreign_fetch || foreign_origin {
        return Err(ApiError::forbidden("cross_site", "Sign-in is for the desk's own pages and for programs, not for other sites."));
    }
    Ok(())
}
