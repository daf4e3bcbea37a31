//! Authentication of the caller: the access token, and whether its session is still valid.

use std::future::{Ready, ready};

use actix_web::{
    Error, FromRequest, HttpMessage as _, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web::Data,
};
use caredesk_domain::actor::Actor;
use caredesk_persistence::Store;

use super::in_flight::{InFlight, Running};
use crate::{
    http::{ApiError, Authenticated, CurrentRequestId, ExpectedStaff, Routes},
    services::authentication::{self, ActorFactory},
    token::{TokenSubject, Tokens},
};

/// Middleware of the whole API: authenticates before the body is read, except for operations documented as open.
pub(super) async fn require_authentication(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // The path as the router matches it: percent-decoded.
    let path = request.match_info().as_str();
    if app_data::<Routes>(request.request())?.is_open(path, request.method()) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let (actor, _running) = match authenticate(request.request()).await {
        Ok(caller) => caller,
        Err(refusal) => return Ok(request.error_response(refusal)),
    };
    request.extensions_mut().insert(Caller(actor));
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Checks the token, the number of running requests, the session or account, and `CareDesk-Staff`.
/// Session and role, or account and secret, are read at every request, so that revocation takes effect at once.
async fn authenticate(request: &HttpRequest) -> Result<(Actor, Running), ApiError> {
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token =
        header.and_then(bearer).ok_or_else(|| ApiError::unauthenticated("unauthenticated", "Sign in first: send a bearer token."))?;
    let (tokens, store) = (app_data::<Tokens>(request)?, app_data::<Store>(request)?);
    let CurrentRequestId(id) = CurrentRequestId::of(request).ok_or_else(|| ApiError::internal("the request has no id"))?;
    let ended =
        || ApiError::unauthenticated("session_ended", "The token, session or account is no longer valid: refresh it, or sign in again.");
    let holder = tokens.check(token, store.now()).map_err(|_| ended())?;
    let principal = match holder {
        TokenSubject::Staff { id, .. } => id.uuid(),
        TokenSubject::ServiceAccount { id, .. } => id.uuid(),
    };
    let running = app_data::<InFlight>(request)?.begin(principal)?;
    let actor = authentication::authenticate(&store, &ActorFactory::new(id), holder).await?.ok_or_else(ended)?;
    ExpectedStaff::extract(request).await?.check(actor.staff_id())?;
    Authenticated::confirm(request, principal);
    Ok((actor, running))
}

/// An authenticated caller, a staff member or a service account; set by [`require_authentication`].
#[derive(Debug, Clone)]
pub(super) struct Caller(pub(super) Actor);

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = request.extensions().get::<Self>().cloned();
        ready(known.ok_or_else(|| ApiError::internal("a route that is documented as open asks for its caller")))
    }
}

/// The token of an `Authorization` header; the scheme is case-insensitive (RFC 9110, section 11.1).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Application data (`web::Data`) that the server was started with.
pub(super) fn app_data<T: 'static>(request: &HttpRequest) -> Result<Data<T>, ApiError> {
    request.app_data::<Data<T>>().cloned().ok_or_else(|| ApiError::internal("a part of the app is missing"))
}
