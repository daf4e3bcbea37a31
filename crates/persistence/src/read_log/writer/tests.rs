//! The read log writer: panic, missing writer, repeated commit.

use std::sync::atomic::{AtomicUsize, Ordering};

use caredesk_domain::actor::SystemJob;

use super::*;
use crate::testing::{TestDatabase, on_both_engines, query_number};

#[expect(clippy::disallowed_methods, reason = "tests choose their actor")]
fn reading() -> ReadEntry {
    let kind = SubjectKind::Ticket;
    ReadEntry { actor: Actor::system(SystemJob::Import), action: ReadAction::Opened, kind, record: None, customers: Vec::new() }
}

/// A read log whose writer panics in its first group; if `written`, after writing it.
async fn panicking_once(test: &TestDatabase, written: bool) -> ReadLog {
    let engine = test.engine().read_log().unwrap_or_else(|| test.engine().clone());
    let shelf = Database::open(&engine).await.unwrap();
    let (queue, waiting) = mpsc::channel(QUEUE_CAPACITY);
    let (target, groups) = (shelf.clone(), AtomicUsize::new(0));
    tokio::spawn(run_writer(waiting, move |group| {
        let (first, target) = (groups.fetch_add(1, Ordering::SeqCst) == 0, target.clone());
        async move {
            if !first || written {
                write(&target, &group).await?;
            }
            assert!(!first, "panics on purpose");
            Ok(())
        }
    }));
    ReadLog { queue, database: shelf, clock: Clock::system(), ids: Ids::seeded(7) }
}

/// Regression: after a panic all reads were 503 until a restart, while the health check reported ready.
#[tokio::test]
async fn note_after_writer_panic_is_written_and_previous_note_fails() {
    on_both_engines(async |test| {
        for written in [false, true] {
            let read_log = panicking_once(test, written).await;
            let before = query_number(&read_log.database, "SELECT count(*) FROM read_log").await;
            assert!(matches!(read_log.record(reading()).await, Err(StoreError::ReadLog)));
            read_log.record(reading()).await.unwrap();
            read_log.check_writable().await.unwrap();
            let after = query_number(&read_log.database, "SELECT count(*) FROM read_log").await;
            assert_eq!(after - before, if written { 2 } else { 1 });
        }
    })
    .await;
}

#[tokio::test]
async fn check_writable_without_a_writer_fails() {
    let test = TestDatabase::sqlite().await;
    let shelf = Database::open(&test.engine().read_log().unwrap()).await.unwrap();
    let (queue, waiting) = mpsc::channel(QUEUE_CAPACITY);
    let read_log = ReadLog { queue, database: shelf, clock: Clock::system(), ids: Ids::seeded(7) };
    drop(waiting);
    assert!(matches!(read_log.check_writable().await, Err(StoreError::ReadLog)));
}

/// A commit of unknown outcome is retried: entries it had written are not duplicated.
#[tokio::test]
async fn write_same_group_twice_stores_it_once() {
    on_both_engines(async |test| {
        let engine = test.engine().read_log().unwrap_or_else(|| test.engine().clone());
        let shelf = Database::open(&engine).await.unwrap();
        let at = Clock::system().now();
        let group = [QueuedEntry { id: Ids::seeded(7).id::<EventKind>(at), at, read: reading() }];
        for _ in 0..2 {
            write(&shelf, &group).await.unwrap();
        }
        assert_eq!(query_number(&shelf, "SELECT count(*) FROM read_log").await, 1);
    })
    .await;
}
