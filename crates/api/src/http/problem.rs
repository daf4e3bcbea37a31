//! The problem document: the format of every error response (RFC 9457).

use std::borrow::Cow;

use actix_web::http::StatusCode;
use caredesk_domain::FieldError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The media type of a problem document (RFC 9457, section 3).
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Why a request failed. It never repeats a rejected value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// URI of this kind of problem: `/problems/` and the code.
    #[schema(example = "/problems/invalid")]
    pub r#type: String,
    /// The status in words, the same for every problem with this status.
    #[schema(example = "Unprocessable Content")]
    pub title: String,
    /// The HTTP status of the response.
    #[schema(example = 422, minimum = 400, maximum = 599)]
    pub status: u16,
    /// A stable snake_case code for clients.
    #[schema(value_type = String, example = "invalid")]
    pub code: Cow<'static, str>,
    /// Reason of a 403: a stable snake_case code, such as `insufficient_scope`, `wrong_role` or `not_author`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, example = "insufficient_scope")]
    pub reason: Option<Cow<'static, str>>,
    /// What happened and what to do about it, for users.
    #[schema(example = "Some values of the request are not acceptable; see errors.")]
    pub detail: String,
    /// Id of the request in the server's logs.
    #[schema(example = "0192f3c4-7a1b-7c2d-8e3f-405162738495")]
    pub request_id: Uuid,
    /// All errors found in the request, each with its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<ProblemField>,
    /// What may be done instead, if the state of the record forbids the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub allowed: Vec<String>,
}

impl Problem {
    /// A problem without a request id; the middleware sets it when the response is sent.
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        let code = code.into();
        Self {
            r#type: format!("/problems/{code}"),
            title: title(status).to_owned(),
            status: status.as_u16(),
            code,
            reason: None,
            detail: detail.into(),
            request_id: Uuid::nil(),
            errors: Vec::new(),
            allowed: Vec::new(),
        }
    }

    /// The problem of a response that the framework made, of which only the status is known.
    pub fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status.as_u16() {
            401 => ("unauthenticated", "Sign in first."),
            403 => ("forbidden", "Your role may not do this."),
            404 => ("not_found", "There is nothing at this address, or you may not see it."),
            405 => ("method_not_allowed", "This address does not support this method; see the Allow header."),
            406 => ("not_acceptable", "There is no representation of the kind that was asked for."),
            408 => ("request_timeout", "The request took too long to arrive."),
            409 => ("conflict", "The request does not fit the present state of the record."),
            412 => ("stale", "The record has changed since it was read; read it again."),
            413 => ("too_large", "The request is larger than this address accepts."),
            414 => ("uri_too_long", "The address is too long."),
            415 => ("unsupported_media_type", "This address does not read this kind of content."),
            422 => ("invalid", "Some values of the request are not acceptable."),
            428 => ("if_match_required", "Send If-Match with the ETag of the record as you read it."),
            429 => ("too_many_requests", "Too many requests; wait as long as Retry-After says."),
            431 => ("headers_too_large", "The request's headers are too large."),
            503 => ("unavailable", "The server cannot respond now; try again as Retry-After says."),
            400..=499 => ("bad_request", "The request could not be understood."),
            _ => ("internal", "Something went wrong on the server; the request id names it in the logs."),
        };
        Self::new(status, code, detail)
    }
}

/// One error of the request and its place: `pointer` in the body, or `parameter` in the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemField {
    /// A JSON pointer into the body, as a URI fragment (RFC 6901).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "#/subject")]
    pub pointer: Option<String>,
    /// The name of a query parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "limit")]
    pub parameter: Option<String>,
    /// A stable snake_case code for clients.
    #[schema(value_type = String, example = "too_short")]
    pub code: Cow<'static, str>,
    /// What the value must be instead, for users.
    #[schema(example = "must be 5 to 255 characters long")]
    pub detail: String,
}

impl ProblemField {
    /// An error of a value of the body, at a JSON pointer such as `#/subject`.
    pub fn pointer(pointer: impl Into<String>, fault: FieldError) -> Self {
        Self { pointer: Some(pointer.into()), parameter: None, code: fault.code.into(), detail: fault.detail }
    }

    /// An error of a query parameter.
    pub fn parameter(name: impl Into<String>, fault: FieldError) -> Self {
        Self { pointer: None, parameter: Some(name.into()), code: fault.code.into(), detail: fault.detail }
    }
}

/// The status in words (RFC 9110 has newer names for 413 and 422 than the library).
fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        413 => "Content Too Large",
        422 => "Unprocessable Content",
        _ => status.canonical_reason().unwrap_or("Error"),
    }
}
