//! Seeded random numbers.

use caredesk_domain::Timestamp;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// One second in the unit that waits are drawn in: no time at a desk is a whole second.
const MICROS: i64 = 1_000_000;

/// Length of a wait in percent of its typical length, at every tenth of all waits: most are short, a few are very long.
const WAITS: [i64; 11] = [15, 30, 45, 60, 80, 100, 130, 180, 260, 420, 800];

/// Draws the same values in the same order for the same seed, on every machine.
#[derive(Debug)]
pub(crate) struct Rng(ChaCha8Rng);

impl Rng {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Numbers for the `index`th thing of a stream, whatever was drawn for the things before it.
    pub(crate) fn stream(seed: u64, stream: u64, index: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed ^ index.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        random.set_stream(stream);
        Self(random)
    }

    /// True `thousandths` times in a thousand.
    pub(crate) fn per_mille(&mut self, thousandths: u32) -> bool {
        self.0.random_range(0..1000_u32) < thousandths
    }

    /// True `percent` times in a hundred.
    pub(crate) fn percent(&mut self, percent: u32) -> bool {
        self.per_mille(percent * 10)
    }

    /// A number from `first` to `last`, both included.
    pub(crate) fn between(&mut self, first: i64, last: i64) -> i64 {
        self.0.random_range(first..=last.max(first))
    }

    /// An index into a list of `length`; 0 when it is empty.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        let length = u64::try_from(length).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.0.random_range(0..length)).unwrap_or(0)
    }

    /// One of `items`, which must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// One of `items`, which must not be empty, each as likely as its weight says.
    pub(crate) fn weighted<T: Copy>(&mut self, items: &[(u32, T)]) -> T {
        let mut drawn = self.0.random_range(0..items.iter().map(|(weight, _)| weight).sum::<u32>().max(1));
        let mut chosen = items[0].1;
        for (weight, value) in items {
            chosen = *value;
            if drawn < *weight {
                break;
            }
            drawn -= weight;
        }
        chosen
    }

    /// Seconds that something takes that typically takes `typical`.
    pub(crate) fn seconds(&mut self, typical: i64) -> i64 {
        let tenth = self.index(WAITS.len() - 1);
        typical.saturating_mul(self.between(WAITS[tenth], WAITS[tenth + 1])) / 100
    }

    /// `at` and then a wait that typically takes `typical` seconds, and at least one.
    pub(crate) fn after(&mut self, at: Timestamp, typical: i64) -> Timestamp {
        let seconds = self.seconds(typical);
        let micros = seconds.saturating_mul(MICROS) + self.between(MICROS, 2 * MICROS);
        plus_micros(at, micros)
    }

    /// `at` and then `first` to `last` seconds.
    pub(crate) fn within(&mut self, at: Timestamp, first: i64, last: i64) -> Timestamp {
        let micros = self.between(first * MICROS, last * MICROS);
        plus_micros(at, micros)
    }
}

fn plus_micros(at: Timestamp, micros: i64) -> Timestamp {
    at.utc().checked_add_signed(chrono::Duration::microseconds(micros)).map_or(at, Timestamp::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rng_with_the_same_seed_draws_the_same() {
        let draw = |seed| {
            let mut rng = Rng::seeded(seed);
            (0..50).map(|_| rng.between(0, 1_000_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn weighted_keeps_the_weights_and_never_draws_weight_zero() {
        let mut rng = Rng::seeded(7);
        let drawn: Vec<char> = (0..10_000).map(|_| rng.weighted(&[(70, 'a'), (0, 'b'), (30, 'c')])).collect();
        let share = |wanted| drawn.iter().filter(|one| **one == wanted).count();
        assert!((6_700..7_300).contains(&share('a')), "{}", share('a'));
        assert_eq!(share('b'), 0);
    }

    #[test]
    fn after_waits_at_least_a_second_and_mostly_near_the_typical_length() {
        let at: Timestamp = "2026-03-01T09:30:00Z".parse().unwrap();
        let mut rng = Rng::seeded(7);
        let mut waits: Vec<i64> = (0..1_000).map(|_| rng.after(at, 600).seconds_since(at)).collect();
        waits.sort_unstable();
        assert!(waits[0] >= 1 && (450..800).contains(&waits[500]) && waits[999] < 600 * 9, "{waits:?}");
    }
}
