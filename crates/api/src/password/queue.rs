//! Turns at hashing, given fairly: whoever asks much waits behind whoever asks little.
//!
//! Each waiter gets a place (start-time fair queueing): behind the last waiter of the same network address or account, by one and as many more as have
//! failed there lately, but not before those who are served now. The lowest place is served first, and among equal ones a known person before a
//! stranger. So a hundred requests of one address are served one by one between the requests of others, and the more of them fail the seldomer. When the
//! queue is full, whoever has the most waiters loses the last of them.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use caredesk_domain::throttle::ThrottleKey;
use tokio::sync::oneshot;

use crate::services::ServiceError;

/// So many keys are remembered before those that are served are forgotten.
const KEYS: usize = 4096;

/// Where a waiter stands: place, whether it is a stranger, and how many came before.
type Rank = (u64, bool, u64);

#[derive(Debug)]
struct Waiter {
    keys: Vec<ThrottleKey>,
    turn: oneshot::Sender<Turn>,
}

#[derive(Debug, Default)]
struct State {
    running: usize,
    waiting: BTreeMap<Rank, Waiter>,
    /// The place that is served now.
    served: u64,
    /// The place behind the last waiter of each key.
    next: HashMap<ThrottleKey, u64>,
    arrived: u64,
}

impl State {
    /// Notes that the next with one of these keys stands at `next`.
    fn stand(&mut self, keys: &[ThrottleKey], next: u64) {
        self.arrived += 1;
        if self.next.len() >= KEYS {
            self.next.retain(|_, next| *next > self.served);
        }
        for key in keys {
            self.next.insert(*key, next);
        }
    }

    /// Sends away the last of those with the most waiters, unless that would be the newcomer.
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
                // The next may stand there.
                self.next.entry(key).and_modify(|next| *next = last.0.min(*next));
            }
        }
        Ok(())
    }
}

enum Entered {
    Now(Turn),
    Later(oneshot::Receiver<Turn>),
}

/// Gives turns, some at once, with some waiting.
#[derive(Debug, Clone)]
pub(super) struct Queue {
    state: Arc<Mutex<State>>,
    at_once: usize,
    waiting: usize,
}

/// Leave to hash. It passes on when dropped.
#[derive(Debug)]
pub(super) struct Turn(Option<Queue>);

impl Queue {
    pub(super) fn new(at_once: usize, waiting: usize) -> Self {
        Self { state: Arc::default(), at_once, waiting }
    }

    /// Waits for a turn. `keys` say whose attempt it is, and `failures` how many of theirs failed lately; without any key it is known to be one of the
    /// desk's own people.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when too many are waiting who come first.
    pub(super) async fn turn(&self, keys: &[ThrottleKey], failures: u64) -> Result<Turn, ServiceError> {
        match self.enter(keys, failures)? {
            Entered::Now(turn) => Ok(turn),
            Entered::Later(turn) => turn.await.map_err(|_| ServiceError::Busy),
        }
    }

    fn enter(&self, keys: &[ThrottleKey], failures: u64) -> Result<Entered, ServiceError> {
        let mut guard = self.state();
        let state = &mut *guard;
        let place = keys.iter().filter_map(|key| state.next.get(key)).copied().fold(state.served, u64::max);
        if state.running < self.at_once {
            state.running += 1;
            state.served = place;
            state.stand(keys, place + 1 + failures);
            return Ok(Entered::Now(Turn(Some(self.clone()))));
        }
        let rank = (place, keys.iter().any(|key| !key.kind.is_known()), state.arrived);
        if state.waiting.len() >= self.waiting {
            state.make_room(keys, rank)?;
        }
        state.stand(keys, place + 1 + failures);
        let (turn, later) = oneshot::channel();
        state.waiting.insert(rank, Waiter { keys: keys.to_vec(), turn });
        Ok(Entered::Later(later))
    }

    /// Passes a turn on to the next that still waits.
    fn pass_on(&self) {
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
            match waiter.turn.send(Turn(Some(self.clone()))) {
                Ok(()) => return,
                // Nobody waits for it any more.
                Err(mut turn) => drop(turn.0.take()),
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(queue) = self.0.take() {
            queue.pass_on();
        }
    }
}

#[cfg(test)]
mod tests;
