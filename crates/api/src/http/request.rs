//! What is known of a request before anybody looked into it.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::Method};
use caredesk_domain::RequestId;

use super::error::ApiError;

/// The id of the request at hand: the desk's own. One sent by the client is not taken over, since it could name two requests alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThisRequest(pub RequestId);

/// In a request's extensions: somebody who is known has sent it. Whoever puts it there has checked who.
#[derive(Debug, Clone, Copy)]
pub struct Authenticated;

impl ThisRequest {
    /// The id that the guard gave, if the request came through it.
    pub fn of(request: &impl HttpMessage) -> Option<Self> {
        request.extensions().get::<Self>().copied()
    }
}

impl FromRequest for ThisRequest {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).ok_or_else(|| ApiError::internal("the request did not come through the guard")))
    }
}

/// The method's name for logs; a word that the client made up is not written down.
pub(super) fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::TRACE => "TRACE",
        Method::CONNECT => "CONNECT",
        _ => "other",
    }
}

/// The matched address as it was declared, such as `/tickets/{id}`; a path as it was sent is not written down.
pub(super) fn route_name(pattern: Option<String>) -> String {
    pattern.unwrap_or_else(|| "none".to_owned())
}
