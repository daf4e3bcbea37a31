//! After a failed statement, commit or rollback nothing of the transaction is committed, and the next transaction is.

use sea_orm::TransactionTrait as _;

use super::*;
use crate::{
    engine::{database::Database, dialect},
    testing::{TestDatabase, on_both_engines, query_number},
};

async fn prepare(database: &Database) {
    for sql in [
        "CREATE TABLE parent (id integer PRIMARY KEY)",
        "CREATE TABLE child (parent_id integer REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
    ] {
        database.writer().execute_unprepared(sql).await.unwrap();
    }
}

async fn insert(database: &Database, id: u32) -> Result<(), DbErr> {
    let transaction = database.begin().await?;
    transaction.execute_unprepared(&format!("INSERT INTO parent VALUES ({id})")).await?;
    transaction.commit().await.map_err(CommitError::into_inner)
}

/// The number of committed rows, as another process sees it.
async fn kept(test: &TestDatabase) -> i64 {
    let other = test.open().await;
    let kept = query_number(&other, "SELECT count(*) FROM parent").await;
    other.close().await.unwrap();
    kept
}

/// SQLite rolls back by itself when the file is full and the driver's rollback then fails. Every later transaction was nested in one that is never
/// committed: acknowledged, and lost after a restart.
#[tokio::test]
async fn write_after_full_file_is_committed() {
    let test = TestDatabase::sqlite().await;
    let database = test.open().await;
    prepare(&database).await;
    let pages = query_number(&database, "PRAGMA page_count").await;
    // For this connection only, so that it ends with it.
    database.writer().execute_unprepared(&format!("PRAGMA max_page_count = {pages}")).await.unwrap();
    let transaction = database.begin().await.unwrap();
    let full = transaction.execute_unprepared("CREATE TABLE more AS SELECT randomblob(100000) AS bytes").await.unwrap_err();
    assert_eq!(DbErrorKind::classify(&full), DbErrorKind::Storage, "{full}");
    drop(transaction);
    for id in 0..3 {
        insert(&database, id).await.unwrap();
    }
    assert_eq!(kept(&test).await, 3);
}

#[tokio::test]
async fn write_to_read_only_database_is_a_storage_failure_on_both_engines() {
    on_both_engines(async |test| {
        let database = test.open().await;
        prepare(&database).await;
        let transaction = database.begin().await.unwrap();
        let is_sqlite = transaction.get_database_backend() == DbBackend::Sqlite;
        let read_only = if is_sqlite { "PRAGMA query_only = ON" } else { "SET TRANSACTION READ ONLY" };
        transaction.execute_unprepared(read_only).await.unwrap();
        let refused = transaction.execute_unprepared("INSERT INTO parent VALUES (1)").await.unwrap_err();
        assert_eq!(DbErrorKind::classify(&refused), DbErrorKind::Storage, "{refused}");
    })
    .await;
}

/// PostgreSQL answers the COMMIT of an aborted transaction without an error.
#[tokio::test]
async fn commit_after_failed_statement_is_refused_and_keeps_nothing() {
    on_both_engines(async |test| {
        let database = test.open().await;
        prepare(&database).await;
        let transaction = database.begin().await.unwrap();
        transaction.execute_unprepared("INSERT INTO parent VALUES (1)").await.unwrap();
        transaction.execute_unprepared("INSERT INTO parent VALUES (1)").await.unwrap_err();
        transaction.execute_unprepared("INSERT INTO parent VALUES (2)").await.unwrap_err();
        assert!(matches!(transaction.commit().await, Err(CommitError::RolledBack(_))));
        assert_eq!(kept(test).await, 0);
        insert(&database, 3).await.unwrap();
        assert_eq!(kept(test).await, 1);
    })
    .await;
}

#[tokio::test]
async fn commit_refused_by_the_engine_keeps_nothing_and_its_connection_is_replaced() {
    on_both_engines(async |test| {
        let database = test.open().await;
        prepare(&database).await;
        let transaction = database.begin().await.unwrap();
        // A temporary table lives as long as its connection.
        transaction.execute_unprepared("CREATE TEMP TABLE mark (n integer)").await.unwrap();
        transaction.commit().await.unwrap();
        let transaction = database.begin().await.unwrap();
        transaction.execute_unprepared("INSERT INTO parent VALUES (1)").await.unwrap();
        transaction.execute_unprepared("INSERT INTO child VALUES (7)").await.unwrap();
        let refused = transaction.commit().await;
        assert!(
            matches!(&refused, Err(CommitError::RolledBack(error)) if DbErrorKind::classify(error) == DbErrorKind::ForeignKeyViolation),
            "{refused:?}"
        );
        let next = database.begin().await.unwrap();
        assert!(next.execute_unprepared("INSERT INTO mark VALUES (1)").await.is_err(), "the connection is still the same");
        drop(next);
        insert(&database, 2).await.unwrap();
        assert_eq!(kept(test).await, 1);
    })
    .await;
}

/// The server ends the connection during COMMIT: the client cannot know whether it was committed.
#[tokio::test]
async fn commit_of_killed_backend_has_unknown_outcome_and_next_write_is_kept() {
    let test = TestDatabase::postgres().await;
    let database = test.open().await;
    prepare(&database).await;
    for sql in [
        "CREATE FUNCTION end_connection() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
        "CREATE CONSTRAINT TRIGGER killer AFTER INSERT ON child DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_connection()",
    ] {
        database.writer().execute_unprepared(sql).await.unwrap();
    }
    let transaction = database.begin().await.unwrap();
    transaction.execute_unprepared("INSERT INTO parent VALUES (1)").await.unwrap();
    transaction.execute_unprepared("INSERT INTO child VALUES (1)").await.unwrap();
    assert!(matches!(transaction.commit().await, Err(CommitError::Unknown(_))));
    insert(&database, 2).await.unwrap();
    assert_eq!(kept(&test).await, 1);
}

#[tokio::test]
async fn connection_left_in_a_transaction_is_not_used_again() {
    on_both_engines(async |test| {
        let database = test.open().await;
        prepare(&database).await;
        // The driver's own transaction, dropped while open: its connection must not be used for the next one.
        let options = dialect::write_transaction(database.writer().get_database_backend());
        let left = database.writer().begin_with_options(options).await.unwrap();
        left.execute_unprepared("INSERT INTO parent VALUES (1)").await.unwrap();
        drop(left);
        insert(&database, 2).await.unwrap();
        assert_eq!(kept(test).await, 1);
    })
    .await;
}
