//! Throttling of guesses at passwords and other secrets.
//!
//! A password is weak, so attempts are throttled before it is checked: by account and network address, or, for a browser in which this staff member
//! signed in before, by that browser alone. Generated secrets cannot be guessed and are cheap to check, so they are checked first and only wrong
//! ones are throttled, by account and network address: the holder of the right one is never slowed by others.
//!
//! Failures are counted in memory and in the database, which all servers share and which survives restarts. Rejected attempts touch memory only.

mod events;
mod keys;
mod memory;
mod report;

use std::{
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError, atomic::AtomicU32},
};

use caredesk_domain::{
    RequestId,
    event::EventSubject,
    throttle::{ThrottleEntry, ThrottleKey, ThrottleKind},
};
use caredesk_persistence::{Store, StoreError};
use tokio::sync::oneshot;

pub use self::keys::ThrottleKeys;
use self::memory::Memory;
use super::ServiceError;

/// The most failures written in one transaction.
const BATCH_SIZE: usize = 128;

/// A failed attempt.
#[derive(Debug, Clone)]
pub struct FailedAttempt {
    /// The keys it is counted by.
    pub keys: Vec<ThrottleKey>,
    /// The staff member or service account whose secret was tried, if it exists.
    pub subject: Option<EventSubject>,
    /// The request that made it.
    pub request: RequestId,
    /// The network address it came from.
    pub address: IpAddr,
}

struct Pending {
    failure: FailedAttempt,
    written: oneshot::Sender<()>,
}

/// Counts failures and rejects attempts after too many. All servers of a desk share the counts in the database.
pub struct Throttle {
    store: Store,
    keys: ThrottleKeys,
    memory: Mutex<Memory>,
    pending: Mutex<Vec<Pending>>,
    /// Held while failures are written; those that arrive meanwhile are written together by the next holder.
    writing: tokio::sync::Mutex<()>,
    /// How often due entries were reported.
    reports: AtomicU32,
}

impl std::fmt::Debug for Throttle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Throttle")
    }
}

impl Throttle {
    /// A throttle over the desk's database.
    pub fn new(store: Store, keys: ThrottleKeys) -> Self {
        Self {
            store,
            keys,
            memory: Mutex::new(Memory::default()),
            pending: Mutex::default(),
            writing: tokio::sync::Mutex::default(),
            reports: AtomicU32::default(),
        }
    }

    /// Makes the keys that attempts are counted by.
    pub const fn keys(&self) -> &ThrottleKeys {
        &self.keys
    }

    /// Checks whether an attempt counted by `keys` may be made now. Queries the database only if memory has no delay.
    ///
    /// # Errors
    /// [`ServiceError::Throttled`] when it may not.
    pub async fn check(&self, keys: &[ThrottleKey]) -> Result<(), ServiceError> {
        self.check_memory(keys).await?;
        let (keys, now) = (self.memory().effective_keys(keys), self.store.now());
        let mut entries = self.store.throttle_entries(&keys).await?;
        let moved: Vec<ThrottleKey> = entries.iter_mut().filter_map(|entry| entry.counter.rebase(now).then_some(entry.key)).collect();
        self.rebase(&moved).await?;
        self.memory().merge(entries);
        self.check_memory(&keys).await
    }

    /// As [`Self::check`], with the counts of this server only.
    ///
    /// # Errors
    /// [`ServiceError::Throttled`] when it may not.
    pub async fn check_memory(&self, keys: &[ThrottleKey]) -> Result<(), ServiceError> {
        let (keys, now) = (self.memory().effective_keys(keys), self.store.now());
        let moved = self.memory().rebase(&keys, now);
        self.rebase(&moved).await?;
        let refused = self.memory().retry_after(&keys, now);
        refused.map_or(Ok(()), |retry_after_seconds| Err(ServiceError::Throttled { retry_after_seconds }))
    }

    /// How many attempts counted by `keys` failed recently, capped, for their place in the password queue.
    pub fn failures(&self, keys: &[ThrottleKey]) -> u64 {
        let memory = self.memory();
        memory.failures(&memory.effective_keys(keys))
    }

