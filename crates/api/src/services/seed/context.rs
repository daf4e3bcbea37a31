//! Where something happens: who is there, the instant that has come, and what has been written of it.

use caredesk_domain::{Timestamp, customer::Customer, ticket::Priority};

use super::{
    batch::Batch,
    calls::Calls,
    desk::{Colleague, Desk},
    error::SeedError,
    rng::Rng,
    templates::Placeholders,
};

pub(super) const MINUTE: i64 = 60;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// What is going on with one patient.
pub(super) struct Context<'a> {
    pub(super) desk: &'a Desk,
    pub(super) calls: &'a mut Calls,
    pub(super) batch: &'a mut Batch,
    pub(super) rng: Rng,
    pub(super) customer: Customer,
    pub(super) placeholders: Placeholders,
    pub(super) now: Timestamp,
    /// How many more steps are taken; `None` for as many as there are.
    pub(super) left: Option<u32>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        desk: &'a Desk,
        calls: &'a mut Calls,
        batch: &'a mut Batch,
        mut rng: Rng,
        customer: &Customer,
        now: Timestamp,
    ) -> Self {
        let given = customer.details.given_name.as_ref().map_or_else(|| customer.details.family_name.as_str(), |name| name.as_str());
        let placeholders = Placeholders::draw(given, now, &mut rng);
        Self { desk, calls, batch, rng, customer: customer.clone(), placeholders, now, left: None }
    }

    pub(super) fn person(&self, place: usize) -> &'a Colleague {
        &self.desk.people[place]
    }

    /// Goes on to `at`, if that has come.
    pub(super) fn arrive(&mut self, at: Timestamp) -> Result<(), SeedError> {
        if at > self.desk.until {
            return Err(SeedError::NotYet);
        }
        self.now = at;
        Ok(())
    }

    /// Goes on to `first` to `last` seconds after `from`.
    pub(super) fn arrive_within(&mut self, from: Timestamp, first: i64, last: i64) -> Result<(), SeedError> {
        let at = self.rng.within(from, first, last);
        self.arrive(at)
    }

    /// Takes the next step at `at`, if that has come and it is not for later.
    pub(super) fn reach(&mut self, at: Timestamp) -> Result<(), SeedError> {
        if let Some(left) = &mut self.left {
            *left = left.checked_sub(1).ok_or(SeedError::NotYet)?;
        }
        self.arrive(at)
    }

    /// Waits, typically for so many seconds.
    pub(super) fn wait(&mut self, typical: i64) -> Result<(), SeedError> {
        let at = self.rng.after(self.now, typical);
        self.reach(at)
    }

    /// Goes on by `first` to `last` seconds.
    pub(super) fn briefly(&mut self, first: i64, last: i64) -> Result<(), SeedError> {
        let at = self.rng.within(self.now, first, last);
        self.reach(at)
    }

    /// Waits for `person`: typically so many seconds, and until they are at work.
    pub(super) fn wait_for(&mut self, person: usize, typical: i64) -> Result<(), SeedError> {
        let ready = self.rng.after(self.now, typical);
        let there = self.desk.shifts.next_on_duty(person, ready, &mut self.rng);
        self.reach(there)
    }

    /// `person` if they are at work now; else an agent who is.
    pub(super) fn there(&mut self, person: usize) -> usize {
        let shifts = &self.desk.shifts;
        if shifts.is_on_duty(person, self.now) { person } else { shifts.agent_on_duty(self.now, &mut self.rng) }
    }

    /// One of `sentences`, its blanks filled, as `person` says or hears it.
    pub(super) fn says(&mut self, sentences: &[&str], person: usize) -> String {
        let sentence = self.rng.one(sentences);
        self.placeholders.fill(sentence, &self.desk.people[person].signs)
    }

    /// `at`, or the next morning when that is at night.
    pub(super) fn awake(&mut self, at: Timestamp) -> Timestamp {
        const AWAKE_FROM: usize = 6;
        const AWAKE_UNTIL: usize = 23;
        let hour = self.desk.shifts.hour(at) % 24;
        if (AWAKE_FROM..AWAKE_UNTIL).contains(&hour) {
            return at;
        }
        let hours = i64::try_from((24 + AWAKE_FROM - hour) % 24).unwrap_or(0);
        self.rng.within(at.plus_seconds(hours * HOUR), 0, 90 * MINUTE)
    }
}

/// How long something takes that must be done the sooner the more urgent a case is: in seconds, from urgent to low.
pub(super) const fn by_priority(priority: Priority, [urgent, high, medium, low]: [i64; 4]) -> i64 {
    match priority {
        Priority::Urgent => urgent,
        Priority::High => high,
        Priority::Medium => medium,
        Priority::Low => low,
    }
}
