//! Who works when: shifts that repeat every week, in the desk's own time zone.

use std::ops::Range;

use caredesk_domain::Timestamp;
use chrono::{Datelike as _, TimeZone as _, Timelike as _};
use chrono_tz::Tz;

use super::rng::Rng;

/// The hours of a week, from Monday 00:00.
pub(super) const WEEK: usize = 7 * 24;

/// Hours on one or several days: the first day and the last (0 is Monday), the hour it begins, and how many hours it takes.
type Shift = (usize, usize, usize, usize);

/// The shifts of the first six agents. The last five leave no hour of the week without anybody.
const FIRST: [&[Shift]; 6] = [
    &[(0, 4, 9, 8)],
    &[(0, 4, 6, 8)],
    &[(0, 4, 14, 8)],
    &[(0, 4, 22, 8)],
    &[(5, 6, 6, 12), (2, 3, 9, 8)],
    &[(5, 6, 18, 12), (1, 2, 12, 8)],
];

/// The shifts of all further agents, over and over: most are needed by day.
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

/// The shifts of doctors, over and over: the first is there on six days, the fifth at night.
const ROUNDS: [&[Shift]; 6] = [
    &[(0, 5, 9, 8)],
    &[(1, 4, 13, 8), (6, 6, 10, 8)],
    &[(0, 4, 8, 8)],
    &[(0, 4, 14, 8)],
    &[(0, 3, 21, 10)],
    &[(5, 6, 8, 12), (2, 3, 9, 8)],
];

/// The week of a desk. Agents are told apart by their place in the team; admins come after them, and doctors after these.
#[derive(Debug)]
pub(super) struct Shifts {
    zone: Tz,
    agents: usize,
    admins: usize,
    hours: Vec<[bool; WEEK]>,
    on_duty: Vec<Vec<usize>>,
}

impl Shifts {
    /// The fewest agents who leave no hour without anybody.
    pub(super) const FEWEST: usize = FIRST.len();

