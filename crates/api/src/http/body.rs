//! Request bodies: read within limits of size and time, then validated for all errors at once.

use std::time::Duration;

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::header,
    web::{Bytes, BytesMut},
};
use caredesk_domain::FieldError;
use futures::{StreamExt, future::LocalBoxFuture};
use garde::Validate;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    error::ApiError,
    field_errors::FieldErrors,
    fingerprint::Fingerprint,
    idempotency, json,
    nested::UNKNOWN_FIELD,
    object::{self, Rejected},
    problem::ProblemField,
    request::Authenticated,
    value::wrong_type,
};

/// Maximum bytes of a JSON body.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Maximum bytes of a body from a caller who is not authenticated: on the sign-in routes.
pub const ANONYMOUS_BODY_LIMIT: usize = 8 * 1024;

/// Time limit for a whole JSON body.
pub const BODY_TIME: Duration = Duration::from_secs(10);

/// Limits of bodies; tests put other values into the app data.
#[derive(Debug, Clone, Copy)]
pub struct BodyBounds {
    /// Maximum bytes from a caller who is [`Authenticated`].
    pub limit: usize,
    /// Maximum bytes from other callers.
    pub anonymous_limit: usize,
    /// Time limit for the whole body.
    pub time: Duration,
}

impl Default for BodyBounds {
    fn default() -> Self {
        Self { limit: BODY_LIMIT, anonymous_limit: ANONYMOUS_BODY_LIMIT, time: BODY_TIME }
    }
}

impl BodyBounds {
    /// Maximum bytes of this request's body.
    fn limit_of(self, request: &HttpRequest) -> usize {
        if Authenticated::is_known(request) { self.limit } else { self.anonymous_limit }
    }
}

const ACCEPTED: [&str; 2] = ["application/json", "application/merge-patch+json"];

/// A validated JSON body. (utoipa finds a body's schema by this name.)
#[derive(Debug)]
pub struct Json<T> {
    value: T,
    fingerprint: Option<Fingerprint>,
}

impl<T> Json<T> {
    /// The body itself.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Digest of path and body, computed only with an `Idempotency-Key`: detects a repeated request.
    pub const fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint
    }
}

impl<T: DeserializeOwned + Validate<Context = FieldErrors> + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let object = read_object(&request, payload).await?;
            let fingerprint = idempotency::is_requested(&request).then(|| Fingerprint::of_object(request.path(), &object));
            Ok(Self { value: checked(object)?, fingerprint })
        })
    }
}

/// A validated JSON body that says which list to show, such as a search.
#[derive(Debug)]
pub struct ListBody<T> {
    value: T,
    list: Fingerprint,
}

impl<T> ListBody<T> {
    /// The body itself.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Digest of path and body without `cursor`, `limit` and `include_total`: identifies the list.
    pub const fn list_fingerprint(&self) -> Fingerprint {
        self.list
    }
}

impl<T: DeserializeOwned + Validate<Context = FieldErrors> + 'static> FromRequest for ListBody<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let object = read_object(&request, payload).await?;
            let list = Fingerprint::of_list(request.path(), &object);
            Ok(Self { value: checked(object)?, list })
        })
    }
}

/// An empty body: none at all, or `{}`.
#[derive(Debug, Clone, Copy)]
pub struct EmptyBody {
    fingerprint: Option<Fingerprint>,
}

impl EmptyBody {
    /// Digest of the path, computed only with an `Idempotency-Key`: detects a repeated request.
    pub const fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint
    }
}

impl FromRequest for EmptyBody {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = read_body(&request, payload).await?;
            let fingerprint = idempotency::is_requested(&request).then(|| Fingerprint::of_object(request.path(), &Map::new()));
            let empty = Self { fingerprint };
            if bytes.is_empty() {
                return Ok(empty);
            }
            accepts(&request)?;
            match object(&bytes)?.into_iter().next() {
                None => Ok(empty),
                Some((name, _)) => Err(unknown_field(&[], &name)),
            }
        })
    }
}

/// Reads an object's fields into `T`; errors: 400 for the first unknown field, else 422 with all errors.
pub(super) fn checked<T: DeserializeOwned + Validate<Context = FieldErrors>>(object: Map<String, Value>) -> Result<T, ApiError> {
    let (value, names) = object::read::<T>(object).map_err(|refused| match refused {
        Rejected::UnknownField(name) => unknown_field(&[], &name),
        Rejected::Unreadable(reason) => ApiError::internal(format!("a request struct has a field that is not lenient: {reason}")),
    })?;
    let mut errors = Vec::new();
    for (mut place, error) in FieldErrors::of(&value, names) {
        if error.code == UNKNOWN_FIELD {
            let name = place.pop().unwrap_or_default();
            return Err(unknown_field(&place, &name));
        }
        errors.push(ProblemField::pointer(json::pointer(&place), error));
    }
    if errors.is_empty() { Ok(value) } else { Err(ApiError::invalid(errors)) }
}

fn unknown_field(within: &[String], name: &str) -> ApiError {
    let mut place = within.to_vec();
    if json::is_plain_name(name) {
        place.push(name.to_owned());
    }
    let fault = FieldError::new(UNKNOWN_FIELD, "is not a field of this object");
    ApiError::malformed(UNKNOWN_FIELD, "The body has a field that is unknown at this address.")
        .with_errors(vec![ProblemField::pointer(json::pointer(&place), fault)])
}

async fn read_object(request: &HttpRequest, payload: Payload) -> Result<Map<String, Value>, ApiError> {
    accepts(request)?;
    object(&read_body(request, payload).await?)
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, ApiError> {
    match json::read(bytes)? {
        Value::Object(object) => Ok(object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(ApiError::invalid_at("#", wrong_type("must be an object")))
        }
    }
}

/// 415 unless the body is uncompressed JSON in UTF-8.
fn accepts(request: &HttpRequest) -> Result<(), ApiError> {
    let kind = request.content_type().to_ascii_lowercase();
    let in_utf8 = request.encoding().is_ok_and(|encoding| encoding.name() == "UTF-8");
    let plain = request.headers().get(header::CONTENT_ENCODING).is_none_or(|encoding| encoding == "identity");
    if ACCEPTED.contains(&kind.as_str()) && in_utf8 && plain {
        return Ok(());
    }
    Err(ApiError::unsupported_media_type(ACCEPTED[0]))
}

/// The whole body; 413 if it is too large, 408 if it is too slow.
pub(super) async fn read_body(request: &HttpRequest, mut payload: Payload) -> Result<Bytes, ApiError> {
    let bounds = request.app_data::<BodyBounds>().copied().unwrap_or_default();
    let limit = bounds.limit_of(request);
    let content_length: Option<u64> = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if content_length.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > limit)) {
        return Err(ApiError::too_large(limit));
    }
    let reading = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| ApiError::malformed("incomplete", "The body ended before it was complete."))?;
            if body.len() + chunk.len() > limit {
                return Err(ApiError::too_large(limit));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    tokio::time::timeout(bounds.time, reading).await.unwrap_or_else(|_| Err(ApiError::too_slow()))
}

#[cfg(test)]
mod tests;
