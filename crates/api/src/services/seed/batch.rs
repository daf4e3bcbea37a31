//! Changes to be saved together.

use caredesk_domain::change::Change;

use super::counts::Counts;

/// Changes to be saved together, and what they amount to.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) changes: Vec<Change<()>>,
    pub(super) counts: Counts,
}

impl Batch {
    /// Adds a change and returns the records as they are then.
    pub(super) fn add<T: Clone>(&mut self, change: Change<T>) -> T {
        self.counts.count(&change);
        let out = change.out().clone();
        self.changes.push(change.map(drop));
        out
    }
}
