//! Units of time in seconds, and the hour of the week on a desk's clocks.

use caredesk_domain::{Timestamp, ticket::Priority};
use chrono::{Datelike as _, TimeZone as _, Timelike as _};
use chrono_tz::Tz;

pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// The hours of a week, from Monday 00:00.
pub(crate) const WEEK: usize = 7 * 24;

/// The hour of the week, from Monday 00:00, on the clocks of `zone`.
pub(crate) fn hour_of_week(zone: Tz, at: Timestamp) -> usize {
    let local = zone.from_utc_datetime(&at.utc().naive_utc());
    let hour = local.weekday().num_days_from_monday() * 24 + local.hour();
    usize::try_from(hour).unwrap_or(0)
}

/// The beginning of the next hour on the clocks of `zone`.
pub(crate) fn next_hour(zone: Tz, at: Timestamp) -> Timestamp {
    let local = zone.from_utc_datetime(&at.utc().naive_utc());
    let elapsed = i64::from(local.minute() * 60 + local.second());
    let second = Timestamp::new(chrono::DateTime::from_timestamp(at.utc().timestamp(), 0).unwrap_or(at.utc()));
    second.plus_seconds(HOUR - elapsed)
}

/// The value for a priority, of those from urgent to low.
pub(crate) const fn by_priority(priority: Priority, [urgent, high, medium, low]: [i64; 4]) -> i64 {
    match priority {
        Priority::Urgent => urgent,
        Priority::High => high,
        Priority::Medium => medium,
        Priority::Low => low,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hour_of_week_follows_the_time_zone() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        // Monday 2026-03-02: Lagos is one hour ahead of UTC, Kolkata five and a half.
        assert_eq!(hour_of_week(Tz::Africa__Lagos, at("2026-03-01T23:30:00Z")), 0);
        assert_eq!(hour_of_week(Tz::UTC, at("2026-03-01T23:30:00Z")), WEEK - 1);
        assert_eq!(next_hour(Tz::Asia__Kolkata, at("2026-03-02T09:10:05.7Z")), at("2026-03-02T09:30:00Z"));
    }
}
