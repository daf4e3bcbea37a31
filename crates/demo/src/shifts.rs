//! Who works when: weekly shifts in the desk's time zone.

use std::ops::Range;

use caredesk_domain::Timestamp;
use chrono_tz::Tz;

use crate::{
    clock::{DAY, HOUR, MINUTE, WEEK, hour_of_week, next_hour},
    rng::Rng,
};

/// Hours on one or several days: the first day and the last (0 is Monday), the hour it begins, and how many hours it takes.
type Shift = (usize, usize, usize, usize);

/// The shifts of the first six agents. The last five cover every hour of the week.
const FIRST: [&[Shift]; 6] = [
    &[(0, 4, 9, 8)],
    &[(0, 4, 6, 8)],
    &[(0, 4, 14, 8)],
    &[(0, 4, 22, 8)],
    &[(5, 6, 6, 12), (2, 3, 9, 8)],
    &[(5, 6, 18, 12), (1, 2, 12, 8)],
];

/// The shifts of further agents, repeated: most are needed by day.
const FURTHER: [&[Shift]; 10] = [
    &[(0, 4, 8, 8)],
    &[(0, 4, 10, 8)],
    &[(0, 4, 13, 8)],
    &[(0, 4, 9, 8)],
    &[(0, 4, 7, 8)],
    &[(0, 2, 9, 8), (5, 6, 8, 10)],
    &[(0, 4, 9, 8)],
    &[(0, 4, 14, 8)],
    &[(0, 4, 11, 8)],
    &[(0, 3, 22, 8)],
];

/// The shifts of admins.
const OFFICE: &[Shift] = &[(0, 4, 9, 8)];

/// The shifts of doctors, repeated: the first works on six days, the fifth at night.
const ROUNDS: [&[Shift]; 6] = [
    &[(0, 5, 9, 8)],
    &[(1, 4, 13, 8), (6, 6, 10, 8)],
    &[(0, 4, 8, 8)],
    &[(0, 4, 14, 8)],
    &[(0, 3, 21, 10)],
    &[(5, 6, 8, 12), (2, 3, 9, 8)],
];

/// The week of a desk. Staff are indexes: agents first, then admins, then doctors.
#[derive(Debug)]
pub(crate) struct Shifts {
    zone: Tz,
    agents: usize,
    admins: usize,
    hours: Vec<[bool; WEEK]>,
    on_duty: Vec<Vec<usize>>,
}

impl Shifts {
    /// The fewest agents who cover every hour.
    pub(crate) const MIN_AGENTS: usize = FIRST.len();

    pub(crate) fn new(zone: Tz, agents: usize, admins: usize, doctors: usize) -> Self {
        let shifts = (0..agents).map(|agent| match agent.checked_sub(FIRST.len()) {
            None => FIRST[agent],
            Some(further) => FURTHER[further % FURTHER.len()],
        });
        let shifts = shifts.chain(std::iter::repeat_n(OFFICE, admins)).chain(ROUNDS.iter().copied().cycle().take(doctors));
        let hours: Vec<[bool; WEEK]> = shifts.map(week_of).collect();
        let on_duty = (0..WEEK).map(|hour| (0..agents).filter(|agent| hours[*agent][hour]).collect()).collect();
        Self { zone, agents, admins, hours, on_duty }
    }

    /// The hour of the week in which `at` is where the desk is.
    pub(crate) fn hour(&self, at: Timestamp) -> usize {
        hour_of_week(self.zone, at)
    }

    pub(crate) fn is_on_duty(&self, person: usize, at: Timestamp) -> bool {
        self.hours[person][self.hour(at)]
    }

    /// An agent on duty at `at`.
    pub(crate) fn agent_on_duty(&self, at: Timestamp, rng: &mut Rng) -> usize {
        let present = &self.on_duty[self.hour(at)];
        present[rng.index(present.len())]
    }

    /// The admins.
    pub(crate) const fn admins(&self) -> Range<usize> {
        self.agents..self.agents + self.admins
    }

    /// The doctors.
    pub(crate) const fn doctors(&self) -> Range<usize> {
        self.agents + self.admins..self.hours.len()
    }

    /// One of `group` who is on duty at `at`, if any.
    pub(crate) fn any_on_duty(&self, group: Range<usize>, at: Timestamp, rng: &mut Rng) -> Option<usize> {
        let hour = self.hour(at);
        let present: Vec<usize> = group.filter(|person| self.hours[*person][hour]).collect();
        if present.is_empty() { None } else { Some(present[rng.index(present.len())]) }
    }

