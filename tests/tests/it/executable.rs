//! The program itself: what it prints, how it ends, and that it says in one line why it cannot.

use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};

use caredesk_persistence::{
    Engine,
    testing::{POSTGRES, TestDatabase},
};
use caredesk_tests::Client;
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// The longest any command here may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program as it was built with these tests.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().and_then(Path::parent).unwrap().join("caredesk");
    assert!(built.exists(), "{} is not there: run cargo build --bin caredesk first", built.display());
    built
}

/// A place for one desk: its settings, and its files in a directory of their own.
struct Place {
    database: TestDatabase,
    directory: PathBuf,
    url: String,
    /// Holds the directory of a desk on PostgreSQL.
    _files: Option<TestDatabase>,
}

impl Place {
    fn sqlite() -> Self {
        let database = TestDatabase::sqlite_without_schema();
        let url = database.engine().to_string();
        Self { directory: directory(&database), database, url, _files: None }
    }

    async fn postgres() -> Self {
        let (database, files) = (TestDatabase::postgres_without_schema().await, TestDatabase::sqlite_without_schema());
        // The engine shows its address without the password.
        let shown = database.engine().to_string();
        let server = std::env::var(POSTGRES).unwrap();
        let url = format!("{}/{}", server.rsplit_once('/').unwrap().0, shown.rsplit_once('/').unwrap().1);
        Self { directory: directory(&files), database, url, _files: Some(files) }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.env_clear().current_dir(&self.directory).kill_on_drop(true).args(arguments);
        command.env("CAREDESK_DATABASE_URL", &self.url).env("CAREDESK_DATA_DIR", &self.directory).env("CAREDESK_LISTEN", "127.0.0.1:0");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    async fn run(&self, arguments: &[&str]) -> Output {
        ended(self.command(arguments)).await
    }

    async fn add_admin(&self, email: &str, password: &str) -> Output {
        let mut command = self.command(&["admin", "create", "--email", email, "--name", "Tunde Bello", "--password-stdin"]);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()).await.unwrap();
        timeout(PATIENCE, child.wait_with_output()).await.expect("the program ends").unwrap()
    }

    async fn serve(&self) -> Serving {
        Serving::start(self.command(&["serve"])).await
    }
}

fn directory(database: &TestDatabase) -> PathBuf {
    match database.engine() {
        Engine::Sqlite { path } => path.parent().unwrap().to_owned(),
        Engine::Postgres { .. } => panic!("a desk on PostgreSQL has no directory"),
    }
}

async fn ended(mut command: Command) -> Output {
    timeout(PATIENCE, command.output()).await.expect("the program ends").unwrap()
}

/// A server that told where it is.
struct Serving {
    child: Child,
    url: String,
    said: Vec<String>,
    rest: Lines<BufReader<ChildStdout>>,
}

impl Serving {
    async fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut rest = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = Vec::new();
        while said.len() < 3 {
            let line = timeout(PATIENCE, rest.next_line()).await.expect("the server starts").unwrap();
            said.push(line.unwrap_or_else(|| panic!("the server ended after {said:?}")));
        }
        let url = said[0].strip_prefix("CareDesk on ").unwrap_or_else(|| panic!("{said:?}")).to_owned();
        Self { child, url, said, rest }
    }

    fn visitor(&self) -> Client {
        Client::at(&self.url)
    }

    /// Asks it to stop, as a service manager does, and gives its exit code.
    async fn stop(mut self) -> Option<i32> {
        let kill = format!("kill -TERM {}", self.child.id().unwrap());
        assert!(Command::new("sh").args(["-c", &kill]).status().await.unwrap().success());
        // Its output is read to the end, or it could wait for a reader.
        while let Ok(Ok(Some(_))) = timeout(PATIENCE, self.rest.next_line()).await {}
        timeout(PATIENCE, self.child.wait()).await.expect("the server stops").unwrap().code()
    }
}

/// It could not run, and said in one line why.
#[track_caller]
fn assert_refused(output: &Output, code: i32, why: &[&str]) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(said.lines().count(), 1, "more than one line: {said}");
    assert!(said.starts_with("caredesk: "), "{said}");
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    for words in why {
        assert!(said.contains(words), "{said}\ndoes not say {words:?}");
    }
}

