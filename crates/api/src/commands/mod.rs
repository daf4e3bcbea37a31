//! The `caredesk` command line. Exit codes: 0 success, 1 failure, 2 wrong usage or settings.

mod admin;
mod import;
mod migrate;
mod openapi;
mod read_log;
mod seed;
mod serve;

use std::process::ExitCode;

use caredesk_persistence::{
    Clock, Engine, Ids, OpenError, Store,
    read_log_registry::BeginError,
    schema::{self, SchemaError},
};
use clap::{Parser, Subcommand};
use nix::sys::stat::{Mode, umask};

use crate::{
    file_permissions::{self, ExposedFiles},
    keys::KeyError,
    lock::FileLock,
    server::StartError,
    services::ServiceError,
    settings::{InvalidSetting, Settings, SettingsArgs},
};

/// The customer-care desk of a telehealth company.
#[derive(Debug, Parser)]
#[command(name = "caredesk", version, about, after_help = "Example:\n  caredesk serve --demo")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    given: SettingsArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and Swagger UI on one port
    #[command(after_help = "Examples:\n  caredesk serve\n  caredesk serve --demo\n  CAREDESK_LISTEN=127.0.0.1:9000 caredesk serve")]
    Serve(serve::Arguments),
    /// Migrate the database schema
    #[command(after_help = "Example:\n  CAREDESK_DATABASE_URL=postgres://desk@localhost/caredesk caredesk migrate")]
    Migrate,
    /// Manage admins
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Replace a lost read log
    #[command(subcommand)]
    ReadLog(read_log::ReadLog),
    /// Import data
    #[command(subcommand)]
    Import(import::Import),
    /// Fill an empty database with generated data
    #[command(after_help = "Example:\n  caredesk seed --tickets 20000 --per-day 300 --seed 7")]
    Seed(seed::Arguments),
    /// Print the OpenAPI document
    #[command(after_help = "Example:\n  caredesk openapi > openapi/openapi.json")]
    Openapi,
}

/// Why a command failed, and with which exit code.
#[derive(Debug)]
pub(crate) enum CommandError {
    /// It could not run: wrong usage or settings. Exit code 2.
    Usage(String),
    /// It ran and failed. Exit code 1.
    Failed(String),
}

impl From<Vec<InvalidSetting>> for CommandError {
    fn from(bad: Vec<InvalidSetting>) -> Self {
        Self::Usage(bad.iter().map(ToString::to_string).collect::<Vec<_>>().join("\ncaredesk: "))
    }
}
impl From<ExposedFiles> for CommandError {
    fn from(exposed: ExposedFiles) -> Self {
        Self::Usage(exposed.to_string())
    }
}
impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        Self::Usage(error.to_string())
    }
}
impl From<SchemaError> for CommandError {
    fn from(error: SchemaError) -> Self {
        match error {
            SchemaError::Open(_) | SchemaError::Outdated { .. } | SchemaError::Newer { .. } => Self::Usage(error.to_string()),
            SchemaError::Migrate { .. } | SchemaError::Database { .. } => Self::Failed(error.to_string()),
        }
    }
}
impl From<BeginError> for CommandError {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::Schema(error) => error.into(),
            BeginError::ReadLog(error) => Self::Usage(error.to_string()),
            BeginError::Store(error) => error.into(),
        }
    }
}
impl From<KeyError> for CommandError {
    fn from(error: KeyError) -> Self {
        Self::Usage(error.to_string())
    }
}
impl From<StartError> for CommandError {
    fn from(error: StartError) -> Self {
        Self::Usage(error.to_string())
    }
}
impl From<ServiceError> for CommandError {
    fn from(error: ServiceError) -> Self {
        match &error {
            ServiceError::Invalid { field, fault } => Self::Failed(format!("{field} {fault}")),
            ServiceError::Domain(_)
            | ServiceError::AssignedToOther(_)
            | ServiceError::AcceptedByOther(_)
            | ServiceError::VersionMismatch
            | ServiceError::Unauthenticated
            | ServiceError::SessionOfOtherStaff
            | ServiceError::Throttled { .. }
            | ServiceError::Busy
            | ServiceError::Internal(_) => Self::Failed(error.to_string()),
            ServiceError::Store(_) => Self::Failed(error_chain(&error)),
        }
    }
}
impl From<caredesk_persistence::StoreError> for CommandError {
    fn from(error: caredesk_persistence::StoreError) -> Self {
        Self::Failed(error_chain(&error))
    }
}

