//! Threads of reports and searches, so that processing many rows does not block request threads.

use std::{future::Future, panic, sync::LazyLock};

use sea_orm::DbErr;
use tokio_util::task::{AbortOnDropHandle, LocalPoolHandle};
use tracing::Instrument as _;

use crate::error::StoreError;

/// How many reports and searches process their rows at once; waiting for the database takes no thread.
const THREADS: usize = 2;
/// Nice value of these threads and of the SQLite connections they open: under contention each gets a third of the processor time of another thread
/// (SQLite statements less, because they also yield), otherwise all it can use.
#[cfg(target_os = "linux")]
pub(super) const NICE: i32 = 5;

static POOL: LazyLock<LocalPoolHandle> = LazyLock::new(|| LocalPoolHandle::new(THREADS));

/// Runs a read on these threads. Dropping the future of this call drops the read there.
pub(super) async fn run<T, E, F>(read: impl FnOnce() -> F + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: Future<Output = Result<T, E>> + 'static,
{
    let span = tracing::Span::current();
    let task = POOL.spawn_pinned(move || {
        lower_priority();
        read().instrument(span)
    });
    match AbortOnDropHandle::new(task).await {
        Ok(outcome) => outcome,
        Err(failed) => match failed.try_into_panic() {
            Ok(panicked) => panic::resume_unwind(panicked),
            Err(cancelled) => Err(StoreError::Unavailable(DbErr::Custom(cancelled.to_string())).into()),
        },
    }
}

/// Runs a detached task.
pub(super) fn spawn<F: Future<Output = ()> + 'static>(task: impl FnOnce() -> F + Send + 'static) {
    drop(POOL.spawn_pinned(task));
}

/// On Linux priority is per thread and inherited by threads it starts; elsewhere it is per process, so it stays as it is.
fn lower_priority() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::warn!(%error, "cannot lower the priority of long reads");
    }
}
