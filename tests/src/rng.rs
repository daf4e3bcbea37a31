//! Seeded random numbers: every run draws the same ones, unless it is told another seed.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// The environment variable with the seed of the first data set of each random test.
const SEED: &str = "CAREDESK_TEST_SEED";
const DEFAULT_SEED: u64 = 1;

/// A random generator: the same seed gives the same values in the same order.
#[derive(Debug)]
pub struct TestRng(ChaCha8Rng);

impl TestRng {
    /// The seeds of so many data sets: the one in `CAREDESK_TEST_SEED`, else 1, and those that follow. Each is printed as it begins, so that the
    /// last one printed by a failure reproduces it, alone and first.
    ///
    /// # Panics
    /// When the variable holds no number.
    #[expect(clippy::print_stdout, reason = "the seed is needed to repeat a failure")]
    pub fn seeds(data_sets: u32) -> impl Iterator<Item = u64> {
        let first: u64 = std::env::var(SEED).map_or(DEFAULT_SEED, |seed| seed.parse().expect(SEED));
        (0..data_sets).map(move |number| {
            let seed = first.wrapping_add(number.into());
            println!("{SEED}={seed}");
            seed
        })
    }

    /// The generator of a test with one data set.
    ///
    /// # Panics
    /// When `CAREDESK_TEST_SEED` holds no number.
    pub fn from_env() -> Self {
        Self::from_seed(Self::seeds(1).next().expect("one seed"))
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
