//! Figures for operators, in the OpenMetrics text format. They hold no data of customers or staff.

use std::{fmt, time::Duration};

use caredesk_persistence::{Consumer, Store, StoreError};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

use crate::jobs::{JobMonitor, JobOutcome};

/// The media type of the figures.
pub(crate) const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Queued events are counted up to this many.
const MAX_QUEUED: u64 = 10_000;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RunLabels {
    job: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    job: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ConsumerLabels {
    consumer: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    method: &'static str,
    route: String,
}

/// The figures of this server.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    request_seconds: Family<RouteLabels, Histogram>,
    job_runs: Family<RunLabels, Counter>,
    job_seconds: Family<JobLabels, Histogram>,
    job_runner_running: Gauge,
    queued_events: Family<ConsumerLabels, Gauge>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("caredesk");
        let requests = Family::<RequestLabels, Counter>::default();
        let request_seconds = Family::<RouteLabels, Histogram>::new_with_constructor(|| Histogram::new(exponential_buckets(0.001, 4.0, 8)));
        registry.register("http_requests", "Requests, by route and status", requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "From the head of a request to its response",
            Unit::Seconds,
            request_seconds.clone(),
        );
        let job_runs = Family::<RunLabels, Counter>::default();
        let job_seconds = Family::<JobLabels, Histogram>::new_with_constructor(|| Histogram::new(exponential_buckets(0.001, 4.0, 9)));
        let (job_runner_running, queued_events) = (Gauge::default(), Family::<ConsumerLabels, Gauge>::default());
        registry.register("job_runs", "Runs of jobs, by how they ended", job_runs.clone());
        registry.register_with_unit("job_duration", "How long runs of jobs took", Unit::Seconds, job_seconds.clone());
        registry.register("job_runner_running", "Whether this server runs jobs: 1 or 0", job_runner_running.clone());
        let help = "Events that a consumer has not processed, counted up to 10,000";
        registry.register("queued_events", help, queued_events.clone());
        Self { registry, requests, request_seconds, job_runs, job_seconds, job_runner_running, queued_events }
    }
}

impl Metrics {
    /// Counts a request. `route` is its pattern, which holds no ids.
    pub(crate) fn record_request(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        self.requests.get_or_create(&RequestLabels { method, route: route.to_owned(), status }).inc();
        self.request_seconds.get_or_create(&RouteLabels { method, route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// Counts a run of a job.
    pub(crate) fn record_run(&self, job: &'static str, outcome: JobOutcome, took: Duration) {
        self.job_runs.get_or_create(&RunLabels { job, outcome: outcome.as_str() }).inc();
        self.job_seconds.get_or_create(&JobLabels { job }).observe(took.as_secs_f64());
    }

    /// The figures as text.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn text(&self, store: &Store, jobs: &JobMonitor) -> Result<String, StoreError> {
        self.job_runner_running.set(jobs.is_running().into());
        for consumer in Consumer::ALL {
            let queued = store.count_queued_events(consumer, MAX_QUEUED).await?;
            let gauge = self.queued_events.get_or_create(&ConsumerLabels { consumer: consumer.as_str() });
            gauge.set(i64::try_from(queued).unwrap_or(i64::MAX));
        }
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _written = encode(&mut text, &self.registry);
        Ok(text)
    }
}
