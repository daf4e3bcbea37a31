//! Idempotency keys, on both engines.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use caredesk_domain::{
    StaffId,
    actor::{Actor, Role},
    customer::{Customer, CustomerDetails, CustomerPatch},
};
use tokio::{sync::oneshot, time::sleep};
use uuid::Uuid;

use super::*;
use crate::{
    Clock, Ids, Store,
    testing::{TestDatabase, on_both_engines, query_number},
};

const DAY: i64 = 24 * 60 * 60;

#[expect(clippy::disallowed_methods, reason = "tests choose their actor")]
fn agent() -> Actor {
    Actor::staff(StaffId::from_uuid(Uuid::from_u128(1)), Role::Agent)
}

async fn store(test: &TestDatabase, clock: &Clock) -> Store {
    Store::open(test.engine(), clock.clone(), Ids::seeded(7)).await.unwrap()
}

fn clock() -> Clock {
    Clock::manual("2026-03-01T09:00:00Z".parse().unwrap())
}

fn once(caller: u128, key: u8, fingerprint: u8) -> IdempotentRequest {
    IdempotentRequest { caller: Uuid::from_u128(caller), key: [key; 16], fingerprint: [fingerprint; 16] }
}

async fn add(store: &Store, once: IdempotentRequest) -> Result<Written<Customer>, StoreError> {
    store.with_idempotency_key(once).write_once(async |work| insert(work).await).await
}

async fn insert(work: &mut Transaction) -> Result<Customer, StoreError> {
    let change = Customer::create(work.new_customer_id(), CustomerDetails::named("Obi".parse().unwrap()), &agent(), work.timestamp());
    let customer = work.save(change.unwrap()).await?;
    work.set_response_record(customer.id);
    Ok(customer)
}

async fn customers(test: &TestDatabase) -> i64 {
    query_number(&test.open().await, "SELECT count(*) FROM customer").await
}

async fn keys(test: &TestDatabase) -> i64 {
    query_number(&test.open().await, "SELECT count(*) FROM idempotency").await
}

#[tokio::test]
async fn write_with_same_key_is_replayed_for_same_request_and_caller_only() {
    on_both_engines(async |test| {
        let store = store(test, &clock()).await;
        let Written::Done(added) = add(&store, once(1, 1, 1)).await.unwrap() else { panic!("the first write is no replay") };
        let replay = ReplayOutcome { record: RecordRef::Customer(added.id), inserted: true };
        let again = add(&store, once(1, 1, 1)).await;
        assert!(matches!(again, Ok(Written::Replayed(found)) if found == replay), "{again:?}");
        let other = add(&store, once(1, 1, 2)).await;
        assert!(matches!(other, Err(StoreError::KeyReused)), "{other:?}");
        assert_eq!(customers(test).await, 1);
        add(&store, once(2, 1, 2)).await.unwrap();
        add(&store, once(1, 2, 1)).await.unwrap();
        assert_eq!((customers(test).await, keys(test).await), (3, 3));
    })
    .await;
}

