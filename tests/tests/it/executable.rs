//! The program: output, exit codes, and one-line error messages.

pub(crate) mod installation;
mod log_limit;
mod unsafe_starts;

use std::{os::unix::fs::PermissionsExt as _, path::Path};

use caredesk_persistence::Engine;
use serde_json::json;

use installation::{Installation, RunningServer, assert_fails_with, output_of, stdout_of};

#[tokio::test]
async fn openapi_command_prints_the_checked_in_file() {
    let place = Installation::sqlite();
    let printed = stdout_of(&place.run(&["openapi"]).await);
    let ours = format!("{}\n", caredesk_api::document().to_pretty_json().unwrap());
    assert!(printed == ours, "the program is older than these tests: run cargo build --bin caredesk");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    assert!(std::fs::read_to_string(file).unwrap() == printed, "openapi/openapi.json is not current: run make openapi");
}

#[tokio::test]
async fn start_with_unusable_database_fails_in_one_line() {
    let mut place = Installation::sqlite();
    for (url, why) in [
        ("sqlite:///dev/null/caredesk.db", "/dev/null/caredesk"),
        ("postgres://desk:hunter2@127.0.0.1:1/caredesk", "postgres://desk@127.0.0.1:1/caredesk"),
    ] {
        place.url = url.to_owned();
        for command in [&["serve"][..], &["migrate"]] {
            let output = place.run(command).await;
            assert_fails_with(&output, 2, &[why]);
            assert!(!String::from_utf8_lossy(&output.stderr).contains("hunter2"));
        }
    }
    place.url = format!("sqlite://{}", place.directory.join("text.db").display());
    std::fs::write(place.directory.join("text.db"), "This is no database, but a text that is long enough for a header.\n".repeat(40))
        .unwrap();
    std::fs::set_permissions(place.directory.join("text.db"), std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_fails_with(&place.run(&["serve"]).await, 2, &["cannot", "text.db"]);
}

#[tokio::test]
async fn serve_with_port_in_use_fails_in_one_line() {
    let place = Installation::sqlite();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = place.command(&["serve"]);
    command.env("CAREDESK_LISTEN", &address);
    assert_fails_with(&output_of(command).await, 2, &["cannot listen on", &address]);
}

#[tokio::test]
async fn serve_with_invalid_settings_reports_all_without_secrets() {
    let place = Installation::sqlite();
    let mut command = place.command(&["serve"]);
    let bad = [
        ("CAREDESK_DATABASE_URL", "mysql://desk:hunter2@db"),
        ("CAREDESK_LISTEN", "port 80"),
        ("CAREDESK_PHONE_REGION", "Nigeria"),
        ("CAREDESK_TIME_ZONE", "Nowhere"),
        ("CAREDESK_DOCS", "yes"),
        ("CAREDESK_PUBLIC_URL", "desk.example"),
    ];
    command.envs(bad);
    let output = output_of(command).await;
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), bad.len(), "{told}");
    for ((name, value), line) in bad.iter().zip(lines) {
        assert!(line.starts_with(&format!("caredesk: {name}: must be")) && !line.contains(value), "{line}");
    }
    assert!(!told.contains("hunter2"));
}

#[tokio::test]
async fn serve_in_region_of_several_time_zones_names_the_missing_setting() {
    let place = Installation::sqlite();
    let mut command = place.command(&["serve"]);
    command.env("CAREDESK_PHONE_REGION", "US");
    assert_fails_with(&output_of(command).await, 2, &["CAREDESK_TIME_ZONE: must be set", "US"]);
}

#[tokio::test]
async fn serve_beyond_loopback_without_https_is_rejected() {
    let place = Installation::sqlite();
    let mut command = place.command(&["serve"]);
    command.env("CAREDESK_LISTEN", "0.0.0.0:0");
    assert_fails_with(&output_of(command).await, 2, &["CAREDESK_PUBLIC_URL", "https://"]);
}

