//! Idempotent requests: a handler that writes takes [`IdempotentRequest`], uses the store it gives, and responds through it.

use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder, body::BoxBody, dev::Payload, web::Data};
use caredesk_domain::actor::Actor;
use caredesk_persistence::{Store, Written};
use futures::future::{Ready, ready};

use super::caller::app_data;
use crate::http::{ApiError, Fingerprint, HashedKey, IdempotencyKeyHeader};

/// POST operations without `Idempotency-Key`: searches, sign-in, secrets, and those that are safe to repeat (the import, marking as fetched or seen, and
/// bulk changes of tickets).
pub(super) const OPERATIONS_WITHOUT_KEY: [&str; 15] = [
    "login",
    "refresh_session",
    "logout",
    "search_customers",
    "search_tickets",
    "search_everything",
    "import_customers",
    "change_tickets",
    "see_notices",
    "mark_messages_fetched",
    "issue_token",
    "change_password",
    "use_password_link",
    "create_password_link",
    "create_service_secret",
];

/// The store for a request, with its `Idempotency-Key` if it has one.
#[derive(Debug)]
pub(super) struct IdempotentRequest {
    request: HttpRequest,
    key: IdempotencyKeyHeader,
    store: Data<Store>,
}

impl IdempotentRequest {
    /// The store for this caller's request; `request` is the body's fingerprint, present if a key was sent. Writes through it take effect once, however often the request is sent: use it
    /// for the rest of the handler.
    pub(super) fn store(&self, caller: &Actor, request: Option<Fingerprint>) -> Store {
        match (request.and_then(|request| self.key.hashed(request)), caller.principal_id()) {
            (Some(HashedKey { key, request }), Some(caller)) => self.store.with_idempotency_key(caredesk_persistence::IdempotentRequest {
                caller: caller.uuid(),
                key,
                fingerprint: request,
            }),
            // No key was sent, or the caller is the system, which sends none.
            (_, _) => Store::clone(&self.store),
        }
    }

    /// The response to a write: what `render` makes of it. For a request that was carried out before it holds the outcome, and
    /// `replay::show_record` reads that record.
    pub(super) fn respond<V, R: Responder<Body = BoxBody>>(&self, written: Written<V>, render: impl FnOnce(V) -> R) -> HttpResponse {
        match written {
            Written::Done(view) => render(view).respond_to(&self.request),
            Written::Replayed(outcome) => {
                let mut response = HttpResponse::NoContent().finish();
                response.extensions_mut().insert(outcome);
                response
            }
        }
    }
}

impl FromRequest for IdempotentRequest {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = IdempotencyKeyHeader::from_request(request, payload).into_inner();
        ready(key.and_then(|key| Ok(Self { request: request.clone(), key, store: app_data(request)? })))
    }
}
