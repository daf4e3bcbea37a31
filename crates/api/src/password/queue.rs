//! Fair queue for password hashing (start-time fair queueing).
//!
//! Each waiter gets a place: after the last waiter of the same network address or account, by one plus the number of recent failures there, but not
//! before the place served now. The lowest place is served first, and among equal ones a known person before a stranger. So a hundred requests of one
//! address are served one by one between the requests of others, and less often the more of them fail. When the queue is full, the address or account
//! with the most waiters loses its last one.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use caredesk_domain::throttle::ThrottleKey;
use tokio::sync::oneshot;

use crate::services::ServiceError;

/// When this many keys are remembered, served ones are purged.
const MAX_KEYS: usize = 4096;

/// The order of a waiter: place, whether it is a stranger, arrival number.
type Rank = (u64, bool, u64);

#[derive(Debug)]
struct Waiter {
    keys: Vec<ThrottleKey>,
    permit: oneshot::Sender<HashPermit>,
}

#[derive(Debug, Default)]
struct State {
    running: usize,
    waiting: BTreeMap<Rank, Waiter>,
    /// The place served now.
    served: u64,
    /// The place after the last waiter of each key.
    next: HashMap<ThrottleKey, u64>,
    arrived: u64,
}

impl State {
    /// Records `next` as the place of the next waiter with one of these keys.
    fn set_next_place(&mut self, keys: &[ThrottleKey], next: u64) {
        self.arrived += 1;
        if self.next.len() >= MAX_KEYS {
            self.next.retain(|_, next| *next > self.served);
        }
        for key in keys {
            self.next.insert(*key, next);
        }
    }

    /// Rejects the last waiter of the key with the most waiters; fails if that would be the newcomer.
    fn make_room(&mut self, newcomer: &[ThrottleKey], rank: Rank) -> Result<(), ServiceError> {
        let mut crowds: HashMap<ThrottleKey, usize> = HashMap::new();
        for key in self.waiting.values().flat_map(|waiter| &waiter.keys).chain(newcomer) {
            *crowds.entry(*key).or_default() += 1;
        }
        let crowd = |keys: &[ThrottleKey]| keys.iter().filter_map(|key| crowds.get(key)).max().copied().unwrap_or_default();
        let last = self.waiting.iter().map(|(rank, waiter)| (crowd(&waiter.keys), *rank)).max();
        let (_, last) = last.filter(|last| *last > (crowd(newcomer), rank)).ok_or(ServiceError::Busy)?;
        if let Some(waiter) = self.waiting.remove(&last) {
            for key in waiter.keys {
                // The next waiter may have this place.
                self.next.entry(key).and_modify(|next| *next = last.0.min(*next));
            }
        }
        Ok(())
    }
}

enum Entered {
    Now(HashPermit),
    Later(oneshot::Receiver<HashPermit>),
}

/// Gives a limited number of permits at a time, to a limited number of waiters.
#[derive(Debug, Clone)]
pub(super) struct Queue {
    state: Arc<Mutex<State>>,
    at_once: usize,
    waiting: usize,
}

/// Permission to hash. Dropping it serves the next waiter.
#[derive(Debug)]
pub(super) struct HashPermit(Option<Queue>);

impl Queue {
    pub(super) fn new(at_once: usize, waiting: usize) -> Self {
        Self { state: Arc::default(), at_once, waiting }
    }

    /// Waits for a permit. `keys` identify the account and address of the attempt, and `failures` counts their recent failures; without keys it is an
    /// authenticated staff member.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when the queue is full of attempts that come first.
    pub(super) async fn acquire(&self, keys: &[ThrottleKey], failures: u64) -> Result<HashPermit, ServiceError> {
        match self.enter(keys, failures)? {
            Entered::Now(permit) => Ok(permit),
            Entered::Later(permit) => permit.await.map_err(|_| ServiceError::Busy),
        }
    }

    fn enter(&self, keys: &[ThrottleKey], failures: u64) -> Result<Entered, ServiceError> {
        let mut guard = self.state();
        let state = &mut *guard;
        let place = keys.iter().filter_map(|key| state.next.get(key)).copied().fold(state.served, u64::max);
        if state.running < self.at_once {
            state.running += 1;
            state.served = place;
            state.set_next_place(keys, place + 1 + failures);
            return Ok(Entered::Now(HashPermit(Some(self.clone()))));
        }
        let rank = (place, keys.iter().any(|key| !key.kind.is_known()), state.arrived);
        if state.waiting.len() >= self.waiting {
            state.make_room(keys, rank)?;
        }
        state.set_next_place(keys, place + 1 + failures);
        let (permit, later) = oneshot::channel();
        state.waiting.insert(rank, Waiter { keys: keys.to_vec(), permit });
        Ok(Entered::Later(later))
    }

    /// Passes a permit to the next waiter that still exists.
    fn serve_next(&self) {
        loop {
            let mut state = self.state();
            let Some(((place, _, _), waiter)) = state.waiting.pop_first() else {
                state.running -= 1;
                if state.running == 0 {
                    *state = State::default();
                }
                return;
            };
            state.served = place;
            drop(state);
            match waiter.permit.send(HashPermit(Some(self.clone()))) {
                Ok(()) => return,
                // The waiter was dropped.
                Err(mut permit) => drop(permit.0.take()),
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for HashPermit {
    fn drop(&mut self) {
        if let Some(queue) = self.0.take() {
            queue.serve_next();
        }
    }
}

#[cfg(test)]
mod tests;
