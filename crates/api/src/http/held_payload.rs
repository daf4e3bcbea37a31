//! Keeps a request's payload until its response is sent.
//!
//! If a handler drops a chunked payload before its end, the server reads it on for as long as the client sends, without a deadline. While the payload is held,
//! the server closes the connection after the response.

use std::{
    cell::RefCell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{
    HttpMessage, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    dev::{Payload, ServiceRequest},
    error::PayloadError,
    web::Bytes,
};
use futures::Stream;

/// A payload that the handler reads and the middleware keeps.
#[derive(Clone)]
pub(super) struct HeldPayload(Rc<RefCell<Payload>>);

impl HeldPayload {
    /// Takes the request's payload, if it has one.
    pub(super) fn of(request: &mut ServiceRequest) -> Option<Self> {
        let payload = request.take_payload();
        if matches!(payload, Payload::None) {
            return None;
        }
        let kept = Self(Rc::new(RefCell::new(payload)));
        request.set_payload(Payload::Stream { payload: Box::pin(kept.clone()) });
        Some(kept)
    }

    /// Ties the payload to the response's body.
    pub(super) fn with(self, response: HttpResponse<BoxBody>) -> HttpResponse<BoxBody> {
        response.map_body(|_, body| BoxBody::new(BoundPayload { body, _payload: self }))
    }
}

impl Stream for HeldPayload {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(context)
    }
}

struct BoundPayload {
    body: BoxBody,
    _payload: HeldPayload,
}

impl MessageBody for BoundPayload {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}
