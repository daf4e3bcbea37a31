//! What the reports show.

use caredesk_domain::{metric::MetricValue, ticket::Category};
use caredesk_persistence::{
    ActivityCount, Backlog, CustomerRef, Page, StaffRef, StaffSummary, TermCount, TimelineEntry, TopAffected, Workload,
};

use super::period::Bucket;

/// The value of a metric in a period, and in the period before if there is one.
pub type WithPrevious = (MetricValue, Option<MetricValue>);

/// One bucket of a trend.
#[derive(Debug)]
pub struct TrendBucket {
    /// The days it covers.
    pub bucket: Bucket,
    /// The metrics of these days.
    pub figures: Vec<MetricValue>,
    /// How many tickets were unresolved at the end of them; for the whole desk only.
    pub backlog: Option<i64>,
}

/// The whole desk.
#[derive(Debug)]
pub struct Summary {
    /// The metrics.
    pub figures: Vec<WithPrevious>,
    /// Unresolved tickets at the end.
    pub backlog: Backlog,
    /// The number of unresolved tickets at the start of the period.
    pub backlog_before: i64,
    /// Unassigned work now.
    pub queue: Workload,
    /// The metrics over time.
    pub trend: Vec<TrendBucket>,
}

/// The row of one staff member.
#[derive(Debug)]
pub struct AgentRow {
    /// The staff member.
    pub agent: StaffSummary,
    /// Their metrics.
    pub figures: Vec<WithPrevious>,
    /// Their assigned work now.
    pub load: Workload,
}

/// All staff, each and together.
#[derive(Debug)]
pub struct Performance {
    /// Metrics of all together.
    pub team: Vec<WithPrevious>,
    /// A row for each.
    pub agents: Vec<AgentRow>,
    /// The metrics over time.
    pub trend: Vec<TrendBucket>,
}

/// The report of one staff member.
#[derive(Debug)]
pub struct AgentReport {
    /// Their metrics and assigned work.
    pub row: AgentRow,
    /// Their metrics over time.
    pub trend: Vec<TrendBucket>,
    /// Their customers, the latest first; empty for a service account that may not read customers.
    pub customers: Vec<(CustomerRef, ActivityCount)>,
}

/// What tickets are about.
#[derive(Debug)]
pub struct Issues {
    /// By category.
    pub categories: Vec<(Category, Vec<WithPrevious>)>,
    /// By terms of their subjects, the greatest increase first.
    pub terms: Vec<(TermCount, Vec<WithPrevious>)>,
    /// The most affected customers and staff.
    pub top_affected: TopAffected,
}

/// The activity for a customer, and by whom.
#[derive(Debug)]
pub struct History {
    /// The customer.
    pub customer: CustomerRef,
    /// The metrics of all time.
    pub figures: Vec<WithPrevious>,
    /// The staff who worked for them, the latest first.
    pub handlers: Vec<(StaffRef, ActivityCount)>,
    /// Their timeline, one page.
    pub timeline: Page<TimelineEntry>,
}