#[tokio::test]
async fn serve_on_unmigrated_postgresql_is_rejected() {
    let place = Installation::postgres().await;
    for command in [&["serve"][..], &["seed", "--tickets", "1", "--per-day", "1", "--seed", "1"]] {
        assert_fails_with(&place.run(command).await, 2, &["caredesk migrate"]);
    }
    let migrated = stdout_of(&place.run(&["migrate"]).await);
    assert!(migrated.ends_with("is up to date\n") && migrated.contains("applied "), "{migrated}");
    assert_eq!(stdout_of(&place.run(&["migrate"]).await).lines().count(), 1, "a second run applies nothing");
    let serving = place.serve().await;
    serving.visitor().get("//readyz").await.ok();
    assert_eq!(serving.stop().await, Some(0));
}

#[tokio::test]
async fn serve_on_sqlite_file_in_use_is_rejected() {
    let place = Installation::sqlite();
    let first = place.serve().await;
    assert_fails_with(&place.run(&["serve"]).await, 2, &["another server is running"]);
    assert_fails_with(&place.run(&["migrate"]).await, 2, &["another server is running"]);
    first.visitor().get("//readyz").await.ok();
    assert_eq!(first.stop().await, Some(0));
    assert_eq!(place.serve().await.stop().await, Some(0), "a later server can start");
}

#[tokio::test]
async fn admin_created_on_command_line_signs_in_to_running_server() {
    for place in [Installation::sqlite(), Installation::postgres().await] {
        if matches!(place.database.engine(), Engine::Postgres { .. }) {
            stdout_of(&place.run(&["migrate"]).await);
        }
        let serving = place.serve().await;
        let shown = format!("Kept in         {}", place.database.engine());
        assert_eq!(serving.said[1..], [format!("API reference   {}/docs/", serving.url), shown]);
        assert_eq!(
            stdout_of(&place.add_admin("tunde@desk.example", "correct horse battery").await),
            "added the admin tunde@desk.example\n"
        );
        let credentials = json!({"email": "tunde@desk.example", "password": "correct horse battery"});
        let session = serving.visitor().post("/auth/login", credentials).await.ok();
        assert_eq!((&session["staff"]["role"], &session["staff"]["name"]), (&json!("admin"), &json!("Tunde Bello")));
        assert_fails_with(&place.add_admin("TUNDE@desk.example", "correct horse battery").await, 1, &["email"]);
        assert_fails_with(&place.add_admin("ben@desk.example", "hunter2").await, 2, &["12 to 128"]);
        assert_fails_with(&place.add_admin("ben", "correct horse battery").await, 2, &["--email"]);
        assert_eq!(serving.stop().await, Some(0));
    }
}

#[tokio::test]
async fn serve_stopped_by_sigterm_keeps_written_data() {
    let place = Installation::sqlite();
    stdout_of(&place.add_admin("tunde@desk.example", "correct horse battery").await);
    let credentials = json!({"email": "tunde@desk.example", "password": "correct horse battery"});
    let mut id = None;
    for _ in 0..2 {
        let serving = place.serve().await;
        let session = serving.visitor().post("/auth/login", credentials.clone()).await.ok();
        let token = format!("Bearer {}", session["access_token"].as_str().unwrap());
        let call = |method: reqwest::Method, path: &str| serving.visitor().call(method, path).header("authorization", &token);
        match &id {
            None => {
                id = Some(
                    call(reqwest::Method::POST, "/customers")
                        .json(&json!({"family_name": "Adebayo"}))
                        .send()
                        .await
                        .created()
                        .id()
                        .to_owned(),
                )
            }
            Some(id) => {
                let found = call(reqwest::Method::GET, &format!("/customers/{id}")).send().await.ok();
                assert_eq!(found["family_name"], "Adebayo");
            }
        }
        assert_eq!(serving.stop().await, Some(0));
    }
}

