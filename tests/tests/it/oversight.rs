//! Every figure against an oracle that reads the event log, at desks with random histories.
//!
//! The oracle shares no code with the reports: it uses only the log and the definitions of `docs/metrics.md`.

mod access;
mod actors;
mod compare;
mod contacts;
mod lists;
mod log;
mod model;
mod oracle;

use std::{collections::BTreeSet, sync::Mutex};

use caredesk_persistence::testing::{self, scaled};
use caredesk_tests::{TestRng, TestServer};
use chrono::{Duration, NaiveDate};

use compare::{DRILLDOWN_KEYS, Report};
use log::Log;
use model::DeskModel;
use oracle::Oracle;

/// Number of desks at full scale, and the minimum: two in each zone.
const DESKS: u32 = 50;
const MIN_DESKS: u32 = 8;
/// Random commands at each desk.
const STEPS: usize = 110;
/// Two time zones with daylight saving changes during the test, two without, one of them with a 45-minute offset.
const ZONES: [&str; 4] = ["Africa/Lagos", "Europe/London", "America/New_York", "Asia/Kathmandu"];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The periods to report: the default one, those around daylight saving changes, a single day, and one before the first record.
fn periods(today: NaiveDate) -> [(NaiveDate, NaiveDate); 5] {
    [
        (today - Duration::days(29), today),
        (day("2026-03-05"), day("2026-03-10")),
        (day("2026-03-20"), day("2026-03-30")),
        (day("2026-03-12"), day("2026-03-12")),
        (day("2025-01-01"), day("2025-01-07")),
    ]
}

async fn check(desk: &TestServer, world: &DeskModel<'_>, log: &Log, zone: &'static str) {
    let (now, zone) = (desk.now().utc(), zone.parse().unwrap());
    let today = now.with_timezone(&zone).date_naive();
    for days in periods(today) {
        let of = Oracle { log, zone, now, days, agent: None, category: None, customer: None };
        let report = Report { desk, oracle: of };
        report.summary().await;
        report.performance().await;
        report.frequent_issues().await;
        for agent in &world.agents {
            report.agent(agent.uuid()).await;
        }
        report.lists(world.agents.first().map(|agent| agent.uuid())).await;
        report.check_drilldowns(world.agents.first().map(|agent| agent.uuid())).await;
    }
    let of = Oracle { log, zone, now, days: (day("1970-01-01"), today), agent: None, category: None, customer: None };
    Report { desk, oracle: of }.histories().await;
}

/// The drilldown keys with at least one ticket.
fn counted(log: &Log, desk: &TestServer, zone: &str) -> Vec<&'static str> {
    let (now, days) = (desk.now().utc(), (day("1970-01-01"), day("2027-01-01")));
    let of = Oracle { log, zone: zone.parse().unwrap(), now, days, agent: None, category: None, customer: None };
    DRILLDOWN_KEYS.into_iter().filter(|word| !of.drilldown(word).is_empty()).collect()
}

#[tokio::test]
async fn reports_match_event_log_oracle() {
    let happened = Mutex::new(BTreeSet::new());
    for seed in TestRng::seeds(scaled(DESKS).max(MIN_DESKS)) {
        let zone = ZONES[usize::try_from(seed).unwrap() % ZONES.len()];
        println!("in {zone}");
        testing::on_both_engines(async |database| {
            let desk = TestServer::start_in_time_zone(database, zone).await;
            let (mut chance, mut world) = (TestRng::from_seed(seed), DeskModel::new(&desk).await);
            for _ in 0..STEPS {
                world.step(&mut chance).await;
            }
            assert!(world.succeeded * 2 > STEPS, "only {} of {STEPS} commands were possible", world.succeeded);
            let log = log::read(&desk).await;
            check(&desk, &world, &log, zone).await;
            happened.lock().unwrap().extend(counted(&log, &desk, zone));
            desk.close().await;
        })
        .await;
    }
    // A number that is zero at every desk would prove nothing.
    let missing: Vec<&str> = DRILLDOWN_KEYS.into_iter().filter(|word| !happened.lock().unwrap().contains(word)).collect();
    assert!(missing.is_empty(), "no desk has tickets counted as {missing:?}");
}
