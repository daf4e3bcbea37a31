//! The `caredesk` command line. Exit codes: 0 success, 1 failure, 2 wrong usage or settings.

mod admin;
mod database;
mod error;
mod import;
mod migrate;
mod openapi;
mod output;
mod read_log;
mod seed;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use nix::sys::stat::{Mode, umask};

use self::{database::check_permissions, error::CommandError};
use crate::settings::SettingsArgs;

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
