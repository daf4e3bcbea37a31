//! Whether the jobs run.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// A runner that has not looked for this long has died.
const MAX_SILENCE: Duration = Duration::from_secs(30);

/// Says whether the runner lives.
#[derive(Debug, Clone)]
pub struct JobMonitor(Arc<Heartbeat>);

#[derive(Debug)]
struct Heartbeat {
    started: Instant,
    /// Milliseconds from the start to the last look for due jobs; [`STOPPED`] once the runner has ended.
    last: AtomicU64,
}

const STOPPED: u64 = u64::MAX;

impl JobMonitor {
    pub(super) fn new() -> Self {
        Self(Arc::new(Heartbeat { started: Instant::now(), last: AtomicU64::new(0) }))
    }

    /// Whether the runner has looked for due jobs lately.
    pub fn is_running(&self) -> bool {
        let last = self.0.last.load(Ordering::Relaxed);
        last != STOPPED && self.0.started.elapsed().saturating_sub(Duration::from_millis(last)) < MAX_SILENCE
    }

    /// The runner has looked for due jobs.
    pub(super) fn beat(&self) {
        self.0.last.store(self.0.started.elapsed().as_millis().try_into().unwrap_or(STOPPED - 1), Ordering::Relaxed);
    }
}

/// Ends the heartbeat however the runner ends.
pub(super) struct StopOnDrop(JobMonitor);

impl StopOnDrop {
    pub(super) const fn new(monitor: JobMonitor) -> Self {
        Self(monitor)
    }
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.0.last.store(STOPPED, Ordering::Relaxed);
    }
}
