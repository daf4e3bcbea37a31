//! Values of metrics: what is divided by what, and what is excluded.

use super::{DurationHistogram, Exclusion, Metric, MetricTotals};

/// Records that a metric excludes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excluded {
    /// Why.
    pub reason: Exclusion,
    /// How many.
    pub count: i64,
}

/// The value of a metric in one period, with what it is computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricValue {
    /// The metric.
    pub metric: Metric,
    /// The count, the share from 0 to 1, or the mean in seconds; `None` if the denominator is 0.
    pub value: Option<f64>,
    /// The count, the numerator of the share, or the sum of the seconds.
    pub numerator: i64,
    /// What it is divided by; `None` for a count.
    pub denominator: Option<i64>,
    /// The number of records measured.
    pub n: i64,
    /// Median in seconds, exact to a bucket at most 5 % wide; durations only.
    pub median: Option<i64>,
    /// 90th percentile, as exact as the median.
    pub p90: Option<i64>,
    /// Excluded records by reason.
    pub excluded: Vec<Excluded>,
}

impl MetricValue {
    fn count(metric: Metric, counted: i64, excluded: &[(Exclusion, i64)]) -> Self {
        let value = Some(to_f64(counted));
        Self { metric, value, numerator: counted, denominator: None, n: counted, median: None, p90: None, excluded: exclusions(excluded) }
    }

    fn rate(metric: Metric, numerator: i64, denominator: i64, excluded: &[(Exclusion, i64)]) -> Self {
        let value = ratio(numerator, denominator);
        let (median, p90) = (None, None);
        Self { metric, value, numerator, denominator: Some(denominator), n: denominator, median, p90, excluded: exclusions(excluded) }
    }

    fn duration(metric: Metric, durations: &DurationHistogram, excluded: &[(Exclusion, i64)]) -> Self {
        let n = durations.n();
        Self {
            metric,
            value: ratio(durations.seconds(), n),
            numerator: durations.seconds(),
            denominator: Some(n),
            n,
            median: durations.percentile(50),
            p90: durations.percentile(90),
            excluded: exclusions(excluded),
        }
    }
}

impl MetricTotals {
    /// The value of `metric`, computed from the totals.
    pub fn metric_value(&self, metric: Metric) -> MetricValue {
        use Exclusion as Out;
        let Self { opened, responses, resolved, resolutions, handled, raised } = self;
        let resolution_exclusions =
            [(Out::TooRecent, resolved.tickets - resolved.past_reopen_window), (Out::Duplicates, resolved.duplicates)];
        let unanswered = raised.escalations - raised.answered - raised.withdrawn;
        match metric {
            Metric::TicketsOpened => MetricValue::count(metric, opened.tickets, &[]),
            Metric::TicketsResolved => MetricValue::count(metric, resolved.tickets, &[(Out::Duplicates, resolved.duplicates)]),
            Metric::InteractionsHandled => MetricValue::count(metric, handled.interactions, &[]),
            Metric::CallHandleTime => MetricValue::duration(metric, &handled.calls, &[]),
            Metric::ChatHandleTime => MetricValue::duration(metric, &handled.chats, &[]),
            Metric::EmailHandleTime => MetricValue::duration(metric, &handled.emails, &[(Out::WithoutEnd, handled.emails_without_end)]),
            Metric::FirstResponseTime => {
                let out = [(Out::AnsweredAtOpening, opened.answered_at_opening), (Out::Unanswered, opened.unanswered)];
                MetricValue::duration(metric, responses, &out)
            }
            Metric::ResolutionTime => {
                let out = [(Out::Duplicates, resolved.duplicates), (Out::Reopened, resolved.tickets - resolutions.last.n())];
                MetricValue::duration(metric, &resolutions.last, &out)
            }
            Metric::FirstResolutionTime => {
                MetricValue::duration(metric, &resolutions.first, &[(Out::Duplicates, resolutions.first_duplicates)])
            }
            Metric::ReopenRate => MetricValue::rate(metric, resolved.reopened, resolved.past_reopen_window, &resolution_exclusions),
            Metric::FirstContactResolution => MetricValue::rate(
                metric,
                resolved.past_reopen_window - resolved.beyond_first_contact,
                resolved.past_reopen_window,
                &resolution_exclusions,
            ),
            Metric::EscalationRate => MetricValue::rate(metric, opened.escalated, opened.tickets, &[]),
            Metric::RepeatContactRate => {
                MetricValue::rate(metric, opened.repeats, opened.tickets - opened.duplicates, &[(Out::Duplicates, opened.duplicates)])
            }
            Metric::EscalationsRaised => MetricValue::count(metric, raised.escalations, &[]),
            Metric::EscalationsAnswered => MetricValue::count(metric, raised.answered, &[]),
            Metric::EscalationsWithdrawn => MetricValue::count(metric, raised.withdrawn, &[]),
            Metric::EscalationsOpen => MetricValue::count(metric, unanswered, &[]),
            Metric::AnsweredByTarget => {
                MetricValue::rate(metric, raised.by_target, raised.answered, &[(Out::Open, unanswered), (Out::Withdrawn, raised.withdrawn)])
            }
            Metric::TimeToAccept => {
                let withdrawn = raised.withdrawn - raised.withdrawn_accepted;
                let out = [(Out::Open, raised.escalations - raised.accepted.n() - withdrawn), (Out::Withdrawn, withdrawn)];
                MetricValue::duration(metric, &raised.accepted, &out)
            }
            Metric::TimeToAnswer => {
                MetricValue::duration(metric, &raised.answers, &[(Out::Open, unanswered), (Out::Withdrawn, raised.withdrawn)])
            }
        }
    }
}

