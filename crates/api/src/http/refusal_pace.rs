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
const OF_ONE: u32 = 200;
/// Error responses per second to all unauthenticated callers together.
const OF_STRANGERS: u32 = 1000;
/// Length of a burst, and the maximum delay.
const SECOND: Duration = Duration::from_secs(1);
/// Maximum sources to track before idle ones are removed; further unauthenticated ones are delayed by a second.
const SOURCES: usize = 10_000;

/// Source of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// An authenticated caller, by id.
    Caller(Uuid),
    /// An unauthenticated caller, by network.
    Stranger(IpAddr),
}

/// For each source, the time up to which its responses are scheduled.
#[derive(Debug, Clone, Default)]
pub(super) struct RefusalPace(Arc<Mutex<Turns>>);

#[derive(Debug, Default)]
struct Turns {
    of_one: HashMap<Source, Instant>,
    of_strangers: Option<Instant>,
}

impl RefusalPace {
    /// Waits until the source may get an error response with `status`.
    pub(super) async fn wait(&self, source: Source, status: StatusCode) {
        if !status.is_client_error() && status != StatusCode::SERVICE_UNAVAILABLE {
            return;
        }
        let wait = self.take(source, Instant::now());
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }

    /// Schedules the next response of the source; returns the delay.
    fn take(&self, source: Source, now: Instant) -> Duration {
        // A poisoned lock is safe: each entry changes in one step.
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Turns { of_one, of_strangers } = &mut *turns;
        if of_one.len() >= SOURCES {
            of_one.retain(|_, taken| *taken > now);
        }
        let own = match of_one.len() {
            SOURCES.. if !of_one.contains_key(&source) => SECOND,
            _ => take(of_one.entry(source).or_insert(now), now, OF_ONE),
        };
        match source {
            Source::Caller(_) => own,
            Source::Stranger(_) => own.max(take(of_strangers.get_or_insert(now), now, OF_STRANGERS)),
        }
    }
}

/// Advances `taken` by one response. Up to a second's worth may be scheduled ahead without a delay.
fn take(taken: &mut Instant, now: Instant, a_second: u32) -> Duration {
    *taken = (*taken).max(now).min(now + SECOND + SECOND) + SECOND / a_second;
    taken.saturating_duration_since(now + SECOND).min(SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Source = Source::Caller(Uuid::from_u128(1));

    fn stranger(number: u32) -> Source {
        Source::Stranger(IpAddr::from(number.to_be_bytes()))
    }

    #[test]
    fn source_over_refusal_budget_waits_at_most_1_s() {
        let (pace, now) = (RefusalPace::default(), Instant::now());
        assert!((0..OF_ONE).all(|_| pace.take(ADA, now).is_zero()));
        assert_eq!(pace.take(ADA, now), SECOND / OF_ONE);
        assert!(pace.take(stranger(1), now).is_zero(), "others do not wait");
        assert!((0..10 * OF_ONE).all(|_| pace.take(ADA, now) <= SECOND));
        assert_eq!(pace.take(ADA, now), SECOND);
        assert!(pace.take(ADA, now + SECOND * 3).is_zero());
    }

    #[test]
    fn anonymous_sources_share_budget_and_known_callers_do_not() {
        let (pace, now) = (RefusalPace::default(), Instant::now());
        assert!((0..OF_STRANGERS).all(|number| pace.take(stranger(number), now).is_zero()));
        assert!(!pace.take(stranger(OF_STRANGERS), now).is_zero());
        assert!(pace.take(ADA, now).is_zero());
    }

    #[test]
    fn sources_within_budget_are_purged() {
        let (pace, now) = (RefusalPace::default(), Instant::now());
        for number in 0..20_000 {
            pace.take(stranger(number), now);
        }
        assert!(pace.0.lock().unwrap().of_one.len() <= SOURCES);
        pace.take(ADA, now + SECOND * 3);
        assert_eq!(pace.0.lock().unwrap().of_one.len(), 1);
    }
}
