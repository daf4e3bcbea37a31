//! Generates a desk and saves it in an empty database.

use std::sync::{Mutex, PoisonError};

use caredesk_domain::{DomainError, StaffId, Timestamp, actor::Role, change::Change, staff::PasswordHash};
use caredesk_persistence::{Ids, Store};
use chrono_tz::Tz;
use tokio::sync::mpsc;

use super::{
    arrivals::Arrivals,
    batch::Batch,
    counts::Counts,
    desk::{self, Desk, Member},
    error::impossible,
    records::Cases,
};
use crate::services::ServiceError;

/// How many changes are saved in one transaction.
const TOGETHER: usize = 2_500;
/// How many batches may be ready before they are saved.
const AHEAD: usize = 2;
/// How long before the first ticket the people came, in seconds.
const OPENED_BEFORE: i64 = 3 * 24 * 60 * 60;

/// What to make up.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many tickets.
    pub tickets: u32,
    /// How many of them come on a day, on average.
    pub per_day: u32,
    /// What chance begins with.
    pub seed: u64,
    /// The instant at which the desk then stands; nothing happens later.
    pub until: Timestamp,
    /// Where the desk's people live.
    pub zone: Tz,
    /// Whether all of it goes into one transaction, so that there never is a half of it.
    pub at_once: bool,
}

/// As many people as the work takes, who cannot sign in: nobody knows a password that gives `password`.
///
/// # Errors
/// Never in practice: the names are known to be some.
pub fn team(plan: &Plan, password: &PasswordHash) -> Result<Vec<Member>, ServiceError> {
    desk::team(plan.tickets, plan.per_day, password, plan.seed).map_err(|fault| impossible(&fault))
}

/// Whether nothing is in the desk that made-up data could be mistaken for.
///
/// # Errors
/// When the database fails.
pub async fn is_empty(store: &Store) -> Result<bool, ServiceError> {
    Ok(!store.has_staff().await? && !store.has_customers().await?)
}

/// Fills an empty desk whose people are `team`. `progress` is told of everything that has been committed.
///
/// # Errors
/// [`DomainError::Conflict`] when the desk holds anything; else when the database fails, and what `progress` was told of stays.
pub async fn seed(store: &Store, plan: &Plan, team: Vec<Member>, mut progress: impl FnMut(&Counts)) -> Result<Counts, ServiceError> {
    if !is_empty(store).await? {
        let detail = "the database holds data already: made-up data goes only into an empty one".to_owned();
        return Err(DomainError::Conflict { code: "not_empty", detail, allowed: Vec::new() }.into());
    }
    let (ready, mut batches) = mpsc::channel(AHEAD);
    let plan = plan.clone();
    let making = tokio::task::spawn_blocking(move || make(&plan, team, &ready));
    let mut counts = Counts::default();
    while let Some(Batch { changes, counts: more }) = batches.recv().await {
        save(store, changes).await?;
        counts.add(more);
        progress(&counts);
    }
    let seen = making.await.map_err(|error| ServiceError::Internal(format!("the seeder did not finish: {error}")))??;
    for (person, role, until) in seen {
        store.mark_notices_seen(person, role, until).await?;
    }
    Ok(counts)
}

/// Makes up everything, while what is ready is being saved; stops when nobody takes it any more. Returned is until when each has seen their
/// notices.
fn make(plan: &Plan, team: Vec<Member>, ready: &mpsc::Sender<Batch>) -> Result<Vec<(StaffId, Role, Timestamp)>, ServiceError> {
    let arrivals = Arrivals::new(plan.tickets, plan.per_day, plan.until, plan.zone, plan.seed);
    let opening = arrivals.start().plus_seconds(-OPENED_BEFORE);
    let mut batch = Batch::default();
    let desk = Desk::hire(team, opening, plan.until, plan.zone, Ids::seeded(plan.seed), &mut batch)?;
    let mut cases = Cases::new(desk, arrivals, plan.tickets, plan.per_day, plan.seed);
    let together = if plan.at_once { usize::MAX } else { TOGETHER };
    while cases.add_next(&mut batch)? {
        if batch.changes.len() >= together && ready.blocking_send(std::mem::take(&mut batch)).is_err() {
            return Ok(Vec::new());
        }
    }
    // Should nobody take it, saving has failed and says why.
    let _taken = ready.blocking_send(batch);
    Ok(cases.desk().seen())
}

async fn save(store: &Store, changes: Vec<Change<()>>) -> Result<(), ServiceError> {
    // Changes cannot be made twice. Nobody else writes to an empty desk, so one try is enough.
    let changes = Mutex::new(Some(changes));
    store
        .write(async |work| {
            let changes = changes.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or(ServiceError::Busy)?;
            work.save_all(changes).await?;
            Ok(())
        })
        .await
}
