//! Sends a response body in slices, as the client reads it.
//!
//! The server copies what a body yields into the connection's write buffer. A whole body would be copied once for every client that does not read; in slices,
//! the buffer holds one or two of them and the rest stays shared by all clients that are sent the same bytes.

use std::{
    error::Error,
    pin::Pin,
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    web::Bytes,
};

/// Maximum bytes of a slice.
pub const SLICE: usize = 16 * 1024;
/// Maximum time between two slices.
const SLICE_TIME: Duration = Duration::from_secs(30);
/// Maximum time for a whole body of known length.
const ANSWER_TIME: Duration = Duration::from_secs(300);

/// A body in slices.
pub(super) struct Sliced {
    body: BoxBody,
    rest: Bytes,
    pace: Pace,
    began: Instant,
    last: Instant,
}

/// Time limits of a client.
#[derive(Clone, Copy)]
struct Pace {
    slice: Duration,
    answer: Duration,
}

impl Sliced {
    /// The same bytes in slices.
    pub(super) fn of(body: BoxBody) -> BoxBody {
        Self::at_pace(body, Pace { slice: SLICE_TIME, answer: ANSWER_TIME })
    }

    fn at_pace(body: BoxBody, pace: Pace) -> BoxBody {
        let now = Instant::now();
        BoxBody::new(Self { body, rest: Bytes::new(), pace, began: now, last: now })
    }
}

impl MessageBody for Sliced {
    type Error = Box<dyn Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        // Polled again, the server has buffer space: the client has read the previous slice.
        let now = Instant::now();
        let is_sized = matches!(self.size(), BodySize::Sized(_));
        if is_sized && (now - self.last > self.pace.slice || now - self.began > self.pace.answer) {
            // Ending before the announced length closes the connection. An error would be logged by the framework as one of the server's.
            return Poll::Ready(None);
        }
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(bytes)) => self.rest = bytes,
                other @ (Some(Err(_)) | None) => return Poll::Ready(other),
            }
        }
        self.last = now;
        let length = self.rest.len().min(SLICE);
        Poll::Ready(Some(Ok(self.rest.split_to(length))))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    async fn next(body: &mut BoxBody) -> Option<Result<Bytes, Box<dyn Error>>> {
        poll_fn(|context| Pin::new(&mut *body).poll_next(context)).await
    }

    #[actix_web::test]
    async fn body_is_sliced_without_copying() {
        let whole = Bytes::from((0..SLICE * 2 + 5).map(|index| u8::try_from(index % 251).unwrap()).collect::<Vec<_>>());
        let mut body = Sliced::of(BoxBody::new(whole.clone()));
        assert_eq!(body.size(), BodySize::Sized(u64::try_from(whole.len()).unwrap()));
        let mut place = 0;
        for length in [SLICE, SLICE, 5] {
            let slice = next(&mut body).await.unwrap().unwrap();
            assert_eq!(slice, whole[place..place + length]);
            assert_eq!(slice.as_ptr(), whole[place..].as_ptr(), "nothing is copied");
            place += length;
        }
        assert!(next(&mut body).await.is_none());
    }

    #[actix_web::test]
    async fn body_read_too_slowly_ends_early() {
        let millis = Duration::from_millis;
        for (slice, answer, taken) in [(millis(5), millis(10_000), 1), (millis(10_000), millis(30), 2), (millis(10_000), millis(10_000), 5)]
        {
            let mut body = Sliced::at_pace(BoxBody::new(Bytes::from(vec![0; SLICE * 5])), Pace { slice, answer });
            let mut slices = 0;
            while let Some(part) = next(&mut body).await {
                assert_eq!(part.unwrap().len(), SLICE);
                slices += 1;
                tokio::time::sleep(millis(20)).await;
            }
            assert_eq!(slices, taken, "{slice:?} a slice and {answer:?} in all");
        }
    }
}
