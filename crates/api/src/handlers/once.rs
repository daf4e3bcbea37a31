//! Idempotent requests: a handler that writes takes [`Once`] and uses the store it gives.

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use caredesk_domain::actor::Actor;
use caredesk_persistence::Store;
use futures::future::{Ready, ready};

use super::caller::part;
use crate::http::{ApiError, Digested, Fingerprint, IdempotencyKey};

/// POST operations without `Idempotency-Key`: searches, sign-in, secrets, and those that are safe to repeat (the import, marking as fetched or seen, and
/// bulk changes of tickets).
pub(super) const WITHOUT_KEY: [&str; 15] = [
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
pub(super) struct Once {
    key: IdempotencyKey,
    store: Data<Store>,
}

impl Once {
    /// The store for this caller's request; `request` is the body's fingerprint. Writes through it take effect once, however often the request is sent: use it
    /// for the rest of the handler.
    pub(super) fn store(&self, caller: &Actor, request: Fingerprint) -> Store {
        match (self.key.digested(request), caller.principal()) {
            (Some(Digested { key, request }), Some(caller)) => {
                self.store.once(caredesk_persistence::Once { caller: caller.uuid(), key, fingerprint: request })
            }
            // No key was sent, or the caller is the system, which sends none.
            (_, _) => Store::clone(&self.store),
        }
    }
}

impl FromRequest for Once {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = IdempotencyKey::from_request(request, payload).into_inner();
        ready(key.and_then(|key| Ok(Self { key, store: part(request)? })))
    }
}