fn said(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn the_openapi_file_is_what_the_program_prints() {
    let place = Place::sqlite();
    let printed = said(&place.run(&["openapi"]).await);
    let ours = format!("{}\n", caredesk_api::document().to_pretty_json().unwrap());
    assert!(printed == ours, "the program is older than these tests: run cargo build --bin caredesk");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    assert!(std::fs::read_to_string(file).unwrap() == printed, "openapi/openapi.json is not current: run make openapi");
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_told_in_one_line() {
    let mut place = Place::sqlite();
    for (url, why) in [
        ("sqlite:///dev/null/caredesk.db", "/dev/null/caredesk"),
        ("postgres://desk:hunter2@127.0.0.1:1/caredesk", "postgres://desk@127.0.0.1:1/caredesk"),
    ] {
        place.url = url.to_owned();
        for command in [&["serve"][..], &["migrate"]] {
            let output = place.run(command).await;
            assert_refused(&output, 2, &[why]);
            assert!(!String::from_utf8_lossy(&output.stderr).contains("hunter2"));
        }
    }
    place.url = format!("sqlite://{}", place.directory.join("text.db").display());
    std::fs::write(place.directory.join("text.db"), "This is no database, but a text that is long enough for a header.\n".repeat(40)).unwrap();
    assert_refused(&place.run(&["serve"]).await, 2, &["text.db"]);
}

#[tokio::test]
async fn a_port_in_use_is_told_in_one_line() {
    let place = Place::sqlite();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = place.command(&["serve"]);
    command.env("CAREDESK_LISTEN", &address);
    assert_refused(&ended(command).await, 2, &["cannot listen on", &address]);
}

#[tokio::test]
async fn all_bad_settings_are_told_at_once_and_no_secret_with_them() {
    let place = Place::sqlite();
    let mut command = place.command(&["serve"]);
    let bad = [
        ("CAREDESK_DATABASE_URL", "mysql://desk:hunter2@db"),
        ("CAREDESK_LISTEN", "8080"),
        ("CAREDESK_TIME_ZONE", "Lagos"),
        ("CAREDESK_PHONE_REGION", "Nigeria"),
        ("CAREDESK_PUBLIC_URL", "desk.example"),
    ];
    command.envs(bad);
    let output = ended(command).await;
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
async fn a_desk_beyond_this_machine_needs_https() {
    let place = Place::sqlite();
    let mut command = place.command(&["serve"]);
    command.env("CAREDESK_LISTEN", "0.0.0.0:0");
    assert_refused(&ended(command).await, 2, &["CAREDESK_PUBLIC_URL", "https://"]);
}

#[tokio::test]
async fn postgresql_is_not_served_before_it_is_migrated() {
    let place = Place::postgres().await;
    for command in [&["serve"][..], &["seed", "--tickets", "1", "--per-day", "1", "--seed", "1"]] {
        assert_refused(&place.run(command).await, 2, &["caredesk migrate"]);
    }
    let migrated = said(&place.run(&["migrate"]).await);
    assert!(migrated.ends_with("is up to date\n") && migrated.contains("applied "), "{migrated}");
    assert_eq!(said(&place.run(&["migrate"]).await).lines().count(), 1, "a second time nothing is applied");
    let serving = place.serve().await;
    serving.visitor().get("//readyz").await.ok();
    assert_eq!(serving.stop().await, Some(0));
}

#[tokio::test]
async fn one_sqlite_file_has_one_server() {
    let place = Place::sqlite();
    let first = place.serve().await;
    assert_refused(&place.run(&["serve"]).await, 2, &["another server is running"]);
    assert_refused(&place.run(&["migrate"]).await, 2, &["another server is running"]);
    first.visitor().get("//readyz").await.ok();
    assert_eq!(first.stop().await, Some(0));
    assert_eq!(place.serve().await.stop().await, Some(0), "and the next one may come");
}

#[tokio::test]
async fn an_admin_made_on_the_command_line_signs_in_to_the_server_beside_it() {
    for place in [Place::sqlite(), Place::postgres().await] {
        if matches!(place.database.engine(), Engine::Postgres { .. }) {
            said(&place.run(&["migrate"]).await);
        }
        let serving = place.serve().await;
        let shown = format!("Kept in         {}", place.database.engine());
        assert_eq!(serving.said[1..], [format!("API reference   {}/docs/", serving.url), shown]);
        assert_eq!(said(&place.add_admin("tunde@desk.example", "correct horse battery").await), "added the admin tunde@desk.example\n");
        let credentials = json!({"email": "tunde@desk.example", "password": "correct horse battery"});
        let session = serving.visitor().post("/auth/login", credentials).await.ok();
        assert_eq!((&session["staff"]["role"], &session["staff"]["name"]), (&json!("admin"), &json!("Tunde Bello")));
        assert_refused(&place.add_admin("TUNDE@desk.example", "correct horse battery").await, 1, &["email"]);
        assert_refused(&place.add_admin("ben@desk.example", "hunter2").await, 2, &["12 to 128"]);
        assert_refused(&place.add_admin("ben", "correct horse battery").await, 2, &["--email"]);
        assert_eq!(serving.stop().await, Some(0));
    }
}

#[tokio::test]
async fn the_program_stops_when_told_and_what_was_written_is_there_afterwards() {
    let place = Place::sqlite();
    said(&place.add_admin("tunde@desk.example", "correct horse battery").await);
    let credentials = json!({"email": "tunde@desk.example", "password": "correct horse battery"});
    let mut id = None;
    for _ in 0..2 {
        let serving = place.serve().await;
        let session = serving.visitor().post("/auth/login", credentials.clone()).await.ok();
        let token = format!("Bearer {}", session["access_token"].as_str().unwrap());
        let call = |method: reqwest::Method, path: &str| serving.visitor().call(method, path).header("authorization", &token);
        match &id {
            None => id = Some(call(reqwest::Method::POST, "/customers").json(&json!({"family_name": "Adebayo"})).send().await.created().id().to_owned()),
            Some(id) => {
                let found = call(reqwest::Method::GET, &format!("/customers/{id}")).send().await.ok();
                assert_eq!(found["family_name"], "Adebayo");
            }
        }
        assert_eq!(serving.stop().await, Some(0));
    }
}

#[tokio::test]
async fn patients_come_in_from_the_command_line_and_refused_lines_are_told() {
    let place = Place::sqlite();
    let patient = json!({
        "resourceType": "Patient", "identifier": [{"system": "https://hospital.example/mrn", "value": "42"}], "name": [{"family": "Adebayo"}],
    });
    std::fs::write(place.directory.join("good.ndjson"), format!("{patient}\n")).unwrap();
    std::fs::write(place.directory.join("mixed.ndjson"), format!("{patient}\n{{\"resourceType\"\n")).unwrap();
    let first = said(&place.run(&["import", "fhir-patients", "good.ndjson"]).await);
    assert_eq!(first, "good.ndjson: 1 lines: 1 created, 0 updated, 0 unchanged, 0 refused\n");
    let mixed = place.run(&["import", "fhir-patients", "mixed.ndjson"]).await;
    assert_eq!(mixed.status.code(), Some(1));
    let told = String::from_utf8_lossy(&mixed.stdout);
    assert!(told.starts_with("mixed.ndjson: 2 lines: 0 created, 0 updated, 1 unchanged, 1 refused\n  line 2:"), "{told}");
    assert_refused(&place.run(&["import", "fhir-patients", "missing.ndjson"]).await, 2, &["missing.ndjson"]);
}

#[tokio::test]
async fn wrong_usage_ends_with_2_and_every_command_shows_an_example() {
    let place = Place::sqlite();
    for wrong in [&["surprise"][..], &["serve", "--surprise"], &["admin", "create"], &[]] {
        assert_eq!(place.run(wrong).await.status.code(), Some(2), "{wrong:?}");
    }
    for command in [&["serve"][..], &["migrate"], &["admin", "create"], &["import", "fhir-patients"], &["seed"], &["openapi"]] {
        let help = said(&place.run(&[command, &["--help"]].concat()).await);
        assert!(help.contains("Example") && help.contains(&format!("caredesk {}", command[0])), "{command:?}: {help}");
    }
}

#[tokio::test]
async fn demo_data_has_its_own_file_and_stays_on_this_machine() {
    let place = Place::sqlite();
    assert_refused(&place.run(&["serve", "--demo"]).await, 2, &["--demo", "CAREDESK_DATABASE_URL"]);
    let mut command = place.command(&["serve", "--demo"]);
    command.env_remove("CAREDESK_DATABASE_URL").env("CAREDESK_LISTEN", "0.0.0.0:0").env("CAREDESK_PUBLIC_URL", "https://desk.example");
    assert_refused(&ended(command).await, 2, &["--demo", "loopback"]);
}
