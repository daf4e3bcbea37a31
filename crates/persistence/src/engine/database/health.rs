//! Whether writes succeed, and which connections must not be reused.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::sqlx::{Connection, pool::PoolConnectionMetadata};

/// How long the outcome of a write is reused: a readiness check within this time writes nothing.
const OUTCOME_TTL: Duration = Duration::from_secs(1);

/// Outcome of the latest writes to one database.
#[derive(Debug, Default)]
pub(crate) struct WriteHealth {
    latest: Mutex<Latest>,
    /// Held while a readiness check writes, so that only one writes at a time.
    pub(super) probing: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Latest {
    write: Option<(Instant, bool)>,
    /// Connections opened before this are closed instead of reused.
    closing: Option<Instant>,
}

impl WriteHealth {
    /// A commit succeeded.
    pub(super) fn write_succeeded(&self) {
        self.latest().write = Some((Instant::now(), true));
    }

    /// Storage rejected a write.
    pub(super) fn write_failed(&self) {
        self.latest().write = Some((Instant::now(), false));
    }

    /// A commit or rollback failed, so the state of its connection is unknown. The pool does not tell which connection it was: all that are
    /// open now are closed when they are next released or acquired.
    pub(super) fn close_connections(&self) {
        self.latest().closing = Some(Instant::now());
    }

    /// Whether the write of the last second succeeded; `None` when there was none.
    pub(super) fn recent_write(&self) -> Option<bool> {
        self.latest().write.filter(|(at, _)| at.elapsed() < OUTCOME_TTL).map(|(_, succeeded)| succeeded)
    }

    /// Whether a connection may be used: it is not in a transaction, and no commit or rollback has failed since it was opened.
    pub(super) fn is_usable<C: Connection>(&self, connection: &C, metadata: &PoolConnectionMetadata) -> bool {
        let opened_since = self.latest().closing.is_none_or(|closing| metadata.age < closing.elapsed());
        opened_since && !connection.is_in_transaction()
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        // Plain values: a panic elsewhere cannot leave them half written.
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
