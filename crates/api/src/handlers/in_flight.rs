//! Limit of concurrent requests per caller.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use uuid::Uuid;

use crate::http::ApiError;

/// Maximum concurrent requests of one staff member or service account: ten tabs that each load a page stay below it.
pub(crate) const MAX_IN_FLIGHT: usize = 100;
/// `Retry-After`, in seconds.
const RETRY_AFTER_SECONDS: u64 = 1;

/// Running requests by caller; callers without one are not kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct InFlight(Arc<Mutex<HashMap<Uuid, usize>>>);

/// A running request; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Running {
    all: InFlight,
    caller: Uuid,
}

impl InFlight {
    /// Counts one more running request of a caller.
    ///
    /// # Errors
    /// 429 if as many as allowed are running.
    pub(super) fn begin(&self, caller: Uuid) -> Result<Running, ApiError> {
        // A poisoned lock is safe: each count changes in one step.
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
    fn begin_over_limit_is_429_for_that_caller_until_one_ends() {
        let in_flight = InFlight::default();
        let (ada, ben) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut running: Vec<Running> = (0..MAX_IN_FLIGHT).map(|_| in_flight.begin(ada).unwrap()).collect();
        assert_eq!(in_flight.begin(ada).unwrap_err().problem().status, 429);
        drop(in_flight.begin(ben).unwrap());
        running.pop();
        running.push(in_flight.begin(ada).unwrap());
        assert!(in_flight.begin(ada).is_err());
        drop(running);
        assert!(in_flight.0.lock().unwrap().is_empty(), "callers without a request are removed");
    }
}
