//! Concurrent writers and readers of one SQLite file; guarantees of opening a database.

use std::{os::unix::fs::PermissionsExt as _, sync::Arc, time::Duration};

use sea_orm::{DbBackend, Statement};
use tokio::{
    sync::{Barrier, Notify},
    task::JoinSet,
};

use super::*;
use crate::{
    error::DbErrorKind,
    testing::{TestDatabase, on_both_engines, scaled},
};

async fn number(connection: &impl ConnectionTrait, sql: &str) -> i64 {
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn text(connection: &impl ConnectionTrait, sql: &str) -> String {
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Creates `total`, whose one row must always hold the number of rows of `item`.
async fn counted(database: &Database) {
    for sql in ["CREATE TABLE total (n bigint NOT NULL)", "CREATE TABLE item (n bigint NOT NULL)", "INSERT INTO total VALUES (0)"] {
        database.writer().execute_unprepared(sql).await.unwrap();
    }
}

/// Reads first and writes later, as nearly every use case does; a deferred transaction fails there.
async fn count_one(database: &Database) -> Result<(), DbErr> {
    let work = database.begin().await?;
    // SQLite has one writer anyway; on PostgreSQL the lock makes this wait for an abandoned commit that is still in progress.
    let lock = if work.get_database_backend() == DbBackend::Postgres { "FOR UPDATE" } else { "" };
    let n = number(&work, &format!("SELECT n FROM total {lock}")).await + 1;
    tokio::task::yield_now().await;
    work.execute_unprepared(&format!("INSERT INTO item VALUES ({n})")).await?;
    work.execute_unprepared(&format!("UPDATE total SET n = {n}")).await?;
    work.commit().await.map_err(CommitError::into_inner)
}

/// With deferred transactions it fails within the first writes (`database is locked`); with SQLite's own backoff one of the two processes got no
/// lock for more than two seconds at full size.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_sqlite_writers_lose_nothing_and_are_never_busy() {
    let test = TestDatabase::sqlite().await;
    // Opened twice, like a server and a command; two tasks write on each, so they wait for the pool as well as for the file.
    let processes = [test.open().await, test.open().await];
    counted(&processes[0]).await;
    let each = scaled(5_000);
    let (mut writers, barrier) = (JoinSet::new(), Arc::new(Barrier::new(4)));
    for database in processes.iter().flat_map(|database| [database, database]) {
        let (database, barrier) = (database.clone(), Arc::clone(&barrier));
        writers.spawn(async move {
            barrier.wait().await;
            for _ in 0..each {
                count_one(&database).await.unwrap();
            }
        });
    }
    let done = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for database in processes.iter().flat_map(|database| [database, database, database]) {
        let (database, done) = (database.clone(), Arc::clone(&done));
        readers.spawn(async move {
            let (mut reads, mut last) = (0_u64, 0);
            while !done.load(std::sync::atomic::Ordering::SeqCst) {
                // Both in one statement: a reader sees one snapshot, never half of a transaction.
                let both = text(database.reader(), "SELECT (SELECT n FROM total) || ' ' || (SELECT count(*) FROM item)").await;
                let (total, items) = both.split_once(' ').unwrap();
                assert_eq!(total, items);
                let total: i64 = total.parse().unwrap();
                assert!(total >= last, "a reader saw an older state than before");
                last = total;
                reads += 1;
            }
            reads
        });
    }
    writers.join_all().await;
    done.store(true, std::sync::atomic::Ordering::SeqCst);
    assert!(readers.join_all().await.iter().all(|reads| *reads > 0));
    let expected = i64::from(each) * 4;
    assert_eq!(number(processes[1].reader(), "SELECT count(DISTINCT n) FROM item").await, expected);
    assert_eq!(number(processes[0].reader(), "SELECT n FROM total").await, expected);
}

#[tokio::test]
async fn drop_transaction_rolls_back() {
    on_both_engines(async |test| {
        let database = test.open().await;
        counted(&database).await;
        let work = database.begin().await.unwrap();
        work.execute_unprepared("UPDATE total SET n = 7").await.unwrap();
        drop(work);
        count_one(&database).await.unwrap();
        assert_eq!(number(database.reader(), "SELECT n FROM total").await, 1);
    })
    .await;
}

/// A request whose client disconnects is dropped at any await; the one write connection must come back usable.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn abort_writer_leaves_usable_connection_and_no_partial_write() {
    on_both_engines(async |test| {
        let database = test.open().await;
        counted(&database).await;
        for step in 0..scaled(2_000).max(40) {
            let (task, started) = (database.clone(), Arc::new(Notify::new()));
            let start = Arc::clone(&started);
            let writer = tokio::spawn(async move {
                start.notify_one();
                count_one(&task).await
            });
            started.notified().await;
            tokio::time::sleep(Duration::from_micros(u64::from(step) * 37 % 1500)).await;
            writer.abort();
            let _aborted_or_done = writer.await;
        }
        count_one(&database).await.unwrap();
        assert_eq!(number(database.reader(), "SELECT n FROM total").await, number(database.reader(), "SELECT count(*) FROM item").await);
    })
    .await;
}

