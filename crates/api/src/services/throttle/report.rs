//! Reports failed attempts in the audit log when they are due.

use std::{sync::Arc, time::Duration};

use caredesk_domain::throttle::ThrottleKey;
use caredesk_persistence::StoreError;
use tokio::time::sleep;

use super::{Throttle, events::record_report};
use crate::services::ServiceError;

/// How often to look for due entries.
const TICK: Duration = Duration::from_secs(1);
/// Rejected attempts are written every this many ticks, and before a summary.
const TICKS_A_FLUSH: u32 = 10;
/// The most entries of one transaction.
const MAX_ENTRIES: u64 = 200;

impl Throttle {
    /// Reports and deletes due entries until the throttle is dropped.
    pub async fn run(self: Arc<Self>) {
        let (throttle, due) = (Arc::downgrade(&self), self.due.clone());
        drop(self);
        let mut ticks = 0;
        loop {
            tokio::select! {
                () = due.notified() => {}
                () = sleep(TICK) => ticks += 1,
            }
            let Some(throttle) = throttle.upgrade() else { return };
            if let Err(error) = throttle.tick(ticks >= TICKS_A_FLUSH).await {
                tracing::warn!(%error, "cannot record failed sign-in attempts in the audit log; retrying");
            }
            ticks %= TICKS_A_FLUSH;
        }
    }

    async fn tick(&self, flush: bool) -> Result<(), ServiceError> {
        let due = self.store.due_throttle_keys(MAX_ENTRIES).await?;
        if flush || !due.is_empty() {
            self.flush_refused().await?;
        }
        if !due.is_empty() {
            self.report(&due).await?;
        }
        let moved = self.memory().purge(self.store.now());
        for some in moved.chunks(usize::try_from(MAX_ENTRIES).unwrap_or(1)) {
            self.rebase(some).await?;
        }
        Ok(())
    }

    /// Adds the rejected attempts to the entries that the audit log will report.
    async fn flush_refused(&self) -> Result<(), ServiceError> {
        let refused = self.memory().take_refused();
        let keys: Vec<ThrottleKey> = refused.keys().copied().collect();
        let mut chunks = keys.chunks(usize::try_from(MAX_ENTRIES).unwrap_or(1));
        while let Some(some) = chunks.next() {
            let written: Result<(), ServiceError> = self
                .store
                .write(async |work| {
                    let mut entries = work.throttle_entries(some).await?;
                    for entry in &mut entries {
                        entry.add_attempts(refused.get(&entry.key).copied().unwrap_or(0), None, work.timestamp());
                    }
                    Ok(work.save_throttle_entries(&entries).await?)
                })
                .await;
            if let Err(error) = written {
                // A commit with unknown outcome is not counted again.
                let kept = matches!(error, ServiceError::Store(StoreError::CommitUnknown(_)));
                let unwritten = some.iter().filter(|_| !kept).chain(chunks.flatten());
                let mut memory = self.memory();
                unwritten.for_each(|key| memory.add_refused(*key, refused.get(key).copied().unwrap_or(0)));
                return Err(error);
            }
        }
        Ok(())
    }

    async fn report(&self, keys: &[ThrottleKey]) -> Result<(), ServiceError> {
        self.store
            .write(async |work| {
                let mut entries = work.throttle_entries(keys).await?;
                for entry in &mut entries {
                    while let Some((report, window)) = entry.report(work.timestamp()) {
                        record_report(work, entry, report, window).await?;
                        entry.mark_reported(report);
                    }
                    entry.close_window(work.timestamp());
                }
                Ok(work.save_throttle_entries(&entries).await?)
            })
            .await
    }
}
