//! Failed attempts in the audit log: the first of a window at once, and their number when the window closes.

use std::{sync::Arc, time::Duration};

use caredesk_domain::{
    actor::{Actor, RowScope, SystemJob},
    event::{EventSubject, SubjectKind},
    id::Id,
    service_account::ServiceAccount,
    staff::Staff,
    throttle::{AttemptReport, AttemptWindow, ThrottleEntry, ThrottleKey},
};
use caredesk_persistence::{StoreError, Transaction};
use tokio::time::sleep;

use super::Throttle;
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

/// Records the summary of a window that has closed.
pub(super) async fn record_summary(work: &mut Transaction, entry: &mut ThrottleEntry) -> Result<(), ServiceError> {
    if let Some((AttemptReport::Summary, window)) = entry.report(work.timestamp()) {
        record_report(work, entry, AttemptReport::Summary, window).await?;
        entry.mark_reported(AttemptReport::Summary);
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "authentication acts as a system actor")]
async fn record_report(
    work: &mut Transaction,
    entry: &ThrottleEntry,
    report: AttemptReport,
    window: AttemptWindow,
) -> Result<(), ServiceError> {
    let door = match (report, window.request) {
        (AttemptReport::First, Some(request)) => Actor::system(SystemJob::Authentication).in_request(request),
        (AttemptReport::First, None) | (AttemptReport::Summary, _) => Actor::system(SystemJob::Authentication),
    };
    let change = match entry.subject {
        Some(EventSubject { kind: SubjectKind::Staff, id }) => {
            let staff: Staff = work.get_including_deleted(RowScope::All, Id::from_uuid(id)).await?;
            match report {
                AttemptReport::First => staff.sign_in_rejected(&door, work.timestamp())?,
                AttemptReport::Summary => staff.sign_in_rejections(window.attempts, window.started_at, &door, work.timestamp())?,
            }
        }
        Some(EventSubject { kind: SubjectKind::ServiceAccount, id }) => {
            let account: ServiceAccount = work.get_including_deleted(RowScope::All, Id::from_uuid(id)).await?;
            match report {
                AttemptReport::First => account.sign_in_rejected(&door, work.timestamp())?,
                AttemptReport::Summary => account.sign_in_rejections(window.attempts, window.started_at, &door, work.timestamp())?,
            }
        }
        // Other records cannot sign in.
        Some(_) | None => return Ok(()),
    };
    Ok(work.save(change).await?)
}
