//! Cookies of sign-in, and the check against cross-site requests.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
    dev::Payload,
    http::{StatusCode, header},
    web::Data,
};
use caredesk_persistence::Store;

use crate::{
    device::{DEVICE_SECONDS, DeviceCookies},
    handlers::caller::app_data,
    http::{ApiError, ClientAddress, CurrentRequestId},
    password::Passwords,
    refresh::{RefreshToken, RefreshTokens},
    services::{
        authentication::{ActorFactory, AttemptSource, Authenticator, SESSION_SECONDS},
        throttle::Throttle,
    },
};

/// The cookie that renews a session. Both cookies are sent to the sign-in routes only.
const REFRESH: &str = "caredesk_refresh";
/// The cookie that identifies a browser in which somebody signed in before.
const DEVICE: &str = "caredesk_device";
const COOKIE_PATH: &str = "/api/v1/auth";

/// Application data for sign-in, and the origin of the attempt.
#[derive(Debug)]
pub(in crate::handlers) struct SignInRequest {
    store: Data<Store>,
    passwords: Data<Passwords>,
    tokens: Data<RefreshTokens>,
    throttle: Data<Throttle>,
    devices: Data<DeviceCookies>,
    pub(in crate::handlers) origin: AttemptSource,
}

impl SignInRequest {
    pub(in crate::handlers) fn authenticator(&self) -> Authenticator<'_> {
        let Self { store, passwords, tokens, throttle, devices, origin: _ } = self;
        Authenticator { store, passwords, tokens, throttle, devices }
    }

    /// The device cookie for a browser in which this person has authenticated.
    pub(in crate::handlers) fn device_cookie(&self, email: &caredesk_domain::email::Email) -> Cookie<'static> {
        let before = self.origin.device.as_deref();
        let value = self.devices.issue(before, &email.folded(), self.store.ids(), self.store.now());
        cookie(DEVICE, value, DEVICE_SECONDS)
    }
}

impl FromRequest for SignInRequest {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut parts = || {
            let address = ClientAddress::from_request(request, payload).into_inner()?;
            let this = CurrentRequestId::of(request).ok_or_else(|| ApiError::internal("the request has no id"))?;
            let device = request.cookie(DEVICE).map(|cookie| cookie.value().to_owned());
            Ok(Self {
                store: app_data(request)?,
                passwords: app_data(request)?,
                tokens: app_data(request)?,
                throttle: app_data(request)?,
                devices: app_data(request)?,
                origin: AttemptSource { actors: ActorFactory::new(this.0), address: address.0, device },
            })
        };
        ready(parts())
    }
}

pub(super) fn refresh_cookie(token: &RefreshToken) -> Cookie<'static> {
    cookie(REFRESH, token.as_str().to_owned(), SESSION_SECONDS)
}

/// Deletes the refresh cookie. The device cookie stays: it grants no access.
pub(super) fn expired_refresh_cookie() -> Cookie<'static> {
    cookie(REFRESH, String::new(), 0)
}

pub(super) fn presented_refresh_token(request: &HttpRequest) -> Option<RefreshToken> {
    request.cookie(REFRESH).map(|cookie| RefreshToken::presented(cookie.value()))
}

fn cookie(name: &'static str, value: String, seconds: i64) -> Cookie<'static> {
    Cookie::build(name, value)
        .path(COOKIE_PATH)
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Strict)
        .max_age(Duration::seconds(seconds))
        .finish()
}

/// The public origin of the server, if it runs behind a proxy.
#[derive(Debug, Clone)]
pub(crate) struct PublicOrigin(pub(crate) Option<String>);

/// Rejects requests from pages of other sites (CSRF): they could carry the cookie without the user knowing. Forwarded headers do not count: any client
/// can send them.
pub(super) fn refuse_cross_site(request: &HttpRequest) -> Result<(), ApiError> {
    let header = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let foreign_fetch =
        header(header::HeaderName::from_static("sec-fetch-site")).is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let public = request.app_data::<Data<PublicOrigin>>().and_then(|origin| origin.0.as_deref());
    let host = header(header::HOST);
    let own = |origin: &str| public == Some(origin) || (host.is_some() && origin.split_once("://").map(|(_, authority)| authority) == host);
    let foreign_origin = header(header::ORIGIN).is_some_and(|origin| !own(origin));
    if foreign_fetch || foreign_origin {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "cross_site", "Sign-in requests from pages of other sites are not allowed."));
    }
    Ok(())
}
