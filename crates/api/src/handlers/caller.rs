//! Who calls: the access token, and whether its session is still good.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Data};
use caredesk_domain::actor::Actor;
use caredesk_persistence::Store;
use futures::future::LocalBoxFuture;

use crate::{
    http::{ApiError, ThisRequest},
    services::{ServiceError, sign_in::Actors},
    token::Tokens,
};

/// A signed-in caller. Their session and role are looked up at every request, so that access ends at once.
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
            let ended =
                || ApiError::unauthenticated("session_ended", "The token or its session is no longer good: refresh, or sign in again.");
            let now = store.now();
            let claims = tokens.check(token, now).map_err(|_| ended())?;
            let person = store.signed_in(claims.sid, now).await.map_err(ServiceError::from)?;
            let (staff, role) = person.filter(|(staff, _)| *staff == claims.sub).ok_or_else(ended)?;
            Ok(Self(Actors::of(id).person(staff, role, claims.sid)))
        })
    }
}

/// The token of an `Authorization` header; the scheme's name may be written in any case (RFC 9110, section 11.1).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn part<T: 'static>(request: &HttpRequest) -> Result<Data<T>, ApiError> {
    request.app_data::<Data<T>>().cloned().ok_or_else(|| ApiError::internal("a part of the app is missing"))
}
