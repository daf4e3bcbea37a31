//! Imports a few hundred lines in one transaction.

use std::collections::HashSet;

use caredesk_domain::{
    DomainError, FieldError,
    actor::Actor,
    change::Change,
    customer::{Customer, CustomerPatch, IdentifierSystem, ImportSnapshot, PreviousImport, Upserted},
    phone::Region,
};
use caredesk_persistence::{Store, Transaction};

use super::{
    lines::{Content, NdjsonLine},
    patient::{self, ParsedPatient},
    report::{LineError, LineOutcome},
};
use crate::services::ServiceError;

/// The most lines of a batch.
const MAX_BATCH_LINES: usize = 500;
/// The size in bytes at which a batch is full, however few lines it has.
const MAX_BATCH_BYTES: usize = 4 * 1024 * 1024;

/// Lines to import in one transaction.
#[derive(Debug, Default)]
pub(super) struct Batch {
    lines: Vec<NdjsonLine>,
    bytes: usize,
}

impl Batch {
    pub(super) fn push(&mut self, line: NdjsonLine) {
        self.bytes += match &line.content {
            Content::Bytes(bytes) => bytes.len(),
            Content::TooLong => 0,
        };
        self.lines.push(line);
    }

    pub(super) const fn is_full(&self) -> bool {
        self.lines.len() >= MAX_BATCH_LINES || self.bytes >= MAX_BATCH_BYTES
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Writes batches.
#[derive(Debug, Clone)]
pub(super) struct BatchWriter {
    pub(super) store: Store,
    pub(super) actor: Actor,
    pub(super) region: Region,
    pub(super) match_system: Option<IdentifierSystem>,
}

/// A parsed patient with its line number.
type Numbered = (u32, ParsedPatient);

impl BatchWriter {
    /// Commits a batch and returns the outcomes of its lines, in their order.
    ///
    /// Runs on a blocking thread: parsing and indexing five hundred patients would delay other requests on the runtime's threads.
    pub(super) async fn write(&self, batch: Batch) -> Result<Vec<LineOutcome>, ServiceError> {
        let (intake, runtime) = (self.clone(), tokio::runtime::Handle::current());
        tokio::task::spawn_blocking(move || runtime.block_on(intake.commit(batch)))
            .await
            .map_err(|error| ServiceError::Internal(format!("a batch of an import was not finished: {error}")))?
    }

    async fn commit(&self, batch: Batch) -> Result<Vec<LineOutcome>, ServiceError> {
        let (mut patients, mut outcomes) = (Vec::with_capacity(batch.lines.len()), Vec::new());
        for NdjsonLine { number, content } in batch.lines {
            match self.read(content) {
                Ok(incoming) => patients.push((number, incoming)),
                Err(reason) => outcomes.push((number, Err(reason))),
            }
        }
        if !patients.is_empty() {
            outcomes.extend(self.store.write(async |work| self.save(work, &patients).await).await?);
            outcomes.sort_unstable_by_key(|(number, _)| *number);
        }
        Ok(outcomes)
    }

    fn read(&self, content: Content) -> Result<ParsedPatient, LineError> {
        match content {
            Content::Bytes(line) => patient::read(&line, self.region, self.match_system.as_ref()),
            Content::TooLong => Err(LineError::whole_line("too_long", format!("must have at most {} bytes", super::MAX_LINE))),
        }
    }

    /// Saves patients in the order of their lines. Those who may be the same customer are saved one after the other, so that the later line sees
    /// what the earlier one wrote.
    async fn save(&self, work: &mut Transaction, mut patients: &[Numbered]) -> Result<Vec<LineOutcome>, ServiceError> {
        let mut outcomes = Vec::with_capacity(patients.len());
        while !patients.is_empty() {
            let (together, later) = patients.split_at(distinct_prefix(patients));
            let identifiers: Vec<_> = together.iter().map(|(_, incoming)| incoming.identifier.clone()).collect();
            let known = work.find_by_identifiers(&identifiers).await?;
            let (mut changes, mut numbers, mut met) = (Vec::new(), Vec::new(), HashSet::new());
            let mut taken = 0;
            for ((number, incoming), known) in together.iter().zip(known) {
                if let Ok(Some(known)) = &known
                    && !met.insert(known.customer.id)
                {
                    // Two lines of one customer, by different identifiers.
                    break;
                }
                taken += 1;
                match self.upsert(work, known, incoming)? {
                    Ok(change) => {
                        changes.push(change);
                        numbers.push(*number);
                    }
                    Err(reason) => outcomes.push((*number, Err(reason))),
                }
            }
            let saved = work.save_all(changes).await?;
            outcomes.extend(numbers.into_iter().zip(saved).map(|(number, (_, outcome))| (number, Ok(outcome))));
            patients = if taken == together.len() { later } else { patients.get(taken..).unwrap_or_default() };
        }
        Ok(outcomes)
    }

    /// The change, or why the line is rejected; an error concerns all lines.
    fn upsert(
        &self,
        work: &Transaction,
        known: Result<Option<PreviousImport>, usize>,
        incoming: &ParsedPatient,
    ) -> Result<Result<Change<(Customer, Upserted)>, LineError>, ServiceError> {
        let Ok(known) = known else {
            let detail = "is shared by several customers; merge them first";
            return Ok(Err(LineError::at_path("identifier", FieldError::new("ambiguous", detail))));
        };
        let ParsedPatient { identifier, patch } = incoming.clone();
        let patch = clear_only_imported_fields(patch, known.as_ref().and_then(|known| known.snapshot.as_ref()));
        match Customer::upsert(known, work.new_customer_id(), identifier, patch, &self.actor, work.timestamp()) {
            Ok(change) => Ok(Ok(change)),
            Err(DomainError::Invalid { field, fault }) => Ok(Err(LineError::at_path(fhir_path(field), fault))),
            Err(DomainError::Conflict { code, detail, .. }) => Ok(Err(LineError::whole_line(code, detail))),
            Err(refusal @ (DomainError::Forbidden { .. } | DomainError::AlreadyAssigned { .. })) => Err(refusal.into()),
        }
    }
}

/// How many of the first patients are certainly different people: none is matched by an identifier of an earlier one.
fn distinct_prefix(patients: &[Numbered]) -> usize {
    let mut named: HashSet<(&str, &str)> = HashSet::new();
    for (index, (_, ParsedPatient { identifier, patch })) in patients.iter().enumerate() {
        if named.contains(&(identifier.system.as_str(), identifier.value.as_str())) {
            return index;
        }
        named.extend(patch.identifiers.iter().flatten().map(|one| (one.system.as_str(), one.value.as_str())));
    }
    patients.len()
}

/// Removes from `patch` empty fields that the source system never sent: a resource without given name, further phones or death clears what the source
/// system sent before, but never what staff wrote here.
fn clear_only_imported_fields(mut patch: CustomerPatch, source: Option<&ImportSnapshot>) -> CustomerPatch {
    let sent = |field: &str| source.is_some_and(|source| source.sent.contains_key(field));
    if patch.given_name == Some(None) && !sent("given_name") {
        patch.given_name = None;
    }
    if patch.former_names.as_ref().is_some_and(Vec::is_empty) && !sent("former_names") {
        patch.former_names = None;
    }
    if patch.other_phones.as_ref().is_some_and(Vec::is_empty) && !sent("other_phones") {
        patch.other_phones = None;
    }
    if patch.death == Some(None) && !sent("death") {
        patch.death = None;
    }
    patch
}

/// The FHIR path of a customer's field.
fn fhir_path(field: &'static str) -> &'static str {
    match field {
        "birth_date" => "birthDate",
        "deceased_at" => "deceasedDateTime",
        "family_name" => "name",
        other => other,
    }
}
