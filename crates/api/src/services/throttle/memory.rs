//! The counters of one server in memory: enough to reject attempts without a query.

use std::collections::HashMap;

use caredesk_domain::{
    Timestamp,
    throttle::{FailureCounter, ThrottleEntry, ThrottleKey, ThrottleKind},
};

/// The most counters of a server, in memory and as rows: beyond that, invented accounts and addresses share some.
const MAX_COUNTERS: usize = 20_000;
/// The number of shared counters.
const SHARED_COUNTERS: u8 = 64;

/// The cap of [`Memory::failures`].
const MAX_FAILURES: usize = 10;

/// The counters of one server.
#[derive(Debug, Default)]
pub(super) struct Memory {
    counters: HashMap<ThrottleKey, Remembered>,
}

#[derive(Debug)]
struct Remembered {
    counter: FailureCounter,
    /// Rejected attempts that are not yet written.
    refused: i64,
}

impl Memory {
    /// The keys that attempts are counted by: their own, or shared ones while there are too many counters.
    pub(super) fn effective_keys(&self, keys: &[ThrottleKey]) -> Vec<ThrottleKey> {
        keys.iter().map(|key| if self.has_room(key) { *key } else { shared_key(*key) }).collect()
    }

    /// Keys of known people cannot be invented, so they always have counters of their own.
    fn has_room(&self, key: &ThrottleKey) -> bool {
        key.kind.is_known() || self.counters.len() < MAX_COUNTERS || self.counters.contains_key(key)
    }

    /// For how many seconds attempts counted by `keys` are rejected; counts the rejected attempt.
    pub(super) fn retry_after(&mut self, keys: &[ThrottleKey], now: Timestamp) -> Option<u32> {
        let mut longest = None;
        for key in keys {
            longest = longest.max(self.counters.get(key).and_then(|remembered| remembered.counter.retry_after(now)));
        }
        if longest.is_some() {
            keys.iter().for_each(|key| self.add_refused(*key, 1));
        }
        longest
    }

    /// Moves counters back after the clock was set back; returns the moved ones.
    pub(super) fn rebase(&mut self, keys: &[ThrottleKey], now: Timestamp) -> Vec<ThrottleKey> {
        keys.iter().filter(|key| self.counters.get_mut(key).is_some_and(|it| it.counter.rebase(now))).copied().collect()
    }

    /// The most failures of one of `keys`, up to 10.
    pub(super) fn failures(&self, keys: &[ThrottleKey]) -> u64 {
        let failures = |counter: &FailureCounter| if counter.delays > 0 { MAX_FAILURES } else { counter.failures.len() };
        let most = keys.iter().filter_map(|key| self.counters.get(key)).map(|remembered| failures(&remembered.counter)).max();
        most.unwrap_or_default().min(MAX_FAILURES).try_into().unwrap_or_default()
    }

    /// Counts a failure that is not yet written.
    pub(super) fn record(&mut self, keys: &[ThrottleKey], now: Timestamp) {
        for key in keys {
            let remembered = self.counters.entry(*key).or_insert_with(|| Remembered { counter: FailureCounter::new(now), refused: 0 });
            remembered.counter.record(key.kind, now);
        }
    }

    /// Takes over the counters of the database, unless this server has counted more.
    pub(super) fn merge(&mut self, entries: Vec<ThrottleEntry>) {
        let extent = |counter: &FailureCounter| (counter.blocked_until, counter.failures.len());
        for ThrottleEntry { key, counter, .. } in entries {
            match self.counters.get_mut(&key) {
                Some(known) if extent(&known.counter) >= extent(&counter) => {}
                Some(known) => known.counter = counter,
                None => {
                    self.counters.insert(key, Remembered { counter, refused: 0 });
                }
            }
        }
    }

    /// Takes the rejected attempts that are not yet written.
    pub(super) fn take_refused(&mut self) -> HashMap<ThrottleKey, i64> {
        let waiting = self.counters.iter_mut().filter(|(_, remembered)| remembered.refused > 0);
        waiting.map(|(key, remembered)| (*key, std::mem::take(&mut remembered.refused))).collect()
    }

    /// Adds rejected attempts to be written.
    pub(super) fn add_refused(&mut self, key: ThrottleKey, attempts: i64) {
        if let Some(remembered) = self.counters.get_mut(&key) {
            remembered.refused = remembered.refused.saturating_add(attempts);
        }
    }

    /// Removes expired counters. Moves counters back after the clock was set back; returns the moved ones.
    pub(super) fn purge(&mut self, now: Timestamp) -> Vec<ThrottleKey> {
        let mut moved = Vec::new();
        self.counters.retain(|key, remembered| {
            if remembered.counter.rebase(now) {
                moved.push(*key);
            }
            remembered.counter.expires_at() > now || remembered.refused > 0
        });
        moved
    }
}

/// The counter that a key shares with others, with the limit of a network address.
fn shared_key(key: ThrottleKey) -> ThrottleKey {
    let mut hash = [0; 32];
    hash[0] = key.hash[0] % SHARED_COUNTERS;
    ThrottleKey { kind: ThrottleKind::Address, hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        "2026-03-02T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
    }

    fn key(kind: ThrottleKind, number: usize) -> ThrottleKey {
        let mut hash = [7; 32];
        hash[..8].copy_from_slice(&number.to_le_bytes());
        ThrottleKey { kind, hash }
    }

    #[test]
    fn record_beyond_max_counters_uses_shared_counters() {
        let mut memory = Memory::default();
        for number in 0..MAX_COUNTERS + 200 * usize::from(SHARED_COUNTERS) {
            let keys = memory.effective_keys(&[key(ThrottleKind::Account, number)]);
            memory.record(&keys, at(0));
        }
        assert!(memory.counters.len() <= MAX_COUNTERS + usize::from(SHARED_COUNTERS), "{}", memory.counters.len());
        let made_up = memory.effective_keys(&[key(ThrottleKind::Account, usize::MAX)]);
        assert!(memory.retry_after(&made_up, at(0)).is_some(), "shared counters throttle too");
        let device = [key(ThrottleKind::Device, usize::MAX)];
        assert_eq!(memory.effective_keys(&device), device, "a known browser has its own counter");
        memory.purge(at(900));
        assert!(memory.counters.len() <= usize::from(SHARED_COUNTERS));
        assert_eq!(memory.take_refused().len(), 1, "not yet in the audit log");
        memory.purge(at(24 * 60 * 60));
        assert!(memory.counters.is_empty());
    }

    #[test]
    fn learn_keeps_local_failures_not_in_database() {
        let mut memory = Memory::default();
        let key = key(ThrottleKind::Account, 1);
        (0..5).for_each(|_| memory.record(&[key], at(0)));
        memory.merge(vec![ThrottleEntry::new(key, at(9))]);
        assert_eq!(memory.retry_after(&[key], at(9)), Some(21));
        assert_eq!(memory.take_refused(), HashMap::from([(key, 1)]));
    }
}
