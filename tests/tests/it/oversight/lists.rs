//! For every figure, its denominator and its exclusions there is a list with exactly as many rows.

use serde_json::Value;
use uuid::Uuid;

use super::compare::Report;

/// The list whose rows a number counts.
#[derive(Clone, Copy)]
enum CountedList {
    /// Tickets, by the `counted` parameter.
    Tickets(&'static str),
    /// Escalations raised in the period, with these filters.
    Escalations(&'static str),
    /// Interactions ended in the period, with these filters.
    Interactions(&'static str),
}

struct FigureLists {
    /// Rows of the numerator, or of the durations.
    counted: CountedList,
    /// Rows of the denominator.
    of: Option<CountedList>,
    excluded: &'static [(&'static str, CountedList)],
}

const NO_FILTER: &str = "";
const ANSWERED: &str = "&ended=answered";
const WAITING: &str = "&status=pending,in_progress";
const WITHDRAWN: &str = "&ended=withdrawn";
const NOT_ANSWERED: &[(&str, CountedList)] =
    &[("open", CountedList::Escalations(WAITING)), ("withdrawn", CountedList::Escalations(WITHDRAWN))];
const NOT_ACCEPTED: &[(&str, CountedList)] = &[
    ("open", CountedList::Escalations("&status=pending,in_progress&accepted=false")),
    ("withdrawn", CountedList::Escalations("&ended=withdrawn&accepted=false")),
];
const DUPLICATES: &[(&str, CountedList)] = &[("duplicates", CountedList::Tickets("resolved_as_duplicates"))];
const NOT_JUDGED: &[(&str, CountedList)] =
    &[("too_recent", CountedList::Tickets("too_recent")), ("duplicates", CountedList::Tickets("resolved_as_duplicates"))];

fn lists(metric: &str) -> FigureLists {
    use CountedList::{Escalations, Interactions, Tickets};
    let (counted, of, excluded): (CountedList, Option<CountedList>, &[(&str, CountedList)]) = match metric {
        "tickets_opened" => (Tickets("opened"), None, &[]),
        "tickets_resolved" => (Tickets("resolved"), None, DUPLICATES),
        "interactions_handled" => (Interactions(NO_FILTER), None, &[]),
        "call_handle_time" => (Interactions("&channel=call"), None, &[]),
        "chat_handle_time" => (Interactions("&channel=chat"), None, &[]),
        "email_handle_time" => {
            (Interactions("&channel=email&end_given=true"), None, &[("without_end", Interactions("&channel=email&end_given=false"))])
        }
        "first_response_time" => {
            (Tickets("responded"), None, &[("answered_at_opening", Tickets("answered_at_opening")), ("unanswered", Tickets("unanswered"))])
        }
        "resolution_time" => {
            (Tickets("resolved_still"), None, &[("duplicates", Tickets("resolved_as_duplicates")), ("reopened", Tickets("reopened_since"))])
        }
        "first_resolution_time" => (Tickets("first_resolved"), None, &[("duplicates", Tickets("first_resolved_as_duplicates"))]),
        "reopen_rate" => (Tickets("reopened"), Some(Tickets("past_reopen_window")), NOT_JUDGED),
        "first_contact_resolution" => (Tickets("first_contact"), Some(Tickets("past_reopen_window")), NOT_JUDGED),
        "escalation_rate" => (Tickets("escalated"), Some(Tickets("opened")), &[]),
        "repeat_contact_rate" => (Tickets("repeats"), Some(Tickets("without_duplicates")), &[("duplicates", Tickets("duplicates"))]),
        "escalations_raised" => (Escalations(NO_FILTER), None, &[]),
        "escalations_answered" => (Escalations(ANSWERED), None, &[]),
        "escalations_withdrawn" => (Escalations(WITHDRAWN), None, &[]),
        "escalations_open" => (Escalations(WAITING), None, &[]),
        "answered_by_target" => (Escalations("&answered_by_target=true"), Some(Escalations(ANSWERED)), NOT_ANSWERED),
        "time_to_accept" => (Escalations("&accepted=true"), None, NOT_ACCEPTED),
        "time_to_answer" => (Escalations(ANSWERED), None, NOT_ANSWERED),
        other => panic!("no list has the rows of {other}"),
    };
    FigureLists { counted, of, excluded }
}

impl Report<'_> {
    /// Checks the lists of every number of the desk and of one agent.
    pub(super) async fn lists(&self, agent: Option<Uuid>) {
        let mut reports = vec![(None, self.read(&format!("/oversight/summary?{}", self.days())).await)];
        if let Some(id) = agent {
            reports.push((Some(id), self.read(&format!("/oversight/agents/{id}?{}", self.days())).await));
        }
        for (agent, report) in reports {
            let lists_of = |rows: CountedList| self.address(&report["period"], agent, rows);
            for figure in report["figures"].as_array().unwrap() {
                let FigureLists { counted, of, excluded } = lists(figure["metric"].as_str().unwrap());
                let number = if figure["kind"] == "duration" { "n" } else { "numerator" };
                self.assert_total(figure, &figure[number], &lists_of(counted)).await;
                if let Some(of) = of {
                    self.assert_total(figure, &figure["denominator"], &lists_of(of)).await;
                }
                for out in figure["excluded"].as_array().unwrap() {
                    let rows = excluded.iter().find(|(reason, _)| out["reason"] == *reason);
                    let (_, rows) = rows.unwrap_or_else(|| panic!("no list has what {figure} leaves out as {out}"));
                    self.assert_total(figure, &out["count"], &lists_of(*rows)).await;
                }
            }
        }
    }

    fn address(&self, period: &Value, agent: Option<Uuid>, rows: CountedList) -> String {
        let [since, until] = ["since", "until"].map(|name| period[name].as_str().unwrap());
        let whose = |name: &str| agent.map(|id| format!("&{name}={id}")).unwrap_or_default();
        match rows {
            CountedList::Tickets(word) => format!("/oversight/tickets?counted={word}&{}{}", self.days(), whose("agent_id")),
            CountedList::Escalations(which) => {
                format!("/escalations?created_at[gte]={since}&created_at[lt]={until}{which}{}", whose("escalated_by"))
            }
            CountedList::Interactions(which) => {
                format!("/interactions?ended_at[gte]={since}&ended_at[lt]={until}{which}{}", whose("agent"))
            }
        }
    }

    async fn assert_total(&self, figure: &Value, counted: &Value, list: &str) {
        let page = self.admin().await.get(&format!("{list}&include_total=true&limit=1")).await.ok();
        assert_eq!(page["page"]["total"], *counted, "{list}: {figure}");
    }
}
