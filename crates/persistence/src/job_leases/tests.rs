//! Leases of jobs, on both engines.

use super::*;
use crate::{
    Clock, Ids,
    testing::{TestDatabase, on_both_engines},
};

const JOB: &str = "purge";

async fn store(test: &TestDatabase, clock: &Clock) -> Store {
    Store::open(test.engine(), clock.clone(), Ids::random()).await.unwrap()
}

fn clock() -> Clock {
    Clock::manual("2026-03-01T09:00:00Z".parse().unwrap())
}

fn server(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

#[tokio::test]
async fn one_of_three_servers_leases_a_due_job() {
    on_both_engines(async |test| {
        let clock = clock();
        let servers = [store(test, &clock).await, store(test, &clock).await, store(test, &clock).await];
        for store in &servers {
            store.register_jobs(&[(JOB, 0)]).await.unwrap();
        }
        for round in 1..=20 {
            let leases = servers.iter().zip(1..).map(|(store, number)| store.lease_job(JOB, server(number), 15));
            let leased = futures::future::try_join_all(leases).await.unwrap();
            assert_eq!(leased.iter().filter(|leased| **leased).count(), 1, "round {round}");
            assert_eq!(servers[0].due_jobs().await.unwrap(), [""; 0]);
            let (number, _) = (1..).zip(leased).find(|(_, leased)| *leased).unwrap();
            servers[0].release_job(JOB, server(number), 0).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn job_of_dead_server_is_leased_by_another_after_its_lease() {
    on_both_engines(async |test| {
        let clock = clock();
        let (dead, living) = (store(test, &clock).await, store(test, &clock).await);
        dead.register_jobs(&[(JOB, 0)]).await.unwrap();
        assert!(dead.lease_job(JOB, server(1), 15).await.unwrap());
        clock.advance(14);
        assert!(!living.lease_job(JOB, server(2), 15).await.unwrap());
        clock.advance(1);
        assert_eq!(living.due_jobs().await.unwrap(), [JOB]);
        assert!(living.lease_job(JOB, server(2), 15).await.unwrap());
        // The first was only slow: it must not end the lease of the second.
        dead.release_job(JOB, server(1), 0).await.unwrap();
        assert!(!dead.lease_job(JOB, server(1), 15).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn released_job_is_due_after_its_period() {
    on_both_engines(async |test| {
        let clock = clock();
        let store = store(test, &clock).await;
        store.register_jobs(&[(JOB, 600), ("other", 0)]).await.unwrap();
        assert_eq!(store.due_jobs().await.unwrap(), ["other"]);
        clock.advance(600);
        store.register_jobs(&[(JOB, 600)]).await.unwrap();
        assert!(store.lease_job(JOB, server(1), 15).await.unwrap(), "registering again changes nothing");
        store.release_job(JOB, server(1), 600).await.unwrap();
        assert_eq!(store.due_jobs().await.unwrap(), ["other"]);
    })
    .await;
}
