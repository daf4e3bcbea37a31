//! Claims of queued events, on both engines.

use std::collections::BTreeSet;

use caredesk_domain::{
    StaffId,
    actor::{Actor, Role},
    customer::{Customer, CustomerDetails},
};
use uuid::Uuid;

use super::*;
use crate::{
    Clock, Ids,
    testing::{TestDatabase, on_both_engines, query_number},
};

const LEASE_SECONDS: i64 = 60;

#[expect(clippy::disallowed_methods, reason = "tests choose their actor")]
fn agent() -> Actor {
    Actor::staff(StaffId::from_uuid(Uuid::from_u128(1)), Role::Agent)
}

async fn store_with_events(test: &TestDatabase, clock: &Clock, events: usize) -> Store {
    let store = Store::open(test.engine(), clock.clone(), Ids::seeded(7)).await.unwrap();
    for _ in 0..events {
        let added = store.write(async |work: &mut Transaction| {
            let details = CustomerDetails::named("Obi".parse().unwrap());
            let change = Customer::create(work.new_customer_id(), details, &agent(), work.timestamp()).unwrap();
            work.save(change).await
        });
        added.await.unwrap();
    }
    store
}

fn clock() -> Clock {
    Clock::manual("2026-03-01T09:00:00Z".parse().unwrap())
}

fn subjects(claimed: &[ClaimedEvent]) -> BTreeSet<Uuid> {
    claimed.iter().map(|claimed| claimed.subject().id).collect()
}

#[tokio::test]
async fn claimed_event_is_claimed_by_another_only_after_lease() {
    on_both_engines(async |test| {
        let clock = clock();
        let store = store_with_events(test, &clock, 5).await;
        let first = store.claim_events(Consumer::Seal, LEASE_SECONDS, 2).await.unwrap();
        let second = store.claim_events(Consumer::Seal, LEASE_SECONDS, 10).await.unwrap();
        assert_eq!((first.len(), second.len()), (2, 3));
        assert!(subjects(&first).is_disjoint(&subjects(&second)));
        assert_eq!(store.claim_events(Consumer::Seal, LEASE_SECONDS, 10).await.unwrap(), []);
        clock.advance(LEASE_SECONDS);
        let again = store.claim_events(Consumer::Seal, LEASE_SECONDS, 10).await.unwrap();
        assert_eq!(again.iter().map(ClaimedEvent::attempts).collect::<Vec<_>>(), [2; 5]);
    })
    .await;
}

#[tokio::test]
async fn complete_event_after_lease_was_taken_over_is_stale_and_rolls_back() {
    on_both_engines(async |test| {
        let clock = clock();
        let store = store_with_events(test, &clock, 1).await;
        let slow = store.claim_events(Consumer::Seal, LEASE_SECONDS, 1).await.unwrap();
        clock.advance(LEASE_SECONDS);
        let quick = store.claim_events(Consumer::Seal, LEASE_SECONDS, 1).await.unwrap();
        let complete = async |claimed: &ClaimedEvent| store.write(async |work: &mut Transaction| work.complete_event(claimed).await).await;
        assert!(matches!(complete(&slow[0]).await, Err(StoreError::Stale)));
        complete(&quick[0]).await.unwrap();
        assert!(matches!(complete(&quick[0]).await, Err(StoreError::Stale)), "completed already");
        assert_eq!(query_number(&test.open().await, "SELECT count(*) FROM consumer_queue").await, 0);
    })
    .await;
}

#[tokio::test]
async fn postponed_event_is_due_again_after_its_delay() {
    on_both_engines(async |test| {
        let clock = clock();
        let store = store_with_events(test, &clock, 1).await;
        let claimed = store.claim_events(Consumer::Seal, LEASE_SECONDS, 1).await.unwrap();
        store.write(async |work: &mut Transaction| work.postpone_event(&claimed[0], 300).await).await.unwrap();
        clock.advance(299);
        assert_eq!(store.count_queued_events(Consumer::Seal, 10).await.unwrap(), 0);
        clock.advance(1);
        assert_eq!(store.count_queued_events(Consumer::Seal, 10).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn event_of_rolled_back_transaction_is_not_queued() {
    on_both_engines(async |test| {
        let clock = clock();
        let store = store_with_events(test, &clock, 1).await;
        let failed = store.write(async |work: &mut Transaction| {
            let details = CustomerDetails::named("Obi".parse().unwrap());
            let change = Customer::create(work.new_customer_id(), details, &agent(), work.timestamp()).unwrap();
            work.save(change).await?;
            Err::<(), _>(StoreError::NotFound)
        });
        assert!(failed.await.is_err());
        assert_eq!(store.count_queued_events(Consumer::Seal, 10).await.unwrap(), 1);
        assert_eq!(store.count_queued_events(Consumer::Offboarding, 10).await.unwrap(), 0, "not an event it wants");
    })
    .await;
}

#[tokio::test]
async fn concurrent_claims_never_share_an_event() {
    on_both_engines(async |test| {
        let clock = clock();
        let store = store_with_events(test, &clock, 30).await;
        let claims = (0..6).map(|_| store.claim_events(Consumer::Seal, LEASE_SECONDS, 7));
        let claimed: Vec<Vec<ClaimedEvent>> = futures::future::try_join_all(claims).await.unwrap();
        let all: usize = claimed.iter().map(Vec::len).sum();
        let distinct: BTreeSet<Uuid> = claimed.iter().flat_map(|claimed| subjects(claimed)).collect();
        assert_eq!(all, distinct.len());
        let rest = store.claim_events(Consumer::Seal, LEASE_SECONDS, 100).await.unwrap();
        assert_eq!(all + rest.len(), 30);
    })
    .await;
}
