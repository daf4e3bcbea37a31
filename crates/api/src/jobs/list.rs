//! All jobs.

use std::time::Duration;

use super::job::{
    Job,
    RunsOn::{EveryServer, OneServer},
};
use crate::services::{staff, unfetched};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// All jobs of a server.
pub(super) fn jobs() -> Vec<Job> {
    vec![
        Job {
            name: "release_work",
            period: SECOND,
            deadline: MINUTE,
            runs_on: OneServer,
            has_work: Some(|context| Box::pin(async move { staff::has_work_to_release(&context.store).await })),
            run: |context| Box::pin(async move { staff::release_queued_work(&context.store).await }),
        },
        Job {
            name: "notify_unfetched",
            period: 2 * SECOND,
            deadline: 10 * SECOND,
            runs_on: OneServer,
            has_work: Some(|context| Box::pin(async move { Ok(context.store.has_overdue_replies().await?) })),
            run: |context| Box::pin(async move { unfetched::notify_authors(&context.store).await }),
        },
        Job {
            name: "report_attempts",
            period: SECOND,
            deadline: 10 * SECOND,
            runs_on: EveryServer,
            has_work: None,
            run: |context| Box::pin(async move { context.throttle.report_due().await }),
        },
        Job {
            name: "purge_expired",
            period: 10 * MINUTE,
            deadline: MINUTE,
            runs_on: OneServer,
            has_work: None,
            run: |context| {
                Box::pin(async move {
                    while context.store.purge_expired().await? {}
                    Ok(())
                })
            },
        },
    ]
}
