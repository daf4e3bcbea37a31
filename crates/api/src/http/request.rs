//! What is known of a request before anybody looked into it.

use std::{
    cell::Cell,
    future::{Ready, ready},
    rc::Rc,
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::Method};
use caredesk_domain::RequestId;

use super::error::ApiError;

/// The id of the request at hand: the desk's own. One sent by the client is not taken over, since it could name two requests alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThisRequest(pub RequestId);

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

/// Whether the caller of the request at hand is known by now. The guard asks when it logs the request, which may be gone by then.
#[derive(Debug, Clone, Default)]
pub struct Authenticated(Rc<Cell<bool>>);

impl Authenticated {
    /// Says that the caller is known.
    pub fn confirm(request: &impl HttpMessage) {
        if let Some(Self(is_known)) = request.extensions().get() {
            is_known.set(true);
        }
    }

    /// Whether it was said of this request.
    pub(super) fn is_known(request: &impl HttpMessage) -> bool {
        request.extensions().get::<Self>().is_some_and(Self::is_confirmed)
    }

    pub(super) fn is_confirmed(&self) -> bool {
        self.0.get()
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
