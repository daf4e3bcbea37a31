//! Endless statements do not delay others and are cancelled, on both engines.

use std::time::Instant;

use caredesk_domain::{
    StaffId,
    actor::{Actor, Role},
};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};
use uuid::Uuid;

use super::*;
use crate::{
    engine::{clock::Clock, ids::Ids},
    store::Store,
    testing::{TestDatabase, on_both_engines, query_number},
};

/// Far less than any test waits, and far more than an idle server needs for anything.
const SOON: Duration = Duration::from_secs(1);
const LIMITS: Limits = Limits {
    connections: 2,
    per_caller: 1,
    queue: 3,
    queue_per_caller: 3,
    max_wait: Duration::from_millis(300),
    max_duration: Duration::from_millis(300),
};

fn caller(number: u128) -> PrincipalId {
    PrincipalId::from_uuid(Uuid::from_u128(number))
}

/// A statement that takes hours of processor time and no memory.
async fn endless(connection: DatabaseConnection) -> Result<i64, StoreError> {
    let sql = if connection.get_database_backend() == DbBackend::Sqlite {
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
    } else {
        "SELECT COUNT(*) FROM generate_series(1, 200000) endless, generate_series(1, 200000) more"
    };
    number(&connection, sql).await
}

async fn number(connection: &DatabaseConnection, sql: &str) -> Result<i64, StoreError> {
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    Ok(row.unwrap().try_get_by_index(0).unwrap())
}

async fn one(connection: DatabaseConnection) -> Result<i64, StoreError> {
    number(&connection, "SELECT CAST(1 AS BIGINT)").await
}

/// How many endless statements PostgreSQL still runs. SQLite runs them in this process: a connection that responds has ended its own.
async fn running(database: &Database) -> i64 {
    match database.engine() {
        Engine::Sqlite { .. } => 0,
        Engine::Postgres { .. } => {
            let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' \
                       AND query LIKE '%endless%' AND pid <> pg_backend_pid()";
            query_number(database, sql).await
        }
    }
}

async fn ends(database: &Database) {
    let begun = Instant::now();
    while running(database).await > 0 {
        assert!(begun.elapsed() < SOON, "the server still runs the statement");
        sleep(Duration::from_millis(10)).await;
    }
}

/// Asserts that every connection responds within a second, one after the other.
async fn every_connection_answers(bulkhead: &Arc<Bulkhead>) {
    for _ in 0..LIMITS.connections {
        let admission = bulkhead.admit(None).await.unwrap();
        assert_eq!(timeout(SOON, admission.run(one)).await.unwrap().unwrap(), 1);
    }
}

