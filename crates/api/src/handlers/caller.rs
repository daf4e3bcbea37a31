//! Who calls: the access token, and whether its session is still good.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Data};
use caredesk_domain::actor::Actor;
use caredesk_persistence::Store;
use futures::future::LocalBoxFuture;

use crate::{
    http::{ApiError, Authenticated, ThisRequest},
    services::sign_in::{self, Actors},
    token::Tokens,
};

/// A signed-in caller, a person or a program. Session and role, or account and secret, are looked up at every request, so that access ends at once.
#[derive(Debug)]
pub(super) struct Caller(pub(super) Actor);

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
            let token = header
                .and_then(bearer)
                .ok_or_else(|| ApiError::unauthenticated("unauthenticated", "Sign in first: send a bearer token."))?;
            let (tokens, store) = (part::<Tokens>(&request)?, part::<Store>(&request)?);
            let ThisRequest(id) = ThisRequest::of(&request).ok_or_else(|| ApiError::internal("the request has no id"))?;
            let ended = || {
                ApiError::unauthenticated(
                    "session_ended",
                    "The token, or what it was given for, is no longer good: refresh it, or sign in again.",
                )
            };
            let holder = tokens.check(token, store.now()).map_err(|_| ended())?;
            let actor = sign_in::recognise(&store, &Actors::of(id), holder).await?.ok_or_else(ended)?;
            Authenticated::confirm(&request);
            Ok(Self(actor))
        })
    }
}

/// The token of an `Authorization` header; the scheme's name may be written in any case (RFC 9110, section 11.1).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A part of the app that the server was started with.
pub(super) fn part<T: 'static>(request: &HttpRequest) -> Result<Data<T>, ApiError> {
    request.app_data::<Data<T>>().cloned().ok_or_else(|| ApiError::internal("a part of the app is missing"))
}