/// The error with its causes, since commands have no log. SQL statements and values are in none of them.
fn error_chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source()).map(ToString::to_string);
    causes.fold(error.to_string(), |all, cause| if all.ends_with(&cause) { all } else { format!("{all}: {cause}") })
}
impl From<std::io::Error> for CommandError {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let line = CommandLine::parse();
    // Files created from here on are for this account only.
    umask(Mode::from_bits_truncate(0o077));
    let outcome = actix_web::rt::System::new().block_on(async {
        survive_file_size_limit()?;
        match line.command {
            Command::Serve(arguments) => serve::run(&line.given, arguments).await,
            Command::Migrate => migrate::run(&check_permissions(line.given.parse()?)?).await,
            Command::Admin(admin) => admin::run(&check_permissions(line.given.parse()?)?, admin).await,
            Command::ReadLog(read_log) => read_log::run(&check_permissions(line.given.parse()?)?, read_log).await,
            Command::Import(import) => import::run(&check_permissions(line.given.parse()?)?, import).await,
            Command::Seed(arguments) => seed::run(&check_permissions(line.given.parse()?)?, arguments).await,
            Command::Openapi => openapi::run(),
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(CommandError::Failed(reason)) => exit_with(&reason, ExitCode::from(1)),
        Err(CommandError::Usage(reason)) => exit_with(&reason, ExitCode::from(2)),
    }
}

/// Handles SIGXFSZ: a write beyond `ulimit -f` then is an I/O error; unhandled, the signal ends the process.
fn survive_file_size_limit() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::from_raw(nix::libc::SIGXFSZ)).map(drop)
}

#[expect(clippy::print_stderr, reason = "the only place where a command reports its failure")]
fn exit_with(reason: &str, code: ExitCode) -> ExitCode {
    eprintln!("caredesk: {reason}");
    code
}

/// Checks that other accounts cannot reach the files, before a command opens anything.
fn check_permissions(settings: Settings) -> Result<Settings, CommandError> {
    file_permissions::check(&settings)?;
    Ok(settings)
}

/// Opens the database for a command that writes. A SQLite schema is migrated here; PostgreSQL needs `caredesk migrate`.
async fn open(settings: &Settings) -> Result<Store, CommandError> {
    open_with(settings, Ids::random()).await
}

/// As [`open`], with the given source of ids.
async fn open_with(settings: &Settings, ids: Ids) -> Result<Store, CommandError> {
    let clock = Clock::system();
    match (&settings.engine, schema::check(&settings.engine).await) {
        // Locked: a running server would meet a schema it does not know.
        (Engine::Sqlite { path }, Err(SchemaError::Outdated { .. })) => {
            let _lock = FileLock::acquire(path).map_err(CommandError::Usage)?;
            migrate_sqlite(&settings.engine).await?;
        }
        (Engine::Sqlite { .. } | Engine::Postgres { .. }, checked) => checked?,
    }
    Ok(Store::open(&settings.engine, clock, ids).await?)
}

/// Migrates a SQLite file. The caller holds its lock.
async fn migrate_sqlite(engine: &Engine) -> Result<(), CommandError> {
    let migrated = schema::migrate_all(engine, Clock::system().now()).await?;
    for copy in migrated.backups {
        tracing::info!(copy = %copy.display(), "database copied before migration");
    }
    Ok(())
}

/// Prints a command's output.
fn print(text: &str) -> Result<(), CommandError> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // The reader has closed the pipe, as `head` does.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        outcome => Ok(outcome?),
    }
}