fn exclusions(excluded: &[(Exclusion, i64)]) -> Vec<Excluded> {
    excluded.iter().map(|(reason, count)| Excluded { reason: *reason, count: *count }).collect()
}

fn ratio(numerator: i64, denominator: i64) -> Option<f64> {
    (denominator != 0).then(|| to_f64(numerator) / to_f64(denominator))
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a count or a sum of seconds is far below 2^53")]
const fn to_f64(counted: i64) -> f64 {
    counted as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::{OpenedTickets, RaisedEscalations, ResolvedTickets};

    #[test]
    fn rate_with_zero_denominator_has_no_value() {
        for metric in Metric::ALL {
            let figure = MetricTotals::default().metric_value(*metric);
            let nothing = figure.denominator.is_some();
            assert_eq!((figure.value, figure.median, figure.p90), (if nothing { None } else { Some(0.0) }, None, None), "{metric}");
        }
    }

    #[test]
    fn rate_has_numerator_and_denominator() {
        let resolved = ResolvedTickets { tickets: 10, duplicates: 3, past_reopen_window: 8, reopened: 2, beyond_first_contact: 5 };
        let tallies = MetricTotals { resolved, ..MetricTotals::default() };
        let reopened = tallies.metric_value(Metric::ReopenRate);
        assert_eq!((reopened.value, reopened.numerator, reopened.denominator, reopened.n), (Some(0.25), 2, Some(8), 8));
        let out = [(Exclusion::TooRecent, 2), (Exclusion::Duplicates, 3)].map(|(reason, count)| Excluded { reason, count });
        assert_eq!(reopened.excluded, out);
        assert_eq!(tallies.metric_value(Metric::FirstContactResolution).value, Some(0.375));
        assert_eq!(tallies.metric_value(Metric::TicketsResolved).value, Some(10.0));
    }

    #[test]
    fn excluded_and_counted_add_up_to_total() {
        let opened = OpenedTickets { tickets: 12, duplicates: 2, repeats: 5, ..OpenedTickets::default() };
        let mut raised = RaisedEscalations {
            escalations: 9,
            answered: 4,
            by_target: 3,
            withdrawn: 2,
            withdrawn_accepted: 1,
            ..RaisedEscalations::default()
        };
        raised.accepted.add(0, 6, 0);
        raised.answers.add(0, 4, 0);
        let tallies = MetricTotals { opened, raised, ..MetricTotals::default() };
        for (metric, whole) in
            [(Metric::RepeatContactRate, 12), (Metric::AnsweredByTarget, 9), (Metric::TimeToAccept, 9), (Metric::TimeToAnswer, 9)]
        {
            let figure = tallies.metric_value(metric);
            assert_eq!(figure.n + figure.excluded.iter().map(|out| out.count).sum::<i64>(), whole, "{metric}");
        }
        assert_eq!(tallies.metric_value(Metric::EscalationsOpen).numerator, 3);
    }
}
