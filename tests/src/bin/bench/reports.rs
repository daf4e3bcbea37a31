//! How long the reports take on a small and on a large database with the same number of tickets a day.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use caredesk_api::services::oversight::{self, Period};
use caredesk_demo::Plan;
use caredesk_domain::{
    StaffId, Timestamp,
    actor::{Actor, Role},
    metric::Drilldown,
    staff::PasswordHash,
};
use caredesk_persistence::{
    Clock, Database, DrilldownFilter, Engine, Ids, PageRequest, Store, schema,
    testing::{POSTGRES, TestDatabase},
};
use chrono_tz::Tz;
use sea_orm::ConnectionTrait as _;

use crate::{Failure, median, print};

const SMALL: u32 = 10_000;
const LARGE: u32 = 100_000;
const PER_DAY: u32 = 200;
const ROUNDS: usize = 9;
const UNTIL: &str = "2026-11-28T12:00:00Z";
const ZONE: Tz = chrono_tz::Africa::Lagos;

/// The measured reports.
const REPORTS: [&str; 6] = [
    "summary of 30 days",
    "agent performance of 30 days",
    "one agent of 30 days",
    "frequent issues of 30 days",
    "tickets behind a number of 30 days",
    "history of the customer with most tickets",
];

/// Measures on SQLite, and on PostgreSQL if a test server is configured.
pub(crate) async fn measure(directory: &Path) -> Result<(), Failure> {
    let small = measure_sqlite(&directory.join("small.db"), SMALL).await?;
    let large = measure_sqlite(&directory.join("large.db"), LARGE).await?;
    print_results("SQLite", &small, &large);
    if std::env::var_os(POSTGRES).is_none() {
        print(&format!("PostgreSQL was not measured: {POSTGRES} names no server (scripts/with-postgres.sh does)"));
        return Ok(());
    }
    let small = measure_postgres(SMALL).await?;
    let large = measure_postgres(LARGE).await?;
    print_results("PostgreSQL", &small, &large);
    Ok(())
}

fn print_results(engine: &str, small: &[Duration], large: &[Duration]) {
    for ((name, small), large) in REPORTS.iter().zip(small).zip(large) {
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        let (small, large) = (small.as_secs_f64() * 1e3, large.as_secs_f64() * 1e3);
        print(&format!(
            "{engine}, {name}: {small:>6.1} ms at {SMALL} tickets, {large:>6.1} ms at {LARGE}, {ratio:.2} times (medians of {ROUNDS})"
        ));
    }
}

async fn measure_sqlite(path: &Path, tickets: u32) -> Result<Vec<Duration>, Failure> {
    measure_engine(&Engine::Sqlite { path: path.to_owned() }, tickets).await
}

async fn measure_postgres(tickets: u32) -> Result<Vec<Duration>, Failure> {
    let database = TestDatabase::postgres_without_schema().await;
    measure_engine(database.engine(), tickets).await
}

async fn measure_engine(engine: &Engine, tickets: u32) -> Result<Vec<Duration>, Failure> {
    let until: Timestamp = UNTIL.parse()?;
    let clock = Clock::manual(until);
    schema::migrate_all(engine, until).await?;
    let store = Store::open(engine, clock, Ids::seeded(7)).await?;
    let plan = Plan { tickets, per_day: PER_DAY, seed: 7, until, zone: ZONE, at_once: false };
    let team = caredesk_demo::team(&plan, &PasswordHash::from_phc(String::new()))?;
    caredesk_demo::seed(&store, &plan, team, |_| {}).await?;
    if matches!(engine, Engine::Postgres { .. }) {
        // As autovacuum does on an idle server. SQLite plans without statistics, as in production.
        let database = Database::open(engine).await?;
        database.writer().execute_unprepared("VACUUM ANALYZE").await?;
        database.close().await?;
    }
    let took = reports(&store).await?;
    store.close().await?;
    Ok(took)
}

#[expect(clippy::disallowed_methods, reason = "the benchmark acts as an admin")]
async fn reports(store: &Store) -> Result<Vec<Duration>, Failure> {
    let staff = store.all_staff().await?;
    let first_of_role = |role: Role| staff.iter().find(|one| one.role == role).map(|one| one.id).ok_or("no staff member has the role");
    let (admin, agent): (StaffId, StaffId) = (first_of_role(Role::Admin)?, first_of_role(Role::Agent)?);
    let actor = Actor::staff(admin, Role::Admin);
    let period = Period::new(None, None, store.now(), ZONE).map_err(|(parameter, fault)| format!("{parameter}: {fault}"))?;
    let filter = DrilldownFilter {
        drilldown: Drilldown::FirstContact,
        period: (period.since(), period.until()),
        agent: None,
        category: None,
        priority: None,
        age: None,
        stem: None,
        now: period.now(),
    };
    let request = PageRequest { limit: 25, after: None, with_total: true };
    let concerned = store.top_affected(&Period::all_time(store.now(), ZONE).whole(), 1, true).await?;
    let concerned = concerned.disclose(store.read_log(), &actor).await?;
    let customer = concerned.customers.first().ok_or("no customer has a ticket")?.0.id;
    let mut took: [Vec<Duration>; REPORTS.len()] = Default::default();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        oversight::summary(store, &actor, &period).await?;
        took[0].push(began.elapsed());
        let began = Instant::now();
        oversight::performance(store, &actor, &period, None).await?;
        took[1].push(began.elapsed());
        let began = Instant::now();
        oversight::agent(store, &actor, &period, agent).await?;
        took[2].push(began.elapsed());
        let began = Instant::now();
        oversight::frequent_issues(store, &actor, &period).await?;
        took[3].push(began.elapsed());
        let began = Instant::now();
        oversight::drilldown_tickets(store, &actor, &filter, request).await?;
        took[4].push(began.elapsed());
        let began = Instant::now();
        oversight::history(store, &actor, customer, ZONE, PageRequest { with_total: false, ..request }).await?;
        took[5].push(began.elapsed());
    }
    Ok(took.iter_mut().map(|rounds| median(rounds)).collect())
}
