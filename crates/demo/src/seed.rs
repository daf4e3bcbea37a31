//! Saves a made-up desk in an empty database.

use std::sync::{Mutex, PoisonError};

use caredesk_domain::{StaffId, Timestamp, actor::Role, change::Change, staff::PasswordHash};
use caredesk_persistence::{Ids, Store};
use chrono_tz::Tz;
use tokio::sync::mpsc;

use crate::{
    arrivals::Arrivals,
    clock::DAY,
    counts::{Batch, Counts},
    data,
    error::SeedError,
    generator::Generator,
    staff::{self, Desk, TeamMember},
};

/// How many changes are saved in one transaction.
const BATCH_SIZE: usize = 2_500;
/// How many batches may be ready before they are saved.
const QUEUE_CAPACITY: usize = 2;
/// How long before the first ticket the accounts of the staff are created, in seconds.
const OPENED_BEFORE: i64 = 3 * DAY;

/// What to make up.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many tickets.
    pub tickets: u32,
    /// How many of them arrive on an average day.
    pub per_day: u32,
    /// The seed of the random numbers.
    pub seed: u64,
    /// The end of the history; nothing happens later.
    pub until: Timestamp,
    /// The time zone of the desk.
    pub zone: Tz,
    /// Whether all of it is saved in one transaction.
    pub at_once: bool,
}

/// As many staff as the work takes, all with the same password.
///
/// # Errors
/// [`SeedError::Data`] when a data file is not valid.
pub fn team(plan: &Plan, password: &PasswordHash) -> Result<Vec<TeamMember>, SeedError> {
    Ok(staff::new_team(&data::load()?.names, (plan.tickets, plan.per_day), password, plan.seed)?)
}

/// Whether the database holds neither staff nor customers.
///
/// # Errors
/// [`SeedError::Store`] when the database fails.
pub async fn is_empty(store: &Store) -> Result<bool, SeedError> {
    Ok(!store.has_staff().await? && !store.has_customers().await?)
}

/// Fills an empty database with the work of `team`. `progress` is called after every commit.
///
/// # Errors
/// [`SeedError::NotEmpty`]; [`SeedError::Team`] when the team cannot keep the desk open; else when the database fails: what was committed stays.
pub async fn seed(store: &Store, plan: &Plan, team: Vec<TeamMember>, mut progress: impl FnMut(&Counts)) -> Result<Counts, SeedError> {
    if !is_empty(store).await? {
        return Err(SeedError::NotEmpty);
    }
    let (sender, mut batches) = mpsc::channel(QUEUE_CAPACITY);
    let plan = plan.clone();
    let generating = tokio::task::spawn_blocking(move || generate(&plan, team, &sender));
    let mut counts = Counts::default();
    while let Some(Batch { changes, counts: more }) = batches.recv().await {
        save(store, changes).await?;
        counts.add(more);
        progress(&counts);
    }
    let notices_read = generating.await.map_err(|error| SeedError::Stopped(error.to_string()))??;
    for (staff, role, until) in notices_read {
        store.mark_notices_seen(staff, role, until).await?;
    }
    Ok(counts)
}

/// Generates everything while earlier batches are being saved; stops when nobody receives. Returns until when each has read their notices.
fn generate(plan: &Plan, team: Vec<TeamMember>, sender: &mpsc::Sender<Batch>) -> Result<Vec<(StaffId, Role, Timestamp)>, SeedError> {
    let arrivals = Arrivals::new(plan.tickets, plan.per_day, plan.until, plan.zone, plan.seed);
    let opening = arrivals.start().plus_seconds(-OPENED_BEFORE);
    let mut batch = Batch::default();
    let desk = Desk::open(team, (opening, plan.until), plan.zone, Ids::seeded(plan.seed), &mut batch)?;
    let mut generator = Generator::new(desk, data::load()?, arrivals, (plan.tickets, plan.per_day), plan.seed);
    let size = if plan.at_once { usize::MAX } else { BATCH_SIZE };
    while generator.add_next(&mut batch)? {
        if batch.changes.len() >= size && sender.blocking_send(std::mem::take(&mut batch)).is_err() {
            return Ok(Vec::new());
        }
    }
    // When nobody receives it, saving has failed and says why.
    let _unreceived = sender.blocking_send(batch);
    Ok(generator.desk().notices_read())
}

async fn save(store: &Store, changes: Vec<Change<()>>) -> Result<(), SeedError> {
    // Changes cannot be cloned for a retry. Nobody else writes to an empty database, so one attempt is enough.
    let changes = Mutex::new(changes);
    store
        .write(async |transaction| {
            let changes = std::mem::take(&mut *changes.lock().unwrap_or_else(PoisonError::into_inner));
            transaction.save_all(changes).await?;
            Ok(())
        })
        .await
}
