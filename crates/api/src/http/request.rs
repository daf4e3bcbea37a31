//! Request id, caller, and names for logs.

use std::{
    cell::Cell,
    future::{Ready, ready},
    rc::Rc,
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::Method};
use caredesk_domain::RequestId;
use uuid::Uuid;

use super::error::ApiError;

/// The id of the present request, made by the server. An id sent by the client is ignored: it could be the same for two requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentRequestId(pub RequestId);

impl CurrentRequestId {
    /// The id that the middleware set, if the request passed it.
    pub fn of(request: &impl HttpMessage) -> Option<Self> {
        request.extensions().get::<Self>().copied()
    }
}

impl FromRequest for CurrentRequestId {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).ok_or_else(|| ApiError::internal("the request did not come through the guard")))
    }
}

/// The caller of the present request, once authenticated. Shared, because the middleware reads it when the request may be dropped already.
#[derive(Debug, Clone, Default)]
pub struct Authenticated(Rc<Cell<Option<Uuid>>>);

impl Authenticated {
    /// Records the caller, a staff member or service account.
    pub fn confirm(request: &impl HttpMessage, id: Uuid) {
        if let Some(Self(caller)) = request.extensions().get() {
            caller.set(Some(id));
        }
    }

    /// Whether the caller of this request is authenticated.
    pub(super) fn is_known(request: &impl HttpMessage) -> bool {
        request.extensions().get::<Self>().is_some_and(|caller| caller.id().is_some())
    }

    pub(super) fn id(&self) -> Option<Uuid> {
        self.0.get()
    }
}

/// The method's name for logs; a non-standard one is not logged.
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

/// The matched route pattern, such as `/tickets/{id}`; the actual path is not logged.
pub(super) fn route_name(pattern: Option<String>) -> String {
    pattern.unwrap_or_else(|| "none".to_owned())
}
