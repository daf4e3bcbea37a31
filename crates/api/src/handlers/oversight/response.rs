//! Report metrics in responses.

use caredesk_domain::{
    StaffId, Timestamp,
    actor::Role,
    date::Day,
    metric::{BacklogAge, Excluded, Exclusion, Metric, MetricKind, MetricValue},
    ticket::{Priority, TicketStatus},
};
use caredesk_persistence::{AGE_BANDS, ActivityCount, Backlog, Workload};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    handlers::response::{CustomerReference, StaffReference, count_for, saturating_u32},
    services::oversight::{Period, TrendBucket, WithPrevious},
};

/// The days of a report, in the desk's time zone.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportPeriod {
    /// First day.
    pub(super) from: Day,
    /// Last day.
    pub(super) to: Day,
    /// First day of the previous period of the same length, used for comparison.
    pub(super) before_from: Day,
    /// Last day of the previous period.
    pub(super) before_to: Day,
    /// Start of the period, inclusive.
    pub(super) since: Timestamp,
    /// End of the period, exclusive: the end of its last day, or now.
    pub(super) until: Timestamp,
    /// Time zone of the days.
    #[schema(example = "Africa/Lagos")]
    pub(super) time_zone: String,
    /// When the report was made.
    pub(super) at: Timestamp,
}

impl From<&Period> for ReportPeriod {
    fn from(period: &Period) -> Self {
        Self {
            from: period.from,
            to: period.to,
            before_from: period.before,
            before_to: period.before_to(),
            since: period.since(),
            until: period.until(),
            time_zone: period.zone().name().to_owned(),
            at: period.now(),
        }
    }
}

/// A metric: its value, numerator and denominator, and its value in the period before.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MetricResponse {
    pub(super) metric: Metric,
    pub(super) kind: MetricKind,
    #[serde(flatten)]
    pub(super) value: MetricValueResponse,
    /// The same for the period before; `null` if there is none.
    #[schema(required)]
    pub(super) before: Option<MetricValueResponse>,
}

/// A metric's value, with numerator and denominator.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MetricValueResponse {
    /// A number, a share from 0 to 1, or a mean in seconds; `null` if nothing was counted.
    #[schema(required)]
    pub(super) value: Option<f64>,
    /// The number, the part of a share, or the sum of the seconds.
    pub(super) numerator: i64,
    /// The divisor; `null` for a number.
    #[schema(required)]
    pub(super) denominator: Option<i64>,
    /// Number of records.
    pub(super) n: i64,
    /// Median in seconds, exact to a bucket at most 5 % wide; durations only.
    #[schema(required)]
    pub(super) median: Option<i64>,
    /// 90th percentile in seconds; durations only.
    #[schema(required)]
    pub(super) p90: Option<i64>,
    /// Records not counted, by reason.
    pub(super) excluded: Vec<MetricExclusion>,
}

/// Records that a metric does not count.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MetricExclusion {
    pub(super) reason: Exclusion,
    pub(super) count: i64,
}

impl From<Excluded> for MetricExclusion {
    fn from(excluded: Excluded) -> Self {
        Self { reason: excluded.reason, count: excluded.count }
    }
}

impl From<MetricValue> for MetricValueResponse {
    fn from(figure: MetricValue) -> Self {
        let MetricValue { value, numerator, denominator, n, median, p90, excluded, .. } = figure;
        Self { value, numerator, denominator, n, median, p90, excluded: excluded.into_iter().map(Into::into).collect() }
    }
}

pub(super) fn metric_responses(figures: Vec<WithPrevious>) -> Vec<MetricResponse> {
    let told = |(figure, before): WithPrevious| {
        let (metric, kind) = (figure.metric, figure.metric.kind());
        MetricResponse { metric, kind, value: figure.into(), before: before.map(Into::into) }
    };
    figures.into_iter().map(told).collect()
}

/// A bucket of the trend: a day, a week, or longer in a long period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrendBucketResponse {
    pub(super) from: Day,
    pub(super) to: Day,
    pub(super) figures: Vec<MetricResponse>,
    /// Unresolved tickets at its end; `null` in a report of one staff member.
    #[schema(required)]
    pub(super) backlog: Option<i64>,
}

