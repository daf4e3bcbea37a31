//! Seeded random numbers: the seed that a failure prints reproduces it.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// The environment variable that sets the seed, to reproduce a failure.
const SEED: &str = "CAREDESK_TEST_SEED";

/// A random generator: the same seed gives the same values in the same order.
#[derive(Debug)]
pub struct TestRng(ChaCha8Rng);

impl TestRng {
    /// A random seed, or the one in `CAREDESK_TEST_SEED`.
    ///
    /// # Panics
    /// When the variable holds no number.
    pub fn seed_from_env() -> u64 {
        std::env::var(SEED).map_or_else(|_| rand::random(), |seed| seed.parse().expect(SEED))
    }

    /// A generator with this seed.
    pub fn from_seed(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// True with a probability of `percent` in a hundred.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100_u32) < percent
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }

    /// A random item of `all`.
    ///
    /// # Panics
    /// When `all` is empty.
    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// A random item, or `None` if there is none.
    pub fn choose<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() { None } else { of.get(self.below(of.len())) }
    }
}
