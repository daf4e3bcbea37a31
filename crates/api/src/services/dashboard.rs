//! What waits for whoever asks, and what they did.

use caredesk_domain::{
    Timestamp,
    actor::{Actor, Role},
    policy::{Action, Relation, check},
};
use caredesk_persistence::{Dashboard, Store, Whose};
use chrono::{NaiveTime, TimeZone as _};
use chrono_tz::Tz;

use super::{
    ServiceError, me,
    timelines::{hidden, leave_out_notes},
};

/// Over how many days first responses are told.
pub const RESPONSE_DAYS: i64 = 7;
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// A dashboard with the instant it is of, and that at which its day began.
#[derive(Debug)]
pub struct DashboardAt {
    /// What it tells.
    pub dashboard: Dashboard,
    /// Now.
    pub at: Timestamp,
    /// When the day began on the clocks of the desk.
    pub day_started: Timestamp,
}

/// What waits for the actor, and what they did; days are those of `zone`.
///
/// # Errors
/// When the actor is a program, or has no part in the work.
pub async fn read(store: &Store, actor: &Actor, zone: Tz) -> Result<DashboardAt, ServiceError> {
    check(actor, Action::ReadTickets, Relation::Other)?;
    let staff = me::person(actor)?;
    let at = store.now();
    let day_started = day_started(at, zone);
    let responses_since = at.plus_seconds(-RESPONSE_DAYS * DAY_SECONDS);
    // A program is no person, and was turned away.
    let role = actor.role().unwrap_or(Role::Auditor);
    let whose = Whose { staff, role, scope: actor.scope(), day_started, responses_since };
    let mut dashboard = store.dashboard(whose, hidden(actor)).await?.disclose(store.ledger(), actor).await?;
    leave_out_notes(actor, &mut dashboard.doings);
    Ok(DashboardAt { dashboard, at, day_started })
}

/// The first instant of the day in which `at` is on the clocks of `zone`. Where they were put forward at midnight, that is when they then showed.
fn day_started(at: Timestamp, zone: Tz) -> Timestamp {
    let today = zone.from_utc_datetime(&at.utc().naive_utc()).date_naive();
    // No clock was ever put forward by more than a day at once, and most by an hour: the first quarter that exists is the day's first.
    let mut quarters = (0..=96).filter_map(|quarter: i64| {
        let time = today.and_time(NaiveTime::MIN) + chrono::Duration::minutes(quarter * 15);
        zone.from_local_datetime(&time).earliest()
    });
    quarters.next().map_or(at, |local| Timestamp::new(local.to_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(at: &str, zone: &str) -> String {
        day_started(at.parse().unwrap(), zone.parse().unwrap()).to_string()
    }

    #[test]
    fn a_day_begins_at_midnight_where_the_desk_is() {
        assert_eq!(started("2026-03-02T09:00:00Z", "UTC"), "2026-03-02T00:00:00.000000Z");
        assert_eq!(started("2026-03-02T23:30:00Z", "Africa/Lagos"), "2026-03-02T23:00:00.000000Z");
        assert_eq!(started("2026-03-02T18:14:59Z", "Asia/Kathmandu"), "2026-03-01T18:15:00.000000Z");
        assert_eq!(started("2026-03-02T18:15:00Z", "Asia/Kathmandu"), "2026-03-02T18:15:00.000000Z");
    }

    #[test]
    fn a_day_whose_midnight_was_left_out_or_came_twice_begins_with_its_first_instant() {
        // Cuba put its clocks forward at midnight and back at one o'clock.
        assert_eq!(started("2026-03-08T12:00:00Z", "America/Havana"), "2026-03-08T05:00:00.000000Z");
        assert_eq!(started("2026-11-01T12:00:00Z", "America/Havana"), "2026-11-01T04:00:00.000000Z");
    }
}
