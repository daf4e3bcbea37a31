//! `caredesk seed`: generated data of any size in an empty database.

use std::{
    io::{IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

use caredesk_demo::{Counts, Plan};
use caredesk_domain::Timestamp;
use caredesk_persistence::Ids;
use chrono::Datelike as _;
use clap::{Args, value_parser};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{database::open_with, error::CommandError, output::print};
use crate::{
    password::{Password, Passwords},
    settings::Settings,
};

/// The longest history, in days: about twenty years.
const MAX_DAYS: u32 = 7_300;
/// The earliest year of `--until`.
const MIN_YEAR: i32 = 2000;
/// How often a progress line is written where no bar can be drawn.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(5);

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How many tickets to generate
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=100_000_000))]
    tickets: u32,
    /// How many of them come on an average day
    #[arg(long, value_name = "R", default_value_t = 200, value_parser = value_parser!(u32).range(1..=1_000_000))]
    per_day: u32,
    /// Seed of the random numbers: the same arguments give the same data
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The end of the generated history, as RFC 3339 [default: now]
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
}

pub(super) async fn run(settings: &Settings, arguments: Arguments) -> Result<(), CommandError> {
    let Arguments { tickets, per_day, seed, until } = arguments;
    if tickets / per_day > MAX_DAYS {
        let detail = format!("--per-day must be higher: {tickets} tickets at {per_day} a day would take more than {MAX_DAYS} days");
        return Err(CommandError::Usage(detail));
    }
    let until = until.map(|text| text.parse::<Timestamp>()).transpose().map_err(|fault| CommandError::Usage(format!("--until {fault}")))?;
    // Nothing of the data is a secret, so all ids may come from the seed; the password must not.
    let store = open_with(settings, Ids::seeded(seed)).await?;
    let now = store.now();
    if until.is_some_and(|until| until > now || until.utc().year() < MIN_YEAR) {
        return Err(CommandError::Usage(format!("--until must be in the year {MIN_YEAR} or later and not in the future")));
    }
    if !caredesk_demo::is_empty(&store).await? {
        return Err(CommandError::Usage(format!("{} holds data already: made-up data goes only into an empty database", settings.engine)));
    }
    let until = until.unwrap_or(now);
    let plan = Plan { tickets, per_day, seed, until, zone: settings.time_zone, at_once: false };
    let team = caredesk_demo::team(&plan, &unusable_password_hash().await?)?;
    let mut progress = Progress::new(tickets);
    let made = caredesk_demo::seed(&store, &plan, team, |counts| progress.update(counts)).await;
    progress.bar.finish_and_clear();
    let counts = made?;
    store.close().await?;
    print(&summary(&counts, progress.began.elapsed(), until))
}

/// The hash of a random password that nobody knows.
async fn unusable_password_hash() -> Result<caredesk_domain::staff::PasswordHash, CommandError> {
    let secret = Ids::random();
    let unknown = hex::encode(secret.random_bytes::<48>());
    let password: Password = unknown.parse().map_err(|fault| CommandError::Failed(format!("the staff's password {fault}")))?;
    Ok(Passwords::default().hash(password, secret.random_bytes()).await?)
}

fn summary(counts: &Counts, took: Duration, until: Timestamp) -> String {
    let Counts { staff, customers, interactions, tickets, messages, escalations, escalation_messages, events } = counts;
    let rows = counts.rows();
    format!(
        "made up {tickets} tickets with {messages} messages, {interactions} interactions, {escalations} escalations with {escalation_messages} \
         questions and answers, {customers} customers, {staff} staff and {events} events, up to {until}\n\
         {rows} rows in {}.{} s, {} rows/s\n\
         nobody knows a password of these staff: add an admin of your own with `caredesk admin create --help`\n",
        took.as_secs(),
        took.subsec_millis() / 100,
        per_second(rows, took),
    )
}

fn per_second(rows: u64, took: Duration) -> u128 {
    u128::from(rows) * 1_000 / took.as_millis().max(1)
}

/// A progress bar on a terminal, else a line every few seconds.
struct Progress {
    bar: ProgressBar,
    began: Instant,
    told: Instant,
    tickets: u32,
}

impl Progress {
    fn new(tickets: u32) -> Self {
        let target = if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{bar:30} {human_pos}/{human_len} tickets {msg} {elapsed}, {eta} to go")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(tickets.into()), target).with_style(style);
        let now = Instant::now();
        Self { bar, began: now, told: now, tickets }
    }

    fn update(&mut self, counts: &Counts) {
        let speed = per_second(counts.rows(), self.began.elapsed());
        self.bar.set_position(counts.tickets);
        self.bar.set_message(format!("{speed} rows/s"));
        if self.bar.is_hidden() && self.told.elapsed() >= PROGRESS_INTERVAL {
            self.told = Instant::now();
            // Only progress: a failed write does not matter.
            let _unread = writeln!(std::io::stderr(), "{} of {} tickets, {speed} rows/s", counts.tickets, self.tickets);
        }
    }
}

#[cfg(test)]
mod tests {
    use caredesk_persistence::testing::{TestDatabase, on_both_engines};

    use super::*;
    use crate::settings::SettingsArgs;

    fn settings(test: &TestDatabase) -> Settings {
        Settings { engine: test.engine().clone(), ..SettingsArgs::default().parse().unwrap() }
    }

    fn arguments(until: &str) -> Arguments {
        Arguments { tickets: 12, per_day: 6, seed: 1, until: Some(until.to_owned()) }
    }

    #[tokio::test]
    async fn seed_fills_an_empty_database_once() {
        on_both_engines(async |test| {
            run(&settings(test), arguments("2026-03-04T13:00:00Z")).await.unwrap();
            let again = run(&settings(test), arguments("2026-03-04T13:00:00Z")).await.unwrap_err();
            assert!(matches!(&again, CommandError::Usage(why) if why.contains("holds data already")), "{again:?}");
        })
        .await;
    }

    #[tokio::test]
    async fn seed_refuses_the_future_what_is_no_time_and_more_than_a_lifetime_of_tickets() {
        let test = TestDatabase::sqlite().await;
        let long = Arguments { tickets: 1_000_000, ..arguments("2026-03-04T13:00:00Z") };
        for (arguments, why) in [
            (arguments("9999-01-01T00:00:00Z"), "future"),
            (arguments("soon"), "RFC 3339"),
            (arguments("0001-01-01T00:00:00Z"), "2000"),
            (long, "--per-day"),
        ] {
            let refused = run(&settings(&test), arguments).await.unwrap_err();
            assert!(matches!(&refused, CommandError::Usage(detail) if detail.contains(why)), "{refused:?}");
        }
        run(&settings(&test), arguments("2026-03-04T13:00:00Z")).await.unwrap();
    }

    #[test]
    fn the_summary_counts_all_rows_and_says_how_fast() {
        let counts =
            Counts { staff: 1, customers: 2, interactions: 5, tickets: 3, messages: 4, escalations: 6, escalation_messages: 7, events: 12 };
        let text = summary(&counts, Duration::from_millis(2_500), "2026-03-04T13:00:00Z".parse().unwrap());
        assert!(text.contains("40 rows in 2.5 s, 16 rows/s\n"), "{text}");
    }
}
