//! Migrating: concurrent processes, kills in the middle, a newer schema.

use std::{
    env,
    process::{Child, Command, Stdio},
    sync::Arc,
    thread::sleep,
    time::Duration,
};

use caredesk_migrations::{MigrateError, Schema, is_current, migrate, pending, unknown};
use caredesk_persistence::{
    Database, Engine,
    testing::{TestDatabase, on_both_engines, on_both_engines_without_schema, scaled},
};
use sea_orm_migration::sea_orm::ConnectionTrait;
use tokio::sync::Barrier;

/// Environment variable with the database that a child process migrates.
const CHILD_DATABASE_VAR: &str = "CAREDESK_TEST_CHILD_DATABASE";

/// Not a test: the child process of the tests below.
#[tokio::test]
#[ignore = "run as a process of its own by the tests of this file"]
async fn migrate_in_child_process() {
    let engine: Engine = env::var(CHILD_DATABASE_VAR).unwrap().parse().unwrap();
    let database = Database::open(&engine).await.unwrap();
    for part in [Schema::Desk, Schema::ReadLog] {
        migrate(database.writer(), part).await.unwrap();
    }
}

fn start_a_process(test: &TestDatabase) -> Child {
    let database = match test.engine() {
        Engine::Sqlite { .. } => test.engine().to_string(),
        // `Engine` shows no password.
        Engine::Postgres { url } => {
            let name = url.to_string().rsplit('/').next().unwrap().to_owned();
            let server = env::var(caredesk_persistence::testing::POSTGRES).unwrap();
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        }
    };
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "migrating::migrate_in_child_process", "--ignored"])
        .env(CHILD_DATABASE_VAR, database)
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

async fn assert_current(database: &Database) {
    for part in [Schema::Desk, Schema::ReadLog] {
        assert!(is_current(database.writer(), part).await.unwrap());
        assert_eq!(pending(database.writer(), part).await.unwrap(), Vec::<String>::new());
        assert_eq!(unknown(database.writer(), part).await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn migrate_applies_all_once_in_order() {
    on_both_engines_without_schema(async |test| {
        let database = test.open().await;
        for part in [Schema::Desk, Schema::ReadLog] {
            assert!(!is_current(database.reader(), part).await.unwrap());
            assert_eq!(pending(database.reader(), part).await.unwrap(), part.migration_names());
            assert_eq!(migrate(database.writer(), part).await.unwrap(), part.migration_names());
            assert_eq!(migrate(database.writer(), part).await.unwrap(), Vec::<String>::new());
        }
        assert_current(&database).await;
    })
    .await;
}

#[tokio::test]
async fn migrate_by_8_processes_applies_each_once() {
    on_both_engines_without_schema(async |test| {
        let processes: Vec<Child> = (0..8).map(|_| start_a_process(test)).collect();
        for mut process in processes {
            assert!(process.wait().unwrap().success());
        }
        assert_current(&test.open().await).await;
    })
    .await;
}

#[tokio::test]
async fn migrate_by_8_tasks_applies_each_once() {
    for _ in 0..scaled(100).max(20) {
        on_both_engines_without_schema(migrate_by_eight_tasks).await;
    }
}

async fn migrate_by_eight_tasks(test: &TestDatabase) {
    let mut databases = Vec::new();
    for _ in 0..8 {
        databases.push(test.open().await);
    }
    let barrier = Arc::new(Barrier::new(databases.len()));
    let migrating = databases.iter().map(|database| {
        let (writer, barrier) = (database.writer().clone(), Arc::clone(&barrier));
        tokio::spawn(async move {
            barrier.wait().await;
            migrate(&writer, Schema::Desk).await.unwrap()
        })
    });
    let migrating: Vec<_> = migrating.collect();
    let mut applied = Vec::new();
    for task in migrating {
        applied.extend(task.await.unwrap());
    }
    applied.sort();
    assert_eq!(applied, Schema::Desk.migration_names());
}

#[tokio::test]
async fn migrate_killed_midway_leaves_whole_migrations_and_resumes() {
    on_both_engines(async |finished| {
        let database = finished.open().await;
        let whole = tables(&database).await;
        let sqlite = matches!(finished.engine(), Engine::Sqlite { .. });
        for run in 0..scaled(300).max(6) {
            let test = if sqlite { TestDatabase::sqlite_without_schema() } else { TestDatabase::postgres_without_schema().await };
            let mut process = start_a_process(&test);
            // Spread over the run time of the process, most of which is its start.
            sleep(Duration::from_millis(u64::from(10 + run * 13 % if sqlite { 40 } else { 120 })));
            process.kill().unwrap();
            process.wait().unwrap();

            let database = test.open().await;
            let left = pending(database.writer(), Schema::Desk).await.unwrap();
            assert!(Schema::Desk.migration_names().ends_with(&left), "{left:?}");
            if left == Schema::Desk.migration_names() {
                let there = tables(&database).await;
                assert!(!there.contains(&"staff".to_owned()), "a partial migration was committed: {there:?}");
            }
            for part in [Schema::Desk, Schema::ReadLog] {
                migrate(database.writer(), part).await.unwrap();
            }
            assert_current(&database).await;
            let there = tables(&database).await;
            assert!(whole.iter().all(|table| there.contains(table)), "{there:?}");
        }
    })
    .await;
}

async fn tables(database: &Database) -> Vec<String> {
    let sql = match database.engine() {
        Engine::Sqlite { .. } => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1",
        Engine::Postgres { .. } => "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
    };
    let rows =
        database.writer().query_all_raw(sea_orm_migration::sea_orm::Statement::from_string(database.writer().get_database_backend(), sql));
    rows.await.unwrap().iter().map(|row| row.try_get("", "name").unwrap()).collect()
}

#[tokio::test]
async fn migration_that_fails_is_rolled_back_and_can_be_repeated() {
    on_both_engines_without_schema(async |test| {
        let database = test.open().await;
        // The first migration creates `staff` and then `session`.
        database.writer().execute_unprepared("CREATE TABLE session (n integer)").await.unwrap();
        let refused = migrate(database.writer(), Schema::Desk).await.unwrap_err();
        assert!(matches!(refused, MigrateError::Database(_)), "{refused}");
        assert!(!tables(&database).await.contains(&"staff".to_owned()));
        assert_eq!(pending(database.writer(), Schema::Desk).await.unwrap(), Schema::Desk.migration_names());

        database.writer().execute_unprepared("DROP TABLE session").await.unwrap();
        assert_eq!(migrate(database.writer(), Schema::Desk).await.unwrap(), Schema::Desk.migration_names());
    })
    .await;
}

#[tokio::test]
async fn migrate_newer_schema_is_rejected_unchanged() {
    on_both_engines(async |test| {
        let database = test.open().await;
        database.writer().execute_unprepared("INSERT INTO desk_migration (version, applied_at) VALUES ('m9999_later', 0)").await.unwrap();
        assert_eq!(unknown(database.reader(), Schema::Desk).await.unwrap(), ["m9999_later"]);
        assert!(!is_current(database.reader(), Schema::Desk).await.unwrap());
        let refused = migrate(database.writer(), Schema::Desk).await.unwrap_err();
        assert!(matches!(&refused, MigrateError::Newer(names) if names == &["m9999_later"]), "{refused}");
        assert!(refused.to_string().contains("m9999_later"));
    })
    .await;
}