#[tokio::test]
async fn open_sqlite_sets_durability_foreign_keys_and_read_only_readers() {
    let test = TestDatabase::sqlite().await;
    let database = test.open().await;
    assert_eq!(text(database.writer(), "PRAGMA journal_mode").await, "wal");
    for (pragma, value) in [("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1), ("query_only", 0)] {
        assert_eq!(number(database.writer(), &format!("PRAGMA {pragma}")).await, value, "{pragma}");
    }
    assert_eq!(number(database.reader(), "PRAGMA query_only").await, 1);
    let refused = database.reader().execute_unprepared("CREATE TABLE t (n)").await.unwrap_err();
    assert!(refused.to_string().contains("readonly"), "{refused}");
}

#[tokio::test]
async fn open_postgres_sets_statement_timeout_of_5_s() {
    let test = TestDatabase::postgres().await;
    let database = test.open().await;
    assert_eq!(text(database.reader(), "SHOW statement_timeout").await, "5s");
    assert_eq!(text(database.writer(), "SHOW application_name").await, "caredesk");
}

#[tokio::test]
async fn open_new_sqlite_file_is_owner_only() {
    let test = TestDatabase::sqlite().await;
    let Engine::Sqlite { path } = test.engine() else { panic!("not SQLite") };
    let path = path.parent().unwrap().join("new/deeper/desk.db");
    let database = Database::open(&Engine::Sqlite { path: path.clone() }).await.unwrap();
    database.writer().execute_unprepared("CREATE TABLE t (n)").await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&path.with_extension("db-wal")), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
}

#[tokio::test]
async fn open_failure_is_one_line_without_password() {
    let test = TestDatabase::sqlite().await;
    let Engine::Sqlite { path } = test.engine() else { panic!("not SQLite") };
    let below_a_file = Engine::Sqlite { path: path.join("desk.db") };
    let not_a_database = path.with_extension("txt");
    fs::write(&not_a_database, "this is a letter, long enough to be no header of a database").unwrap();
    let nobody_there: Engine = "postgres://desk:hunter2@127.0.0.1:1/desk".parse().unwrap();
    for engine in [below_a_file, Engine::Sqlite { path: not_a_database }, nobody_there] {
        let error = Database::open(&engine).await.unwrap_err().to_string();
        assert!(error.starts_with("cannot open ") && !error.contains('\n') && !error.contains("hunter2"), "{error}");
    }
}

