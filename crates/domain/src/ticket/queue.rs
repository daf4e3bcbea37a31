//! The order in which tickets are to be worked.

use super::{Priority, TicketState};

/// The difference in rank between two priorities: more microseconds than any instant has.
const PRIORITY_STEP: i64 = 1_000_000_000_000_000_000;

/// The rank after all tickets of a priority or a greater one.
pub fn queue_ranks_end(least: Priority) -> i64 {
    i64::from(Priority::Urgent.rank() - least.rank() + 1) * PRIORITY_STEP
}

impl TicketState {
    /// Its rank in the queue, the least first: by priority, then by how long it has waited; last of a priority what does not wait.
    pub fn queue_rank(&self) -> i64 {
        let before = Priority::Urgent.rank() - self.priority.rank();
        let waiting = self.waiting_since.map_or(PRIORITY_STEP - 1, |since| since.utc().timestamp_micros());
        i64::from(before) * PRIORITY_STEP + waiting
    }
}
