//! Refusals are answered at a bounded pace, so that whoever sends nothing but requests that are refused leaves the processor to others.
//!
//! A refused request costs little by itself, but a client that sends the next as soon as one is refused would fill a core with them. Each source has
//! a second's worth of refusals at once; beyond these its answers wait for their turn, a second at most. A waiting answer costs the memory of its
//! connection. Nothing but refusals waits.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use actix_web::http::StatusCode;
use uuid::Uuid;

/// The refusals a second that one source is answered.
const OF_ONE: u32 = 200;
/// The refusals a second that all callers who are not known are answered together.
const OF_STRANGERS: u32 = 1000;
/// How long a source may be behind before it waits, and the longest that an answer waits.
const SECOND: Duration = Duration::from_secs(1);
/// So many sources are remembered before those who are not behind are forgotten; strangers beyond wait with all strangers.
const SOURCES: usize = 10_000;

/// Where requests come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// A caller who is known, by their id.
    Caller(Uuid),
    /// Anybody else, by their network.
    Stranger(IpAddr),
}

/// Up to when the turns of each source are taken.
#[derive(Debug, Clone, Default)]
pub(super) struct RefusalPace(Arc<Mutex<Turns>>);

#[derive(Debug, Default)]
struct Turns {
    of_one: HashMap<Source, Instant>,
    of_strangers: Option<Instant>,
}

impl RefusalPace {
    /// Waits until it is the source's turn to be refused with `status`.
    pub(super) async fn wait(&self, source: Source, status: StatusCode) {
        if !status.is_client_error() && status != StatusCode::SERVICE_UNAVAILABLE {
            return;
        }
        let wait = self.take(source, Instant::now());
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }

    /// Takes the next turn of the source, and says how long it is until then.
    fn take(&self, source: Source, now: Instant) -> Duration {
        // Turns are right after a panic too: each is changed in one step.
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

/// Moves `taken` on by one turn. Up to a second's worth of turns may lie ahead without a wait.
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
    fn source_waits_once_a_second_of_refusals_is_used_up_and_never_longer_than_a_second() {
        let (pace, now) = (RefusalPace::default(), Instant::now());
        assert!((0..OF_ONE).all(|_| pace.take(ADA, now).is_zero()));
        assert_eq!(pace.take(ADA, now), SECOND / OF_ONE);
        assert!(pace.take(stranger(1), now).is_zero(), "others do not wait");
        assert!((0..10 * OF_ONE).all(|_| pace.take(ADA, now) <= SECOND));
        assert_eq!(pace.take(ADA, now), SECOND);
        assert!(pace.take(ADA, now + SECOND * 3).is_zero());
    }

    #[test]
    fn strangers_of_many_networks_wait_together_and_known_callers_do_not_wait_for_them() {
        let (pace, now) = (RefusalPace::default(), Instant::now());
        assert!((0..OF_STRANGERS).all(|number| pace.take(stranger(number), now).is_zero()));
        assert!(!pace.take(stranger(OF_STRANGERS), now).is_zero());
        assert!(pace.take(ADA, now).is_zero());
    }

    #[test]
    fn sources_are_forgotten_once_they_are_not_behind() {
        let (pace, now) = (RefusalPace::default(), Instant::now());
        for number in 0..20_000 {
            pace.take(stranger(number), now);
        }
        assert!(pace.0.lock().unwrap().of_one.len() <= SOURCES);
        pace.take(ADA, now + SECOND * 3);
        assert_eq!(pace.0.lock().unwrap().of_one.len(), 1);
    }
}
