//! Storage failures: every acknowledged record exists after a restart, and every answered read is in the read log.

mod load;
mod postgres;
mod proxy;
mod read_log;

use std::{path::Path, process::Command, time::Duration};

use caredesk_persistence::{Database, Engine, testing::query_number};

use crate::executable::installation::{Installation, RunningServer, stdout_of};
use load::{Load, PASSWORD, count_lost};

/// Starts a server on a new database with an admin.
async fn serve(place: &Installation) -> RunningServer {
    stdout_of(&place.add_admin("tunde@desk.example", PASSWORD).await);
    place.serve().await
}

/// The number of read log entries that the customer was opened.
async fn read_log_count(place: &Installation, patient: &str) -> i64 {
    let engine = place.database.engine();
    let database = Database::open(&engine.read_log().unwrap_or_else(|| engine.clone())).await.unwrap();
    let id = match engine {
        Engine::Sqlite { .. } => format!("x'{}'", patient.replace('-', "")),
        Engine::Postgres { .. } => format!("'{patient}'"),
    };
    let noted = query_number(&database, &format!("SELECT count(*) FROM read_log WHERE action = 'opened' AND record_id = {id}")).await;
    database.close().await.unwrap();
    noted
}

/// A number from the database, while no server runs.
async fn count_in(place: &Installation, sql: &str) -> i64 {
    let database = Database::open(place.database.engine()).await.unwrap();
    let number = query_number(&database, sql).await;
    database.close().await.unwrap();
    number
}

/// Sets the file size limit of a running process: 1 byte, so that every write to a file fails, or `unlimited`.
fn limit_file_size(process: u32, bytes: &str) {
    let limit = Command::new("prlimit").args(["--pid", &process.to_string(), &format!("--fsize={bytes}:")]).status().unwrap();
    assert!(limit.success(), "prlimit (package util-linux) failed to set the limit");
}

/// Caught: 78 of 78 acknowledged records were lost after a restart, `/readyz` was 200 throughout, and 58 answered reads were not in the read log.
/// Before that a file size limit ended the program (SIGXFSZ).
#[tokio::test]
async fn write_with_failing_file_keeps_acknowledged_records_and_read_log() {
    let place = Installation::sqlite();
    let serving = serve(&place).await;
    let mut load = Load::new(&serving).await;
    load.succeed(10).await;
    limit_file_size(serving.process(), "1");
    load.run_during_fault(true, true).await;
    serving.visitor().get("//readyz").await.problem(503, "unavailable");
    limit_file_size(serving.process(), "unlimited");
    let recovery = load.recover().await;
    serving.visitor().get("//readyz").await.ok();
    load.succeed(10).await;
    report("SQLite, every write to a file fails", &place, serving, load, recovery).await;
}

/// A file system without space; mounting it needs root.
#[tokio::test]
async fn write_with_full_disk_keeps_acknowledged_records_and_read_log() {
    let place = Installation::sqlite();
    let Some(disk) = Disk::mount(&place.directory, "size=24m,mode=0700") else { return };
    let serving = serve(&place).await;
    let mut load = Load::new(&serving).await;
    load.succeed(10).await;
    disk.fill();
    load.run_during_fault(true, true).await;
    serving.visitor().get("//readyz").await.problem(503, "unavailable");
    disk.free();
    let recovery = load.recover().await;
    serving.visitor().get("//readyz").await.ok();
    load.succeed(10).await;
    report("SQLite, full disk", &place, serving, load, recovery).await;
}

/// Caught: a newer program had migrated the database under a running one, which stayed ready.
#[tokio::test]
async fn readiness_with_schema_of_another_version_is_503() {
    caredesk_tests::on_both_engines(async |desk| {
        desk.visitor().get("//readyz").await.ok();
        let (earlier, later) = (
            "UPDATE desk_migration SET version = 'm0001_other' WHERE version = 'm0001_staff'",
            "UPDATE desk_migration SET version = 'm0001_staff' WHERE version = 'm0001_other'",
        );
        desk.raw_sql(earlier).await;
        desk.visitor().get("//readyz").await.problem(503, "unavailable");
        desk.raw_sql(later).await;
        desk.visitor().get("//readyz").await.ok();
        desk.raw_sql("INSERT INTO desk_migration (version, applied_at) VALUES ('m9999_later', 0)").await;
        desk.visitor().get("//readyz").await.problem(503, "unavailable");
    })
    .await;
}

/// Prints the figures and asserts that nothing was lost.
#[expect(clippy::print_stdout, reason = "the figures of docs/evidence/durability.md")]
async fn report(fault: &str, place: &Installation, serving: RunningServer, load: Load, recovery: Duration) {
    assert_eq!(serving.stop().await, Some(0));
    let noted = read_log_count(place, &load.patient).await;
    let serving = place.serve().await;
    let lost = count_lost(&serving, &load.acknowledged).await;
    assert_eq!(serving.stop().await, Some(0));
    let (acknowledged, shown, refused) = (load.acknowledged.len(), load.shown, &load.rejections);
    println!("| {fault} | {acknowledged} | {lost} | {shown} | {noted} | {} ms | {refused:?} |", recovery.as_millis());
    let allowed = ["503 unavailable", "503 outcome_unknown"];
    assert!(refused.keys().all(|refusal| allowed.contains(&refusal.as_str())), "{refused:?}");
    assert_eq!(lost, 0, "of {acknowledged} acknowledged records");
    assert_eq!(shown, noted, "answered reads and read log entries");
}

/// A small file system in memory, mounted over a directory.
struct Disk<'d>(&'d Path);

impl<'d> Disk<'d> {
    /// `None` without the permission to mount.
    #[expect(clippy::print_stderr, reason = "a skipped test says so")]
    fn mount(directory: &'d Path, options: &str) -> Option<Self> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(directory).output().unwrap();
        if mounted.status.success() {
            return Some(Self(directory));
        }
        eprintln!("skipped, mounting needs root: {}", String::from_utf8_lossy(&mounted.stderr));
        None
    }

    fn fill(&self) {
        let mut piece = vec![0; 4096];
        piece.fill(7);
        let mut file = std::fs::File::create(self.0.join("filler")).unwrap();
        while std::io::Write::write_all(&mut file, &piece).is_ok() {}
    }

    fn free(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}
