//! Failures of PostgreSQL: backends killed during COMMIT, a read-only server, a full disk, and a lost response to COMMIT.

use std::{process::Command, time::Duration};

use caredesk_tests::Client;
use sea_orm::{ConnectOptions, ConnectionTrait as _, DatabaseConnection};
use serde_json::json;

use super::{
    Disk,
    load::{Load, sign_in},
    read_log_count, report, serve,
};
use crate::executable::installation::{Installation, RunningServer, stdout_of};

/// A connection of the test itself to a database.
async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

async fn run(connection: &DatabaseConnection, statements: &[&str]) {
    for sql in statements {
        connection.execute_unprepared(sql).await.unwrap();
    }
}

async fn installation() -> Installation {
    let place = Installation::postgres().await;
    stdout_of(&place.run(&["migrate"]).await);
    place
}

/// Runs the load before, during and after one failure, and reports what was lost.
async fn run_fault(fault: &str, place: &Installation, serving: RunningServer, begin: impl AsyncFn(), end: impl AsyncFn()) {
    let mut load = Load::new(&serving).await;
    load.succeed(10).await;
    begin().await;
    load.run_during_fault(true, true).await;
    end().await;
    let recovery = load.recover().await;
    load.succeed(10).await;
    serving.visitor().get("//readyz").await.ok();
    report(fault, place, serving, load, recovery).await;
}

#[tokio::test]
async fn commit_of_killed_backend_keeps_acknowledged_records_and_read_log() {
    let place = installation().await;
    let serving = serve(&place).await;
    let own = connect(&place.url).await;
    run(
        &own,
        &[
            "CREATE TABLE fault (begun boolean)",
            "CREATE FUNCTION kill_in_commit() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN IF EXISTS (SELECT 1 FROM fault) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$",
            "CREATE CONSTRAINT TRIGGER kill AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW EXECUTE FUNCTION kill_in_commit()",
            "CREATE CONSTRAINT TRIGGER kill AFTER INSERT ON read_log DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW EXECUTE FUNCTION kill_in_commit()",
        ],
    )
    .await;
    let begin = async || run(&own, &["INSERT INTO fault VALUES (true)"]).await;
    let end = async || run(&own, &["DELETE FROM fault"]).await;
    run_fault("PostgreSQL, backend killed in COMMIT", &place, serving, begin, end).await;
}

#[tokio::test]
async fn write_to_read_only_server_keeps_acknowledged_records_and_read_log() {
    let place = installation().await;
    let serving = serve(&place).await;
    let name = place.url.rsplit_once('/').unwrap().1.to_owned();
    let server = connect(&std::env::var(caredesk_persistence::testing::POSTGRES).unwrap()).await;
    let switch = async |read_only: &str| {
        let setting = format!("ALTER DATABASE {name} SET default_transaction_read_only = {read_only}");
        // The setting only affects new connections.
        let reconnect = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        run(&server, &[&setting, &reconnect]).await;
    };
    let begin = async || {
        switch("on").await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        wait_until_unready(&serving).await;
    };
    let mut load = Load::new(&serving).await;
    load.succeed(10).await;
    begin().await;
    load.run_during_fault(true, true).await;
    switch("off").await;
    let recovery = load.recover().await;
    load.succeed(10).await;
    report("PostgreSQL, read-only", &place, serving, load, recovery).await;
}

async fn wait_until_unready(serving: &RunningServer) {
    // The first responses may come from the ended connection.
    for _ in 0..20 {
        if serving.visitor().get("//readyz").await.status == 503 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("the server stays ready on a read-only database");
}

/// The tables on a small file system; mounting it needs root and a PostgreSQL server on this machine.
#[tokio::test]
async fn write_to_full_tablespace_keeps_acknowledged_records_and_read_log() {
    let place = Installation::postgres().await;
    let directory = std::env::temp_dir().join(format!("caredesk-tablespace-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let user = Command::new("id").args(["-u", "postgres"]).output().unwrap();
    let owner = String::from_utf8_lossy(&user.stdout).trim().to_owned();
    let Some(disk) = Disk::mount(&directory, &format!("size=96m,mode=0700,uid={owner}")) else { return };
    let (name, server) =
        (place.url.rsplit_once('/').unwrap().1, connect(&std::env::var(caredesk_persistence::testing::POSTGRES).unwrap()).await);
    run(
        &server,
        &[&format!("CREATE TABLESPACE small LOCATION '{}'", directory.display()), &format!("ALTER DATABASE {name} SET TABLESPACE small")],
    )
    .await;
    stdout_of(&place.run(&["migrate"]).await);
    let serving = serve(&place).await;
    run_fault("PostgreSQL, full disk", &place, serving, async || disk.fill(), async || disk.free()).await;
    run(&server, &[&format!("ALTER DATABASE {name} SET TABLESPACE pg_default"), "DROP TABLESPACE small"]).await;
}

/// The commit succeeds and its response is lost: 503 `outcome_unknown`, and a retry with the same key replays the result.
#[tokio::test]
async fn commit_with_lost_answer_is_outcome_unknown_and_retry_is_replayed() {
    let mut place = installation().await;
    let proxy = super::proxy::CommitProxy::start(&place.url).await;
    let direct = std::mem::replace(&mut place.url, proxy.url.clone());
    let serving = serve(&place).await;
    let admin: Client = sign_in(&serving).await;
    let new = json!({"family_name": "Adebayo", "birth_date": "1980-05-17"});
    proxy.lose_next_answer();
    admin.post_with_key("the-key", "/customers", new.clone()).await.problem(503, "outcome_unknown");
    let again = admin.post_with_key("the-key", "/customers", new).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"), "{again}");
    let id = again.created().id().to_owned();
    assert_eq!(admin.get("/customers").await.ok().rows().len(), 1, "{id} was created once");
    // The same for a read: the log entry is written again, and exists once.
    let (patient, before) = (format!("/customers/{id}"), read_log_count(&place, &id).await);
    for shown in 1..=2 {
        proxy.lose_next_answer();
        admin.get(&patient).await.ok();
        assert_eq!(read_log_count(&place, &id).await, before + shown);
    }
    assert_eq!(serving.stop().await, Some(0));
    place.url = direct;
}