#[tokio::test]
async fn import_on_command_line_creates_customers_and_lists_rejected_lines() {
    let place = Installation::sqlite();
    let patient = json!({
        "resourceType": "Patient", "identifier": [{"system": "https://hospital.example/mrn", "value": "42"}], "name": [{"family": "Adebayo"}],
    });
    std::fs::write(place.directory.join("good.ndjson"), format!("{patient}\n")).unwrap();
    std::fs::write(place.directory.join("mixed.ndjson"), format!("{patient}\n{{\"resourceType\"\n")).unwrap();
    let first = stdout_of(&place.run(&["import", "fhir-patients", "good.ndjson"]).await);
    assert_eq!(first, "good.ndjson: 1 lines: 1 created, 0 updated, 0 unchanged, 0 refused\n");
    let mixed = place.run(&["import", "fhir-patients", "mixed.ndjson"]).await;
    assert_eq!(mixed.status.code(), Some(1));
    let told = String::from_utf8_lossy(&mixed.stdout);
    assert!(told.starts_with("mixed.ndjson: 2 lines: 0 created, 0 updated, 1 unchanged, 1 refused\n  line 2:"), "{told}");
    assert_fails_with(&place.run(&["import", "fhir-patients", "missing.ndjson"]).await, 2, &["missing.ndjson"]);
}

#[tokio::test]
async fn command_with_wrong_usage_exits_2_and_help_shows_an_example() {
    let place = Installation::sqlite();
    for wrong in [&["surprise"][..], &["serve", "--surprise"], &["admin", "create"], &[]] {
        assert_eq!(place.run(wrong).await.status.code(), Some(2), "{wrong:?}");
    }
    for command in
        [&["serve"][..], &["migrate"], &["admin", "create"], &["read-log", "begin"], &["import", "fhir-patients"], &["seed"], &["openapi"]]
    {
        let help = stdout_of(&place.run(&[command, &["--help"]].concat()).await);
        assert!(help.contains("Example") && help.contains(&format!("caredesk {}", command[0])), "{command:?}: {help}");
    }
}

#[tokio::test]
async fn serve_demo_with_database_url_or_beyond_loopback_is_rejected() {
    let place = Installation::sqlite();
    assert_fails_with(&place.run(&["serve", "--demo"]).await, 2, &["--demo", "CAREDESK_DATABASE_URL"]);
    let mut command = place.command(&["serve", "--demo"]);
    command.env_remove("CAREDESK_DATABASE_URL").env("CAREDESK_LISTEN", "0.0.0.0:0").env("CAREDESK_PUBLIC_URL", "https://desk.example");
    assert_fails_with(&output_of(command).await, 2, &["--demo", "loopback"]);
}

#[tokio::test]
async fn serve_demo_prints_working_sign_ins_again_after_restart() {
    let place = Installation::sqlite();
    let mut printed = Vec::new();
    for _ in 0..2 {
        let mut command = place.command(&["serve", "--demo"]);
        command.env_remove("CAREDESK_DATABASE_URL");
        let mut serving = RunningServer::start(command).await;
        // `Sign in as`, the table heading, nine staff members.
        printed.push(serving.read_lines(11).await);
        let people = printed.last().unwrap()[2..].to_vec();
        for person in &people {
            let words: Vec<&str> = person.split_whitespace().collect();
            let email = words.iter().find(|word| word.contains('@')).unwrap();
            let credentials = json!({"email": email, "password": words.last().unwrap()});
            let session = serving.visitor().post("/auth/login", credentials).await.ok();
            assert_eq!(session["staff"]["role"], words[0], "{person}");
        }
        assert_eq!(serving.stop().await, Some(0));
    }
    assert_eq!(printed[0], printed[1]);
    for file in ["demo-passwords.txt", "demo.db", "demo.read-log.db", "keys/cursor.key"] {
        let mode = std::fs::metadata(place.directory.join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}