impl From<TrendBucket> for TrendBucketResponse {
    fn from(bin: TrendBucket) -> Self {
        let alone = bin.figures.into_iter().map(|figure| (figure, None)).collect();
        Self { from: bin.bucket.from, to: bin.bucket.to, figures: metric_responses(alone), backlog: bin.backlog }
    }
}

/// Unresolved tickets at the end of the period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BacklogResponse {
    pub(super) tickets: i64,
    /// Number at the start of the period.
    pub(super) before: i64,
    /// By time since opening, the youngest first.
    pub(super) by_age: Vec<AgeBand>,
    pub(super) urgent: u32,
    pub(super) high: u32,
    pub(super) medium: u32,
    pub(super) low: u32,
}

/// Tickets by age in days.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgeBand {
    /// The `age` of `GET /oversight/tickets` that lists them.
    pub(super) age: BacklogAge,
    /// Minimum age in days, inclusive.
    pub(super) days_from: i64,
    /// Maximum age in days, exclusive; `null` for the oldest.
    #[schema(required)]
    pub(super) days_to: Option<i64>,
    pub(super) tickets: i64,
}

pub(super) fn backlog(backlog: &Backlog, before: i64) -> BacklogResponse {
    let from = std::iter::once(0).chain(AGE_BANDS);
    let to = AGE_BANDS.into_iter().map(Some).chain([None]);
    let bands = BacklogAge::ALL.iter().zip(from.zip(to)).zip(backlog.by_age);
    let of = |priority| count_for(&backlog.by_priority, priority);
    BacklogResponse {
        tickets: backlog.tickets,
        before,
        by_age: bands.map(|((age, (days_from, days_to)), tickets)| AgeBand { age: *age, days_from, days_to, tickets }).collect(),
        urgent: of(Priority::Urgent),
        high: of(Priority::High),
        medium: of(Priority::Medium),
        low: of(Priority::Low),
    }
}

/// Present workload of a staff member or the queue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorkloadResponse {
    pub(super) open: u32,
    pub(super) pending: u32,
    pub(super) escalated: u32,
    /// Active interactions.
    pub(super) active_interactions: u32,
    /// Since when the longest waiting customer waits; `null` if nobody waits.
    #[schema(required)]
    pub(super) oldest_waiting_since: Option<Timestamp>,
}

impl From<Workload> for WorkloadResponse {
    fn from(load: Workload) -> Self {
        let of = |status| count_for(&load.tickets, status);
        Self {
            open: of(TicketStatus::Open),
            pending: of(TicketStatus::Pending),
            escalated: of(TicketStatus::Escalated),
            active_interactions: saturating_u32(load.interactions),
            oldest_waiting_since: load.waiting_since,
        }
    }
}

/// A staff member in a report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportAgent {
    pub(super) id: StaffId,
    #[schema(example = "Ada Obi")]
    pub(super) name: String,
    pub(super) role: Role,
    /// Whether the account is active.
    pub(super) active: bool,
}

/// A staff member's metrics and workload.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgentMetrics {
    pub(super) agent: ReportAgent,
    pub(super) figures: Vec<MetricResponse>,
    pub(super) load: WorkloadResponse,
}

/// What one staff member did for one customer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ActivityResponse {
    /// Interactions they handled that ended.
    pub(super) interactions: i64,
    /// Tickets they resolved, without duplicates.
    pub(super) tickets_resolved: i64,
    /// Replies they wrote.
    pub(super) replies: i64,
    pub(super) first_at: Timestamp,
    pub(super) last_at: Timestamp,
}

impl From<ActivityCount> for ActivityResponse {
    fn from(did: ActivityCount) -> Self {
        let ActivityCount { interactions, tickets, replies, first_at, last_at } = did;
        Self { interactions, tickets_resolved: tickets, replies, first_at, last_at }
    }
}

/// A customer whom a staff member handled.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HandledCustomer {
    pub(super) customer: CustomerReference,
    #[serde(flatten)]
    pub(super) activity: ActivityResponse,
}

/// A staff member who handled a customer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CustomerHandler {
    pub(super) staff: StaffReference,
    #[serde(flatten)]
    pub(super) activity: ActivityResponse,
}
