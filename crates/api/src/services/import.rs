//! Import of customers from FHIR R4 `Patient` resources, one per line (NDJSON).
//!
//! Files may be of any size: at most one batch of lines is in memory, and each batch is committed before the next is read, so that agents never
//! wait long for their own writes. A line that cannot be imported is reported by its number and affects no other line.
//! Imports may be repeated: unchanged customers write nothing.

mod batch;
mod element;
mod lines;
mod patient;
mod report;

use std::pin::pin;

use caredesk_domain::{
    actor::Actor,
    customer::{Identifier, IdentifierSystem},
    phone::Region,
    policy::{Action, Ownership, check},
};
use caredesk_persistence::Store;
use futures::{Stream, StreamExt as _};

use self::{
    batch::{Batch, BatchWriter},
    lines::LineSplitter,
    report::LineOutcome,
};
pub use self::{
    lines::MAX_LINE,
    report::{ImportReport, MAX_REFUSALS, RefusedLine},
};
use super::ServiceError;

/// How patients are matched with customers.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The system whose identifiers they are matched by; by default each line's first identifier that may be stored.
    pub match_system: Option<IdentifierSystem>,
}

/// An import that did not reach the end of its file. What the report counts is committed.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub struct PartialImport<E> {
    /// The lines imported and rejected before.
    pub report: ImportReport,
    /// What stopped it.
    pub why: ImportError<E>,
}

/// What stopped an import.
#[derive(Debug, thiserror::Error)]
pub enum ImportError<E> {
    /// The file could not be read to its end: the caller disconnected, or the disk failed.
    #[error("the file could not be read to its end: {0}")]
    Source(E),
    /// The import failed: not allowed, or the database failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// Imports the patients of a file, read in `chunks` of any size that may end anywhere. `progress` is called after every committed batch.
///
/// Dropping the future ends the import; a started batch is still committed or rolled back as a whole.
///
/// # Errors
/// [`ImportError::Service`] when the actor may not, the options are invalid, or the database fails; [`ImportError::Source`] when the chunks fail. A last line
/// cut short by that is not imported.
pub async fn import<B: AsRef<[u8]>, E>(
    store: &Store,
    actor: &Actor,
    region: Region,
    options: Options,
    chunks: impl Stream<Item = Result<B, E>>,
    mut progress: impl FnMut(&ImportReport),
) -> Result<ImportReport, PartialImport<E>> {
    let mut report = ImportReport::default();
    let told = |outcomes| {
        report.add(outcomes);
        progress(&report);
    };
    match import_stream(store, actor, region, options, chunks, told).await {
        Ok(()) => Ok(report),
        Err(why) => Err(PartialImport { report, why }),
    }
}

async fn import_stream<B: AsRef<[u8]>, E>(
    store: &Store,
    actor: &Actor,
    region: Region,
    options: Options,
    chunks: impl Stream<Item = Result<B, E>>,
    mut tell: impl FnMut(Vec<LineOutcome>),
) -> Result<(), ImportError<E>> {
    may_begin(actor, &options)?;
    let intake = BatchWriter { store: store.clone(), actor: actor.clone().in_import(), region, match_system: options.match_system };
    let (mut lines, mut batch) = (LineSplitter::default(), Batch::default());
    let mut chunks = pin!(chunks);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(ImportError::Source)?;
        let mut rest = chunk.as_ref();
        while let Some(line) = lines.next(&mut rest) {
            batch.push(line);
            if batch.is_full() {
                tell(intake.write(std::mem::take(&mut batch)).await?);
            }
        }
    }
    lines.last().into_iter().for_each(|line| batch.push(line));
    if !batch.is_empty() {
        tell(intake.write(batch).await?);
    }
    Ok(())
}

fn may_begin(actor: &Actor, options: &Options) -> Result<(), ServiceError> {
    check(actor, Action::ImportCustomers, Ownership::Other)?;
    if options.match_system.as_ref().is_some_and(Identifier::is_official_document) {
        let detail = "must not be a system of driver's licences, passports or social-security numbers: these are not stored";
        return Err(ServiceError::invalid("match_system", "not_stored", detail));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
