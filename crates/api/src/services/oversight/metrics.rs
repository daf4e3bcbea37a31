//! Metrics of a report from the counted totals.

use caredesk_domain::{
    PrincipalId, StaffId,
    metric::{Metric, MetricTotals, OpenedTickets},
};
use caredesk_persistence::{GroupKey, Grouping, ReportQuery, ReportRows, Store, TermCount};

use super::{
    period::{Bucket, Period},
    reports::{TrendBucket, WithPrevious},
};
use crate::services::ServiceError;

/// The metrics of a trend.
const TREND_METRICS: [Metric; 5] =
    [Metric::TicketsOpened, Metric::TicketsResolved, Metric::InteractionsHandled, Metric::FirstResponseTime, Metric::ResolutionTime];

/// The query for a period and the period before.
pub(super) fn report_query(period: &Period, by: Grouping) -> ReportQuery {
    ReportQuery { buckets: period.with_previous(), group_by: by, agent: None, customer: None, trend_only: false, now: period.now() }
}

/// The group key of a staff member.
pub(super) fn agent_key(id: StaffId) -> GroupKey {
    GroupKey { agent: Some(PrincipalId::from(id)), ..GroupKey::default() }
}

/// The metrics of the second of two spans, compared with the first.
pub(super) fn figures(counted: &ReportRows, key: GroupKey, metrics: &[Metric]) -> Vec<WithPrevious> {
    let empty = MetricTotals::default();
    let [before, now] = [0, 1].map(|span| counted.get(&(span, key)).unwrap_or(&empty));
    metrics.iter().map(|metric| (now.metric_value(*metric), Some(before.metric_value(*metric)))).collect()
}

/// The metrics by ticket category.
pub(super) fn category_metrics() -> Vec<Metric> {
    let handling = [Metric::InteractionsHandled, Metric::CallHandleTime, Metric::ChatHandleTime, Metric::EmailHandleTime];
    Metric::ALL.iter().copied().filter(|metric| !handling.contains(metric)).collect()
}

/// The metrics of a term; fewer are counted.
pub(super) fn term_figures(term: &TermCount) -> Vec<WithPrevious> {
    let TermCount { tickets, duplicates, escalated, repeats, .. } = *term;
    let opened = OpenedTickets { tickets, duplicates, escalated, repeats, ..OpenedTickets::default() };
    let now = MetricTotals { opened, ..MetricTotals::default() };
    let before = MetricTotals { opened: OpenedTickets { tickets: term.before, ..OpenedTickets::default() }, ..MetricTotals::default() };
    let alone = [Metric::EscalationRate, Metric::RepeatContactRate].map(|metric| (now.metric_value(metric), None));
    let compared = (now.metric_value(Metric::TicketsOpened), Some(before.metric_value(Metric::TicketsOpened)));
    [compared].into_iter().chain(alone).collect()
}

/// The trend of a period, with the backlog at the end of each bucket if given.
pub(super) async fn trend(
    store: &Store,
    period: &Period,
    agent: Option<StaffId>,
    backlogs: Option<Vec<i64>>,
) -> Result<Vec<TrendBucket>, ServiceError> {
    let (cut, bins) = period.buckets();
    let counted =
        store.metric_totals(&ReportQuery { buckets: cut, agent, trend_only: true, ..report_query(period, Grouping::None) }).await?;
    let empty = MetricTotals::default();
    let told = |(span, bin): (usize, Bucket)| {
        let tallies = counted.get(&(span, GroupKey::default())).unwrap_or(&empty);
        let backlog = backlogs.as_ref().and_then(|backlogs| backlogs.get(span).copied());
        TrendBucket { bucket: bin, figures: TREND_METRICS.iter().map(|metric| tallies.metric_value(*metric)).collect(), backlog }
    };
    Ok(bins.into_iter().enumerate().map(told).collect())
}
