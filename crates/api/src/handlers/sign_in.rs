//! `/auth`: sign-in with a password, and sessions renewed by a cookie.

mod browser;

use std::str::FromStr;

use actix_web::{HttpRequest, HttpResponse, post, web::Data};
use caredesk_domain::{
    FieldError, StaffId,
    actor::Role,
    email::Email,
    staff::Staff,
    text::{FullName, Text, TextKind},
};
use caredesk_persistence::Store;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use self::browser::PublicOrigin;
pub(super) use self::browser::SignInRequest;
use self::browser::{expired_refresh_cookie, presented_refresh_token, refresh_cookie, refuse_cross_site};
use crate::{
    http::{ApiError, CurrentRequestId, EmptyBody, ExpectedStaff, FieldErrors, Json, ProblemResponse, Required},
    refresh::RefreshTokens,
    services::{
        ServiceError,
        authentication::{self, ActorFactory, SignedIn},
    },
    token::{LIFETIME_SECONDS, TokenSubject, Tokens},
};

/// Limits of the sign-in address. Deliberately loose: every invalid address gets the same response.
#[derive(Debug)]
pub(super) enum LoginAddressText {}
impl TextKind for LoginAddressText {
    const NAME: &'static str = "LoginAddress";
    const MIN: usize = 1;
    const MAX: usize = 254;
    const ALLOWS_CONTROLS: bool = true;
    const DESCRIPTION: &'static str = "The e-mail address of a staff member.";
    const EXAMPLE: &'static str = "ada@desk.example";
}

/// The address of a sign-in.
pub(super) type LoginAddress = Text<LoginAddressText>;

/// The password of a sign-in; never printed.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Password, min_length = 1, max_length = 1000, example = "correct horse battery")]
pub(super) struct LoginPassword(SecretString);

impl LoginPassword {
    /// The password, for verification.
    pub(super) fn into_string(self) -> String {
        self.0.expose_secret().to_owned()
    }
}

impl FromStr for LoginPassword {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        if text.contains('\0') {
            return Err(FieldError::new("nul", "must not hold the character U+0000"));
        }
        match text.chars().count() {
            0 => Err(FieldError::new("too_short", "must have 1 to 1000 characters")),
            1..=1000 => Ok(Self(text.into())),
            _ => Err(FieldError::new("too_long", "must have 1 to 1000 characters")),
        }
    }
}

/// Credentials of a staff member.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct Login {
    #[garde(dive)]
    email: Required<LoginAddress>,
    #[garde(dive)]
    password: Required<LoginPassword>,
}

/// A new or renewed session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionStarted {
    /// Send it as `Authorization: Bearer …`.
    access_token: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Lifetime of the access token in seconds.
    #[schema(example = 600)]
    expires_in: i32,
    staff: Me,
}

/// The signed-in staff member.
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

/// Signs a staff member in with e-mail address and password.
///
/// Every failure gets the same 401. After five failures within 15 minutes for one account, or a hundred from one network address, the response is 429 with
/// `Retry-After`, whether the account exists or not. The response sets two cookies: one renews the session; the other identifies this browser for 30 days,
/// so that failures of others do not delay this person here.
#[utoipa::path(
    operation_id = "login", tag = "sign-in", security(),
    request_body(content = Login, example = json!({"email": "ada@desk.example", "password": "correct horse battery"})),
    responses((status = 200, description = "Signed in.", body = SessionStarted), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<429>)
)]
#[post("/auth/login")]
pub(super) async fn login(
    request: HttpRequest,
    tokens: Data<Tokens>,
    sign_in: SignInRequest,
    body: Json<Login>,
) -> Result<HttpResponse, ApiError> {
    refuse_cross_site(&request)?;
    let Login { email, password } = body.into_inner();
    let (email, password) = (email.into_value()?, password.into_value()?.into_string());
    let authenticator = sign_in.authenticator();
    let signed_in = authenticator.sign_in(&sign_in.origin, email.as_str(), password).await?;
    let mut answer = started(authenticator.store, &tokens, &signed_in)?;
    answer.add_cookie(&sign_in.device_cookie(&signed_in.staff.email)).map_err(ApiError::internal)?;
    Ok(answer)
}

/// Renews a session with the refresh cookie.
///
/// Each renewal replaces the cookie. A cookie replaced more than ten seconds ago ends the session.
#[utoipa::path(
    operation_id = "refresh_session", tag = "sign-in", security(),
    responses((status = 200, description = "Renewed.", body = SessionStarted), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<409>, ProblemResponse<429>)
)]
#[post("/auth/refresh")]
pub(super) async fn refresh(
    request: HttpRequest,
    tokens: Data<Tokens>,
    ExpectedStaff(expected): ExpectedStaff,
    sign_in: SignInRequest,
    _: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    refuse_cross_site(&request)?;
    let presented = presented_refresh_token(&request).ok_or(ServiceError::Unauthenticated)?;
    let authenticator = sign_in.authenticator();
    let renewed = authenticator.refresh(&sign_in.origin, &presented, expected).await?;
    started(authenticator.store, &tokens, &renewed)
}

/// Ends the session of the refresh cookie and all its tokens, at once.
#[utoipa::path(
    operation_id = "logout", tag = "sign-in", security(),
    responses((status = 204, description = "Signed out."), ProblemResponse<403>, ProblemResponse<409>)
)]
#[post("/auth/logout")]
pub(super) async fn logout(
    request: HttpRequest,
    store: Data<Store>,
    sessions: Data<RefreshTokens>,
    this: CurrentRequestId,
    ExpectedStaff(expected): ExpectedStaff,
    _: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    refuse_cross_site(&request)?;
    if let Some(presented) = presented_refresh_token(&request) {
        authentication::sign_out(&store, &sessions, &ActorFactory::new(this.0), &presented, expected).await?;
    }
    Ok(HttpResponse::NoContent().cookie(expired_refresh_cookie()).finish())
}

fn started(store: &Store, tokens: &Tokens, signed_in: &SignedIn) -> Result<HttpResponse, ApiError> {
    let (staff, at) = (&signed_in.staff, store.now());
    let id = store.ids().id::<caredesk_domain::id::SessionKind>(at).uuid();
    let holder = TokenSubject::Staff { id: staff.id, session: signed_in.session, role: staff.role };
    let access_token = tokens.issue(holder, id, at).map_err(ApiError::internal)?;
    let expires_in = i32::try_from(LIFETIME_SECONDS).map_err(ApiError::internal)?;
    let body = SessionStarted { access_token, token_type: "Bearer", expires_in, staff: Me::from(staff) };
    Ok(HttpResponse::Ok().cookie(refresh_cookie(&signed_in.refresh)).json(body))
}
