//! What became of the lines of a file.

use caredesk_domain::{Fault, customer::Upserted};
use serde::Serialize;
use utoipa::ToSchema;

/// The most refused lines that are named; further ones are only counted.
pub const MAX_REFUSALS: usize = 1_000;

/// What became of the lines of a file: `lines` is the sum of created, updated, unchanged and refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportReport)]
pub struct Report {
    /// Lines read, blank ones left out.
    #[schema(example = 3)]
    pub lines: u32,
    /// Customers who are new here.
    #[schema(example = 1)]
    pub created: u32,
    /// Customers of whom there was news.
    #[schema(example = 1)]
    pub updated: u32,
    /// Customers of whom there was none; nothing was written.
    #[schema(example = 0)]
    pub unchanged: u32,
    /// Lines that were not taken in.
    #[schema(example = 1)]
    pub refused: u32,
    /// The refused lines, at most the first 1,000.
    #[schema(max_items = 1000)]
    pub refusals: Vec<RefusedLine>,
}

/// A line that was not taken in, and why. Repeats nothing that stands on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RefusedLine)]
pub struct RefusedLine {
    /// The line's number in the file, from 1; blank lines count.
    #[schema(example = 17)]
    pub line: u32,
    /// A stable lower_snake word.
    #[schema(value_type = String, example = "format")]
    pub code: &'static str,
    /// What would be accepted.
    #[schema(example = "must be a date such as 1956-08-03")]
    pub detail: String,
    /// The element of the resource, where it is one that is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "birthDate")]
    pub path: Option<String>,
}

/// Why a line is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) fault: Fault,
    pub(super) path: Option<String>,
}

impl Reason {
    /// The line as a whole is at fault.
    pub(super) fn line(code: &'static str, detail: impl Into<String>) -> Self {
        Self { fault: Fault::new(code, detail), path: None }
    }

    /// One element is at fault.
    pub(super) fn at(path: impl Into<String>, fault: Fault) -> Self {
        Self { fault, path: Some(path.into()) }
    }
}

/// What became of one line.
pub(super) type Outcome = (u32, Result<Upserted, Reason>);

impl Report {
    /// Counts a committed batch, given in the order of its lines.
    pub(super) fn add(&mut self, outcomes: Vec<Outcome>) {
        for (line, outcome) in outcomes {
            self.lines += 1;
            match outcome {
                Ok(Upserted::Created) => self.created += 1,
                Ok(Upserted::Updated) => self.updated += 1,
                Ok(Upserted::Unchanged) => self.unchanged += 1,
                Err(Reason { fault: Fault { code, detail }, path }) => {
                    self.refused += 1;
                    if self.refusals.len() < MAX_REFUSALS {
                        self.refusals.push(RefusedLine { line, code, detail, path });
                    }
                }
            }
        }
    }
}