#[tokio::test]
async fn long_read_past_deadline_is_cancelled_and_frees_connection() {
    on_both_engines(async |test: &TestDatabase| {
        let database = test.open().await;
        let bulkhead = Arc::new(Bulkhead::new(LIMITS, &database));
        for number in 0..2 {
            let begun = Instant::now();
            let outcome = bulkhead.admit(Some(caller(number))).await.unwrap().run(endless).await;
            assert!(matches!(outcome, Err(StoreError::DeadlineExceeded | StoreError::Unavailable(_))), "{outcome:?}");
            assert!(begun.elapsed() < LIMITS.max_duration + SOON, "{:?}", begun.elapsed());
        }
        ends(&database).await;
        every_connection_answers(&bulkhead).await;
        bulkhead.close().await.unwrap();
        database.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn long_read_dropped_is_cancelled_and_frees_connection() {
    on_both_engines(async |test: &TestDatabase| {
        let database = test.open().await;
        let patient = Limits { max_duration: Duration::from_secs(60), max_wait: SOON, ..LIMITS };
        let bulkhead = Arc::new(Bulkhead::new(patient, &database));
        let mut reads = JoinSet::new();
        for number in 0..2 {
            let admission = bulkhead.admit(Some(caller(number))).await.unwrap();
            reads.spawn(background::run(move || admission.run(endless)));
        }
        // Long enough for both statements to have begun.
        sleep(Duration::from_millis(300)).await;
        let expected = if matches!(database.engine(), Engine::Postgres { .. }) { 2 } else { 0 };
        assert_eq!(running(&database).await, expected);
        reads.shutdown().await;
        ends(&database).await;
        every_connection_answers(&bulkhead).await;
        bulkhead.close().await.unwrap();
        database.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn admit_beyond_callers_queue_is_overloaded_and_admits_other_caller() {
    let test = TestDatabase::sqlite().await;
    let database = test.open().await;
    let bulkhead = Arc::new(Bulkhead::new(LIMITS, &database));
    let (greedy, other, third) = (Some(caller(1)), Some(caller(2)), Some(caller(3)));
    let first = bulkhead.admit(greedy).await.unwrap();
    // Two more of the first caller wait although a connection is idle; the fourth is rejected at once.
    let mut waiting = [Box::pin(bulkhead.admit(greedy)), Box::pin(bulkhead.admit(greedy))];
    for admit in &mut waiting {
        assert!(futures::poll!(admit).is_pending());
    }
    let begun = Instant::now();
    assert!(matches!(bulkhead.admit(greedy).await, Err(StoreError::Overloaded)));
    assert!(begun.elapsed() < LIMITS.max_wait / 2, "{:?}", begun.elapsed());
    // Another caller is admitted meanwhile.
    let second = bulkhead.admit(other).await.unwrap();
    // Both connections are in use and three reads wait: the queue is full.
    let mut last = Box::pin(bulkhead.admit(third));
    assert!(futures::poll!(&mut last).is_pending());
    assert!(matches!(bulkhead.admit(other).await, Err(StoreError::Overloaded)));
    // Waiting reads are rejected after `max_wait`.
    for admit in waiting {
        assert!(matches!(admit.await, Err(StoreError::Overloaded)));
    }
    assert!(matches!(last.await, Err(StoreError::Overloaded)));
    // Both connections are free once dropped, and no state of the callers is left.
    drop((first, second));
    let begun = Instant::now();
    let mut held = Vec::new();
    for number in 10..12 {
        held.push(bulkhead.admit(Some(caller(number))).await.unwrap());
    }
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    database.close().await.unwrap();
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "tests construct their own actors")]
async fn reads_and_writes_beside_32_endless_long_reads_stay_fast() {
    on_both_engines(async |test: &TestDatabase| {
        let database = test.open().await;
        let store = Store::open(test.engine(), Clock::system(), Ids::random()).await.unwrap();
        let mut reads = JoinSet::new();
        for number in 0..32 {
            for class in [ReadClass::Report, ReadClass::Search] {
                let (store, id) = (store.clone(), StaffId::from_uuid(Uuid::from_u128(number)));
                let endless = async |store: Store| endless(store.reader().clone()).await;
                reads.spawn(async move { store.long_read(class, &Actor::staff(id, Role::Admin), endless).await });
            }
        }
        sleep(Duration::from_millis(300)).await;
        for _ in 0..20 {
            let begun = Instant::now();
            number(store.reader(), "SELECT COUNT(*) FROM staff").await.unwrap();
            store.write::<_, StoreError>(async |_| Ok(())).await.unwrap();
            assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
        }
        // Lists have their own connections, too.
        let list = async |store: Store| one(store.reader().clone()).await;
        let lister = Actor::staff(StaffId::from_uuid(Uuid::from_u128(99)), Role::Agent);
        assert_eq!(timeout(SOON, store.long_read(ReadClass::List, &lister, list)).await.unwrap().unwrap(), 1);
        reads.shutdown().await;
        ends(&database).await;
        store.close().await.unwrap();
        database.close().await.unwrap();
    })
    .await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn background_read_and_its_sqlite_threads_have_low_priority() {
    let test = TestDatabase::sqlite().await;
    let database = test.open().await;
    let bulkhead = Arc::new(Bulkhead::new(LIMITS, &database));
    let admission = bulkhead.admit(None).await.unwrap();
    let nice_after = async |connection| one(connection).await.map(|_| rustix::process::getpriority_process(None).unwrap());
    assert_eq!(background::run(move || admission.run(nice_after)).await.unwrap(), background::NICE);
    let states = std::fs::read_dir("/proc/self/task").unwrap().map(|task| std::fs::read_to_string(task.unwrap().path().join("stat")));
    assert!(states.flatten().any(|state| state.contains("(sqlx-sqlite") && nice(&state) == Some(background::NICE)));
    database.close().await.unwrap();
}

/// Voluntary context switches of the low-priority SQLite threads since they started.
#[cfg(target_os = "linux")]
fn waits_of_background_statements() -> u64 {
    let mut waits = 0;
    for task in std::fs::read_dir("/proc/self/task").unwrap().flatten() {
        let read = |name: &str| std::fs::read_to_string(task.path().join(name)).unwrap_or_default();
        if read("stat").contains("(sqlx-sqlite") && nice(&read("stat")) == Some(background::NICE) {
            let status = read("status");
            waits += status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:\t")?.parse::<u64>().ok()).unwrap_or(0);
        }
    }
    waits
}

/// The nice value in `/proc/<pid>/stat`: field 19, the 16th after the name in parentheses (from 0).
#[cfg(target_os = "linux")]
fn nice(state: &str) -> Option<i32> {
    state.rsplit(") ").next()?.split(' ').nth(16)?.parse().ok()
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn background_statement_during_commit_yields_cpu() {
    let test = TestDatabase::sqlite().await;
    let database = test.open().await;
    let bulkhead = Arc::new(Bulkhead::new(LIMITS, &database));
    let admission = bulkhead.admit(None).await.unwrap();
    let _commit = crate::engine::database::commits::CommitGuard::begin();
    let waits_before = waits_of_background_statements();
    let ended = background::run(move || admission.run(endless)).await;
    assert!(ended.is_err(), "{ended:?}");
    let waits = waits_of_background_statements() - waits_before;
    assert!(waits >= 100, "{waits} waits in 300 ms");
    database.close().await.unwrap();
}