#[tokio::test]
async fn failure_of_database_error_is_same_on_both_engines() {
    on_both_engines(async |test| {
        let database = test.open().await;
        let writer = database.writer();
        for sql in [
            "CREATE TABLE parent (id integer PRIMARY KEY, name text)",
            "CREATE UNIQUE INDEX parent_name ON parent (name)",
            "CREATE TABLE child (a integer, b integer REFERENCES parent (id), PRIMARY KEY (a, b))",
            "INSERT INTO parent VALUES (1, 'a')",
            "INSERT INTO child VALUES (1, 1)",
        ] {
            writer.execute_unprepared(sql).await.unwrap();
        }
        for (sql, failure) in [
            ("INSERT INTO parent VALUES (2, 'a')", DbErrorKind::UniqueViolation("parent_name".to_owned())),
            ("INSERT INTO parent VALUES (1, 'b')", DbErrorKind::UniqueViolation("parent_pkey".to_owned())),
            ("INSERT INTO child VALUES (1, 1)", DbErrorKind::UniqueViolation("child_pkey".to_owned())),
            ("INSERT INTO child VALUES (1, 2)", DbErrorKind::ForeignKeyViolation),
            ("DELETE FROM parent WHERE id = 1", DbErrorKind::ForeignKeyViolation),
            ("SELECT nothing", DbErrorKind::Other),
        ] {
            assert_eq!(DbErrorKind::classify(&writer.execute_unprepared(sql).await.unwrap_err()), failure, "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn failure_of_lock_timeout_is_transient_conflict() {
    let test = TestDatabase::sqlite().await;
    let (first, second) = (test.open().await, test.open().await);
    let _holding = first.begin().await.unwrap();
    let immediate = dialect::write_transaction(DbBackend::Sqlite);
    let failure = DbErrorKind::classify(&second.writer().begin_with_options(immediate).await.unwrap_err());
    assert_eq!(failure, DbErrorKind::Conflict);
    assert!(failure.is_retryable());
}

#[tokio::test]
async fn failure_of_postgres_conflict_or_lost_connection_is_transient() {
    let test = TestDatabase::postgres().await;
    let database = test.open().await;
    for (code, failure) in [
        ("40001", DbErrorKind::Conflict),
        ("40P01", DbErrorKind::Conflict),
        ("57014", DbErrorKind::Unavailable),
        ("08006", DbErrorKind::Unavailable),
        ("22012", DbErrorKind::Other),
    ] {
        let raise = format!("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$");
        assert_eq!(DbErrorKind::classify(&database.writer().execute_unprepared(&raise).await.unwrap_err()), failure, "{code}");
    }
    let suicide = Statement::from_string(DbBackend::Postgres, "SELECT pg_terminate_backend(pg_backend_pid())");
    assert!(DbErrorKind::classify(&database.writer().query_one_raw(suicide).await.unwrap_err()).is_retryable());
}

#[test]
fn is_at_least_compares_versions_numerically() {
    for (version, enough) in
        [("3.51.3", true), ("3.100.0", true), ("4.0.0", true), ("3.51.2", false), ("3.9.9", false), ("", false), ("x", false)]
    {
        assert_eq!(is_at_least(version, MIN_SQLITE_VERSION), enough, "{version}");
    }
}

/// Entities and migrations are written separately; without this a missing column would be found only when a row is read or written.
#[tokio::test]
async fn entity_columns_match_table_columns() {
    use sea_orm::{EntityTrait, IdenStatic, Iterable};

    use crate::{
        read_log::entity::read_log,
        tables::entity::{customer, customer_source, event, event_detail, message, search_key, search_word, session, staff, ticket},
    };

    async fn compare<E: EntityTrait>(database: &Database) {
        let table = E::default().table_name().to_owned();
        let mut columns: Vec<String> = E::Column::iter().map(|column| column.as_str().to_owned()).collect();
        columns.sort();
        let there = format!("SELECT group_concat(name, ' ') FROM (SELECT name FROM pragma_table_info('{table}') ORDER BY name)");
        assert_eq!(columns.join(" "), text(database.reader(), &there).await, "{table}");
    }

    let test = TestDatabase::sqlite().await;
    let (desk, read_log) = (test.open().await, Database::open(&test.engine().read_log().unwrap()).await.unwrap());
    compare::<staff::Entity>(&desk).await;
    compare::<session::Entity>(&desk).await;
    compare::<customer::Entity>(&desk).await;
    compare::<customer_source::Entity>(&desk).await;
    compare::<search_key::Entity>(&desk).await;
    compare::<search_word::Entity>(&desk).await;
    compare::<ticket::Entity>(&desk).await;
    compare::<message::Entity>(&desk).await;
    compare::<event::Entity>(&desk).await;
    compare::<event_detail::Entity>(&desk).await;
    compare::<read_log::Entity>(&read_log).await;
}
