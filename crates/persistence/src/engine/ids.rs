//! The one source of ids and random values.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use caredesk_domain::{Timestamp, id::Id};
use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

/// How many recent instants have a counter, so that ids stay in order within each of several concurrent transactions.
const MAX_RECENT_INSTANTS: usize = 256;

/// Generates UUIDv7 ids and random values. Clones share the generator.
///
/// An id starts with its instant in microseconds (60 bits), followed by a counter within that instant: ids of one process
/// sort by instant, and within one instant by creation (a transaction uses one instant, and its messages and events must
/// keep their order). The counter of each instant starts at a random value, so that ids do not reveal the workload.
#[derive(Debug, Clone)]
pub struct Ids(Arc<Mutex<GeneratorState>>);

#[derive(Debug)]
struct GeneratorState {
    random: ChaCha20Rng,
    /// Recent instants in microseconds, each with its last count; the latest last.
    recent: VecDeque<(u64, u32)>,
}

impl Ids {
    /// Seeded by the operating system.
    ///
    /// # Panics
    /// When the operating system's random source fails: secrets cannot be generated without it.
    pub fn random() -> Self {
        Self::new(ChaCha20Rng::from_os_rng())
    }

    /// Generates the same values for the same seed; for tests and demo data.
    pub fn seeded(seed: u64) -> Self {
        Self::new(ChaCha20Rng::seed_from_u64(seed))
    }

    fn new(random: ChaCha20Rng) -> Self {
        Self(Arc::new(Mutex::new(GeneratorState { random, recent: VecDeque::with_capacity(MAX_RECENT_INSTANTS) })))
    }

    /// A new id of something created at `at`.
    pub fn id<K>(&self, at: Timestamp) -> Id<K> {
        Id::from_uuid(self.lock_state().uuid(at))
    }

    /// A uniform random number in `0..bound`; 0 when `bound` is 0.
    pub fn random_below(&self, bound: u64) -> u64 {
        self.lock_state().random.random_range(0..bound.max(1))
    }

    /// Random bytes, for secrets.
    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.lock_state().random.fill_bytes(&mut bytes);
        bytes
    }

    fn lock_state(&self) -> MutexGuard<'_, GeneratorState> {
        // A panic while the lock was held leaves at worst an unused count.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl GeneratorState {
    /// RFC 9562: 48 bits of milliseconds; in `rand_a` the fraction of the millisecond (method 3); in `rand_b` a counter of 24 bits (method 1)
    /// and 38 random bits. An instant before 1970 counts as 1970.
    fn uuid(&mut self, at: Timestamp) -> Uuid {
        let micros = u64::try_from(at.utc().timestamp_micros()).unwrap_or(0);
        let fraction = micros % 1000 * 4096 / 1000;
        let count = self.next_count(micros);
        let tail = self.random.next_u64() >> 26;
        let high = (micros / 1000) << 16 | 0x7000 | fraction;
        let low = 0b10 << 62 | u64::from(count & 0x00FF_FFFF) << 38 | tail;
        Uuid::from_u64_pair(high, low)
    }

    /// The next count within an instant. It starts below 2^16 of 2^24, so 16 million ids of one instant keep their order.
    fn next_count(&mut self, micros: u64) -> u32 {
        if let Some((_, next)) = self.recent.iter_mut().rev().find(|(instant, _)| *instant == micros) {
            *next = next.wrapping_add(1);
            return *next;
        }
        if self.recent.len() == MAX_RECENT_INSTANTS {
            self.recent.pop_front();
        }
        let first = self.random.random_range(0..1 << 16);
        self.recent.push_back((micros, first));
        first
    }
}

#[cfg(test)]
mod tests {
    use caredesk_domain::{EventId, TicketId};

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn id_is_uuid_v7_of_given_time() {
        let id: TicketId = Ids::random().id(at("2026-03-01T09:30:00.123456Z"));
        assert_eq!(id.uuid().get_version_num(), 7);
        assert_eq!(id.uuid().get_variant(), uuid::Variant::RFC4122);
        let (seconds, nanos) = id.uuid().get_timestamp().unwrap().to_unix();
        assert_eq!((i64::try_from(seconds).unwrap(), nanos), (at("2026-03-01T09:30:00Z").utc().timestamp(), 123_000_000));
    }

    #[test]
    fn ids_of_one_instant_sort_in_order_of_creation() {
        let ids = Ids::seeded(7);
        let (early, late) = (at("2026-03-01T09:30:00.000001Z"), at("2026-03-01T09:30:00.000002Z"));
        let (mut earlier, mut later) = (Vec::new(), Vec::new());
        for _ in 0..20_000 {
            earlier.push(ids.id::<EventId>(early));
            later.push(ids.id::<EventId>(late));
        }
        assert!(earlier.is_sorted_by(|a, b| a < b));
        assert!(later.is_sorted_by(|a, b| a < b));
        assert!(earlier.last() < later.first());
    }

    #[test]
    fn ids_of_later_microsecond_sort_later() {
        let ids = Ids::seeded(7);
        let start = at("2026-03-01T09:30:00Z").utc();
        let made: Vec<TicketId> = (0..2000).map(|micros| ids.id(Timestamp::new(start + chrono::Duration::microseconds(micros)))).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn ids_with_same_seed_are_equal_and_without_seed_differ() {
        let now = at("2026-03-01T09:30:00Z");
        assert_eq!(Ids::seeded(1).id::<TicketId>(now), Ids::seeded(1).id::<TicketId>(now));
        assert_ne!(Ids::seeded(1).id::<TicketId>(now), Ids::seeded(2).id::<TicketId>(now));
        assert_ne!(Ids::random().id::<TicketId>(now), Ids::random().id::<TicketId>(now));
        assert_ne!(Ids::random().random_bytes::<32>(), Ids::random().random_bytes::<32>());
    }

    #[test]
    fn random_below_is_below_bound() {
        let ids = Ids::seeded(3);
        assert!((0..1000).all(|_| ids.random_below(32) < 32));
        assert_eq!((ids.random_below(1), ids.random_below(0)), (0, 0));
    }

    #[test]
    fn id_of_time_out_of_range_is_valid_uuid_v7() {
        for time in ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"] {
            assert_eq!(Ids::seeded(1).id::<TicketId>(at(time)).uuid().get_version_num(), 7);
        }
    }
}
