//! A bulkhead: a few connections and a bounded queue for them.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use caredesk_domain::PrincipalId;
use sea_orm::DatabaseConnection;
use tokio::{
    sync::{AcquireError, OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout, timeout_at},
};

use super::{background, connection::CancellableConnection};
use crate::{engine::database::Database, error::StoreError};

/// Limits of one class of reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// How many run at once, each on one connection.
    pub(super) connections: usize,
    /// How many of them one caller may use; fewer than `connections`, so that no caller can use all.
    pub(super) per_caller: usize,
    /// How many more may wait.
    pub(super) queue: usize,
    /// How many one caller may have, running and waiting.
    pub(super) queue_per_caller: usize,
    /// Maximum wait.
    pub(super) max_wait: Duration,
    /// Maximum run time.
    pub(super) max_duration: Duration,
}

/// The reading principal; all system jobs together count as one.
type Caller = Option<PrincipalId>;

#[derive(Debug)]
pub(super) struct Bulkhead {
    limits: Limits,
    /// One permit per connection, for all callers; first come, first served.
    permits: Arc<Semaphore>,
    /// Connections not in use; as many as there are free permits.
    idle: Mutex<Vec<Arc<CancellableConnection>>>,
    all: Vec<Arc<CancellableConnection>>,
    state: Mutex<QueueState>,
}

/// Reads that run or wait.
#[derive(Debug, Default)]
struct QueueState {
    reads: usize,
    callers: HashMap<Caller, CallerQueue>,
}

#[derive(Debug)]
struct CallerQueue {
    reads: usize,
    permits: Arc<Semaphore>,
}

impl Bulkhead {
    pub(super) fn new(limits: Limits, database: &Database) -> Self {
        let connection = |_| Arc::new(CancellableConnection::new(database, limits.max_duration));
        let all: Vec<_> = (0..limits.connections).map(connection).collect();
        let permits = Arc::new(Semaphore::new(limits.connections));
        Self { limits, permits, idle: Mutex::new(all.clone()), all, state: Mutex::default() }
    }

    /// Waits for a connection: first among the caller's own reads, then among those of all callers, so that a caller with many reads does not delay
    /// the others.
    pub(super) async fn admit(self: &Arc<Self>, caller: Caller) -> Result<Admission, StoreError> {
        let (place, own) = self.enqueue(caller)?;
        let permits = Arc::clone(&self.permits);
        let waiting = async move { Ok::<_, AcquireError>((own.acquire_owned().await?, permits.acquire_owned().await?)) };
        let waited = timeout(self.limits.max_wait, waiting).await;
        let (own, permit) = waited.map_err(|_| StoreError::Overloaded)?.map_err(|_| StoreError::Overloaded)?;
        let connection = lock(&self.idle).pop().ok_or(StoreError::Overloaded)?;
        let held = ActiveRead { lease: Lease { connection, bulkhead: Arc::clone(self) }, _permits: (own, permit), _slot: place };
        Ok(Admission { limit: self.limits.max_duration, held: Some(held), finished: false })
    }

    fn enqueue(self: &Arc<Self>, caller: Caller) -> Result<(QueueSlot, Arc<Semaphore>), StoreError> {
        let mut present = lock(&self.state);
        let own = present.callers.get(&caller).map_or(0, |share| share.reads);
        if present.reads >= self.limits.connections + self.limits.queue || own >= self.limits.queue_per_caller {
            return Err(StoreError::Overloaded);
        }
        present.reads += 1;
        let permits = || Arc::new(Semaphore::new(self.limits.per_caller));
        let share = present.callers.entry(caller).or_insert_with(|| CallerQueue { reads: 0, permits: permits() });
        share.reads += 1;
        Ok((QueueSlot { caller, bulkhead: Arc::clone(self) }, Arc::clone(&share.permits)))
    }

    pub(super) async fn close(&self) -> Result<(), StoreError> {
        for connection in &self.all {
            connection.close().await?;
        }
        Ok(())
    }
}

/// Counts one read, running or waiting, until it is dropped.
#[derive(Debug)]
struct QueueSlot {
    caller: Caller,
    bulkhead: Arc<Bulkhead>,
}

impl Drop for QueueSlot {
    fn drop(&mut self) {
        let mut present = lock(&self.bulkhead.state);
        present.reads = present.reads.saturating_sub(1);
        if let Some(share) = present.callers.get_mut(&self.caller) {
            share.reads = share.reads.saturating_sub(1);
            if share.reads == 0 {
                present.callers.remove(&self.caller);
            }
        }
    }
}

/// Exclusive use of a connection, returned on drop.
#[derive(Debug)]
struct Lease {
    connection: Arc<CancellableConnection>,
    bulkhead: Arc<Bulkhead>,
}

impl Drop for Lease {
    fn drop(&mut self) {
        lock(&self.bulkhead.idle).push(Arc::clone(&self.connection));
    }
}

/// Resources of a read. Fields are dropped in this order: the connection is returned before the permit.
#[derive(Debug)]
struct ActiveRead {
    lease: Lease,
    _permits: (OwnedSemaphorePermit, OwnedSemaphorePermit),
    _slot: QueueSlot,
}

/// Permission for one read. Dropped before the read has finished, it cancels the statement first and then returns the connection.
#[derive(Debug)]
pub(super) struct Admission {
    limit: Duration,
    held: Option<ActiveRead>,
    finished: bool,
}

impl Admission {
    /// Runs a read to its end or its deadline.
    pub(super) async fn run<T, E, F>(mut self, read: impl FnOnce(DatabaseConnection) -> F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: Future<Output = Result<T, E>>,
    {
        let until = Instant::now() + self.limit;
        let reading = async {
            let connection = self.connection()?;
            connection.set_deadline(until);
            read(connection.open().await.map_err(StoreError::from)?).await
        };
        let outcome = timeout_at(until, reading).await.unwrap_or_else(|_| Err(StoreError::DeadlineExceeded.into()));
        self.finished = outcome.is_ok();
        outcome
    }

    fn connection(&self) -> Result<&CancellableConnection, StoreError> {
        self.held.as_ref().map(|held| held.lease.connection.as_ref()).ok_or(StoreError::Overloaded)
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        let Some(held) = self.held.take().filter(|_| !self.finished) else { return };
        held.lease.connection.interrupt();
        background::spawn(async move || {
            held.lease.connection.cancel().await;
            drop(held);
        });
    }
}

/// The locked value is consistent between any two statements, so a panic elsewhere leaves it usable.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
