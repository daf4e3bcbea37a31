//! The one clock: everything that needs the time asks it, so that a test can step time by hand.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use caredesk_domain::Timestamp;
use chrono::DateTime;

/// Tells the time: the system's, or one that stands still until a test moves it. Clones tell the same time.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    /// Microseconds since 1970.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `start` until it is advanced.
    pub fn manual(start: Timestamp) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start.utc().timestamp_micros()))))
    }

    /// The present instant, to the microsecond.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => system_now(),
            Source::Manual(micros) => {
                Timestamp::new(DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or(DateTime::UNIX_EPOCH))
            }
        }
    }

    /// Moves a manual clock by whole seconds; backwards when negative.
    ///
    /// # Panics
    /// When this is the system's clock: only a test that made a manual one may move time.
    pub fn advance(&self, seconds: i64) {
        match &self.0 {
            Source::System => panic!("the system's clock cannot be advanced; make one with Clock::manual"),
            Source::Manual(micros) => {
                micros.store(self.now().plus_seconds(seconds).utc().timestamp_micros(), Ordering::SeqCst);
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one clock that everything else asks")]
fn system_now() -> Timestamp {
    Timestamp::new(chrono::Utc::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_stands_still_until_advanced_and_its_clones_move_along() {
        let start: Timestamp = "2026-03-01T09:30:00.123456Z".parse().unwrap();
        let clock = Clock::manual(start);
        let clone = clock.clone();
        assert_eq!(clone.now(), start);
        clock.advance(90);
        assert_eq!(clone.now().to_string(), "2026-03-01T09:31:30.123456Z");
        clock.advance(-90);
        assert_eq!(clone.now(), start);
    }

    #[test]
    fn the_system_clock_tells_a_time_after_this_was_written() {
        assert!(Clock::system().now() > "2026-01-01T00:00:00Z".parse().unwrap());
    }

    #[test]
    #[should_panic(expected = "cannot be advanced")]
    fn the_system_clock_cannot_be_moved() {
        Clock::system().advance(1);
    }
}
