//! Figures as they go out.

use caredesk_domain::{
    StaffId, Timestamp,
    actor::Role,
    date::Day,
    metric::{BacklogAge, Excluded, Exclusion, Figure, Metric, MetricKind},
    ticket::{Priority, TicketStatus},
};
use caredesk_persistence::{AGE_BANDS, Backlog, Did, Load};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::answer::{CustomerReference, StaffReference, counted, tallied};
use crate::services::oversight::{Compared, Period, TrendBin};

/// The days that a report tells of, on the clocks of the desk.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportPeriod {
    /// The first day.
    pub(super) from: Day,
    /// The last day.
    pub(super) to: Day,
    /// The first of as many days before, with which it is compared.
    pub(super) before_from: Day,
    /// The last of these.
    pub(super) before_to: Day,
    /// The first instant that is counted.
    pub(super) since: Timestamp,
    /// The instant before which it ends: the end of its last day, or now.
    pub(super) until: Timestamp,
    /// The zone its days are of.
    #[schema(example = "Africa/Lagos")]
    pub(super) time_zone: String,
    /// The instant at which it was told.
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

/// A figure: what it is, what it was made from, and what it was before.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FigureAnswer {
    pub(super) metric: Metric,
    pub(super) kind: MetricKind,
    #[serde(flatten)]
    pub(super) value: FigureValue,
    /// The same of the days before; `null` where there is nothing to compare with.
    #[schema(required)]
    pub(super) before: Option<FigureValue>,
}

/// What a figure says, and what it was made from.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FigureValue {
    /// The number counted, the share from 0 to 1, or the mean in seconds; `null` where nothing was counted.
    #[schema(required)]
    pub(super) value: Option<f64>,
    /// What was counted, those that make up the share, or the sum of the seconds.
    pub(super) numerator: i64,
    /// What it is divided by; `null` for a number.
    #[schema(required)]
    pub(super) denominator: Option<i64>,
    /// How many records it is of.
    pub(super) n: i64,
    /// In seconds, exact to a bucket at most 5 % wide; of durations only.
    #[schema(required)]
    pub(super) median: Option<i64>,
    /// In seconds: nine in ten took no longer.
    #[schema(required)]
    pub(super) p90: Option<i64>,
    /// What was left out, and why.
    pub(super) excluded: Vec<FigureExclusion>,
}

/// Things that a figure leaves out.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FigureExclusion {
    pub(super) reason: Exclusion,
    pub(super) count: i64,
}

impl From<Excluded> for FigureExclusion {
    fn from(excluded: Excluded) -> Self {
        Self { reason: excluded.reason, count: excluded.count }
    }
}

impl From<Figure> for FigureValue {
    fn from(figure: Figure) -> Self {
        let Figure { value, numerator, denominator, n, median, p90, excluded, .. } = figure;
        Self { value, numerator, denominator, n, median, p90, excluded: excluded.into_iter().map(Into::into).collect() }
    }
}

pub(super) fn figures(figures: Vec<Compared>) -> Vec<FigureAnswer> {
    let told = |(figure, before): Compared| {
        let (metric, kind) = (figure.metric, figure.metric.kind());
        FigureAnswer { metric, kind, value: figure.into(), before: before.map(Into::into) }
    };
    figures.into_iter().map(told).collect()
}

/// A part of the period: a day, a week, or longer where the period is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrendPart {
    pub(super) from: Day,
    pub(super) to: Day,
    pub(super) figures: Vec<FigureAnswer>,
    /// The tickets unresolved at its end; `null` for one colleague.
    #[schema(required)]
    pub(super) backlog: Option<i64>,
}

impl From<TrendBin> for TrendPart {
    fn from(bin: TrendBin) -> Self {
        let alone = bin.figures.into_iter().map(|figure| (figure, None)).collect();
        Self { from: bin.bin.from, to: bin.bin.to, figures: figures(alone), backlog: bin.backlog }
    }
}

/// The tickets unresolved at the end of the period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BacklogAnswer {
    pub(super) tickets: i64,
    /// How many there were when the period began.
    pub(super) before: i64,
    /// By how long ago they were opened, the youngest first.
    pub(super) by_age: Vec<AgeBand>,
    pub(super) urgent: u32,
    pub(super) high: u32,
    pub(super) medium: u32,
    pub(super) low: u32,
}

/// Tickets by their age in days.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgeBand {
    /// The word by which `GET /oversight/tickets` lists them.
    pub(super) age: BacklogAge,
    /// At least so many days.
    pub(super) days_from: i64,
    /// And less than so many; `null` for the oldest.
    #[schema(required)]
    pub(super) days_to: Option<i64>,
    pub(super) tickets: i64,
}

pub(super) fn backlog(backlog: &Backlog, before: i64) -> BacklogAnswer {
    let from = std::iter::once(0).chain(AGE_BANDS);
    let to = AGE_BANDS.into_iter().map(Some).chain([None]);
    let bands = BacklogAge::ALL.iter().zip(from.zip(to)).zip(backlog.by_age);
    let of = |priority| tallied(&backlog.by_priority, priority);
    BacklogAnswer {
        tickets: backlog.tickets,
        before,
        by_age: bands.map(|((age, (days_from, days_to)), tickets)| AgeBand { age: *age, days_from, days_to, tickets }).collect(),
        urgent: of(Priority::Urgent),
        high: of(Priority::High),
        medium: of(Priority::Medium),
        low: of(Priority::Low),
    }
}

/// What somebody, or the queue, holds now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LoadAnswer {
    pub(super) open: u32,
    pub(super) pending: u32,
    pub(super) escalated: u32,
    /// Interactions under way.
    pub(super) active_interactions: u32,
    /// Since when the customer waits who waits longest; `null` where nobody does.
    #[schema(required)]
    pub(super) oldest_waiting_since: Option<Timestamp>,
}

impl From<Load> for LoadAnswer {
    fn from(load: Load) -> Self {
        let of = |status| tallied(&load.tickets, status);
        Self {
            open: of(TicketStatus::Open),
            pending: of(TicketStatus::Pending),
            escalated: of(TicketStatus::Escalated),
            active_interactions: counted(load.interactions),
            oldest_waiting_since: load.waiting_since,
        }
    }
}

/// A colleague in a report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportAgent {
    pub(super) id: StaffId,
    #[schema(example = "Ada Obi")]
    pub(super) name: String,
    pub(super) role: Role,
    /// Whether they work here still.
    pub(super) active: bool,
}

/// A colleague with what they did and hold.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgentFigures {
    pub(super) agent: ReportAgent,
    pub(super) figures: Vec<FigureAnswer>,
    pub(super) load: LoadAnswer,
}

/// What one colleague did for one customer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Dealings {
    /// Interactions that they handled and that ended.
    pub(super) interactions: i64,
    /// Tickets that they resolved, duplicates not counted.
    pub(super) tickets_resolved: i64,
    /// Replies that they wrote.
    pub(super) replies: i64,
    pub(super) first_at: Timestamp,
    pub(super) last_at: Timestamp,
}

impl From<Did> for Dealings {
    fn from(did: Did) -> Self {
        let Did { interactions, tickets, replies, first_at, last_at } = did;
        Self { interactions, tickets_resolved: tickets, replies, first_at, last_at }
    }
}

/// A customer with whom a colleague dealt.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HandledCustomer {
    pub(super) customer: CustomerReference,
    #[serde(flatten)]
    pub(super) dealings: Dealings,
}

/// A colleague who dealt with a customer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CustomerHandler {
    pub(super) staff: StaffReference,
    #[serde(flatten)]
    pub(super) dealings: Dealings,
}
