//! Commits in progress in this process, on any database: reports yield the processor to them.

use std::sync::atomic::{AtomicUsize, Ordering};

static IN_PROGRESS: AtomicUsize = AtomicUsize::new(0);

/// A commit in progress, until it is dropped.
pub(crate) struct CommitGuard(());

impl CommitGuard {
    pub(crate) fn begin() -> Self {
        IN_PROGRESS.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for CommitGuard {
    fn drop(&mut self) {
        IN_PROGRESS.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether a commit is in progress.
pub(crate) fn any_in_progress() -> bool {
    IN_PROGRESS.load(Ordering::Relaxed) > 0
}
