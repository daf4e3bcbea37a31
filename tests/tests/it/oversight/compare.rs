//! Compares reports with the oracle: as JSON, as CSV, and by their drilldowns.

use std::collections::{BTreeMap, BTreeSet};

use caredesk_tests::{Client, TestServer};
use chrono::{Duration, NaiveDate};
use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use super::oracle::{Figure, Oracle};

/// Page size of drilldowns.
const PAGE: usize = 100;
/// Every value of the `counted` parameter.
pub(super) const DRILLDOWN_KEYS: [&str; 19] = [
    "opened",
    "escalated",
    "repeats",
    "duplicates",
    "without_duplicates",
    "answered_at_opening",
    "unanswered",
    "responded",
    "resolved",
    "resolved_still",
    "reopened_since",
    "first_resolved",
    "resolved_as_duplicates",
    "first_resolved_as_duplicates",
    "past_reopen_window",
    "too_recent",
    "reopened",
    "first_contact",
    "backlog",
];

/// The reports of a period.
pub(super) struct Report<'d> {
    pub(super) desk: &'d TestServer,
    pub(super) oracle: Oracle<'d>,
}

impl<'d> Report<'d> {
    pub(super) fn days(&self) -> String {
        format!("from={}&to={}", self.oracle.days.0, self.oracle.days.1)
    }

    pub(super) async fn admin(&self) -> Client {
        self.desk.admin().await
    }

