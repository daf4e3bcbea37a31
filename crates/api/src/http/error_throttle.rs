//! Throttles error responses, so that a client that sends only rejected requests does not use up the processor.
//!
//! A rejected request is cheap, but a client that sends the next one immediately would fill a core with them. Each source has a burst of one second's worth of
//! error responses; beyond it, responses are delayed, by a second at most. A delayed response costs the memory of its connection. Only error responses are
//! delayed.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use actix_web::http::StatusCode;
use uuid::Uuid;

/// Error responses per second to one source.
const PER_SOURCE_RATE: u32 = 200;
/// Error responses per second to all unauthenticated callers together.
const UNAUTHENTICATED_RATE: u32 = 1000;
/// Length of a burst, and the maximum delay.
const SECOND: Duration = Duration::from_secs(1);
/// Maximum sources to track before idle ones are removed; further unauthenticated ones are delayed by a second.
const MAX_SOURCES: usize = 10_000;

/// Source of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum RequestSource {
    /// An authenticated caller, by id.
    Caller(Uuid),
    /// An unauthenticated caller, by network.
    Unauthenticated(IpAddr),
}

/// For each source, the time up to which its responses are scheduled.
#[derive(Debug, Clone, Default)]
pub(super) struct ErrorThrottle(Arc<Mutex<ThrottleState>>);

#[derive(Debug, Default)]
struct ThrottleState {
    by_source: HashMap<RequestSource, Instant>,
    unauthenticated: Option<Instant>,
}

impl ErrorThrottle {
    /// Waits until the source may get an error response with `status`.
    pub(super) async fn wait(&self, source: RequestSource, status: StatusCode) {
        if !status.is_client_error() && status != StatusCode::SERVICE_UNAVAILABLE {
            return;
        }
        let wait = self.schedule(source, Instant::now());
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }

    /// Schedules the next response of the source; returns the delay.
    fn schedule(&self, source: RequestSource, now: Instant) -> Duration {
        // A poisoned lock is safe: each entry changes in one step.
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ThrottleState { by_source: of_one, unauthenticated: of_strangers } = &mut *turns;
        if of_one.len() >= MAX_SOURCES {
            of_one.retain(|_, taken| *taken > now);
        }
        let own = match of_one.len() {
            MAX_SOURCES.. if !of_one.contains_key(&source) => SECOND,
            _ => advance(of_one.entry(source).or_insert(now), now, PER_SOURCE_RATE),
        };
        match source {
            RequestSource::Caller(_) => own,
            RequestSource::Unauthenticated(_) => own.max(advance(of_strangers.get_or_insert(now), now, UNAUTHENTICATED_RATE)),
        }
    }
}

/// Advances `taken` by one response. Up to a second's worth may be scheduled ahead without a delay.
fn advance(taken: &mut Instant, now: Instant, rate: u32) -> Duration {
    *taken = (*taken).max(now).min(now + SECOND + SECOND) + SECOND / rate;
    taken.saturating_duration_since(now + SECOND).min(SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: RequestSource = RequestSource::Caller(Uuid::from_u128(1));

    fn stranger(number: u32) -> RequestSource {
        RequestSource::Unauthenticated(IpAddr::from(number.to_be_bytes()))
    }

    #[test]
    fn source_over_refusal_budget_waits_at_most_1_s() {
        let (pace, now) = (ErrorThrottle::default(), Instant::now());
        assert!((0..PER_SOURCE_RATE).all(|_| pace.schedule(ADA, now).is_zero()));
        assert_eq!(pace.schedule(ADA, now), SECOND / PER_SOURCE_RATE);
        assert!(pace.schedule(stranger(1), now).is_zero(), "others do not wait");
        assert!((0..10 * PER_SOURCE_RATE).all(|_| pace.schedule(ADA, now) <= SECOND));
        assert_eq!(pace.schedule(ADA, now), SECOND);
        assert!(pace.schedule(ADA, now + SECOND * 3).is_zero());
    }

    #[test]
    fn anonymous_sources_share_budget_and_known_callers_do_not() {
        let (pace, now) = (ErrorThrottle::default(), Instant::now());
        assert!((0..UNAUTHENTICATED_RATE).all(|number| pace.schedule(stranger(number), now).is_zero()));
        assert!(!pace.schedule(stranger(UNAUTHENTICATED_RATE), now).is_zero());
        assert!(pace.schedule(ADA, now).is_zero());
    }

    #[test]
    fn sources_within_budget_are_purged() {
        let (pace, now) = (ErrorThrottle::default(), Instant::now());
        for number in 0..20_000 {
            pace.schedule(stranger(number), now);
        }
        assert!(pace.0.lock().unwrap().by_source.len() <= MAX_SOURCES);
        pace.schedule(ADA, now + SECOND * 3);
        assert_eq!(pace.0.lock().unwrap().by_source.len(), 1);
    }
}