    pub(super) fn new(zone: Tz, agents: usize, admins: usize, doctors: usize) -> Self {
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
    pub(super) fn hour(&self, at: Timestamp) -> usize {
        hour_of_week(self.zone, at)
    }

    pub(super) fn is_on_duty(&self, person: usize, at: Timestamp) -> bool {
        self.hours[person][self.hour(at)]
    }

    /// An agent who is at work then.
    pub(super) fn agent_on_duty(&self, at: Timestamp, rng: &mut Rng) -> usize {
        let there = &self.on_duty[self.hour(at)];
        there[rng.place(there.len())]
    }

    /// The admins.
    pub(super) const fn admins(&self) -> Range<usize> {
        self.agents..self.agents + self.admins
    }

    /// The doctors.
    pub(super) const fn doctors(&self) -> Range<usize> {
        self.agents + self.admins..self.hours.len()
    }

    /// One of `group`, if any of them is at work then.
    pub(super) fn one_on_duty(&self, group: Range<usize>, at: Timestamp, rng: &mut Rng) -> Option<usize> {
        let hour = self.hour(at);
        let there: Vec<usize> = group.filter(|person| self.hours[*person][hour]).collect();
        if there.is_empty() { None } else { Some(there[rng.place(there.len())]) }
    }

    /// Whoever of `group`, which must not be empty, is at work first from `at` on, and when.
    pub(super) fn first_of(&self, group: Range<usize>, at: Timestamp, rng: &mut Rng) -> (usize, Timestamp) {
        let mut then = at;
        for _ in 0..=WEEK {
            if let Some(person) = self.one_on_duty(group.clone(), then, rng) {
                return (person, if then == at { at } else { rng.within(then, 60, 45 * 60) });
            }
            then = next_hour(self.zone, then);
        }
        (group.start, at)
    }

    /// When the person was last at work before `at`: then, or at the end of their last shift of the last four days.
    pub(super) fn last_on_duty(&self, person: usize, at: Timestamp) -> Option<Timestamp> {
        if self.is_on_duty(person, at) {
            return Some(at);
        }
        // The beginning of the hour in which `at` lies, less what keeps it in the hour before.
        let begins = next_hour(self.zone, at).plus_seconds(-60 * 60);
        let ends = (0..4 * 24).map(|hours| begins.plus_seconds(-hours * 60 * 60 - 1));
        ends.into_iter().find(|end| self.is_on_duty(person, *end))
    }

    /// `at` when the person is at work then; else some minutes after they come next.
    pub(super) fn next_on_duty(&self, person: usize, at: Timestamp, rng: &mut Rng) -> Timestamp {
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
        rng.within(then, 60, 45 * 60)
    }
}

/// The beginning of the next hour on the clocks of `zone`.
fn next_hour(zone: Tz, at: Timestamp) -> Timestamp {
    let local = zone.from_utc_datetime(&at.utc().naive_utc());
    let into = i64::from(local.minute() * 60 + local.second());
    let whole = Timestamp::new(chrono::DateTime::from_timestamp(at.utc().timestamp(), 0).unwrap_or(at.utc()));
    whole.plus_seconds(60 * 60 - into)
}

/// The hour of the week, from Monday 00:00, on the clocks of `zone`.
pub(super) fn hour_of_week(zone: Tz, at: Timestamp) -> usize {
    let local = zone.from_utc_datetime(&at.utc().naive_utc());
    let hour = local.weekday().num_days_from_monday() * 24 + local.hour();
    usize::try_from(hour).unwrap_or(0)
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
    fn somebody_is_there_at_every_hour_and_nobody_works_more_than_48_in_a_week() {
        let shifts = Shifts::new(Tz::Africa__Lagos, 40, 2, 8);
        assert!(shifts.on_duty.iter().all(|there| !there.is_empty()));
        assert!(Shifts::new(Tz::UTC, Shifts::FEWEST, 1, 1).on_duty.iter().all(|there| !there.is_empty()));
        for hours in &shifts.hours {
            assert!((32..=48).contains(&hours.iter().filter(|works| **works).count()));
        }
        let working_day = |hour: usize| shifts.on_duty[hour].len();
        assert!(working_day(10) > 4 * working_day(3) && working_day(10) > 3 * working_day(5 * 24 + 10));
    }

    #[test]
    fn an_hour_is_the_hour_of_the_desks_own_clocks() {
        // Monday 2026-03-02: Lagos is one hour ahead of UTC, Kolkata five and a half.
        assert_eq!(hour_of_week(Tz::Africa__Lagos, at("2026-03-01T23:30:00Z")), 0);
        assert_eq!(hour_of_week(Tz::UTC, at("2026-03-01T23:30:00Z")), WEEK - 1);
        assert_eq!(next_hour(Tz::Asia__Kolkata, at("2026-03-02T09:10:05.7Z")), at("2026-03-02T09:30:00Z"));
    }

    #[test]
    fn whoever_is_off_duty_answers_when_they_come_next() {
        let shifts = Shifts::new(Tz::UTC, 6, 1, 1);
        let mut rng = Rng::seeded(1);
        // Agent 0 works from Monday to Friday, 9 to 17; Friday evening is followed by Monday morning.
        let back = shifts.next_on_duty(0, at("2026-03-06T18:20:00Z"), &mut rng);
        assert!((at("2026-03-09T09:00:00Z")..at("2026-03-09T10:00:00Z")).contains(&back), "{back}");
        assert_eq!(shifts.next_on_duty(0, at("2026-03-06T10:20:00Z"), &mut rng), at("2026-03-06T10:20:00Z"));
        assert_eq!(shifts.one_on_duty(shifts.admins(), at("2026-03-07T10:00:00Z"), &mut rng), None);
        assert_eq!(shifts.one_on_duty(shifts.admins(), at("2026-03-06T10:00:00Z"), &mut rng), Some(6));
    }

    #[test]
    fn the_first_of_a_group_is_whoever_comes_first_and_the_last_hour_at_work_is_found_again() {
        let shifts = Shifts::new(Tz::UTC, 6, 1, 2);
        let mut rng = Rng::seeded(1);
        // Sunday: the second doctor works from 10 to 18, the first comes on Monday at 9.
        let (doctor, comes) = shifts.first_of(shifts.doctors(), at("2026-03-08T08:30:00Z"), &mut rng);
        assert_eq!(doctor, 8);
        assert!((at("2026-03-08T10:00:00Z")..at("2026-03-08T10:46:00Z")).contains(&comes), "{comes}");
        assert_eq!(shifts.first_of(shifts.doctors(), at("2026-03-07T10:20:00Z"), &mut rng), (7, at("2026-03-07T10:20:00Z")));
        assert_eq!(shifts.last_on_duty(7, at("2026-03-08T08:30:00Z")), Some(at("2026-03-07T16:59:59Z")));
        assert_eq!(shifts.last_on_duty(7, at("2026-03-07T10:20:00Z")), Some(at("2026-03-07T10:20:00Z")));
    }
}
