//! The outermost middleware: gives every request an id, a deadline, an error response as problem document, and one log line.

use std::{
    collections::HashMap,
    future::{Ready, ready},
    panic::AssertUnwindSafe,
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    error::InternalError,
    http::header::{self, HeaderName, HeaderValue},
};
use caredesk_domain::RequestId;
use futures::{FutureExt, future::LocalBoxFuture};

use super::{
    client_address::ClientAddress,
    error::ApiError,
    error_throttle::{ErrorThrottle, RequestSource},
    head,
    held_payload::HeldPayload,
    problem::{PROBLEM_JSON, Problem},
    request::{Authenticated, CurrentRequestId, method_name, route_name},
    security_headers::SecurityHeaders,
    sliced::Sliced,
};
use crate::metrics::Metrics;

/// Default deadline of a request.
pub const DEADLINE: Duration = Duration::from_secs(15);

/// `Retry-After` of a request past its deadline, in seconds.
const RETRY_AFTER_SECONDS: u64 = 2;

/// The header with the request id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost middleware; wrap it around `TracingLogger::<DeskSpan>`.
#[derive(Clone)]
pub struct RequestMiddleware {
    ids: Arc<dyn Fn() -> RequestId + Send + Sync>,
    deadline: Duration,
    deadlines: Arc<HashMap<&'static str, Option<Duration>>>,
    is_behind_tls: bool,
    pace: ErrorThrottle,
    metrics: Arc<Metrics>,
}

impl RequestMiddleware {
    /// Takes the id source.
    pub fn new(ids: impl Fn() -> RequestId + Send + Sync + 'static) -> Self {
        Self {
            ids: Arc::new(ids),
            deadline: DEADLINE,
            deadlines: Arc::default(),
            is_behind_tls: false,
            pace: ErrorThrottle::default(),
            metrics: Arc::default(),
        }
    }

    /// Sets where requests are counted.
    #[must_use]
    pub fn metrics(mut self, metrics: Arc<Metrics>) -> Self {
        self.metrics = metrics;
        self
    }

    /// Sets the default deadline.
    #[must_use]
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets a route's own deadline, by its full pattern such as `/api/v1/customers/import`; `None`: the route enforces its own.
    #[must_use]
    pub fn route_deadline(mut self, pattern: &'static str, deadline: Option<Duration>) -> Self {
        Arc::make_mut(&mut self.deadlines).insert(pattern, deadline);
        self
    }

    /// Whether browsers reach the server over HTTPS; then `Strict-Transport-Security` is sent.
    #[must_use]
    pub const fn behind_tls(mut self, is_behind_tls: bool) -> Self {
        self.is_behind_tls = is_behind_tls;
        self
    }
}

/// Omits the id source, which has no text form.
impl std::fmt::Debug for RequestMiddleware {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestMiddleware").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

impl<S, B> Transform<S, ServiceRequest> for RequestMiddleware
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Transform = RequestMiddlewareService<S>;
    type InitError = ();
    type Future = Ready<Result<RequestMiddlewareService<S>, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(RequestMiddlewareService { guard: self.clone(), service: Rc::new(service) }))
    }
}

/// A service wrapped by the guard.
#[derive(Debug)]
pub struct RequestMiddlewareService<S> {
    guard: RequestMiddleware,
    service: Rc<S>,
}

/// Result of the inner service.
enum Outcome<B> {
    Answered(ServiceResponse<B>),
    /// The request was dropped with its future, so this response leaves as an error.
    Failed(Error),
}

impl<S, B> Service<ServiceRequest> for RequestMiddlewareService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self::Response, Error>>;

    forward_ready!(service);

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let id = (self.guard.ids)();
        request.extensions_mut().insert(CurrentRequestId(id));
        let caller = Authenticated::default();
        request.extensions_mut().insert(caller.clone());
        let policy = SecurityHeaders::for_path(request.path(), self.guard.is_behind_tls);
        let route = request.match_pattern();
        let own = route.as_deref().and_then(|route| self.guard.deadlines.get(route).copied());
        let deadline = own.unwrap_or(Some(self.guard.deadline));
        let (method, route, metrics) = (method_name(request.method()), route_name(route), self.guard.metrics.clone());
        let line = LogRecord { id, method, route, began: Instant::now(), caller, metrics };
        let (stranger, pace) = (RequestSource::Unauthenticated(ClientAddress::of(request.request()).network()), self.guard.pace.clone());
        let kept = HeldPayload::of(&mut request);
        let too_large = head::check_limits(request.head());
        let service = Rc::clone(&self.service);
        Box::pin(async move {
            let outcome = match too_large {
                Some(refusal) => Outcome::Failed(refusal.into()),
                None => call_with_deadline(service, request, deadline).await,
            };
            match outcome {
                Outcome::Answered(response) => {
                    let (request, response) = response.into_parts();
                    let refusal = response.error().and_then(Error::as_error::<ApiError>);
                    line.log(response.status().as_u16(), refusal);
                    pace.wait(line.source(stranger), response.status()).await;
                    let problem = refusal.map(|refusal| refusal.problem().clone());
                    Ok(ServiceResponse::new(request, attach_payload(kept, finalise_response(response, problem, id, policy))))
                }
                Outcome::Failed(error) => {
                    let response = error.error_response();
                    let refusal = error.as_error::<ApiError>();
                    line.log(response.status().as_u16(), refusal);
                    pace.wait(line.source(stranger), response.status()).await;
                    let problem = refusal.map(|refusal| refusal.problem().clone());
                    Err(InternalError::from_response("refused", attach_payload(kept, finalise_response(response, problem, id, policy)))
                        .into())
                }
            }
        })
    }
}

