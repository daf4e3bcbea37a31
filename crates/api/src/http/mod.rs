//! The HTTP layer: reads requests and writes responses, independent of resources.
//!
//! Every error response is a [`Problem`]; handlers return `Result<_, ApiError>`. Bodies ([`Json`]) and query parameters ([`Query`]) are structs of lenient
//! fields ([`Required`], [`Optional`], [`Nullable`]) that report all their errors at once.

mod body;
mod client_address;
mod cursor;
pub mod document;
mod error;
mod etag;
mod expected_staff;
pub mod fallback;
mod field;
mod fingerprint;
mod form;
mod guard;
mod head;
mod idempotency;
mod input;
mod json;
mod object;
mod panics;
mod parameter;
mod payload;
mod problem;
pub mod query;
mod refusal;
mod refusal_pace;
mod request;
mod security_headers;
pub mod shape;
mod sliced;
mod trace;

pub use body::{ANONYMOUS_BODY_LIMIT, BODY_LIMIT, BODY_TIME, BodyBounds, EmptyBody, Json};
pub use client_address::{ClientAddress, TrustedProxies};
pub use cursor::{Cursors, Position};
pub use error::ApiError;
pub use etag::{IfMatch, Representation, is_held};
pub use expected_staff::ExpectedStaff;
pub use fallback::{Routes, fallback, refuse_unexpected_parameters, refuse_wrong_methods};
pub use field::{Nullable, Optional, Required, Stated};
pub use fingerprint::Fingerprint;
pub use form::Form;
pub use guard::{DEADLINE, Guard};
pub use idempotency::{Digested, IdempotencyKey, KeyDigests, REPLAYED};
pub use input::{Flag, FromInput, Input, List, Nested, Whole};
pub use panics::log_panics;
pub use parameter::{Limit, Several};
pub use problem::{FaultAt, PROBLEM_JSON, Problem};
pub use query::{NoParameters, Query};
pub use refusal::Refusal;
pub use request::{Authenticated, ThisRequest};
pub use sliced::SLICE;
pub use trace::DeskSpan;
