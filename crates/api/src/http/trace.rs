//! The tracing span of a request. Ids only: no path, no query, no client address.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
};
use tracing::{Span, field::Empty};
use tracing_actix_web::RootSpanBuilder;

use super::request::{CurrentRequestId, method_name, route_name};

/// The root span: `TracingLogger::<DeskSpan>::new()`, wrapped by the [`super::RequestMiddleware`].
#[derive(Debug)]
pub struct DeskSpan;

impl RootSpanBuilder for DeskSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let route = route_name(request.match_pattern());
        let span = tracing::info_span!("request", request_id = Empty, method = method_name(request.method()), %route, status = Empty);
        if let Some(CurrentRequestId(id)) = CurrentRequestId::of(request) {
            span.record("request_id", tracing::field::display(id));
        }
        span
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("status", status.as_u16());
    }
}
