//! Runs the jobs of a server on a thread of their own, until the server shuts down.

use std::{
    collections::{HashMap, HashSet},
    panic::AssertUnwindSafe,
    rc::Rc,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use futures::FutureExt as _;
use tokio::{
    sync::oneshot,
    task::{JoinSet, LocalSet},
    time::{MissedTickBehavior, interval, timeout},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    job::{Job, JobContext, JobOutcome, RunsOn},
    list::jobs,
    monitor::{JobMonitor, StopOnDrop},
};
use crate::{metrics::Metrics, services::ServiceError};

/// How often to look for due jobs.
const TICK: Duration = Duration::from_millis(500);
/// How long a failed job waits before its next run, if its period is longer.
const RETRY_DELAY: Duration = Duration::from_secs(10);
/// A lease outlives the deadline by this much, so that it ends only when its holder has died.
const LEASE_MARGIN: Duration = Duration::from_secs(5);

/// The running jobs of a server. Its thread ends when this is dropped; connections that it opened to the database need the thread while they are used.
#[derive(Debug)]
pub struct JobRunner {
    monitor: JobMonitor,
    cancel: CancellationToken,
    ended: Option<oneshot::Receiver<()>>,
    _thread: oneshot::Sender<()>,
}

impl JobRunner {
    /// Starts the jobs.
    ///
    /// # Errors
    /// When the system has no thread for them.
    pub fn start(context: JobContext, metrics: Arc<Metrics>) -> std::io::Result<Self> {
        Self::start_jobs(jobs(), context, metrics)
    }

    fn start_jobs(jobs: Vec<Job>, context: JobContext, metrics: Arc<Metrics>) -> std::io::Result<Self> {
        let (monitor, cancel) = (JobMonitor::new(), CancellationToken::new());
        let ((end, ended), (thread_handle, released)) = (oneshot::channel(), oneshot::channel::<()>());
        let runner = Runner {
            jobs,
            holder: Uuid::from_bytes(context.store.ids().random_bytes()),
            context,
            metrics,
            monitor: monitor.clone(),
            cancel: cancel.clone(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("jobs".to_owned()).spawn(move || {
            // Futures that write cannot move between threads.
            runtime.block_on(LocalSet::new().run_until(async move {
                runner.run().await;
                // Both may be gone: nobody waits for the end, or the server was dropped.
                let _gone = end.send(());
                let _gone = released.await;
            }));
        })?;
        Ok(Self { monitor, cancel, ended: Some(ended), _thread: thread_handle })
    }

    /// Says whether the jobs run.
    pub fn monitor(&self) -> JobMonitor {
        self.monitor.clone()
    }

    /// Cancels running jobs, and returns when they have ended.
    pub async fn stop(&mut self) {
        self.cancel.cancel();
        if let Some(ended) = self.ended.take() {
            let _gone = ended.await;
        }
    }
}

impl Drop for JobRunner {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

struct Runner {
    jobs: Vec<Job>,
    /// Names this server in leases.
    holder: Uuid,
    context: JobContext,
    metrics: Arc<Metrics>,
    monitor: JobMonitor,
    cancel: CancellationToken,
}

impl Runner {
    async fn run(self) {
        let _stop = StopOnDrop::new(self.monitor.clone());
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let runner = Rc::new(self);
        let (mut running, mut not_before) = (JoinSet::new(), HashMap::<&'static str, Instant>::new());
        let mut busy = HashSet::new();
        let mut registered = false;
        loop {
            tokio::select! {
                () = runner.cancel.cancelled() => break,
                Some(ended) = running.join_next(), if !running.is_empty() => {
                    // Panics of jobs are caught in `run_job`.
                    if let Ok((name, wait)) = ended {
                        busy.remove(name);
                        not_before.insert(name, Instant::now() + wait);
                    }
                }
                _ = tick.tick() => {
                    runner.monitor.beat();
                    registered = registered || runner.register().await;
                    let Some(due) = runner.due().await else { continue };
                    for (index, job) in runner.jobs.iter().enumerate() {
                        let waits = not_before.get(job.name).is_some_and(|at| Instant::now() < *at);
                        let is_due = job.runs_on == RunsOn::EveryServer || due.iter().any(|name| name == job.name);
                        if is_due && !waits && busy.insert(job.name) {
                            running.spawn_local(run_job(runner.clone(), index));
                        }
                    }
                }
            }
        }
        while running.join_next().await.is_some() {}
    }

    /// Makes the jobs known to the database; `false` when that failed. One that only deletes what is old is not due at the first start.
    async fn register(&self) -> bool {
        let shared = self.jobs.iter().filter(|job| job.runs_on == RunsOn::OneServer);
        let due = |job: &Job| (job.name, if job.has_work.is_some() { 0 } else { seconds(job.period) });
        let registered = self.context.store.register_jobs(&shared.map(due).collect::<Vec<_>>()).await;
        registered.inspect_err(|error| tracing::warn!(%error, "cannot register the jobs; retrying")).is_ok()
    }

    /// The names of the due jobs of one server; `None` when they cannot be read.
    async fn due(&self) -> Option<Vec<String>> {
        self.context.store.due_jobs().await.inspect_err(|error| tracing::debug!(%error, "cannot read the due jobs; retrying")).ok()
    }
}

/// Runs a job if there is anything to do and no other server runs it; returns its name and how long to wait before the next look.
async fn run_job(runner: Rc<Runner>, index: usize) -> (&'static str, Duration) {
    let (job, store) = (&runner.jobs[index], &runner.context.store);
    let lease_seconds = seconds(job.deadline + LEASE_MARGIN);
    let may_run = async {
        if let Some(has_work) = job.has_work
            && !has_work(runner.context.clone()).await?
        {
            return Ok::<_, ServiceError>(false);
        }
        match job.runs_on {
            RunsOn::OneServer => Ok(store.lease_job(job.name, runner.holder, lease_seconds).await?),
            RunsOn::EveryServer => Ok(true),
        }
    };
    match may_run.await {
        Ok(true) => {}
        Ok(false) => return (job.name, TICK),
        Err(error) => {
            log_failure(job, &error);
            return (job.name, RETRY_DELAY);
        }
    }
    let started = Instant::now();
    let outcome = tokio::select! {
        () = runner.cancel.cancelled() => JobOutcome::Cancelled,
        ended = timeout(job.deadline, AssertUnwindSafe((job.run)(runner.context.clone())).catch_unwind()) => match ended {
            Ok(Ok(Ok(()))) => JobOutcome::Done,
            Ok(Ok(Err(error))) => {
                log_failure(job, &error);
                JobOutcome::Failed
            }
            // The panic itself is logged where panics are.
            Ok(Err(_panic)) => JobOutcome::Panicked,
            Err(_elapsed) => {
                tracing::warn!(job = job.name, deadline = ?job.deadline, "a job exceeded its deadline and was cancelled");
                JobOutcome::TimedOut
            }
        },
    };
    runner.metrics.record_run(job.name, outcome, started.elapsed());
    let wait = match outcome {
        JobOutcome::Done => job.period,
        // Another server may go on at once.
        JobOutcome::Cancelled => Duration::ZERO,
        JobOutcome::Failed | JobOutcome::TimedOut | JobOutcome::Panicked => job.period.min(RETRY_DELAY),
    };
    if job.runs_on == RunsOn::OneServer
        && let Err(error) = store.release_job(job.name, runner.holder, seconds(wait)).await
    {
        tracing::warn!(job = job.name, %error, "cannot end the lease of a job; it ends by itself");
    }
    // A job of one server waits by the database's `due_at`, so that the desk's clock decides.
    (job.name, if job.runs_on == RunsOn::OneServer { Duration::ZERO } else { wait })
}

fn log_failure(job: &Job, error: &impl std::fmt::Display) {
    tracing::warn!(job = job.name, %error, "a job failed; retrying");
}

fn seconds(duration: Duration) -> i64 {
    duration.as_secs().try_into().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
