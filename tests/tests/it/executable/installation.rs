//! An installation of the program in a directory, and its running server.

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
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// The timeout of a command.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The program that was built with these tests.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().and_then(Path::parent).unwrap().join("caredesk");
    assert!(built.exists(), "{} does not exist: run cargo build --bin caredesk first", built.display());
    built
}

/// One installation: its settings, and its data directory.
pub(crate) struct Installation {
    pub(crate) database: TestDatabase,
    pub(crate) directory: PathBuf,
    pub(crate) url: String,
    /// Keeps the data directory of an installation on PostgreSQL.
    _files: Option<TestDatabase>,
}

impl Installation {
    pub(crate) fn sqlite() -> Self {
        let database = TestDatabase::sqlite_without_schema();
        let url = database.engine().to_string();
        Self { directory: directory(&database), database, url, _files: None }
    }

    pub(crate) async fn postgres() -> Self {
        let (database, files) = (TestDatabase::postgres_without_schema().await, TestDatabase::sqlite_without_schema());
        // The engine displays its URL without the password.
        let shown = database.engine().to_string();
        let server = std::env::var(POSTGRES).unwrap();
        let url = format!("{}/{}", server.rsplit_once('/').unwrap().0, shown.rsplit_once('/').unwrap().1);
        Self { directory: directory(&files), database, url, _files: Some(files) }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.env_clear().current_dir(&self.directory).kill_on_drop(true).args(arguments);
        command.env("CAREDESK_DATABASE_URL", &self.url).env("CAREDESK_DATA_DIR", &self.directory).env("CAREDESK_LISTEN", "127.0.0.1:0");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) async fn run(&self, arguments: &[&str]) -> Output {
        output_of(self.command(arguments)).await
    }

    pub(crate) async fn add_admin(&self, email: &str, password: &str) -> Output {
        let mut command = self.command(&["admin", "create", "--email", email, "--name", "Tunde Bello", "--password-stdin"]);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()).await.unwrap();
        timeout(TIMEOUT, child.wait_with_output()).await.expect("the program ends").unwrap()
    }

    pub(crate) async fn serve(&self) -> RunningServer {
        RunningServer::start(self.command(&["serve"])).await
    }
}

fn directory(database: &TestDatabase) -> PathBuf {
    match database.engine() {
        Engine::Sqlite { path } => path.parent().unwrap().to_owned(),
        Engine::Postgres { .. } => panic!("a database on PostgreSQL has no directory"),
    }
}

pub(crate) async fn output_of(mut command: Command) -> Output {
    timeout(TIMEOUT, command.output()).await.expect("the program ends").unwrap()
}

/// A running server that has printed its address.
pub(crate) struct RunningServer {
    child: Child,
    pub(crate) url: String,
    pub(crate) said: Vec<String>,
    rest: Lines<BufReader<ChildStdout>>,
}

impl RunningServer {
    pub(crate) async fn start(command: Command) -> Self {
        Self::start_with_log(command, Stdio::null()).await
    }

    /// Starts a server whose log goes into `log`.
    pub(crate) async fn start_with_log(mut command: Command, log: impl Into<Stdio>) -> Self {
        let mut child = command.stderr(log).spawn().unwrap();
        let mut rest = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut printed = Vec::new();
        // A demo prints lines while it generates its data.
        while printed.len() < 3 {
            let line = timeout(TIMEOUT, rest.next_line()).await.expect("the server starts").unwrap();
            let line = line.unwrap_or_else(|| panic!("the server ended after {printed:?}"));
            if line.starts_with("CareDesk on ") || !printed.is_empty() {
                printed.push(line);
            }
        }
        // Printed as soon as the server is reachable, so a test may stop it right away. Caught: a signal then killed it.
        let url = printed[0].strip_prefix("CareDesk on ").unwrap_or_else(|| panic!("{printed:?}")).to_owned();
        Self { child, url, said: printed, rest }
    }

    /// The next lines of its output.
    pub(crate) async fn read_lines(&mut self, lines: usize) -> Vec<String> {
        let mut said = Vec::new();
        while said.len() < lines {
            let line = timeout(TIMEOUT, self.rest.next_line()).await.expect("the server prints another line").unwrap();
            said.push(line.unwrap_or_else(|| panic!("the server ended after {said:?}")));
        }
        said
    }

    /// Its process id.
    pub(crate) fn process(&self) -> u32 {
        self.child.id().unwrap()
    }

    pub(crate) fn visitor(&self) -> Client {
        Client::at(&self.url)
    }

    /// Sends SIGTERM, as a service manager does, and returns the exit code.
    pub(crate) async fn stop(mut self) -> Option<i32> {
        let kill = format!("kill -TERM {}", self.child.id().unwrap());
        assert!(Command::new("sh").args(["-c", &kill]).status().await.unwrap().success());
        // Read the output to the end, or the program could block on a full pipe.
        while let Ok(Ok(Some(_))) = timeout(TIMEOUT, self.rest.next_line()).await {}
        timeout(TIMEOUT, self.child.wait()).await.expect("the server stops").unwrap().code()
    }
}

/// Asserts this exit code, and one line on standard error that contains all of `why`.
#[track_caller]
pub(crate) fn assert_fails_with(output: &Output, code: i32, why: &[&str]) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(said.lines().count(), 1, "more than one line: {said}");
    assert!(said.starts_with("caredesk: "), "{said}");
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    for words in why {
        assert!(said.contains(words), "{said}\ndoes not contain {words:?}");
    }
}

pub(crate) fn stdout_of(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