    /// Counts a failure: at once in memory, and in the database when the future completes. If the database fails, memory still has it.
    pub fn count(&self, mut failure: FailedAttempt) -> impl Future<Output = ()> {
        {
            let mut memory = self.memory();
            failure.keys = memory.effective_keys(&failure.keys);
            memory.record(&failure.keys, self.store.now());
        }
        let (written, done) = oneshot::channel();
        lock(&self.pending).push(Pending { failure, written });
        async move {
            self.write_pending().await;
            // The task that wrote this failure may have been cancelled; memory has it.
            let _stopped = done.await;
        }
    }

    async fn write_pending(&self) {
        let _turn = self.writing.lock().await;
        let group = std::mem::take(&mut *lock(&self.pending));
        for some in group.chunks(BATCH_SIZE) {
            self.write(some).await;
        }
        for pending in group {
            // The caller may have disconnected.
            let _gone = pending.written.send(());
        }
    }

    /// Counts a wrong generated secret, or rejects it uncounted after too many.
    ///
    /// # Errors
    /// [`ServiceError::Throttled`] after too many.
    pub async fn count_wrong_secret(&self, failure: FailedAttempt) -> Result<(), ServiceError> {
        self.check(&failure.keys).await?;
        self.count(failure).await;
        Ok(())
    }

    async fn write(&self, group: &[Pending]) {
        match self.write_group(group).await {
            Ok(entries) => {
                self.memory().merge(entries);
            }
            Err(error) => tracing::error!(%error, failures = group.len(), "failed sign-in attempts are counted in memory only"),
        }
    }

    async fn write_group(&self, group: &[Pending]) -> Result<Vec<ThrottleEntry>, ServiceError> {
        let keys: Vec<ThrottleKey> = group.iter().flat_map(|pending| pending.failure.keys.iter().copied()).collect();
        self.store
            .write(async |work| {
                let at = work.timestamp();
                let mut entries = work.throttle_entries_to_count(&keys).await?;
                for entry in &mut entries {
                    events::record_summary(work, entry).await?;
                    entry.close_window(at);
                    let was = entry.counter.delays;
                    let key = entry.key;
                    for Pending { failure, .. } in group.iter().filter(|pending| pending.failure.keys.contains(&key)) {
                        entry.counter.record(key.kind, at);
                        entry.add_attempts(1, Some(failure.request), at);
                        entry.subject = failure.subject.filter(|_| has_subject(key)).or(entry.subject);
                    }
                    if was == 0 && entry.counter.delays > 0 {
                        log_delay(entry, group);
                    }
                }
                work.save_throttle_entries(&entries).await?;
                Ok(entries)
            })
            .await
    }

    /// Moves counters in the database back after the clock was set back.
    async fn rebase(&self, keys: &[ThrottleKey]) -> Result<(), StoreError> {
        if keys.is_empty() {
            return Ok(());
        }
        self.store
            .write(async |work| {
                let mut entries = work.throttle_entries(keys).await?;
                for entry in &mut entries {
                    entry.counter.rebase(work.timestamp());
                }
                work.save_throttle_entries(&entries).await
            })
            .await
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        lock(&self.memory)
    }
}

/// Whether the audit log records failures of this key: an account, device or session does, a network address does not.
fn has_subject(key: ThrottleKey) -> bool {
    match key.kind {
        ThrottleKind::Account | ThrottleKind::Device | ThrottleKind::Session => true,
        ThrottleKind::Address | ThrottleKind::TokenAddress => false,
    }
}

fn log_delay(entry: &ThrottleEntry, group: &[Pending]) {
    let address = group.iter().find(|pending| pending.failure.keys.contains(&entry.key)).map(|pending| pending.failure.address.to_string());
    let address = address.filter(|_| !has_subject(entry.key));
    tracing::warn!(by = %entry.key.kind, address, "too many failed sign-in attempts: further ones are delayed");
}

/// Locks a mutex, poisoned or not: a panic leaves the counters usable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
