//! The order of the ticket queue.

use super::record::TicketRecord;
use crate::priority::Priority;

/// The difference in rank between two priorities: more than the microseconds of any timestamp.
const PRIORITY_STEP: i64 = 1_000_000_000_000_000_000;

/// The end (exclusive) of the ranks of priority `least` and above.
pub fn queue_ranks_end(least: Priority) -> i64 {
    i64::from(Priority::Urgent.rank() - least.rank() + 1) * PRIORITY_STEP
}

impl TicketRecord {
    /// The rank in the queue, lowest first: by priority, then by the longest wait; tickets without a wait are last of their priority.
    pub fn queue_rank(&self) -> i64 {
        let before = Priority::Urgent.rank() - self.priority.rank();
        let waiting = self.waiting_since.map_or(PRIORITY_STEP - 1, |since| since.utc().timestamp_micros());
        i64::from(before) * PRIORITY_STEP + waiting
    }
}
