//! A place for a desk and the program that runs there.

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
pub(crate) struct Place {
    pub(crate) database: TestDatabase,
    pub(crate) directory: PathBuf,
    pub(crate) url: String,
    /// Holds the directory of a desk on PostgreSQL.
    _files: Option<TestDatabase>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let database = TestDatabase::sqlite_without_schema();
        let url = database.engine().to_string();
        Self { directory: directory(&database), database, url, _files: None }
    }

    pub(crate) async fn postgres() -> Self {
        let (database, files) = (TestDatabase::postgres_without_schema().await, TestDatabase::sqlite_without_schema());
        // The engine shows its address without the password.
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
        ended(self.command(arguments)).await
    }

    pub(crate) async fn add_admin(&self, email: &str, password: &str) -> Output {
        let mut command = self.command(&["admin", "create", "--email", email, "--name", "Tunde Bello", "--password-stdin"]);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()).await.unwrap();
        timeout(PATIENCE, child.wait_with_output()).await.expect("the program ends").unwrap()
    }

    pub(crate) async fn serve(&self) -> Serving {
        Serving::start(self.command(&["serve"])).await
    }
}

fn directory(database: &TestDatabase) -> PathBuf {
    match database.engine() {
        Engine::Sqlite { path } => path.parent().unwrap().to_owned(),
        Engine::Postgres { .. } => panic!("a desk on PostgreSQL has no directory"),
    }
}

pub(crate) async fn ended(mut command: Command) -> Output {
    timeout(PATIENCE, command.output()).await.expect("the program ends").unwrap()
}

/// A server that told where it is.
pub(crate) struct Serving {
    child: Child,
    pub(crate) url: String,
    pub(crate) said: Vec<String>,
    rest: Lines<BufReader<ChildStdout>>,
}

impl Serving {
    pub(crate) async fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut rest = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = Vec::new();
        // A demo desk that is made up first says so.
        while said.len() < 3 {
            let line = timeout(PATIENCE, rest.next_line()).await.expect("the server starts").unwrap();
            let line = line.unwrap_or_else(|| panic!("the server ended after {said:?}"));
            if line.starts_with("CareDesk on ") || !said.is_empty() {
                said.push(line);
            }
        }
        // Told as soon as it can be reached, so whoever waited for that may stop it at once (a signal then used to kill it).
        let url = said[0].strip_prefix("CareDesk on ").unwrap_or_else(|| panic!("{said:?}")).to_owned();
        Self { child, url, said, rest }
    }

    /// The next lines it prints.
    pub(crate) async fn says(&mut self, lines: usize) -> Vec<String> {
        let mut said = Vec::new();
        while said.len() < lines {
            let line = timeout(PATIENCE, self.rest.next_line()).await.expect("the server goes on").unwrap();
            said.push(line.unwrap_or_else(|| panic!("the server ended after {said:?}")));
        }
        said
    }

    /// The process, for looking at it from outside.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id().unwrap()
    }

    pub(crate) fn visitor(&self) -> Client {
        Client::at(&self.url)
    }

    /// Asks it to stop, as a service manager does, and gives its exit code.
    pub(crate) async fn stop(mut self) -> Option<i32> {
        let kill = format!("kill -TERM {}", self.child.id().unwrap());
        assert!(Command::new("sh").args(["-c", &kill]).status().await.unwrap().success());
        // Its output is read to the end, or it could wait for a reader.
        while let Ok(Ok(Some(_))) = timeout(PATIENCE, self.rest.next_line()).await {}
        timeout(PATIENCE, self.child.wait()).await.expect("the server stops").unwrap().code()
    }
}

/// It could not run, and said in one line why.
#[track_caller]
pub(crate) fn assert_refused(output: &Output, code: i32, why: &[&str]) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(said.lines().count(), 1, "more than one line: {said}");
    assert!(said.starts_with("caredesk: "), "{said}");
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    for words in why {
        assert!(said.contains(words), "{said}\ndoes not say {words:?}");
    }
}

pub(crate) fn said(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
