//! The HTTP layer: reads requests and writes responses, independent of resources.
//!
//! Every error response is a [`Problem`]; handlers return `Result<_, ApiError>`. Bodies ([`Json`]) and query parameters ([`Query`]) are structs of lenient
//! fields ([`Required`], [`Optional`], [`Nullable`]) that report all their errors at once.

mod body;
mod client_address;
mod cursor;
mod error;
mod error_throttle;
mod etag;
mod expected_staff;
pub mod fallback;
mod field;
mod field_errors;
mod fingerprint;
mod form;
mod head;
mod held_payload;
mod idempotency;
mod json;
mod middleware;
mod nested;
mod object;
pub mod openapi;
mod panics;
mod parameter;
mod problem;
mod problem_response;
pub mod query;
mod request;
pub mod schema;
mod security_headers;
mod sliced;
mod trace;
mod value;

pub use body::{ANONYMOUS_BODY_LIMIT, BODY_LIMIT, BODY_TIME, BodyBounds, EmptyBody, Json, ListBody};
pub use client_address::{ClientAddress, TrustedProxies};
pub use cursor::{CursorCodec, CursorPosition};
pub use error::ApiError;
pub use etag::{IfMatch, Representation, is_held};
pub use expected_staff::ExpectedStaff;
pub use fallback::{Routes, fallback, refuse_unexpected_parameters, refuse_wrong_methods};
pub use field::{Nullable, Optional, Required, RequiredNullable};
pub use field_errors::FieldErrors;
pub use fingerprint::Fingerprint;
pub use form::Form;
pub use idempotency::{HashedKey, IdempotencyKeyHeader, KeyHasher, REPLAYED};
pub use middleware::{DEADLINE, RequestMiddleware};
pub use nested::{Array, JsonObject};
pub use panics::log_panics;
pub use parameter::{CommaSeparated, Limit};
pub use problem::{PROBLEM_JSON, Problem, ProblemField};
pub use problem_response::ProblemResponse;
pub use query::{NoParameters, Query};
pub use request::{Authenticated, CurrentRequestId};
pub use sliced::SLICE;
pub use trace::DeskSpan;
pub use value::{Bool, FromRawValue, IntInRange, RawValue};
