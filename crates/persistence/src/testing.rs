//! Test databases on both engines, with the production schema.
//!
//! The schema is migrated once and then copied: once per run where `CAREDESK_TEST_TEMPLATES` names a directory for it, else once per process.
//! `CAREDESK_TEST_POSTGRES` is the URL of a PostgreSQL server with an account that may create databases.

#[cfg(test)]
pub(crate) mod records;

use std::{
    any::Any,
    env,
    fs::{self, File},
    io,
    os::unix::fs::DirBuilderExt as _,
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use caredesk_migrations::Schema;
use futures::FutureExt as _;
use sea_orm::ConnectionTrait as _;
use tokio::sync::OnceCell;

use crate::engine::{
    Engine, PostgresUrl,
    database::{Database, options_without_logging},
};

/// Environment variable with the URL of the PostgreSQL test server.
pub const POSTGRES: &str = "CAREDESK_TEST_POSTGRES";

/// Environment variable with a directory that the processes of one run share; its templates are those of the server in [`POSTGRES`].
const TEMPLATES: &str = "CAREDESK_TEST_TEMPLATES";

/// A migrated, empty database with its read log, deleted on drop.
#[derive(Debug)]
pub struct TestDatabase {
    engine: Engine,
    /// Deleted on drop.
    directory: Option<PathBuf>,
}

impl TestDatabase {
    /// On SQLite, in its own directory.
    pub async fn sqlite() -> Self {
        /// Contents of the migrated files of desk and read log.
        static MIGRATED: OnceCell<(Vec<u8>, Vec<u8>)> = OnceCell::const_new();
        let (desk, read_log) = MIGRATED.get_or_init(|| migrated_files().boxed()).await;
        let directory = new_directory();
        let engine = Engine::Sqlite { path: directory.join("caredesk.db") };
        write(&directory.join("caredesk.db"), desk);
        write(&directory.join("caredesk.read-log.db"), read_log);
        Self { engine, directory: Some(directory) }
    }

    /// On SQLite without any schema.
    pub fn sqlite_without_schema() -> Self {
        let directory = new_directory();
        Self { engine: Engine::Sqlite { path: directory.join("caredesk.db") }, directory: Some(directory) }
    }

    /// On PostgreSQL without any schema.
    ///
    /// # Panics
    /// When there is no test server.
    pub async fn postgres_without_schema() -> Self {
        let server = postgres_server();
        let name = new_name("test");
        on_server(&server, &format!("CREATE DATABASE {name}")).await;
        Self { engine: Engine::Postgres { url: server.with_database(&name) }, directory: None }
    }

    /// On PostgreSQL, in its own database.
    ///
    /// # Panics
    /// When there is no test server.
    pub async fn postgres() -> Self {
        static MIGRATED: OnceCell<String> = OnceCell::const_new();
        let server = postgres_server();
        let template = MIGRATED.get_or_init(|| migrated_template(server.clone()).boxed()).await;
        let name = new_name("test");
        on_server(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { engine: Engine::Postgres { url: server.with_database(&name) }, directory: None }
    }

    /// The engine.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Opens the database; on SQLite the read log is a separate file.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(&self) -> Database {
        open(&self.engine).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some(directory) = &self.directory {
            // Ignored: an error here would hide the failure of the test.
            let _left_behind = fs::remove_dir_all(directory);
        }
        if let Engine::Postgres { url } = &self.engine {
            let (server, name) = (postgres_server(), url.database());
            // Drop cannot await in its own runtime, so a thread does. FORCE closes connections that the test left open.
            let dropping = thread::spawn(move || {
                if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
                    runtime.block_on(on_server(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
                }
            });
            let _left_behind = dropping.join();
        }
    }
}

/// Runs a test on both engines, each with an empty database, and reports on which it failed.
///
/// # Panics
/// When the test does.
pub async fn on_both_engines(test: impl AsyncFn(&TestDatabase)) {
    report([
        ("SQLite", attempt(async || test(&TestDatabase::sqlite().await).await).await),
        ("PostgreSQL", attempt(async || test(&TestDatabase::postgres().await).await).await),
    ]);
}

/// Runs a test on both engines, each without any schema, and reports on which it failed.
///
/// # Panics
/// When the test does.
pub async fn on_both_engines_without_schema(test: impl AsyncFn(&TestDatabase)) {
    report([
        ("SQLite", attempt(async || test(&TestDatabase::sqlite_without_schema()).await).await),
        ("PostgreSQL", attempt(async || test(&TestDatabase::postgres_without_schema().await).await).await),
    ]);
}

async fn attempt(test: impl AsyncFnOnce()) -> Result<(), String> {
    AssertUnwindSafe(test()).catch_unwind().await.map_err(|panic| message(panic.as_ref()).to_owned())
}

fn report(ran: [(&str, Result<(), String>); 2]) {
    let failures: Vec<String> = ran.into_iter().filter_map(|(engine, ran)| ran.err().map(|why| format!("on {engine}: {why}"))).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn message(panic: &(dyn Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (None, Some(text)) => text,
        (None, None) => "it panicked",
    }
}

async fn open(engine: &Engine) -> Database {
    Database::open(engine).await.unwrap_or_else(|error| panic!("{error}"))
}

async fn migrate(engine: &Engine, parts: &[Schema]) {
    let database = open(engine).await;
    for part in parts {
        caredesk_migrations::migrate(database.writer(), *part).await.unwrap_or_else(|error| panic!("{error}"));
    }
    database.close().await.unwrap_or_else(|error| panic!("{error}"));
}

/// What `make` returns, made by the first process of the run and read by the others.
async fn once_per_run(name: &str, make: impl Future<Output = Vec<u8>>) -> Vec<u8> {
    let Some(directory) = env::var_os(TEMPLATES) else { return make.await };
    let path = Path::new(&directory).join(name);
    let lock = File::create(path.with_extension("lock")).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    lock.lock().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if let Ok(made) = fs::read(&path) {
        return made;
    }
    let made = make.await;
    write(&path, &made);
    made
}

async fn migrated_files() -> (Vec<u8>, Vec<u8>) {
    let desk = once_per_run("desk.db", migrated_file(Schema::Desk)).await;
    (desk, once_per_run("read-log.db", migrated_file(Schema::ReadLog)).await)
}

/// The contents of a migrated SQLite file.
async fn migrated_file(schema: Schema) -> Vec<u8> {
    let directory = new_directory();
    let path = directory.join("template.db");
    migrate(&Engine::Sqlite { path: path.clone() }, &[schema]).await;
    // Closed, so that the file is complete.
    let contents = fs::read(&path).unwrap_or_else(|error| panic!("{error}"));
    let _left_behind = fs::remove_dir_all(directory);
    contents
}

/// The name of the migrated database.
async fn migrated_template(server: PostgresUrl) -> String {
    let made = once_per_run("postgres", async {
        let name = new_name("template");
        on_server(&server, &format!("CREATE DATABASE {name}")).await;
        migrate(&Engine::Postgres { url: server.with_database(&name) }, &[Schema::Desk, Schema::ReadLog]).await;
        name.into_bytes()
    });
    String::from_utf8(made.await).unwrap_or_else(|error| panic!("{error}"))
}

fn postgres_server() -> PostgresUrl {
    let address = env::var(POSTGRES).unwrap_or_else(|_| {
        panic!("tests on PostgreSQL need a server in {POSTGRES}: run them through make test or scripts/with-postgres.sh")
    });
    match address.parse() {
        Ok(Engine::Postgres { url }) => url,
        Ok(Engine::Sqlite { .. }) | Err(_) => panic!("{POSTGRES} is not the address of a PostgreSQL server"),
    }
}

async fn on_server(server: &PostgresUrl, sql: &str) {
    let ran = async {
        let options = server.options().map_err(|error| error.to_string())?;
        let mut quiet = options_without_logging("postgres://");
        quiet.max_connections(1).map_sqlx_postgres_opts(move |_| options.clone());
        let connection = sea_orm::Database::connect(quiet).await.map_err(|error| error.to_string())?;
        let ran = connection.execute_unprepared(sql).await.map_err(|error| error.to_string());
        connection.close().await.map_err(|error| error.to_string())?;
        ran.map(drop)
    };
    let ran: Result<(), String> = ran.await;
    ran.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn new_name(purpose: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("caredesk_{purpose}_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn new_directory() -> PathBuf {
    let directory = env::temp_dir().join(new_name("test"));
    let made: io::Result<()> = fs::DirBuilder::new().mode(0o700).create(&directory);
    made.unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    directory
}

fn write(path: &Path, contents: &[u8]) {
    fs::write(path, contents).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Size of a random or race test: `CAREDESK_TEST_SCALE` percent (default 1) of `full`, at least 1.
pub fn scaled(full: u32) -> u32 {
    let percent = env::var("CAREDESK_TEST_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1_u32);
    (full.saturating_mul(percent) / 100).max(1)
}

/// The integer returned by a raw SQL query.
///
/// # Panics
/// When the query fails.
pub async fn query_number(database: &Database, sql: &str) -> i64 {
    let statement = sea_orm::Statement::from_string(database.reader().get_database_backend(), sql);
    let row = database.reader().query_one_raw(statement).await.unwrap_or_else(|error| panic!("{error}"));
    row.and_then(|row| row.try_get_by_index(0).ok()).unwrap_or_default()
}
