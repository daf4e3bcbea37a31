//! Reports failed attempts in the audit log when they are due.

use std::sync::atomic::Ordering;

use caredesk_domain::throttle::ThrottleKey;
use caredesk_persistence::StoreError;

use super::{Throttle, events::record_report};
use crate::services::ServiceError;

/// Rejected attempts are written at every this many reports, and before a summary.
const REPORTS_A_FLUSH: u32 = 10;
/// The most entries of one transaction.
const MAX_ENTRIES: u64 = 200;

impl Throttle {
    /// Reports and deletes due entries.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn report_due(&self) -> Result<(), ServiceError> {
        let due = self.store.due_throttle_keys(MAX_ENTRIES).await?;
        let reports = self.reports.fetch_add(1, Ordering::Relaxed);
        if reports.is_multiple_of(REPORTS_A_FLUSH) || !due.is_empty() {
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