    /// The previous period, of the same length.
    fn previous_period(&self, of: Oracle<'d>) -> Oracle<'d> {
        let days = (of.days.1 - of.days.0).num_days() + 1;
        Oracle { days: (of.days.0 - Duration::days(days), of.days.0 - Duration::days(1)), ..of }
    }

    /// A report as JSON; its CSV must have the same figures.
    pub(super) async fn read(&self, path: &str) -> Value {
        let admin = self.admin().await;
        let report = admin.get(path).await.ok().body;
        let lines = admin.call(Method::GET, path).header("accept", "text/csv").send().await;
        assert_eq!((lines.status, lines.header("content-type")), (200, Some("text/csv; charset=utf-8")), "{lines}");
        let mut rows = csv::Reader::from_reader(lines.body.as_slice());
        let rows: Vec<BTreeMap<String, String>> = rows.deserialize().collect::<Result<_, _>>().unwrap();
        assert!(!rows.is_empty(), "{path} has no CSV rows");
        assert_csv_matches(path, &report, &rows);
        report
    }

    fn compare(&self, what: &str, told: &Value, of: Oracle<'d>, with_before: bool) {
        let (now, before) = (of.figures(), self.previous_period(of).figures());
        for figure in told.as_array().unwrap() {
            let metric = figure["metric"].as_str().unwrap();
            let place = format!("{what}, {} to {}: {metric}", of.days.0, of.days.1);
            assert_figure(&place, figure, &now[metric]);
            if with_before {
                assert_figure(&format!("{place} before"), &figure["before"], &before[metric]);
            }
        }
    }

    fn trend(&self, what: &str, told: &Value, of: Oracle<'d>) {
        for part in told.as_array().unwrap() {
            let date = |name: &str| part[name].as_str().unwrap().parse::<NaiveDate>().unwrap();
            let of = Oracle { days: (date("from"), date("to")), ..of };
            self.compare(what, &part["figures"], of, false);
            if of.agent.is_none() && !part["backlog"].is_null() {
                assert_eq!(part["backlog"], count(of.drilldown("backlog").len()), "{what}: backlog at the end of {}", of.days.1);
            }
        }
    }

    pub(super) async fn summary(&self) {
        let report = self.read(&format!("/oversight/summary?{}", self.days())).await;
        assert_eq!(report["figures"].as_array().unwrap().len(), self.oracle.figures().len());
        self.compare("the desk", &report["figures"], self.oracle, true);
        self.trend("the desk's trend", &report["trend"], self.oracle);
        let (backlog, end) = (self.oracle.drilldown("backlog"), self.oracle.end());
        assert_eq!(report["backlog"]["tickets"], count(backlog.len()), "the backlog just before {end}");
        assert_eq!(report["backlog"]["before"], count(self.previous_period(self.oracle).drilldown("backlog").len()));
        let mut by_age = 0;
        for band in report["backlog"]["by_age"].as_array().unwrap() {
            let age = |id: &&Uuid| end - self.oracle.log.tickets[*id].opened;
            let [from, to] = ["days_from", "days_to"].map(|name| band[name].as_i64().map(Duration::days));
            let expected = backlog.iter().filter(|id| age(id) >= from.unwrap() && to.is_none_or(|to| age(id) < to)).count();
            assert_eq!(band["tickets"], count(expected), "{band}");
            by_age += expected;
        }
        assert_eq!(by_age, backlog.len());
    }

    pub(super) async fn performance(&self) {
        let report = self.read(&format!("/oversight/agent-performance?{}", self.days())).await;
        self.compare("the team", &report["team"], self.oracle, true);
        self.trend("the team's trend", &report["trend"], self.oracle);
        for row in report["agents"].as_array().unwrap() {
            let id: Uuid = row["agent"]["id"].as_str().unwrap().parse().unwrap();
            self.compare(&format!("agent {id}"), &row["figures"], Oracle { agent: Some(id), ..self.oracle }, true);
            self.load(id, &row["load"]);
        }
        let told: BTreeSet<&str> = report["agents"].as_array().unwrap().iter().map(|row| row["agent"]["id"].as_str().unwrap()).collect();
        let log = self.oracle.log;
        let raisers = log.escalations.values().map(|escalation| escalation.by);
        let assignees = log.tickets.values().filter_map(|ticket| ticket.assignee);
        let all: BTreeSet<Uuid> = self.oracle.activity().keys().map(|(by, _)| *by).chain(raisers).chain(assignees).collect();
        for agent in all.into_iter().filter(|agent| agent.as_u128() != 77) {
            // An agent who only replied has no figure.
            let of = Oracle { agent: Some(agent), ..self.oracle };
            let numbers = [of, self.previous_period(of)].iter().any(|of| of.figures().values().any(|figure| !figure.is_zero()));
            assert!(told.contains(agent.to_string().as_str()) || !numbers, "{agent} has a figure and is missing from the report");
        }
    }

    fn load(&self, id: Uuid, told: &Value) {
        let tickets = self.oracle.log.tickets.values().filter(|ticket| !ticket.deleted && ticket.assignee == Some(id));
        let after_now = self.oracle.now + Duration::microseconds(1);
        let unresolved = tickets.filter(|ticket| ticket.unresolved(after_now)).count();
        let held: i64 = ["open", "pending", "escalated"].iter().map(|status| told[*status].as_i64().unwrap()).sum();
        assert_eq!(held, count(unresolved), "agent {id} has in hand {told}");
        let active =
            self.oracle.log.interactions.values().filter(|one| !one.deleted && one.agent == Some(id) && one.ended.is_none()).count();
        assert_eq!(told["active_interactions"], count(active), "agent {id}");
    }

    pub(super) async fn agent(&self, id: Uuid) {
        let report = self.read(&format!("/oversight/agents/{id}?{}", self.days())).await;
        let of = Oracle { agent: Some(id), ..self.oracle };
        self.compare(&format!("agent {id} alone"), &report["figures"], of, true);
        self.trend(&format!("the trend of agent {id}"), &report["trend"], of);
        let told = report["customers"].as_array().unwrap().iter().map(|row| ((id, named(&row["customer"])), activity_counts(row)));
        assert_eq!(told.collect::<BTreeMap<_, _>>(), of.activity(), "whom agent {id} dealt with");
    }

    pub(super) async fn frequent_issues(&self) {
        let report = self.read(&format!("/oversight/frequent-issues?{}", self.days())).await;
        for (row, category) in report["categories"].as_array().unwrap().iter().zip(["billing", "appointment", "technical", "medical"]) {
            assert_eq!(row["category"], category);
            self.compare(category, &row["figures"], Oracle { category: Some(category), ..self.oracle }, true);
        }
        let (now, before) = (self.oracle.terms(), self.previous_period(self.oracle).terms());
        let frequent: BTreeMap<&str, &str> =
            now.iter().filter(|(_, term)| term.is_frequent()).map(|(name, term)| (term.word(), *name)).collect();
        let expected: BTreeSet<&str> = frequent.keys().copied().collect();
        let told: BTreeSet<&str> = report["terms"].as_array().unwrap().iter().map(|term| term["word"].as_str().unwrap()).collect();
        assert_eq!(told, expected, "the terms of {}", self.days());
        for term in report["terms"].as_array().unwrap() {
            let word = term["word"].as_str().unwrap();
            let opened = &term["figures"][0];
            let name = frequent[word];
            let customers: BTreeSet<_> = now[name].customers.iter().collect();
            assert_eq!(opened["numerator"], count(now[name].customers.len()), "{word}");
            assert_eq!(term["customers"], count(customers.len()), "{word}");
            assert_eq!(opened["before"]["numerator"], count(before.get(name).map_or(0, |term| term.customers.len())), "{word} before");
            let ids = self.listed(&format!("counted=opened&stem={}", term["stem"].as_str().unwrap())).await;
            assert_eq!(ids.len(), now[name].customers.len(), "the tickets about {word}");
        }
    }

    /// Checks the drilldown of each number, for the whole desk and for one agent.
    pub(super) async fn check_drilldowns(&self, agent: Option<Uuid>) {
        for counted in DRILLDOWN_KEYS {
            for agent in [None, agent] {
                let of = Oracle { agent, ..self.oracle };
                let whose = agent.map(|id| format!("&agent_id={id}")).unwrap_or_default();
                let listed = self.listed(&format!("counted={counted}{whose}")).await;
                assert_eq!(listed, of.drilldown(counted), "{counted}{whose} of {}", self.days());
            }
        }
    }

    async fn listed(&self, query: &str) -> BTreeSet<Uuid> {
        let path = format!("/oversight/tickets?{query}&{}&limit={PAGE}&include_total=true", self.days());
        let list = self.admin().await.get(&path).await.ok();
        assert_eq!(list.body["page"]["total"], count(list.rows().len()), "{path}");
        list.each("id").into_iter().map(|id| id.parse().unwrap()).collect()
    }

    /// Checks the history report of each customer.
    pub(super) async fn histories(&self) {
        let customers: BTreeSet<Uuid> = self.oracle.log.tickets.values().filter_map(|ticket| ticket.customer).collect();
        for customer in customers {
            let report = self.read(&format!("/oversight/customers/{customer}/history")).await;
            let of = Oracle { customer: Some(customer), ..self.oracle };
            self.compare(&format!("customer {customer}"), &report["figures"], of, false);
            let told = report["handled_by"].as_array().unwrap().iter().map(|row| ((named(&row["staff"]), customer), activity_counts(row)));
            let mut expected = of.activity();
            // Service accounts are not listed as staff.
            expected.retain(|(by, _), _| by.as_u128() != 77);
            assert_eq!(told.collect::<BTreeMap<_, _>>(), expected, "who dealt with {customer}");
        }
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap()
}

fn named(reference: &Value) -> Uuid {
    reference["id"].as_str().unwrap().parse().unwrap()
}

fn activity_counts(row: &Value) -> [i64; 3] {
    ["interactions", "tickets_resolved", "replies"].map(|name| row[name].as_i64().unwrap())
}

/// A value without its last digits: JSON parsers may round them differently.
fn format_value(value: f64) -> String {
    format!("{value:.9}")
}

/// Asserts that a figure of a report equals the oracle's.
fn assert_figure(place: &str, told: &Value, expected: &Figure) {
    assert_eq!(told["numerator"], expected.numerator, "{place}: {told} {expected:?}");
    assert_eq!(told["denominator"].as_i64(), expected.denominator, "{place}: {told}");
    assert_eq!(told["n"], expected.denominator.unwrap_or(expected.numerator), "{place}: {told}");
    let excluded = told["excluded"].as_array().unwrap().iter().map(|out| (out["reason"].as_str().unwrap(), out["count"].as_i64().unwrap()));
    assert_eq!(excluded.collect::<BTreeMap<_, _>>(), expected.excluded, "{place}: left out");
    #[expect(clippy::cast_precision_loss, clippy::as_conversions, reason = "numbers of a small desk")]
    let divided = match expected.denominator {
        None => Some(expected.numerator as f64),
        Some(0) => None,
        Some(denominator) => Some(expected.numerator as f64 / denominator as f64),
    };
    assert_eq!(told["value"].as_f64().map(format_value), divided.map(format_value), "{place}: {told}");
    let mut seconds = expected.seconds.clone();
    seconds.sort_unstable();
    for (name, percent) in [("median", 50), ("p90", 90)] {
        let rank = (seconds.len() * percent).div_ceil(100);
        let exact = rank.checked_sub(1).map(|place| seconds[place]);
        let near = match (told[name].as_i64(), exact) {
            (Some(told), Some(exact)) => (told - exact).abs() * 20 <= exact.max(20),
            (told, exact) => told == exact,
        };
        assert!(near, "{place}: {name} is {} and not {exact:?}", told[name]);
    }
}

/// Asserts that the CSV has every figure of the report with the same numbers.
fn assert_csv_matches(path: &str, report: &Value, rows: &[BTreeMap<String, String>]) {
    let mut told = Vec::new();
    figures(report, &mut told);
    let number = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
    let cells = |figure: &Value| {
        let parts = |of: &Value| ["numerator", "denominator", "n", "median", "p90"].map(|name| number(&of[name])).to_vec();
        let value = figure["value"].as_f64().map(format_value).unwrap_or_default();
        (figure["metric"].as_str().unwrap().to_owned(), value, parts(figure), parts(&figure["before"]))
    };
    let of_row = |row: &BTreeMap<String, String>| {
        let parts =
            |prefix: &str| ["numerator", "denominator", "n", "median", "p90"].map(|name| row[&format!("{prefix}{name}")].clone()).to_vec();
        let value = row["value"].parse::<f64>().map(format_value).unwrap_or_default();
        (row["metric"].clone(), value, parts(""), parts("before_"))
    };
    let mut lines: Vec<_> = rows.iter().map(of_row).collect();
    for figure in told {
        let expected = cells(figure);
        let place = lines.iter().position(|line| *line == expected);
        lines.swap_remove(place.unwrap_or_else(|| panic!("{path}: no CSV row has {expected:?}")));
    }
}

fn figures<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(fields) if fields.contains_key("metric") => found.push(value),
        Value::Object(fields) => fields.values().for_each(|field| figures(field, found)),
        Value::Array(all) => all.iter().for_each(|one| figures(one, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
