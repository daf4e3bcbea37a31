//! Metrics of a report from the counted totals.

use caredesk_domain::{
    PrincipalId, StaffId,
    metric::{Metric, Opened, Tallies},
};
use caredesk_persistence::{Count, Counted, Grouping, Key, Store, TermCount};

use super::{Bin, Compared, Period, TrendBin};
use crate::services::ServiceError;

/// The metrics of a trend.
const TREND: [Metric; 5] =
    [Metric::TicketsOpened, Metric::TicketsResolved, Metric::InteractionsHandled, Metric::FirstResponseTime, Metric::ResolutionTime];

/// The query for a period and the period before.
pub(super) fn count(period: &Period, by: Grouping) -> Count {
    Count { cut: period.compared(), by, agent: None, customer: None, briefly: false, now: period.now() }
}

/// The group key of a staff member.
pub(super) fn of_agent(id: StaffId) -> Key {
    Key { agent: Some(PrincipalId::from(id)), ..Key::default() }
}

/// The metrics of the second of two spans, compared with the first.
pub(super) fn figures(counted: &Counted, key: Key, metrics: &[Metric]) -> Vec<Compared> {
    let empty = Tallies::default();
    let [before, now] = [0, 1].map(|span| counted.get(&(span, key)).unwrap_or(&empty));
    metrics.iter().map(|metric| (now.figure(*metric), Some(before.figure(*metric)))).collect()
}

/// The metrics by ticket category.
pub(super) fn of_tickets() -> Vec<Metric> {
    let handling = [Metric::InteractionsHandled, Metric::CallHandleTime, Metric::ChatHandleTime, Metric::EmailHandleTime];
    Metric::ALL.iter().copied().filter(|metric| !handling.contains(metric)).collect()
}

/// The metrics of a term; fewer are counted.
pub(super) fn of_term(term: &TermCount) -> Vec<Compared> {
    let TermCount { tickets, duplicates, escalated, repeats, .. } = *term;
    let opened = Opened { tickets, duplicates, escalated, repeats, ..Opened::default() };
    let now = Tallies { opened, ..Tallies::default() };
    let before = Tallies { opened: Opened { tickets: term.before, ..Opened::default() }, ..Tallies::default() };
    let alone = [Metric::EscalationRate, Metric::RepeatContactRate].map(|metric| (now.figure(metric), None));
    let compared = (now.figure(Metric::TicketsOpened), Some(before.figure(Metric::TicketsOpened)));
    [compared].into_iter().chain(alone).collect()
}

/// The trend of a period, with the backlog at the end of each bucket if given.
pub(super) async fn trend(
    store: &Store,
    period: &Period,
    agent: Option<StaffId>,
    backlogs: Option<Vec<i64>>,
) -> Result<Vec<TrendBin>, ServiceError> {
    let (cut, bins) = period.bins();
    let counted = store.tallies(&Count { cut, agent, briefly: true, ..count(period, Grouping::Whole) }).await?;
    let empty = Tallies::default();
    let told = |(span, bin): (usize, Bin)| {
        let tallies = counted.get(&(span, Key::default())).unwrap_or(&empty);
        let backlog = backlogs.as_ref().and_then(|backlogs| backlogs.get(span).copied());
        TrendBin { bin, figures: TREND.iter().map(|metric| tallies.figure(*metric)).collect(), backlog }
    };
    Ok(bins.into_iter().enumerate().map(told).collect())
}
