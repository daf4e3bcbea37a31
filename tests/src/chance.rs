//! Chance for random tests, which comes out the same again for the seed that a failure names.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// The variable that sets the seed, to see a failure again.
const SEED: &str = "CAREDESK_TEST_SEED";

/// Draws the same values in the same order for the same seed.
#[derive(Debug)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// A seed of its own for each run, or that of `CAREDESK_TEST_SEED`.
    ///
    /// # Panics
    /// When the variable holds no number.
    pub fn seed() -> u64 {
        std::env::var(SEED).map_or_else(|_| rand::random(), |seed| seed.parse().expect(SEED))
    }

    /// The draws of a seed.
    pub fn of(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Whether something happens that does so `percent` times in a hundred.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100_u32) < percent
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }

    /// One of `all`.
    ///
    /// # Panics
    /// When there is none.
    pub fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// One of them, unless there is none.
    pub fn any<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() { None } else { of.get(self.below(of.len())) }
    }
}
