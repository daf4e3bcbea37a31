//! The threads on which reports and searches run, so that what they do with many rows keeps no request's thread from answering others.

use std::{future::Future, panic, sync::LazyLock};

use sea_orm::DbErr;
use tokio_util::task::{AbortOnDropHandle, LocalPoolHandle};
use tracing::Instrument as _;

use crate::store::StoreError;

/// As many reports and searches work on what they have read at once; waiting for the database takes no thread.
const THREADS: usize = 2;
/// The nice value of these threads and of the SQLite connections opened by them: while others want the processor these get a third of what each of
/// those gets, statements on SQLite less, because they also yield, and else all they can use.
#[cfg(target_os = "linux")]
pub(super) const NICE: i32 = 5;

static POOL: LazyLock<LocalPoolHandle> = LazyLock::new(|| LocalPoolHandle::new(THREADS));

/// Runs a read on these threads. It is dropped there when the future of this call is.
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

/// Runs what nobody waits for.
pub(super) fn spawn<F: Future<Output = ()> + 'static>(task: impl FnOnce() -> F + Send + 'static) {
    drop(POOL.spawn_pinned(task));
}

/// On Linux a priority belongs to a thread, and a thread started by this one inherits it; elsewhere it belongs to the process.
fn lower_priority() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::warn!(%error, "the priority of long reads could not be lowered");
    }
}
