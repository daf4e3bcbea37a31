//! A desk that looks as if it had been worked for a while, made up of nobody's data.
//!
//! Everything in it was done by somebody: the seeder calls the functions of the domain that people call, as the people it has made up and
//! at the times it has made up. The same plan gives the same desk again; the events' ids are the store's, and the same when those have a seed.

mod arrivals;
mod cases;
mod chance;
mod desk;
mod life;
mod names;
mod people;
mod roster;
mod words;

use std::sync::{Mutex, PoisonError};

use caredesk_domain::{Refusal, Timestamp, change::Change, staff::PasswordHash};
use caredesk_persistence::{Ids, Store};
use chrono_tz::Tz;
use tokio::sync::mpsc;

pub use self::desk::Member;
use self::{
    arrivals::Arrivals,
    cases::{Batch, Cases},
    desk::Desk,
};
use super::ServiceError;

/// How many changes are saved in one transaction.
const TOGETHER: usize = 700;
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

/// What was made up so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// People of the desk.
    pub staff: u64,
    /// Patients.
    pub customers: u64,
    /// Tickets.
    pub tickets: u64,
    /// Messages and notes.
    pub messages: u64,
    /// Events.
    pub events: u64,
}

impl Counts {
    /// All records; their details, search keys and older states are not counted.
    pub const fn rows(&self) -> u64 {
        self.staff + self.customers + self.tickets + self.messages + self.events
    }

    const fn add(&mut self, other: Self) {
        self.staff += other.staff;
        self.customers += other.customers;
        self.tickets += other.tickets;
        self.messages += other.messages;
        self.events += other.events;
    }
}

/// As many people as the work takes, who cannot sign in: nobody knows a password that gives `password`.
///
/// # Errors
/// Never in practice: the names are known to be some.
pub fn team(plan: &Plan, password: &PasswordHash) -> Result<Vec<Member>, ServiceError> {
    desk::team(plan.tickets, plan.per_day, password, plan.seed).map_err(|fault| desk::impossible(&fault))
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
/// [`Refusal::Conflict`] when the desk holds anything; else when the database fails, and what was told of before stays.
pub async fn seed(store: &Store, plan: &Plan, team: Vec<Member>, mut progress: impl FnMut(&Counts)) -> Result<Counts, ServiceError> {
    if !is_empty(store).await? {
        let detail = "the database holds data already: made-up data goes only into an empty one".to_owned();
        return Err(Refusal::Conflict { code: "not_empty", detail, allowed: Vec::new() }.into());
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
    making.await.map_err(|error| ServiceError::Internal(format!("the seeder did not finish: {error}")))??;
    Ok(counts)
}

/// Makes up everything, while what is ready is being saved; stops when nobody takes it any more.
fn make(plan: &Plan, team: Vec<Member>, ready: &mpsc::Sender<Batch>) -> Result<(), ServiceError> {
    let arrivals = Arrivals::new(plan.tickets, plan.per_day, plan.until, plan.zone, plan.seed);
    let opening = arrivals.start().plus_seconds(-OPENED_BEFORE);
    let staff = u64::try_from(team.len()).unwrap_or(0);
    let (desk, changes) = Desk::hire(team, opening, plan.until, plan.zone, Ids::seeded(plan.seed))?;
    let mut batch = Batch { changes, counts: Counts { staff, events: staff, ..Counts::default() } };
    let mut cases = Cases::new(desk, arrivals, plan.tickets, plan.per_day, plan.seed);
    let together = if plan.at_once { usize::MAX } else { TOGETHER };
    while cases.add_next(&mut batch)? {
        if batch.changes.len() >= together && ready.blocking_send(std::mem::take(&mut batch)).is_err() {
            return Ok(());
        }
    }
    // Should nobody take it, saving has failed and says why.
    let _taken = ready.blocking_send(batch);
    Ok(())
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

#[cfg(test)]
mod tests;
