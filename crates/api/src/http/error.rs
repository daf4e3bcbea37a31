//! The error type of the HTTP layer, returned by handlers.

use std::{error::Error, fmt};

use actix_web::{
    HttpResponse, HttpResponseBuilder, ResponseError,
    http::{
        Method, StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
};
use caredesk_domain::FieldError;

use super::problem::{PROBLEM_JSON, Problem, ProblemField};

/// Maximum errors in one response.
const MAX_FAULTS: usize = 100;

/// An error response: problem document and headers; and its cause, for the log only.
pub struct ApiError(Box<Inner>);

struct Inner {
    problem: Problem,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl ApiError {
    /// Any status with its code and detail.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self::from(Problem::new(status, code, detail))
    }

    /// 400: the request is malformed; only the first error is known.
    pub fn malformed(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// 401: not authenticated, or no longer. Responds with `WWW-Authenticate: Bearer` (RFC 6750).
    pub fn unauthenticated(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, detail).with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    /// 401 of OAuth 2: unknown client or wrong secret. Responds with `WWW-Authenticate: Basic` (RFC 6749, section 5.2).
    pub fn invalid_client() -> Self {
        let detail = "The client is not valid: check client_id and client_secret, and that the account has not expired.";
        let basic = HeaderValue::from_static("Basic realm=\"caredesk\", charset=\"UTF-8\"");
        Self::new(StatusCode::UNAUTHORIZED, "invalid_client", detail).with_header(header::WWW_AUTHENTICATE, basic)
    }

    /// 403 with a reason, a stable snake_case code.
    pub fn forbidden_for(reason: &'static str, detail: impl Into<String>) -> Self {
        let mut error = Self::new(StatusCode::FORBIDDEN, "forbidden", detail);
        error.0.problem.reason = Some(reason.into());
        error
    }

    /// 403: a service account lacks scopes. Responds with `WWW-Authenticate: Bearer error="insufficient_scope"` (RFC 6750, section 3.1).
    pub fn insufficient_scope(scopes: &[&str]) -> Self {
        let detail = match scopes {
            [scope] => format!("This account lacks the scope `{scope}`: ask an admin for it."),
            _ => format!("This account lacks the scopes `{}`: ask an admin for them.", scopes.join("`, `")),
        };
        let error = Self::forbidden_for("insufficient_scope", detail);
        match HeaderValue::try_from(format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", scopes.join(" "))) {
            Ok(challenge) => error.with_header(header::WWW_AUTHENTICATE, challenge),
            Err(_) => error,
        }
    }

    /// 404: does not exist, or is not visible to this caller; both look the same.
    pub fn not_found() -> Self {
        Self::from(Problem::of_status(StatusCode::NOT_FOUND))
    }

    /// 405 with the methods of the path in `Allow`.
    pub fn method_not_allowed(allow: &[Method]) -> Self {
        let names: Vec<&str> = allow.iter().map(Method::as_str).collect();
        let error = Self::from(Problem::of_status(StatusCode::METHOD_NOT_ALLOWED));
        match HeaderValue::try_from(names.join(", ")) {
            Ok(names) => error.with_header(header::ALLOW, names),
            Err(_) => error,
        }
    }

    /// 408: the body did not arrive in time.
    pub fn too_slow() -> Self {
        Self::from(Problem::of_status(StatusCode::REQUEST_TIMEOUT)).with_header(header::CONNECTION, HeaderValue::from_static("close"))
    }

    /// 409: a conflict or an invalid transition; `allowed` lists the possible ones.
    pub fn conflict(code: &'static str, detail: impl Into<String>, allowed: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut error = Self::new(StatusCode::CONFLICT, code, detail);
        error.0.problem.allowed = allowed.into_iter().map(Into::into).collect();
        error
    }

    /// 412: the record has changed since the caller read it.
    pub fn stale() -> Self {
        Self::from(Problem::of_status(StatusCode::PRECONDITION_FAILED))
    }

    /// 413: the body is larger than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("The body may have at most {limit} bytes."))
    }

    /// 400: a part of the request would be too expensive to read.
    pub(crate) fn too_complex(bound: impl fmt::Display) -> Self {
        Self::malformed("too_complex", format!("A part of the request is too complex: it {bound}."))
    }

    /// 415: the content type is not `accepted`.
    pub fn unsupported_media_type(accepted: &str) -> Self {
        let detail = format!("Send the body as {accepted}, in UTF-8 and not compressed.");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
    }

    /// 422 with all errors of the request, at most [`MAX_FAULTS`].
    pub fn invalid(mut errors: Vec<ProblemField>) -> Self {
        let detail = if errors.len() > MAX_FAULTS {
            "Many values of the request are not acceptable; errors holds the first of them."
        } else {
            "Some values of the request are not acceptable; see errors."
        };
        errors.truncate(MAX_FAULTS);
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail).with_errors(errors)
    }

    /// 422 with one error of the body that only the service can detect, such as an unknown `customer_id`.
    pub fn invalid_at(pointer: &str, fault: FieldError) -> Self {
        Self::invalid(vec![ProblemField::pointer(pointer, fault)])
    }

    /// 428: the change needs `If-Match`.
    pub fn if_match_required() -> Self {
        Self::from(Problem::of_status(StatusCode::PRECONDITION_REQUIRED))
    }

    /// 429: retry after so many seconds.
    pub fn too_many_requests(detail: impl Into<String>, retry_after_seconds: u64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail).with_retry_after(retry_after_seconds)
    }

    /// 429: too many failed attempts at a secret; retry after so many seconds. The text is the same for every account.
    pub fn too_many_attempts(retry_after_seconds: u64) -> Self {
        let detail = "Too many attempts have failed; wait as long as Retry-After says.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", detail).with_retry_after(retry_after_seconds)
    }

    /// 503: a temporary failure; retry after so many seconds. The cause is logged only.
    pub fn unavailable(retry_after_seconds: u64, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let mut error = Self::from(Problem::of_status(StatusCode::SERVICE_UNAVAILABLE)).with_retry_after(retry_after_seconds);
        error.0.cause = Some(cause.into());
        error
    }

    /// 503 `outcome_unknown`: the change may have been committed or not. The cause is logged only.
    pub fn outcome_unknown(retry_after_seconds: u64, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let detail =
            "Whether the change was kept is not known. Repeat the request with the same Idempotency-Key: it then takes effect once.";
        let mut error = Self::new(StatusCode::SERVICE_UNAVAILABLE, "outcome_unknown", detail).with_retry_after(retry_after_seconds);
        error.0.cause = Some(cause.into());
        error
    }

    /// 500: an internal error. The cause is logged only; the response contains the request id.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let mut error = Self::from(Problem::of_status(StatusCode::INTERNAL_SERVER_ERROR));
        error.0.cause = Some(cause.into());
        error
    }

    /// Sets the errors of single fields.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<ProblemField>) -> Self {
        self.0.problem.errors = errors;
        self
    }

    /// Adds a response header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    fn with_retry_after(self, seconds: u64) -> Self {
        self.with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// The problem document of the response.
    pub fn problem(&self) -> &Problem {
        &self.0.problem
    }

    /// The cause, for the request's log line; never sent to the client.
    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self(Box::new(Inner { problem, headers: Vec::new(), cause: None }))
    }
}

/// Prints status and code without the cause, which may hold values from the database.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError").field("status", &self.0.problem.status).field("code", &self.0.problem.code).finish_non_exhaustive()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.problem.status, self.0.problem.code)
    }
}

impl Error for ApiError {}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponseBuilder::new(self.status_code());
        for (name, value) in &self.0.headers {
            answer.insert_header((name.clone(), value.clone()));
        }
        answer.content_type(PROBLEM_JSON).json(&self.0.problem)
    }
}
