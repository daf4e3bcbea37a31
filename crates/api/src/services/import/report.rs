//! The report of an import.

use caredesk_domain::{FieldError, customer::Upserted};
use serde::Serialize;
use utoipa::ToSchema;

/// The most refused lines that are listed; further ones are only counted.
pub const MAX_REFUSALS: usize = 1_000;

/// The result of an import: `lines` is the sum of `created`, `updated`, `unchanged` and `refused`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportReport)]
pub struct ImportReport {
    /// Lines read, without blank ones.
    #[schema(example = 3)]
    pub lines: u32,
    /// Customers created.
    #[schema(example = 1)]
    pub created: u32,
    /// Customers changed.
    #[schema(example = 1)]
    pub updated: u32,
    /// Customers without changes; nothing was written.
    #[schema(example = 0)]
    pub unchanged: u32,
    /// Lines that were not imported.
    #[schema(example = 1)]
    pub refused: u32,
    /// The refused lines, at most the first 1,000.
    #[schema(max_items = 1000)]
    pub refusals: Vec<RefusedLine>,
}

/// A line that was not imported, and why. Never contains values of the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RefusedLine)]
pub struct RefusedLine {
    /// The line's number in the file, from 1; blank lines count.
    #[schema(example = 17)]
    pub line: u32,
    /// A stable code in lower snake case.
    #[schema(value_type = String, example = "format")]
    pub code: &'static str,
    /// What would be accepted.
    #[schema(example = "must be a date such as 1956-08-03")]
    pub detail: String,
    /// The FHIR path of the invalid element; absent if the whole line is invalid.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "birthDate")]
    pub path: Option<String>,
}

/// Why a line is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineError {
    pub(super) fault: FieldError,
    pub(super) path: Option<String>,
}

impl LineError {
    /// The whole line is invalid.
    pub(super) fn whole_line(code: &'static str, detail: impl Into<String>) -> Self {
        Self { fault: FieldError::new(code, detail), path: None }
    }

    /// One element is invalid.
    pub(super) fn at_path(path: impl Into<String>, fault: FieldError) -> Self {
        Self { fault, path: Some(path.into()) }
    }
}

/// Line number and result of one line.
pub(super) type LineOutcome = (u32, Result<Upserted, LineError>);

impl ImportReport {
    /// Counts a committed batch, given in the order of its lines.
    pub(super) fn add(&mut self, outcomes: Vec<LineOutcome>) {
        for (line, outcome) in outcomes {
            self.lines += 1;
            match outcome {
                Ok(Upserted::Created) => self.created += 1,
                Ok(Upserted::Updated) => self.updated += 1,
                Ok(Upserted::Unchanged) => self.unchanged += 1,
                Err(LineError { fault: FieldError { code, detail }, path }) => {
                    self.refused += 1;
                    if self.refusals.len() < MAX_REFUSALS {
                        self.refusals.push(RefusedLine { line, code, detail, path });
                    }
                }
            }
        }
    }
}
