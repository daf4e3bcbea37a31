//! Days in the desk's time zone; some have 23 or 25 hours.

use caredesk_domain::{Timestamp, date::Day};
use chrono::{NaiveTime, TimeZone as _};
use chrono_tz::Tz;

/// The day that contains `at`.
pub(super) fn day_of(at: Timestamp, zone: Tz) -> Day {
    let date = zone.from_utc_datetime(&at.utc().naive_utc()).date_naive();
    // Out of range only before 1970 and after 9998.
    Day::try_from(date).unwrap_or_else(|_| Day::default())
}

/// The first instant of a day: midnight, or the end of the gap where clocks went forward at midnight.
pub(super) fn start_of_day(day: Day, zone: Tz) -> Timestamp {
    // A gap is at most a day, mostly an hour: the first existing quarter of an hour starts the day.
    let mut quarters = (0..=96).filter_map(|quarter: i64| {
        let time = day.date().and_time(NaiveTime::MIN) + chrono::Duration::minutes(quarter * 15);
        zone.from_local_datetime(&time).earliest()
    });
    let utc = || day.date().and_time(NaiveTime::MIN).and_utc();
    Timestamp::new(quarters.next().map_or_else(utc, |local| local.to_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(at: &str, zone: &str) -> String {
        let zone = zone.parse().unwrap();
        start_of_day(day_of(at.parse().unwrap(), zone), zone).to_string()
    }

    #[test]
    fn day_begins_at_midnight_in_desk_zone() {
        assert_eq!(started("2026-03-02T09:00:00Z", "UTC"), "2026-03-02T00:00:00.000000Z");
        assert_eq!(started("2026-03-02T23:30:00Z", "Africa/Lagos"), "2026-03-02T23:00:00.000000Z");
        assert_eq!(started("2026-03-02T18:14:59Z", "Asia/Kathmandu"), "2026-03-01T18:15:00.000000Z");
        assert_eq!(started("2026-03-02T18:15:00Z", "Asia/Kathmandu"), "2026-03-02T18:15:00.000000Z");
    }

    #[test]
    fn day_with_skipped_or_repeated_midnight_begins_at_first_instant() {
        // Clocks in Cuba go forward at midnight and back at one o'clock.
        assert_eq!(started("2026-03-08T12:00:00Z", "America/Havana"), "2026-03-08T05:00:00.000000Z");
        assert_eq!(started("2026-11-01T12:00:00Z", "America/Havana"), "2026-11-01T04:00:00.000000Z");
    }

    #[test]
    fn day_of_clock_change_has_23_or_25_hours() {
        let hours = |day: &str, zone: &str| {
            let (day, zone) = (day.parse::<Day>().unwrap(), zone.parse().unwrap());
            start_of_day(day.plus_days(1), zone).seconds_since(start_of_day(day, zone)) / 3600
        };
        assert_eq!((hours("2026-03-29", "Europe/London"), hours("2026-10-25", "Europe/London")), (23, 25));
        assert_eq!((hours("2026-03-08", "America/New_York"), hours("2026-11-01", "America/New_York")), (23, 25));
        assert_eq!((hours("2026-03-29", "Africa/Lagos"), hours("2026-03-29", "Asia/Kathmandu")), (24, 24));
    }
}
