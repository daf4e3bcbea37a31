//! The period of a report: days in the desk's time zone, the same number of days before, and the buckets of a trend.

use caredesk_domain::{FieldError, Timestamp, date::Day};
use caredesk_persistence::TimeBuckets;
use chrono_tz::Tz;

use crate::services::days::{day_of, start_of_day};

/// The default length of a period in days, today included.
pub const DEFAULT_DAYS: i64 = 30;
/// The longest period in days: ten years.
pub const MAX_DAYS: i64 = 3_660;
/// The most buckets of a trend in days, or in weeks.
const MAX_BUCKETS: i64 = 31;

/// Days of a report, first and last included.
#[derive(Debug, Clone, Copy)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The first day of the equally long period before.
    pub before: Day,
    zone: Tz,
    now: Timestamp,
}

/// A bucket: a part of a period.
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    /// Its first day.
    pub from: Day,
    /// Its last.
    pub to: Day,
}

impl Period {
    /// The period between two days; by default the last thirty days.
    ///
    /// # Errors
    /// With the name of the parameter that is wrong.
    pub fn new(from: Option<Day>, to: Option<Day>, now: Timestamp, zone: Tz) -> Result<Self, (&'static str, FieldError)> {
        let today = day_of(now, zone);
        let to = to.unwrap_or_else(|| from.map_or(today, |from| from.max(today)));
        let from = from.unwrap_or_else(|| to.plus_days(1 - DEFAULT_DAYS));
        let days = to.days_since(from) + 1;
        if days < 1 {
            return Err(("to", FieldError::new("before_from", "must not be before `from`")));
        }
        if days > MAX_DAYS {
            return Err(("from", FieldError::new("too_long", format!("must be at most {MAX_DAYS} days before the end of `to`"))));
        }
        Ok(Self { from, to, before: from.plus_days(-days), zone, now })
    }

    /// All time until now, without a period before.
    pub fn all_time(now: Timestamp, zone: Tz) -> Self {
        Self { from: Day::default(), to: day_of(now, zone), before: Day::default(), zone, now }
    }

    /// The last day of the period before.
    pub fn before_to(&self) -> Day {
        self.from.plus_days(-1)
    }

    /// The time zone of its days.
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// The instant of the report.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Its first instant.
    pub fn since(&self) -> Timestamp {
        start_of_day(self.from, self.zone)
    }

    /// Its end, exclusive: now, if it has not ended.
    pub fn until(&self) -> Timestamp {
        let now = Timestamp::new(self.now.utc() + chrono::Duration::microseconds(1));
        start_of_day(self.to.plus_days(1), self.zone).min(now).max(self.since())
    }

    /// The period before, and this period.
    pub fn with_previous(&self) -> TimeBuckets {
        TimeBuckets::new(vec![start_of_day(self.before, self.zone), self.since(), self.until()])
    }

    /// This period only.
    pub fn whole(&self) -> TimeBuckets {
        TimeBuckets::new(vec![self.since(), self.until()])
    }

    /// Buckets of days, of weeks, or of so many days that there are at most 31; up to now.
    pub fn buckets(&self) -> (TimeBuckets, Vec<Bucket>) {
        let days = self.to.days_since(self.from) + 1;
        let step = if days <= MAX_BUCKETS {
            1
        } else if days <= 7 * MAX_BUCKETS {
            7
        } else {
            (days + MAX_BUCKETS - 1) / MAX_BUCKETS
        };
        let (mut bounds, mut bins) = (Vec::new(), Vec::new());
        let (mut day, until) = (self.from, self.until());
        while day <= self.to && start_of_day(day, self.zone) < until {
            bounds.push(start_of_day(day, self.zone));
            bins.push(Bucket { from: day, to: day.plus_days(step - 1).min(self.to) });
            day = day.plus_days(step);
        }
        bounds.push(until);
        (TimeBuckets::new(bounds), bins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: Option<&str>, to: Option<&str>) -> Result<Period, (&'static str, FieldError)> {
        let day = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        Period::new(day(from), day(to), "2026-03-31T08:00:00Z".parse().unwrap(), chrono_tz::Europe::London)
    }

    #[test]
    fn period_by_default_is_last_30_days_and_30_before() {
        let usual = period(None, None).unwrap();
        let days = [usual.before, usual.before_to(), usual.from, usual.to].map(|day| day.to_string());
        assert_eq!(days, ["2026-01-31", "2026-03-01", "2026-03-02", "2026-03-31"]);
        assert_eq!(usual.until().to_string(), "2026-03-31T08:00:00.000001Z");
    }

    #[test]
    fn period_reversed_or_too_long_is_error_of_parameter() {
        assert_eq!(period(Some("2026-03-02"), Some("2026-03-01")).unwrap_err().0, "to");
        assert_eq!(period(Some("2010-03-02"), None).unwrap_err().0, "from");
    }

    #[test]
    fn trend_buckets_are_days_weeks_or_longer_without_future_ones() {
        let bins = |from: &str, to: &str| {
            let (cut, bins) = period(Some(from), Some(to)).unwrap().buckets();
            assert_eq!(cut.spans(), bins.len());
            let days = bins.first().map(|bin| bin.to.days_since(bin.from) + 1);
            (bins.len(), days, bins.last().map(|bin| bin.to.to_string()))
        };
        assert_eq!(bins("2026-03-27", "2026-04-05"), (5, Some(1), Some("2026-03-31".to_owned())));
        assert_eq!(bins("2026-01-01", "2026-03-31"), (13, Some(7), Some("2026-03-31".to_owned())));
        assert_eq!(bins("2025-01-01", "2025-12-31"), (31, Some(12), Some("2025-12-31".to_owned())));
        assert_eq!(bins("2026-05-01", "2026-05-03"), (0, None, None));
    }
}
