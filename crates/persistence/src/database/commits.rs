//! Commits in progress in this process, on any database: reports yield the processor to them.

use std::sync::atomic::{AtomicUsize, Ordering};

static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);

/// A commit in progress, until it is dropped.
pub(crate) struct Commit(());

impl Commit {
    pub(crate) fn begin() -> Self {
        UNDER_WAY.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for Commit {
    fn drop(&mut self) {
        UNDER_WAY.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether a commit is in progress.
pub(crate) fn under_way() -> bool {
    UNDER_WAY.load(Ordering::Relaxed) > 0
}
