//! `caredesk read-log`: a new read log after the old one was lost.

use caredesk_domain::text::Reason;
use caredesk_persistence::{Clock, Engine, Ids, read_log_registry};
use clap::Subcommand;

use super::{admin::bootstrap_actor, error::CommandError, output::print};
use crate::{lock::FileLock, settings::Settings};

#[derive(Debug, Subcommand)]
pub(super) enum ReadLog {
    /// Begin a new read log in place of a lost one; recorded in the audit log
    #[command(after_help = "Example:\n  caredesk read-log begin --reason 'The disk that held it failed on 3 March.'")]
    Begin {
        /// Why, in 10 to 4,000 characters; kept in the audit log
        #[arg(long)]
        reason: String,
    },
}

pub(super) async fn run(settings: &Settings, ReadLog::Begin { reason }: ReadLog) -> Result<(), CommandError> {
    let reason: Reason = reason.parse().map_err(|fault| CommandError::Usage(format!("--reason {fault}")))?;
    let _lock = match &settings.engine {
        Engine::Sqlite { path } => Some(FileLock::acquire(path).map_err(CommandError::Usage)?),
        Engine::Postgres { .. } => None,
    };
    let begun = read_log_registry::begin(&settings.engine, Clock::system(), Ids::random(), &bootstrap_actor(), &reason).await?;
    for file in begun.renamed_files {
        print(&format!("moved the earlier read log to {file}\n"))?;
    }
    print("a new read log has begun\n")
}
