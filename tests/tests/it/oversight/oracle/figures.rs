//! Every figure, calculated from the counted records.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    super::log::{Escalation, Resolution, Ticket, Timestamp},
    Oracle, count,
};

/// The expected figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::oversight) struct Figure {
    pub(in crate::oversight) numerator: i64,
    pub(in crate::oversight) denominator: Option<i64>,
    pub(in crate::oversight) excluded: BTreeMap<&'static str, i64>,
    /// All durations, in seconds.
    pub(in crate::oversight) seconds: Vec<i64>,
}

impl Figure {
    pub(in crate::oversight) fn is_zero(&self) -> bool {
        self.numerator == 0 && self.denominator.unwrap_or(0) == 0 && self.excluded.values().all(|count| *count == 0)
    }
}

impl Oracle<'_> {
    /// Every figure by its name.
    pub(in crate::oversight) fn figures(&self) -> BTreeMap<&'static str, Figure> {
        let tickets = |counted: &str| count(self.drilldown(counted).len());
        let number = |numerator, excluded: &[(&'static str, i64)]| Figure { numerator, excluded: out(excluded), ..Figure::default() };
        let rate = |numerator, denominator, excluded: &[(&'static str, i64)]| Figure {
            numerator,
            denominator: Some(denominator),
            excluded: out(excluded),
            seconds: Vec::new(),
        };
        let time = |seconds: Vec<i64>, excluded: &[(&'static str, i64)]| Figure {
            numerator: seconds.iter().sum(),
            denominator: Some(count(seconds.len())),
            excluded: out(excluded),
            seconds,
        };
        let (handled, raised, resolutions) = (self.handled(), self.raised(), self.resolutions());
        let held = |channel: &str, given: Option<bool>| -> Vec<i64> {
            let of = handled.iter().filter(|one| one.channel == channel && given.is_none_or(|given| one.end_given == given));
            of.map(|one| (one.ended.unwrap() - one.started).num_seconds()).collect()
        };
        let (answered, withdrawn) = (raised.iter().filter(|one| one.answered.is_some()), raised.iter().filter(|one| one.withdrawn));
        let (answered, withdrawn) = (count(answered.count()), count(withdrawn.count()));
        let open = count(raised.len()) - answered - withdrawn;
        let took = |until: &dyn Fn(&Escalation) -> Option<Timestamp>| -> Vec<i64> {
            raised.iter().filter_map(|one| until(one).map(|until| (until - one.raised).num_seconds())).collect()
        };
        let accepted = took(&|one| one.accepted);
        let never_accepted = count(raised.iter().filter(|one| one.withdrawn && one.accepted.is_none()).count());
        let lasting = resolutions.iter().filter(|(.., one)| !one.duplicate && one.reopened.is_none());
        let first = resolutions.iter().filter(|(_, _, number, one)| !one.duplicate && *number == 0);
        let seconds = |(_, ticket, _, one): &(&Uuid, &Ticket, usize, Resolution)| (one.at - ticket.opened).num_seconds();
        let judged =
            [("too_recent", tickets("resolved") - tickets("past_reopen_window")), ("duplicates", tickets("resolved_as_duplicates"))];
        let by_target = raised.iter().filter(|one| one.answered.is_some_and(|(_, by)| one.target == Some(by))).count();
        BTreeMap::from([
            ("tickets_opened", number(tickets("opened"), &[])),
            ("tickets_resolved", number(tickets("resolved"), &judged[1..])),
            ("interactions_handled", number(count(handled.len()), &[])),
            ("call_handle_time", time(held("call", None), &[])),
            ("chat_handle_time", time(held("chat", None), &[])),
            ("email_handle_time", time(held("email", Some(true)), &[("without_end", count(held("email", Some(false)).len()))])),
            (
                "first_response_time",
                time(
                    self.responded().into_iter().map(|(_, seconds)| seconds).collect(),
                    &[("answered_at_opening", tickets("answered_at_opening")), ("unanswered", tickets("unanswered"))],
                ),
            ),
            (
                "resolution_time",
                time(
                    lasting.map(seconds).collect(),
                    &[("duplicates", tickets("resolved_as_duplicates")), ("reopened", tickets("reopened_since"))],
                ),
            ),
            ("first_resolution_time", time(first.map(seconds).collect(), &[("duplicates", tickets("first_resolved_as_duplicates"))])),
            ("reopen_rate", rate(tickets("reopened"), tickets("past_reopen_window"), &judged)),
            ("first_contact_resolution", rate(tickets("first_contact"), tickets("past_reopen_window"), &judged)),
            ("escalation_rate", rate(tickets("escalated"), tickets("opened"), &[])),
            (
                "repeat_contact_rate",
                rate(tickets("repeats"), tickets("opened") - tickets("duplicates"), &[("duplicates", tickets("duplicates"))]),
            ),
            ("escalations_raised", number(count(raised.len()), &[])),
            ("escalations_answered", number(answered, &[])),
            ("escalations_withdrawn", number(withdrawn, &[])),
            ("escalations_open", number(open, &[])),
            ("answered_by_target", rate(count(by_target), answered, &[("open", open), ("withdrawn", withdrawn)])),
            (
                "time_to_accept",
                time(
                    accepted.clone(),
                    &[("open", count(raised.len()) - count(accepted.len()) - never_accepted), ("withdrawn", never_accepted)],
                ),
            ),
            ("time_to_answer", time(took(&|one| one.answered.map(|(at, _)| at)), &[("open", open), ("withdrawn", withdrawn)])),
        ])
    }
}

fn out(excluded: &[(&'static str, i64)]) -> BTreeMap<&'static str, i64> {
    excluded.iter().copied().collect()
}
