//! What is known of a request before anybody looked into it.

use std::{
    cell::Cell,
    future::{Ready, ready},
    rc::Rc,
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::Method};
use caredesk_domain::RequestId;
use uuid::Uuid;

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

/// Who the caller of the request at hand is, once known. The guard asks when it answers the request, which may be gone by then.
#[derive(Debug, Clone, Default)]
pub struct Authenticated(Rc<Cell<Option<Uuid>>>);

impl Authenticated {
    /// Says that the caller is known, a person or a service account of this id.
    pub fn confirm(request: &impl HttpMessage, id: Uuid) {
        if let Some(Self(caller)) = request.extensions().get() {
            caller.set(Some(id));
        }
    }

    /// Whether it was said of this request.
    pub(super) fn is_known(request: &impl HttpMessage) -> bool {
        request.extensions().get::<Self>().is_some_and(|caller| caller.id().is_some())
    }

    pub(super) fn id(&self) -> Option<Uuid> {
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