    /// The first of `group`, which must not be empty, to be on duty from `at` on, and when.
    pub(crate) fn first_on_duty(&self, group: Range<usize>, at: Timestamp, rng: &mut Rng) -> (usize, Timestamp) {
        let mut then = at;
        for _ in 0..=WEEK {
            if let Some(person) = self.any_on_duty(group.clone(), then, rng) {
                return (person, if then == at { at } else { rng.within(then, 60, 45 * MINUTE) });
            }
            then = next_hour(self.zone, then);
        }
        (group.start, at)
    }

    /// `at` when the person is on duty; else the end of their last shift within four days.
    pub(crate) fn last_on_duty(&self, person: usize, at: Timestamp) -> Option<Timestamp> {
        if self.is_on_duty(person, at) {
            return Some(at);
        }
        // The beginning of the hour in which `at` lies, less what keeps it in the hour before.
        let begins = next_hour(self.zone, at).plus_seconds(-HOUR);
        let ends = (0..4 * DAY / HOUR).map(|hours| begins.plus_seconds(-hours * HOUR - 1));
        ends.into_iter().find(|end| self.is_on_duty(person, *end))
    }

    /// `at` when the person is on duty; else some minutes into their next shift.
    pub(crate) fn next_on_duty(&self, person: usize, at: Timestamp, rng: &mut Rng) -> Timestamp {
        if self.is_on_duty(person, at) {
            return at;
        }
        let mut then = at;
        for _ in 0..=WEEK {
            then = next_hour(self.zone, then);
            if self.is_on_duty(person, then) {
                break;
            }
        }
        rng.within(then, 60, 45 * MINUTE)
    }
}

fn week_of(shifts: &[Shift]) -> [bool; WEEK] {
    let mut week = [false; WEEK];
    for &(first, last, begins, hours) in shifts {
        for day in first..=last {
            for hour in 0..hours {
                week[(day * 24 + begins + hour) % WEEK] = true;
            }
        }
    }
    week
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn shifts_cover_every_hour_and_nobody_works_more_than_48_hours_a_week() {
        let shifts = Shifts::new(Tz::Africa__Lagos, 40, 2, 8);
        assert!(shifts.on_duty.iter().all(|present| !present.is_empty()));
        assert!(Shifts::new(Tz::UTC, Shifts::MIN_AGENTS, 1, 1).on_duty.iter().all(|present| !present.is_empty()));
        for hours in &shifts.hours {
            assert!((32..=48).contains(&hours.iter().filter(|works| **works).count()));
        }
        let working_day = |hour: usize| shifts.on_duty[hour].len();
        assert!(working_day(10) > 4 * working_day(3) && working_day(10) > 3 * working_day(5 * 24 + 10));
    }

    #[test]
    fn next_on_duty_of_staff_off_duty_is_their_next_shift() {
        let shifts = Shifts::new(Tz::UTC, 6, 1, 1);
        let mut rng = Rng::seeded(1);
        // Agent 0 works from Monday to Friday, 9 to 17; Friday evening is followed by Monday morning.
        let back = shifts.next_on_duty(0, at("2026-03-06T18:20:00Z"), &mut rng);
        assert!((at("2026-03-09T09:00:00Z")..at("2026-03-09T10:00:00Z")).contains(&back), "{back}");
        assert_eq!(shifts.next_on_duty(0, at("2026-03-06T10:20:00Z"), &mut rng), at("2026-03-06T10:20:00Z"));
        assert_eq!(shifts.any_on_duty(shifts.admins(), at("2026-03-07T10:00:00Z"), &mut rng), None);
        assert_eq!(shifts.any_on_duty(shifts.admins(), at("2026-03-06T10:00:00Z"), &mut rng), Some(6));
    }

    #[test]
    fn first_on_duty_is_who_comes_first_and_last_on_duty_the_end_of_the_last_shift() {
        let shifts = Shifts::new(Tz::UTC, 6, 1, 2);
        let mut rng = Rng::seeded(1);
        // Sunday: the second doctor works from 10 to 18, the first comes on Monday at 9.
        let (doctor, comes) = shifts.first_on_duty(shifts.doctors(), at("2026-03-08T08:30:00Z"), &mut rng);
        assert_eq!(doctor, 8);
        assert!((at("2026-03-08T10:00:00Z")..at("2026-03-08T10:46:00Z")).contains(&comes), "{comes}");
        assert_eq!(shifts.first_on_duty(shifts.doctors(), at("2026-03-07T10:20:00Z"), &mut rng), (7, at("2026-03-07T10:20:00Z")));
        assert_eq!(shifts.last_on_duty(7, at("2026-03-08T08:30:00Z")), Some(at("2026-03-07T16:59:59Z")));
        assert_eq!(shifts.last_on_duty(7, at("2026-03-07T10:20:00Z")), Some(at("2026-03-07T10:20:00Z")));
    }
}
