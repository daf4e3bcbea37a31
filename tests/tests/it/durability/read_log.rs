//! Missing, removed or replaced files are detected and reported, and no read is answered without a read log entry.

use std::{fs, path::PathBuf, time::Duration};

use serde_json::json;

use super::{
    load::{Load, sign_in},
    serve,
};
use crate::executable::installation::{Installation, assert_fails_with, stdout_of};

fn read_log(place: &Installation) -> PathBuf {
    place.directory.join("caredesk.read-log.db")
}

/// Caught: reads of a customer were still answered 200 and logged in a file that no longer had a name.
#[tokio::test]
async fn read_with_removed_or_replaced_read_log_is_503_and_shows_nothing() {
    for replaced in [false, true] {
        let place = Installation::sqlite();
        let serving = serve(&place).await;
        let mut load = Load::new(&serving).await;
        load.succeed(3).await;
        let aside = place.directory.join("aside.db");
        fs::rename(read_log(&place), &aside).unwrap();
        if replaced {
            fs::copy(&aside, read_log(&place)).unwrap();
        }
        let shown = load.shown;
        load.run_during_fault(false, true).await;
        assert_eq!(load.shown, shown, "replaced: {replaced}");
        serving.visitor().get("//readyz").await.problem(503, "unavailable");
        fs::rename(&aside, read_log(&place)).unwrap();
        load.recover().await;
        assert_eq!(serving.stop().await, Some(0));
    }
}

/// Caught: writes to a file that no longer had a name were acknowledged.
#[tokio::test]
async fn write_with_removed_or_replaced_database_is_503() {
    for name in ["caredesk.db", "caredesk.db-wal"] {
        let place = Installation::sqlite();
        let serving = serve(&place).await;
        let mut load = Load::new(&serving).await;
        load.succeed(3).await;
        fs::rename(place.directory.join(name), place.directory.join("aside")).unwrap();
        let acknowledged = load.acknowledged.len();
        load.run_during_fault(true, false).await;
        assert_eq!(load.acknowledged.len(), acknowledged, "{name}");
        serving.visitor().get("//readyz").await.problem(503, "unavailable");
    }
}

/// Caught: a server with existing data started with an empty read log, without a message.
#[tokio::test]
async fn start_without_read_log_is_rejected_until_a_new_one_is_begun() {
    let place = Installation::sqlite();
    let serving = serve(&place).await;
    let mut load = Load::new(&serving).await;
    load.succeed(3).await;
    assert_fails_with(&place.run(&["read-log", "begin", "--reason", "The disk failed."]).await, 2, &["another server is running"]);
    assert_eq!(serving.stop().await, Some(0));

    let kept = place.directory.join("kept.db");
    fs::rename(read_log(&place), &kept).unwrap();
    for command in [&["serve"][..], &["migrate"], &["seed", "--tickets", "1", "--per-day", "1", "--seed", "1"]] {
        assert_fails_with(&place.run(command).await, 2, &["caredesk.read-log.db is missing", "caredesk read-log begin"]);
        assert!(!read_log(&place).exists(), "{command:?} created an empty read log");
    }
    let other = Installation::sqlite();
    assert_eq!(serve(&other).await.stop().await, Some(0));
    fs::copy(read_log(&other), read_log(&place)).unwrap();
    assert_fails_with(&place.run(&["serve"]).await, 2, &["caredesk.read-log.db is not this desk's", "caredesk read-log begin"]);

    assert_fails_with(&place.run(&["read-log", "begin", "--reason", "lost"]).await, 2, &["--reason", "10 to 4000"]);
    let begun = stdout_of(&place.run(&["read-log", "begin", "--reason", "The disk that held it failed."]).await);
    assert!(begun.contains("moved the earlier read log to") && begun.ends_with("a new read log has begun\n"), "{begun}");
    let serving = place.serve().await;
    sign_in(&serving).await.get(&format!("/customers/{}", load.patient)).await.ok();
    assert_eq!(serving.stop().await, Some(0));
    assert_eq!(
        super::count_in(&place, "SELECT count(*) FROM event WHERE action = 'begin_read_log' AND actor_kind = 'system:setup'").await,
        1
    );
    let with_reason = "SELECT count(*) FROM event_detail WHERE personal LIKE '%The disk that held it failed.%'";
    assert_eq!(super::count_in(&place, with_reason).await, 1);
    // The earlier read log is no longer accepted.
    fs::rename(&kept, read_log(&place)).unwrap();
    assert_fails_with(&place.run(&["serve"]).await, 2, &["is not this desk's"]);
}

#[tokio::test]
async fn begin_read_log_on_postgresql_is_refused() {
    let place = Installation::postgres().await;
    stdout_of(&place.run(&["migrate"]).await);
    assert_fails_with(&place.run(&["read-log", "begin", "--reason", "The disk failed."]).await, 2, &["in the desk's database"]);
    let serving = place.serve().await;
    serving.visitor().get("//readyz").await.ok();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    serving.visitor().get("//readyz").await.ok();
    serving
        .visitor()
        .post("/auth/login", json!({"email": "nobody@desk.example", "password": "correct horse battery"}))
        .await
        .expect_status(401);
    assert_eq!(serving.stop().await, Some(0));
}
