//! What a report counts, and its result.

use std::collections::BTreeMap;

use caredesk_domain::{CustomerId, PrincipalId, StaffId, Timestamp, metric::MetricTotals, ticket::Category};

/// Consecutive time spans without gaps: the first begins at the first bound, each ends where the next begins.
#[derive(Debug, Clone)]
pub struct TimeBuckets(Vec<Timestamp>);

impl TimeBuckets {
    /// The spans between `bounds`, which are at least two instants in ascending order.
    pub const fn new(bounds: Vec<Timestamp>) -> Self {
        Self(bounds)
    }

    /// The number of spans.
    pub const fn spans(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// The bounds, in ascending order.
    pub fn bounds(&self) -> &[Timestamp] {
        &self.0
    }
}

/// What counts are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Not grouped: the whole desk.
    None,
    /// The person or service account credited with it.
    Agent,
    /// The ticket category; records without one are omitted.
    Category,
}

/// Group of a count; empty for the whole desk, or for unassigned records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupKey {
    /// The person or service account.
    pub agent: Option<PrincipalId>,
    /// The category.
    pub category: Option<Category>,
}

/// What to count.
#[derive(Debug, Clone)]
pub struct ReportQuery {
    /// The time spans.
    pub buckets: TimeBuckets,
    /// The grouping.
    pub group_by: Grouping,
    /// Only of this staff member.
    pub agent: Option<StaffId>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Only the counts of a trend: without the outcome of opened tickets and without escalations.
    pub trend_only: bool,
    /// The current time: resolutions still within the reopen window depend on it.
    pub now: Timestamp,
}

/// Counts by the index of the span and the group.
pub type ReportRows = BTreeMap<(usize, GroupKey), MetricTotals>;
