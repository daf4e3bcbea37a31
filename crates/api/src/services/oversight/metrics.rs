//! From what was counted to the metrics of a report.

use caredesk_domain::{
    PrincipalId, StaffId,
    metric::{Metric, Opened, Tallies},
};
use caredesk_persistence::{Count, Counted, Grouping, Key, Store, TermCount};

use super::{Bin, Compared, Period, TrendBin};
use crate::services::ServiceError;

/// What the days of a trend tell.
const TREND: [Metric; 5] =
    [Metric::TicketsOpened, Metric::TicketsResolved, Metric::InteractionsHandled, Metric::FirstResponseTime, Metric::ResolutionTime];

/// All that is counted of a period and of the one before.
pub(super) fn count(period: &Period, by: Grouping) -> Count {
    Count { cut: period.compared(), by, agent: None, customer: None, briefly: false, now: period.now() }
}

/// The key of a colleague.
pub(super) fn of_agent(id: StaffId) -> Key {
    Key { agent: Some(PrincipalId::from(id)), ..Key::default() }
}

/// The figures of the second of two spans beside those of the first.
pub(super) fn figures(counted: &Counted, key: Key, metrics: &[Metric]) -> Vec<Compared> {
    let empty = Tallies::default();
    let [before, now] = [0, 1].map(|span| counted.get(&(span, key)).unwrap_or(&empty));
    metrics.iter().map(|metric| (now.figure(*metric), Some(before.figure(*metric)))).collect()
}

/// The figures that tickets of a category have.
pub(super) fn of_tickets() -> Vec<Metric> {
    let handling = [Metric::InteractionsHandled, Metric::CallHandleTime, Metric::ChatHandleTime, Metric::EmailHandleTime];
    Metric::ALL.iter().copied().filter(|metric| !handling.contains(metric)).collect()
}

/// The figures of a term, of which fewer are counted.
pub(super) fn of_term(term: &TermCount) -> Vec<Compared> {
    let TermCount { tickets, duplicates, escalated, repeats, .. } = *term;
    let opened = Opened { tickets, duplicates, escalated, repeats, ..Opened::default() };
    let now = Tallies { opened, ..Tallies::default() };
    let before = Tallies { opened: Opened { tickets: term.before, ..Opened::default() }, ..Tallies::default() };
    let alone = [Metric::EscalationRate, Metric::RepeatContactRate].map(|metric| (now.figure(metric), None));
    let compared = (now.figure(Metric::TicketsOpened), Some(before.figure(Metric::TicketsOpened)));
    [compared].into_iter().chain(alone).collect()
}

/// The period in parts, with the backlogs at their ends where they are given.
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
