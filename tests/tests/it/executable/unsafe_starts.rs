//! Every command rejects files that other accounts can access and keys that can be guessed, and names them with the repair command.

use std::{
    fs::{self, Permissions},
    os::unix::fs::{PermissionsExt as _, chown, symlink},
    path::{Path, PathBuf},
    process::Output,
};

use tokio::process::Command;

use super::installation::{Installation, assert_fails_with, stdout_of};

/// Every command that opens the database.
const COMMANDS: [&[&str]; 6] = [
    &["serve"],
    &["migrate"],
    &["admin", "create", "--email", "ada@desk.example", "--name", "Ada Obi", "--password-stdin"],
    &["read-log", "begin", "--reason", "The disk failed."],
    &["import", "fhir-patients", "/dev/null"],
    &["seed", "--tickets", "1", "--per-day", "1"],
];

/// An installation with every file the program can have.
async fn used_installation() -> Installation {
    let place = Installation::sqlite();
    assert_eq!(place.serve().await.stop().await, Some(0));
    for left_behind in
        ["caredesk.db-wal", "caredesk.read-log.db-shm", "caredesk.before-20260101T000000Z.db", "demo-passwords.txt", "demo.db"]
    {
        fs::write(place.directory.join(left_behind), "").unwrap();
        set_mode(&place.directory.join(left_behind), 0o600);
    }
    place
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Runs the repair command from the error message.
async fn run_suggested_repair(refused: &Output) {
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    let (_, command) = told.split_once("; run ").unwrap_or_else(|| panic!("{told} contains no command"));
    assert!(Command::new("sh").args(["-c", command]).status().await.unwrap().success(), "{command}");
}

async fn assert_starts(place: &Installation) {
    stdout_of(&place.run(&["migrate"]).await);
    assert_eq!(place.serve().await.stop().await, Some(0));
}

#[tokio::test]
async fn start_with_file_open_to_others_is_rejected_with_repair_command() {
    let place = used_installation().await;
    let cases = [
        ("", 0o777),
        ("", 0o770),
        ("", 0o755),
        ("", 0o710),
        ("keys", 0o777),
        ("keys", 0o750),
        ("keys/cursor.key", 0o666),
        ("keys/session.key", 0o640),
        ("keys/signing-0001.key", 0o604),
        ("caredesk.db", 0o666),
        ("caredesk.db", 0o620),
        ("caredesk.db-wal", 0o644),
        ("caredesk.read-log.db", 0o644),
        ("caredesk.read-log.db-shm", 0o666),
        ("caredesk.lock", 0o666),
        ("caredesk.before-20260101T000000Z.db", 0o644),
        ("demo-passwords.txt", 0o644),
        ("demo.db", 0o660),
    ];
    for (index, (name, open)) in cases.into_iter().enumerate() {
        let path = if name.is_empty() { place.directory.clone() } else { place.directory.join(name) };
        let before = mode(&path);
        set_mode(&path, open);
        let refused = place.run(COMMANDS[index % COMMANDS.len()]).await;
        assert_fails_with(&refused, 2, &[&format!("{} (mode {open:04o})", path.display()), "chmod "]);
        run_suggested_repair(&refused).await;
        assert_eq!(mode(&path), before, "{name}");
    }
    assert_starts(&place).await;
}

#[tokio::test]
async fn start_names_all_exposed_files_for_every_command_on_both_engines() {
    for place in [used_installation().await, Installation::postgres().await] {
        fs::create_dir_all(place.directory.join("keys")).unwrap();
        let wide = [place.directory.clone(), place.directory.join("keys"), place.directory.join("keys/cursor.key")];
        fs::write(&wide[2], [7; 32]).unwrap();
        wide.iter().for_each(|path| set_mode(path, 0o777));
        let names: Vec<String> = wide.iter().map(|path| format!("{} (mode 0777)", path.display())).collect();
        for command in COMMANDS {
            let refused = place.run(command).await;
            assert_fails_with(&refused, 2, &names.iter().map(String::as_str).collect::<Vec<_>>());
        }
        run_suggested_repair(&place.run(&["serve"]).await).await;
        assert_eq!(wide.each_ref().map(|path| mode(path)), [0o700, 0o700, 0o600]);
    }
}

#[tokio::test]
async fn start_follows_links_to_exposed_files_and_is_rejected() {
    let (place, elsewhere) = (used_installation().await, Installation::sqlite());
    // A symbolic link to a key that is open to others.
    let (key, real) = (place.directory.join("keys/cursor.key"), elsewhere.directory.join("real.key"));
    fs::rename(&key, &real).unwrap();
    symlink(&real, &key).unwrap();
    set_mode(&real, 0o644);
    let refused = place.run(&["serve"]).await;
    assert_fails_with(&refused, 2, &["cursor.key (mode 0644)"]);
    run_suggested_repair(&refused).await;
    // The directory of the link's target.
    set_mode(&elsewhere.directory, 0o777);
    let refused = place.run(&["serve"]).await;
    assert_fails_with(&refused, 2, &[&format!("{} (mode 0777)", elsewhere.directory.display()), "chmod go-w"]);
    run_suggested_repair(&refused).await;
    assert_starts(&place).await;
    // The data directory, reached by a link in a directory that others may write to.
    let hall = elsewhere.directory.join("hall");
    fs::create_dir(&hall).unwrap();
    symlink(&place.directory, hall.join("desk")).unwrap();
    set_mode(&hall, 0o777);
    let mut command = place.command(&["migrate"]);
    command.env("CAREDESK_DATABASE_URL", format!("sqlite://{}/desk/caredesk.db", hall.display()));
    assert_fails_with(&super::installation::output_of(command).await, 2, &[&format!("{} (mode 0777)", hall.display())]);
}

#[tokio::test]
async fn start_below_a_directory_others_may_write_to_needs_the_sticky_bit() {
    let above = Installation::sqlite();
    let data = above.directory.join("data");
    let run = |command: &'static [&'static str]| {
        let mut migrate = above.command(command);
        migrate.env("CAREDESK_DATA_DIR", &data).env("CAREDESK_DATABASE_URL", format!("sqlite://{}/caredesk.db", data.display()));
        super::installation::output_of(migrate)
    };
    set_mode(&above.directory, 0o777);
    let refused = run(&["migrate"]).await;
    assert_fails_with(&refused, 2, &[&format!("{} (mode 0777)", above.directory.display()), "chmod go-w"]);
    assert!(!data.exists(), "nothing was created there");
    set_mode(&above.directory, 0o1777);
    stdout_of(&run(&["migrate"]).await);
    assert_eq!(mode(&data), 0o700);
    // The same for a SQLite file outside the data directory; others may list its directory.
    let mut apart = above.command(&["migrate"]);
    apart.env("CAREDESK_DATA_DIR", &data).env("CAREDESK_DATABASE_URL", format!("sqlite://{}/apart.db", above.directory.display()));
    stdout_of(&super::installation::output_of(apart).await);
    set_mode(&above.directory, 0o755);
    stdout_of(&run(&["migrate"]).await);
    // A shared directory as the data directory itself: the message suggests another directory instead of chmod.
    set_mode(&above.directory, 0o1777);
    assert_fails_with(&above.run(&["migrate"]).await, 2, &["(mode 1777)", "set CAREDESK_DATA_DIR"]);
    set_mode(&above.directory, 0o700);
}

