//! `caredesk import`: imports FHIR patients from files.

use std::{io::IsTerminal as _, path::PathBuf};

use caredesk_domain::{
    actor::{Actor, SystemJob},
    customer::IdentifierSystem,
};
use clap::Subcommand;
use futures::{Stream, TryStreamExt as _, stream};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::{fs::File, io::AsyncReadExt as _};

use super::{database::open, error::CommandError, output::print};
use crate::{
    services::import::{self, ImportReport, Options, PartialImport},
    settings::Settings,
};

/// How many bytes of a file are read at once.
const CHUNK: usize = 256 * 1024;

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Import FHIR R4 Patient resources, one per line; safe to repeat
    #[command(after_help = "Example:\n  caredesk import fhir-patients patients.ndjson")]
    FhirPatients {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The system whose identifiers patients are matched by [default: each line's first identifier]
        #[arg(long, value_name = "URI")]
        match_system: Option<String>,
    },
}

pub(super) async fn run(settings: &Settings, Import::FhirPatients { files, match_system }: Import) -> Result<(), CommandError> {
    let match_system = match_system.map(|system| system.parse::<IdentifierSystem>()).transpose();
    let options = Options { match_system: match_system.map_err(|fault| CommandError::Usage(format!("--match-system {fault}")))? };
    let mut opened = Vec::with_capacity(files.len());
    for path in files {
        let unreadable = |error: std::io::Error| CommandError::Usage(format!("cannot read {}: {error}", path.display()));
        let file = File::open(&path).await.map_err(unreadable)?;
        let bytes = file.metadata().await.map_err(unreadable)?.len();
        opened.push((path, file, bytes));
    }
    let store = open(settings).await?;
    let bar = bar(opened.iter().map(|(_, _, bytes)| bytes).sum());
    let mut refused = 0;
    for (path, file, _) in opened {
        let progress = bar.clone();
        let read = chunks(file).inspect_ok(move |chunk| progress.inc(u64::try_from(chunk.len()).unwrap_or(0)));
        let told = |report: &ImportReport| bar.set_message(format!("{} patients, {} refused", report.lines, report.refused));
        let outcome = import::import(&store, &import_actor(), settings.region, options.clone(), read, told).await;
        let (report, stopped) = match outcome {
            Ok(report) => (report, None),
            Err(PartialImport { report, why }) => (report, Some(why.to_string())),
        };
        bar.suspend(|| print(&summary(&path, &report)))?;
        refused += report.refused;
        if let Some(why) = stopped {
            return Err(CommandError::Failed(format!("{}: {why}; what was imported stays", path.display())));
        }
    }
    bar.finish_and_clear();
    store.close().await?;
    if refused > 0 { Err(CommandError::Failed(format!("{refused} lines were refused"))) } else { Ok(()) }
}

fn summary(path: &std::path::Path, report: &ImportReport) -> String {
    let ImportReport { lines, created, updated, unchanged, refused, refusals } = report;
    let mut text =
        format!("{}: {lines} lines: {created} created, {updated} updated, {unchanged} unchanged, {refused} refused\n", path.display());
    for refusal in refusals {
        let place = refusal.path.as_deref().map(|path| format!(" {path}")).unwrap_or_default();
        text.push_str(&format!("  line {}:{place} {} ({})\n", refusal.line, refusal.detail, refusal.code));
    }
    let unnamed = refused.saturating_sub(u32::try_from(refusals.len()).unwrap_or(u32::MAX));
    if unnamed > 0 {
        text.push_str(&format!("  and {unnamed} more\n"));
    }
    text
}

fn chunks(file: File) -> impl Stream<Item = std::io::Result<Vec<u8>>> {
    stream::try_unfold(file, async |mut file| {
        let mut chunk = Vec::with_capacity(CHUNK);
        let read = file.read_buf(&mut chunk).await?;
        Ok((read > 0).then_some((chunk, file)))
    })
}

/// Hidden where standard error is no terminal.
fn bar(bytes: u64) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style =
        ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {msg} {elapsed}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(bytes), target).with_style(style)
}

#[expect(clippy::disallowed_methods, reason = "the command line has full access")]
const fn import_actor() -> Actor {
    Actor::system(SystemJob::Import)
}
