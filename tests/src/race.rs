//! Races: requests sent at once, often enough to meet in different orders.

use std::ops::Range;

use caredesk_persistence::testing::scaled;
use futures::future::join_all;
use tokio::sync::Barrier;

/// The fewest rounds of a race, at any scale.
const MIN_ROUNDS: u32 = 20;

/// The rounds of a race: `full` at full scale, and at least 20.
pub fn race_rounds(full: u32) -> Range<u32> {
    0..scaled(full).max(MIN_ROUNDS)
}

/// Sends two requests at once: neither before both are at the barrier.
pub async fn race<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let barrier = Barrier::new(2);
    tokio::join!(after(&barrier, one), after(&barrier, other))
}

/// Sends requests at once: none before all are at the barrier. The responses are in the order of the requests.
pub async fn race_all<T, F: Future<Output = T>>(requests: impl IntoIterator<Item = F>) -> Vec<T> {
    let requests = Vec::from_iter(requests);
    let barrier = Barrier::new(requests.len());
    join_all(requests.into_iter().map(|request| after(&barrier, request))).await
}

async fn after<T>(barrier: &Barrier, request: impl Future<Output = T>) -> T {
    barrier.wait().await;
    request.await
}
