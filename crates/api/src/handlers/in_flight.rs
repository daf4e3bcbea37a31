//! How many requests of one caller run at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use uuid::Uuid;

use crate::http::ApiError;

/// The most requests of one person or service account that run at once: ten tabs that load a page each stay below it.
pub(crate) const MAX_IN_FLIGHT: usize = 100;
/// After how many seconds to try again.
const RETRY_AFTER_SECONDS: u64 = 1;

/// The number of running requests of every caller who has any.
#[derive(Debug, Clone, Default)]
pub(crate) struct InFlight(Arc<Mutex<HashMap<Uuid, usize>>>);

/// One running request; it is over when this is dropped.
#[derive(Debug)]
pub(super) struct Running {
    all: InFlight,
    caller: Uuid,
}

impl InFlight {
    /// Counts one more request of a caller.
    ///
    /// # Errors
    /// 429 when as many as allowed are running.
    pub(super) fn begin(&self, caller: Uuid) -> Result<Running, ApiError> {
        // The numbers are right after a panic too: each is changed in one step.
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(caller).or_default();
        if *count >= MAX_IN_FLIGHT {
            let detail = format!("{MAX_IN_FLIGHT} of your requests are running; wait until some are answered.");
            return Err(ApiError::too_many_requests(detail, RETRY_AFTER_SECONDS));
        }
        *count += 1;
        Ok(Running { all: self.clone(), caller })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut counts = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.caller) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.caller);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn begin_beyond_the_limit_is_429_until_one_is_over_and_nobody_else_is_held_up() {
        let in_flight = InFlight::default();
        let (ada, ben) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut running: Vec<Running> = (0..MAX_IN_FLIGHT).map(|_| in_flight.begin(ada).unwrap()).collect();
        assert_eq!(in_flight.begin(ada).unwrap_err().problem().status, 429);
        drop(in_flight.begin(ben).unwrap());
        running.pop();
        running.push(in_flight.begin(ada).unwrap());
        assert!(in_flight.begin(ada).is_err());
        drop(running);
        assert!(in_flight.0.lock().unwrap().is_empty(), "nothing is kept of callers without a request");
    }
}