#[tokio::test]
async fn start_with_files_of_another_account_is_refused() {
    let place = used_installation().await;
    let key = place.directory.join("keys/session.key");
    // Only root can change the owner.
    if chown(&key, Some(12_345), None).is_err() {
        return;
    }
    let refused = place.run(&["serve"]).await;
    assert_fails_with(&refused, 2, &["session.key (owner 12345)", "chown 0 "]);
    run_suggested_repair(&refused).await;
    chown(&place.directory, Some(12_345), None).unwrap();
    assert_fails_with(&place.run(&["migrate"]).await, 2, &["(owner 12345)", "chown 0 "]);
    chown(&place.directory, Some(0), None).unwrap();
    assert_starts(&place).await;
}

#[tokio::test]
async fn serve_with_guessable_keys_is_rejected_and_names_them() {
    let place = used_installation().await;
    let file = |name: &str| -> PathBuf { place.directory.join("keys").join(name) };
    let counting: Vec<u8> = (0..32).collect();
    let session = fs::read(file("session.key")).unwrap();
    for (name, bytes, why) in [
        ("cursor.key", vec![0; 32], "cursor.key repeats one byte"),
        ("signing-0001.key", vec![0xff; 32], "signing-0001.key repeats one byte"),
        ("cursor.key", counting, "cursor.key counts"),
        ("cursor.key", b"correct horse battery staple 42!".to_vec(), "cursor.key is a text"),
        ("signing-0001.key", session.clone(), "session.key hold the same key"),
        ("cursor.key", session, "session.key hold the same key"),
    ] {
        let before = fs::read(file(name)).unwrap();
        fs::write(file(name), bytes).unwrap();
        assert_fails_with(&place.run(&["serve"]).await, 2, &[name, why, "delete"]);
        fs::write(file(name), before).unwrap();
    }
    fs::write(file("cursor.key"), [0; 32]).unwrap();
    fs::remove_file(file("cursor.key")).unwrap();
    assert_starts(&place).await;
}

#[tokio::test]
async fn docs_beyond_loopback_are_404_unless_enabled() {
    let place = Installation::sqlite();
    for (docs, status) in [(None, 404), (Some("off"), 404), (Some("on"), 200)] {
        let mut command = place.command(&["serve"]);
        command.env("CAREDESK_LISTEN", "0.0.0.0:0").env("CAREDESK_PUBLIC_URL", "https://desk.example");
        command.envs(docs.map(|docs| ("CAREDESK_DOCS", docs)));
        let serving = super::installation::RunningServer::start(command).await;
        assert_eq!(serving.said[1].ends_with("/docs/"), status == 200, "{:?}", serving.said);
        for path in ["//docs/", "//docs/index.html", "//docs/swagger-ui.css", "//docs/swagger-initializer.js"] {
            let answer = serving.visitor().get(path).await;
            assert_eq!(answer.status, status, "{answer}");
            assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
        }
        assert_eq!(serving.visitor().get("//docs").await.status, if status == 200 { 307 } else { 404 });
        serving.visitor().get("/openapi.json").await.ok();
        assert_eq!(serving.stop().await, Some(0));
    }
    let serving = Installation::sqlite().serve().await;
    let answer = serving.visitor().get("//docs/").await;
    assert_eq!((answer.status, answer.header("strict-transport-security")), (200, None));
}
