//! Throttle entries, on both engines.

use caredesk_domain::{event::SubjectKind, throttle::ThrottleKind};

use super::*;
use crate::{
    Clock, Ids,
    testing::{TestDatabase, on_both_engines, query_number},
};

fn key(number: u8) -> ThrottleKey {
    ThrottleKey { kind: ThrottleKind::Account, hash: [number; 32] }
}

async fn store(test: &TestDatabase, clock: &Clock) -> Store {
    Store::open(test.engine(), clock.clone(), Ids::seeded(7)).await.unwrap()
}

/// Counts a failure of each key.
async fn fail(store: &Store, keys: &[ThrottleKey]) -> Vec<ThrottleEntry> {
    let written: Result<_, StoreError> = store
        .write(async |work| {
            let mut entries = work.throttle_entries_to_count(keys).await?;
            for entry in &mut entries {
                entry.counter.record(entry.key.kind, work.timestamp());
                entry.add_attempts(1, None, work.timestamp());
                entry.subject = Some(EventSubject { kind: SubjectKind::Staff, id: uuid::Uuid::from_u128(5) });
            }
            work.save_throttle_entries(&entries).await?;
            Ok(entries)
        })
        .await;
    written.unwrap()
}

#[tokio::test]
async fn save_throttle_entry_round_trips() {
    on_both_engines(async |test| {
        let clock = Clock::manual("2026-03-02T09:00:00.123456Z".parse().unwrap());
        let store = store(test, &clock).await;
        for _ in 0..6 {
            let written = fail(&store, &[key(2), key(1), key(2)]).await;
            assert_eq!(written.len(), 2, "each key once");
            clock.advance(7);
            let mut read = store.throttle_entries(&[key(1), key(2), key(3)]).await.unwrap();
            read.sort_by_key(|entry| entry.key.hash);
            assert_eq!(read, written);
        }
    })
    .await;
}

#[tokio::test]
async fn count_failures_on_two_servers_concurrently_loses_none() {
    on_both_engines(async |test| {
        let clock = Clock::manual("2026-03-02T09:00:00Z".parse().unwrap());
        let servers = [store(test, &clock).await, store(test, &clock).await];
        let failures = (0..8).map(|number: u8| async move { (number, key(number % 2)) });
        futures::future::join_all(failures.map(async |failure| {
            let (number, key) = failure.await;
            fail(&servers[usize::from(number / 4)], &[key]).await
        }))
        .await;
        let entries = servers[0].throttle_entries(&[key(0), key(1)]).await.unwrap();
        assert!(entries.iter().all(|entry| entry.counter.failures.len() == 4), "{entries:?}");
    })
    .await;
}

#[tokio::test]
async fn save_throttle_entries_deletes_expired() {
    on_both_engines(async |test| {
        let clock = Clock::manual("2026-03-02T09:00:00Z".parse().unwrap());
        let store = store(test, &clock).await;
        fail(&store, &[key(1), key(2)]).await;
        assert_eq!(store.due_throttle_keys(10).await.unwrap().len(), 2, "not in the audit log yet");
        assert_eq!(store.due_throttle_keys(1).await.unwrap().len(), 1);
        clock.advance(900);
        let done: Result<_, StoreError> = store
            .write(async |work| {
                let mut entries = work.throttle_entries(&[key(1), key(2)]).await?;
                entries.iter_mut().for_each(|entry| entry.window = None);
                work.save_throttle_entries(&entries).await
            })
            .await;
        done.unwrap();
        assert_eq!(query_number(&test.open().await, "SELECT count(*) FROM sign_in_throttle").await, 0);
    })
    .await;
}