#[tokio::test]
async fn replay_of_update_is_not_inserted() {
    on_both_engines(async |test| {
        let store = store(test, &clock()).await;
        let customer = store.write(insert).await.unwrap();
        let rename = async || {
            store
                .with_idempotency_key(once(1, 1, 1))
                .write_once::<_, StoreError>(async |work| {
                    let customer: Customer = work.get(agent().row_scope(), customer.id).await?;
                    let patch = CustomerPatch { family_name: Some("Eze".parse().unwrap()), ..CustomerPatch::default() };
                    let customer = work.save(customer.edit(patch, &agent(), work.timestamp()).unwrap()).await?;
                    work.set_response_record(customer.id);
                    Ok(customer.version)
                })
                .await
        };
        assert_eq!(rename().await.unwrap(), Written::Done(2));
        let again = rename().await;
        let replay = ReplayOutcome { record: RecordRef::Customer(customer.id), inserted: false };
        assert!(matches!(again, Ok(Written::Replayed(found)) if found == replay), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn failed_write_does_not_store_key() {
    on_both_engines(async |test| {
        let store = store(test, &clock()).await;
        let refused = store
            .with_idempotency_key(once(1, 1, 1))
            .write_once::<Customer, StoreError>(async |work| {
                insert(work).await?;
                Err(StoreError::Stale)
            })
            .await;
        assert!(matches!(refused, Err(StoreError::Stale)), "{refused:?}");
        assert_eq!((customers(test).await, keys(test).await), (0, 0));
        add(&store, once(1, 1, 2)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn write_with_key_without_target_is_internal_error_and_rolled_back() {
    on_both_engines(async |test| {
        let store = store(test, &clock()).await;
        let silent = store
            .with_idempotency_key(once(1, 1, 1))
            .write_once::<_, StoreError>(async |work| {
                let change =
                    Customer::create(work.new_customer_id(), CustomerDetails::named("Obi".parse().unwrap()), &agent(), work.timestamp());
                work.save(change.unwrap()).await
            })
            .await;
        assert!(matches!(silent, Err(StoreError::Internal(_))), "{silent:?}");
        assert_eq!((customers(test).await, keys(test).await), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn second_write_with_key_in_one_request_is_internal_error() {
    on_both_engines(async |test| {
        let store = store(test, &clock()).await.with_idempotency_key(once(1, 1, 1));
        store.write_once(insert).await.unwrap();
        let second = store.write_once(insert).await;
        assert!(matches!(second, Err(StoreError::Internal(_))), "{second:?}");
        assert_eq!(customers(test).await, 1);
    })
    .await;
}

#[tokio::test]
async fn plain_write_with_key_is_internal_error() {
    on_both_engines(async |test| {
        let store = store(test, &clock()).await.with_idempotency_key(once(1, 1, 1));
        let plain = store.write(insert).await;
        assert!(matches!(plain, Err(StoreError::Internal(_))), "{plain:?}");
        assert_eq!(customers(test).await, 0);
    })
    .await;
}

#[tokio::test]
async fn key_expires_after_24_h_and_is_purged() {
    on_both_engines(async |test| {
        let clock = clock();
        let store = store(test, &clock).await;
        for key in 0..40 {
            add(&store, once(1, key, 1)).await.unwrap();
        }
        clock.advance(DAY - 1);
        let again = add(&store, once(1, 0, 1)).await;
        assert!(matches!(again, Ok(Written::Replayed(_))), "{again:?}");
        clock.advance(1);
        add(&store, once(1, 0, 2)).await.unwrap();
        let again = add(&store, once(1, 0, 2)).await;
        assert!(matches!(again, Ok(Written::Replayed(_))), "{again:?}");
        assert!(!store.purge_expired().await.unwrap(), "one batch");
        assert_eq!((customers(test).await, keys(test).await), (41, 1), "the 39 expired keys are purged");
    })
    .await;
}

/// On SQLite the second request waits for the write lock like any other write, so that it gets the first one's result.
#[tokio::test]
async fn concurrent_write_with_same_key_waits_2_s() {
    on_both_engines(async |test| {
        let store = store(test, &clock()).await;
        let (taken, has_taken) = oneshot::channel();
        let taken = Mutex::new(Some(taken));
        let (first_store, second_store) = (store.with_idempotency_key(once(1, 1, 1)), &store);
        let first = first_store.write_once(async |work| {
            let customer = insert(work).await?;
            if let Some(taken) = taken.lock().unwrap().take() {
                taken.send(()).unwrap();
            }
            sleep(Duration::from_secs(3)).await;
            Ok::<_, StoreError>(customer)
        });
        let second = async {
            has_taken.await.unwrap();
            let began = Instant::now();
            (add(second_store, once(1, 1, 1)).await, began.elapsed().as_secs_f64())
        };
        let (first, (second, waited)) = tokio::join!(first, second);
        first.unwrap();
        if let crate::Engine::Postgres { .. } = test.engine() {
            assert!(matches!(second, Err(StoreError::KeyInUse)), "{second:?}");
            assert!((1.9..2.9).contains(&waited), "{waited}");
        } else {
            assert!(matches!(second, Ok(Written::Replayed(_))), "{second:?}");
        }
        let third = add(&store, once(1, 1, 1)).await;
        assert!(matches!(third, Ok(Written::Replayed(_))), "{third:?}");
        assert_eq!(customers(test).await, 1);
    })
    .await;
}
