//! The times at which tickets arrive, by weekday and hour.

use caredesk_domain::Timestamp;
use chrono_tz::Tz;

use crate::{
    clock::{DAY, HOUR, hour_of_week},
    rng::Rng,
};

/// Weights of the days from Monday: the weekend leaves something for Monday.
const DAYS: [u64; 7] = [130, 115, 105, 100, 95, 40, 25];

/// Weights of the hours from midnight: a peak before noon, a lower one after, few at night.
const HOURS: [u64; 24] = [3, 2, 2, 2, 3, 6, 18, 40, 75, 100, 110, 105, 90, 80, 92, 95, 85, 70, 52, 40, 30, 22, 12, 6];

/// The times at which tickets arrive, the earliest first. It keeps one weight an hour: some hundred years fit into memory.
#[derive(Debug)]
pub(crate) struct Arrivals {
    tickets: u64,
    start: Timestamp,
    until: Timestamp,
    /// The sum of the weights up to the end of each hour.
    weights: Vec<u64>,
    hour: usize,
    /// The times within the current hour, the latest first.
    within_hour: Vec<Timestamp>,
    rng: Rng,
}

impl Arrivals {
    /// `tickets` of them, some `per_day` a day, the last ones just before `until`.
    pub(crate) fn new(tickets: u32, per_day: u32, until: Timestamp, zone: Tz, seed: u64) -> Self {
        let span = i64::from(tickets) * DAY / i64::from(per_day.max(1));
        let start = until.plus_seconds(-span.max(HOUR));
        let mut rng = Rng::seeded(seed);
        let (mut weights, mut total, mut day, mut day_factor) = (Vec::new(), 0, 7, 0);
        let mut begin = start;
        while begin < until {
            let hour = hour_of_week(zone, begin);
            if hour / 24 != day {
                day = hour / 24;
                day_factor = u64::try_from(rng.between(80, 120)).unwrap_or(100);
            }
            let hour_factor = u64::try_from(rng.between(75, 125)).unwrap_or(100);
            let seconds = u64::try_from(until.seconds_since(begin).min(HOUR)).unwrap_or(0);
            // In thousandths of thousandths, so that even a few seconds of an hour at night weigh something.
            total += DAYS[day] * HOURS[hour % 24] * day_factor * hour_factor * seconds / 3600 / 100 + 1;
            weights.push(total);
            begin = begin.plus_seconds(HOUR);
        }
        Self { tickets: tickets.into(), start, until, weights, hour: 0, within_hour: Vec::new(), rng }
    }

    /// When the first hour begins.
    pub(crate) const fn start(&self) -> Timestamp {
        self.start
    }

    /// How many have arrived by the end of the first `hours` hours.
    fn arrived_by(&self, hours: usize) -> u64 {
        let all = u128::from(self.weights.last().copied().unwrap_or(1));
        let part = u128::from(hours.checked_sub(1).map_or(0, |last| self.weights[last]));
        u64::try_from(u128::from(self.tickets) * part / all).unwrap_or(self.tickets)
    }
}

impl Iterator for Arrivals {
    type Item = Timestamp;

    fn next(&mut self) -> Option<Timestamp> {
        while self.within_hour.is_empty() && self.hour < self.weights.len() {
            let (before, after) = (self.arrived_by(self.hour), self.arrived_by(self.hour + 1));
            let begin = self.start.plus_seconds(i64::try_from(self.hour).unwrap_or(0) * HOUR);
            let last = self.until.seconds_since(begin).clamp(2, HOUR) - 1;
            self.within_hour.extend((before..after).map(|_| self.rng.within(begin, 0, last)));
            self.within_hour.sort_unstable_by(|one, other| other.cmp(one));
            self.hour += 1;
        }
        self.within_hour.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrivals(tickets: u32, per_day: u32) -> Vec<Timestamp> {
        Arrivals::new(tickets, per_day, until(), Tz::Africa__Lagos, 7).collect()
    }

    fn until() -> Timestamp {
        "2026-03-04T13:47:11.5Z".parse().unwrap()
    }

    #[test]
    fn arrivals_are_as_many_as_asked_in_order_and_none_in_the_future() {
        for (tickets, per_day) in [(1, 1), (1, 1000), (7, 3), (400, 7), (5_000, 900), (20, 20_000)] {
            let all = arrivals(tickets, per_day);
            assert_eq!(all.len(), usize::try_from(tickets).unwrap(), "{tickets} at {per_day} a day");
            assert!(all.is_sorted() && all.iter().all(|at| *at <= until()), "{tickets} at {per_day} a day");
        }
    }

    #[test]
    fn arrivals_are_mostly_on_working_days_and_few_at_night_and_on_weekends() {
        let mut by_hour = [0_u32; 7 * 24];
        for at in arrivals(20_000, 200) {
            by_hour[hour_of_week(Tz::Africa__Lagos, at)] += 1;
        }
        let share = |wanted: &dyn Fn(usize) -> bool| {
            (0..by_hour.len()).filter(|hour| wanted(*hour)).map(|hour| by_hour[hour]).sum::<u32>() * 100 / 20_000
        };
        assert!((65..85).contains(&share(&|hour| hour / 24 < 5 && (8..18).contains(&(hour % 24)))));
        assert!((5..15).contains(&share(&|hour| hour / 24 >= 5)));
        assert!((1..5).contains(&share(&|hour| hour % 24 < 6 || hour % 24 >= 23)));
    }
}
