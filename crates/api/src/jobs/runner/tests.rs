//! The runner, with jobs that fail, on both engines.

use std::sync::atomic::{AtomicU32, Ordering};

use caredesk_persistence::{
    Clock, Ids, Store,
    testing::{TestDatabase, on_both_engines},
};
use tokio::time::sleep;

use super::*;
use crate::{
    jobs::JobMonitor,
    keys::Keys,
    services::throttle::{Throttle, ThrottleKeys},
};

const WAIT: Duration = Duration::from_secs(20);

fn job(name: &'static str, run: crate::jobs::job::JobFn<()>) -> Job {
    let deadline = Duration::from_millis(300);
    Job {
        name,
        period: Duration::from_secs(600),
        deadline,
        runs_on: RunsOn::OneServer,
        has_work: Some(|_| Box::pin(async { Ok(true) })),
        run,
    }
}

async fn store(test: &TestDatabase) -> Store {
    Store::open(test.engine(), Clock::system(), Ids::random()).await.unwrap()
}

fn start(store: &Store, jobs: Vec<Job>) -> (JobRunner, Arc<Metrics>) {
    let throttle = Arc::new(Throttle::new(store.clone(), ThrottleKeys::new(&Keys::ephemeral(store.ids()).session)));
    let metrics = Arc::new(Metrics::default());
    (JobRunner::start_jobs(jobs, JobContext { store: store.clone(), throttle }, metrics.clone()).unwrap(), metrics)
}

async fn wait_for_run(store: &Store, metrics: &Metrics, monitor: &JobMonitor, job: &str, outcome: &str) {
    let (begun, line) = (Instant::now(), format!("job_runs_total{{job=\"{job}\",outcome=\"{outcome}\"}} 1"));
    loop {
        let text = metrics.text(store, monitor).await.unwrap();
        if text.contains(&line) {
            return;
        }
        assert!(begun.elapsed() < WAIT, "no {line} in {text}");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn job_that_panics_or_exceeds_its_deadline_is_counted_and_others_go_on() {
    on_both_engines(async |test| {
        let store = store(test).await;
        let (mut runner, metrics) = start(
            &store,
            vec![
                job("panics", |_| Box::pin(async { panic!("a fault of the job") })),
                job("hangs", |_| Box::pin(std::future::pending())),
                job("fails", |_| Box::pin(async { Err(ServiceError::Busy) })),
                job("works", |_| Box::pin(async { Ok(()) })),
            ],
        );
        for (job, outcome) in [("panics", "panicked"), ("hangs", "timed_out"), ("fails", "failed"), ("works", "done")] {
            wait_for_run(&store, &metrics, &runner.monitor(), job, outcome).await;
        }
        assert!(runner.monitor().is_running());
        runner.stop().await;
        assert!(!runner.monitor().is_running());
        store.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn job_cancelled_by_shutdown_is_due_for_another_server_at_once() {
    static BEGUN: AtomicU32 = AtomicU32::new(0);
    on_both_engines(async |test| {
        let store = store(test).await;
        let slow = Job {
            deadline: Duration::from_secs(60),
            ..job("slow", |_| {
                BEGUN.fetch_add(1, Ordering::SeqCst);
                Box::pin(std::future::pending())
            })
        };
        let before = BEGUN.load(Ordering::SeqCst);
        let (mut runner, metrics) = start(&store, vec![slow]);
        let begun = Instant::now();
        while BEGUN.load(Ordering::SeqCst) == before {
            assert!(begun.elapsed() < WAIT);
            sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(store.due_jobs().await.unwrap(), [""; 0], "leased");
        runner.stop().await;
        wait_for_run(&store, &metrics, &runner.monitor(), "slow", "cancelled").await;
        assert_eq!(store.due_jobs().await.unwrap(), ["slow"]);
        store.close().await.unwrap();
    })
    .await;
}
