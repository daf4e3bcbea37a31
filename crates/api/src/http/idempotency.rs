//! `Idempotency-Key`: marks a request that may be sent again (draft-ietf-httpapi-idempotency-key-header).

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::HeaderName, web::Data};
use caredesk_domain::FieldError;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{
    error::ApiError,
    fingerprint::{Fingerprint, hmac},
    problem::ProblemField,
};

/// The header's name.
pub(super) const NAME: &str = "Idempotency-Key";
/// Response header: the request was carried out before.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Maximum characters of a key.
pub(super) const MAX_KEY_LENGTH: usize = 255;

/// Computes digests with a secret key, so that stored ones do not allow guessing what a request contained, such as a name or password.
#[derive(Clone)]
pub struct KeyHasher(Hmac<Sha256>);

impl KeyHasher {
    /// Takes 32 secret bytes, the same on every replica.
    pub fn new(key: &[u8; 32]) -> Self {
        Self(hmac(key))
    }

    fn digest(&self, purpose: &[u8], words: [&[u8]; 2]) -> [u8; 16] {
        let [first, second] = words;
        // Neither a method nor a key contains a byte 0, so that no two pairs collide.
        let mac = self.0.clone().chain_update(purpose).chain_update(first).chain_update([0]).chain_update(second);
        let mut half = [0; 16];
        half.iter_mut().zip(mac.finalize().into_bytes()).for_each(|(to, from)| *to = from);
        half
    }
}

/// Omits the key.
impl std::fmt::Debug for KeyHasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyHasher")
    }
}

/// Whether the request has a key, so that its digest is needed.
pub(super) fn is_requested(request: &HttpRequest) -> bool {
    request.headers().contains_key(NAME)
}

/// The key of the present request, if any.
#[derive(Debug)]
pub struct IdempotencyKeyHeader(Option<Digests>);

#[derive(Debug)]
struct Digests {
    with: Data<KeyHasher>,
    key: [u8; 16],
    method: String,
}

/// Digests of a key and its request, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashedKey {
    /// Digest of the key.
    pub key: [u8; 16],
    /// Digest of method, path and body.
    pub request: [u8; 16],
}

impl IdempotencyKeyHeader {
    /// The digests of the key and the request, with `fingerprint` of path and body; `None` without a key.
    pub fn hashed(&self, fingerprint: Fingerprint) -> Option<HashedKey> {
        self.0.as_ref().map(|Digests { with, key, method }| HashedKey {
            key: *key,
            request: with.digest(b"caredesk idempotent request 1", [method.as_bytes(), fingerprint.bytes()]),
        })
    }
}

impl FromRequest for IdempotencyKeyHeader {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).map(Self))
    }
}

fn read(request: &HttpRequest) -> Result<Option<Digests>, ApiError> {
    let mut sent = request.headers().get_all(NAME);
    let Some(key) = sent.next() else { return Ok(None) };
    let key = key.as_bytes();
    let is_key = (1..=MAX_KEY_LENGTH).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic);
    if !is_key || sent.next().is_some() {
        let fault = FieldError::format(format!("must be sent once, with 1 to {MAX_KEY_LENGTH} visible ASCII characters"));
        return Err(ApiError::malformed("invalid_idempotency_key", format!("The header {NAME} is not a key."))
            .with_errors(vec![ProblemField::parameter(NAME, fault)]));
    }
    let with = request.app_data::<Data<KeyHasher>>().ok_or_else(|| ApiError::internal("a part of the app is missing"))?.clone();
    let key = with.digest(b"caredesk idempotency key 1", [b"", key]);
    Ok(Some(Digests { with, key, method: request.method().to_string() }))
}

impl ApiError {
    /// 422: the key was sent with another request.
    pub fn key_reused() -> Self {
        let fault = FieldError::new("reused", "must be a new key: this one was sent with another request in the last 24 hours");
        let detail = format!("The header {NAME} was sent before, with another request.");
        let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
        Self::new(status, "idempotency_key_reused", detail).with_errors(vec![ProblemField::parameter(NAME, fault)])
    }

    /// 409: the first request with this key did not finish while this one waited for it.
    pub fn key_in_use() -> Self {
        let detail = format!("The first request with this {NAME} is still under way: send it again a little later.");
        Self::conflict("idempotency_key_in_use", detail, [""; 0])
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App, HttpResponse, ResponseError as _, post,
        test::{TestRequest, call_and_read_body, init_service},
        web,
    };

    use super::*;
    use crate::http::EmptyBody;

    #[post("/tickets/{id}/claim")]
    async fn claim(_: web::Path<String>, key: IdempotencyKeyHeader, body: EmptyBody) -> HttpResponse {
        HttpResponse::Ok().body(format!("{:?}", body.fingerprint().and_then(|request| key.hashed(request))))
    }

    /// The digests of a request with this key at this path, as the handler sees them.
    async fn kept(secret: u8, key: Option<&str>, path: &str, body: &'static str) -> String {
        let app = init_service(App::new().app_data(Data::new(KeyHasher::new(&[secret; 32]))).service(claim)).await;
        let request = TestRequest::post().uri(path).set_payload(body).insert_header(("content-type", "application/json"));
        let request = key.iter().fold(request, |request, key| request.insert_header((NAME, *key)));
        String::from_utf8(call_and_read_body(&app, request.to_request()).await.to_vec()).unwrap()
    }

    #[actix_web::test]
    async fn request_fingerprint_depends_on_key_path_and_body() {
        let first = kept(1, Some("k"), "/tickets/5/claim", "").await;
        assert!(first.starts_with("Some(HashedKey"), "{first}");
        assert_eq!(kept(1, Some("k"), "/tickets/5/claim", "{}").await, first, "no body equals an empty object");
        for (secret, key, path) in [(1, "K", "/tickets/5/claim"), (1, "k", "/tickets/6/claim"), (2, "k", "/tickets/5/claim")] {
            assert_ne!(kept(secret, Some(key), path, "").await, first, "{secret} {key} {path}");
        }
        assert_eq!(kept(1, None, "/tickets/5/claim", "").await, "None");
    }

    #[test]
    fn key_of_other_request_is_422_and_in_use_is_409() {
        assert_eq!(ApiError::key_reused().status_code(), 422);
        assert_eq!(ApiError::key_in_use().status_code(), 409);
        assert_eq!(ApiError::key_in_use().problem().code, "idempotency_key_in_use");
    }
}
