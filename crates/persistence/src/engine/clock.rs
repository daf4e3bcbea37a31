//! The one clock: all code reads the time from it, so that a test can set it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use caredesk_domain::Timestamp;
use chrono::DateTime;

/// The system clock, or a manual one that changes only by [`Clock::advance`]. Clones share the time.
#[derive(Debug, Clone)]
pub struct Clock(ClockKind);

#[derive(Debug, Clone)]
enum ClockKind {
    System,
    /// Microseconds since 1970.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The system clock.
    pub const fn system() -> Self {
        Self(ClockKind::System)
    }

    /// A clock set to `start` until it is advanced.
    pub fn manual(start: Timestamp) -> Self {
        Self(ClockKind::Manual(Arc::new(AtomicI64::new(start.utc().timestamp_micros()))))
    }

    /// The current time, in microseconds.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            ClockKind::System => system_now(),
            ClockKind::Manual(micros) => {
                Timestamp::new(DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or(DateTime::UNIX_EPOCH))
            }
        }
    }

    /// Moves a manual clock by whole seconds; backwards when negative.
    ///
    /// # Panics
    /// When this is the system clock: only a manual clock can be advanced.
    pub fn advance(&self, seconds: i64) {
        match &self.0 {
            ClockKind::System => panic!("the system clock cannot be advanced; use Clock::manual"),
            ClockKind::Manual(micros) => {
                micros.store(self.now().plus_seconds(seconds).utc().timestamp_micros(), Ordering::SeqCst);
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the only place that reads the system time")]
fn system_now() -> Timestamp {
    Timestamp::new(chrono::Utc::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manual_clock_moves_only_by_advance_with_its_clones() {
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
    fn system_clock_now_is_after_2026_01_01() {
        assert!(Clock::system().now() > "2026-01-01T00:00:00Z".parse().unwrap());
    }

    #[test]
    #[should_panic(expected = "cannot be advanced")]
    fn system_clock_advance_panics() {
        Clock::system().advance(1);
    }
}