async fn call_with_deadline<S, B>(service: Rc<S>, request: ServiceRequest, deadline: Option<Duration>) -> Outcome<B>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    // Unwind safe: the unfinished work is dropped with its future and its transaction rolls back; nothing is used again.
    let answering = AssertUnwindSafe(async move { service.call(request).await }).catch_unwind();
    let outcome = match deadline {
        Some(deadline) => tokio::time::timeout(deadline, answering).await,
        None => Ok(answering.await),
    };
    match outcome {
        Ok(Ok(Ok(response))) => Outcome::Answered(response),
        Ok(Ok(Err(error))) => Outcome::Failed(error),
        Ok(Err(_)) => Outcome::Failed(ApiError::internal("the handler panicked").into()),
        Err(_) => Outcome::Failed(ApiError::unavailable(RETRY_AFTER_SECONDS, "the deadline of the request has passed").into()),
    }
}

/// The response as sent: errors as problem document with the request id, and the headers of every response.
fn finalise_response<B: MessageBody + 'static>(
    response: HttpResponse<B>,
    problem: Option<Problem>,
    id: RequestId,
    policy: SecurityHeaders,
) -> HttpResponse<BoxBody> {
    let status = response.status();
    let mut response = if status.is_client_error() || status.is_server_error() {
        let mut problem = problem.unwrap_or_else(|| Problem::of_status(status));
        problem.request_id = id.uuid();
        // A document of strings and numbers always serialises.
        let mut response = response.set_body(BoxBody::new(serde_json::to_vec(&problem).unwrap_or_default()));
        for name in [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::ETAG, header::LAST_MODIFIED] {
            response.headers_mut().remove(name);
        }
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        response
    } else {
        response.map_into_boxed_body()
    };
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::try_from(id.to_string()) {
        headers.insert(REQUEST_ID, id);
    }
    policy.add_to(headers);
    response
}

fn attach_payload(kept: Option<HeldPayload>, response: HttpResponse<BoxBody>) -> HttpResponse<BoxBody> {
    let response = response.map_body(|_, body| Sliced::of(body));
    match kept {
        Some(kept) => kept.with(response),
        None => response,
    }
}

/// The log line of a request.
struct LogRecord {
    id: RequestId,
    method: &'static str,
    route: String,
    began: Instant,
    caller: Authenticated,
    metrics: Arc<Metrics>,
}

impl LogRecord {
    /// Source of the request: the caller, or the network if not authenticated.
    fn source(&self, stranger: RequestSource) -> RequestSource {
        self.caller.id().map_or(stranger, RequestSource::Caller)
    }

    /// Logs and counts the request.
    fn log(&self, status: u16, refusal: Option<&ApiError>) {
        let Self { id, method, route, began, caller, metrics } = self;
        metrics.record_request(method, route, status, began.elapsed());
        let signed_in = caller.id().is_some();
        let latency_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let code = refusal.map(|refusal| refusal.problem().code.as_ref());
        match (status, refusal.and_then(ApiError::cause).map(error_chain)) {
            (503, cause) => {
                tracing::warn!(request_id = %id, signed_in, method, route, status, latency_ms, code, cause, "rejected: overloaded (503)")
            }
            (500.., cause) => {
                tracing::error!(request_id = %id, signed_in, method, route, status, latency_ms, code, cause, "request failed")
            }
            // Two log statements, so that errors of unauthenticated requests use up only the log limit of errors.
            (400..500, _) => tracing::info!(request_id = %id, signed_in, method, route, status, latency_ms, code, "request answered"),
            (..400, _) => tracing::info!(request_id = %id, signed_in, method, route, status, latency_ms, "request answered"),
        }
    }
}

/// An error and its sources by `Display`; their `Debug` may hold values.
fn error_chain(cause: &(dyn std::error::Error + Send + Sync)) -> String {
    let mut words = cause.to_string();
    let mut next = cause.source();
    while let Some(deeper) = next {
        words.push_str(": ");
        words.push_str(&deeper.to_string());
        next = deeper.source();
    }
    words
}

#[cfg(test)]
mod tests;
