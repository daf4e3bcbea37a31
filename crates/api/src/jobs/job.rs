//! What a job is.

use std::{sync::Arc, time::Duration};

use caredesk_persistence::Store;
use futures::future::LocalBoxFuture;

use crate::services::{ServiceError, throttle::Throttle};

/// What jobs work with.
#[derive(Debug, Clone)]
pub struct JobContext {
    /// The desk.
    pub store: Store,
    /// The failed sign-ins that this server has counted.
    pub throttle: Arc<Throttle>,
}

/// A function of a job.
pub(super) type JobFn<T> = fn(JobContext) -> LocalBoxFuture<'static, Result<T, ServiceError>>;

/// Where a job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunsOn {
    /// On one of the servers of a desk at a time, by a lease in the database.
    OneServer,
    /// On each server: it works on what that server has in memory.
    EveryServer,
}

/// A job.
pub(super) struct Job {
    /// Its name in the database, in metrics and in the log.
    pub(super) name: &'static str,
    /// How long after a run the next begins.
    pub(super) period: Duration,
    /// How long a run may take; then it is cancelled, and what it has not committed is rolled back.
    pub(super) deadline: Duration,
    /// Where it runs.
    pub(super) runs_on: RunsOn,
    /// Whether there is anything to do, for a job that looks often: reads only.
    pub(super) has_work: Option<JobFn<bool>>,
    /// Does the work.
    pub(super) run: JobFn<()>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobOutcome {
    /// It did its work.
    Done,
    /// It returned an error.
    Failed,
    /// It exceeded its deadline.
    TimedOut,
    /// It panicked.
    Panicked,
    /// The server shuts down.
    Cancelled,
}

impl JobOutcome {
    /// Its name in metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::TimedOut => "timed_out",
            Self::Panicked => "panicked",
            Self::Cancelled => "cancelled",
        }
    }
}
