//! What goes on at the present instant beside the tickets: calls and chats, and what waits for an answer.

use caredesk_domain::{Timestamp, message::Channel};

use super::state::Cases;
use crate::services::{
    ServiceError,
    seed::{batch::Batch, context::Context, error::SeedError, rng::Rng},
};

/// How many people at most have something left from their last shift.
const BUSY: usize = 60;
/// How far back in seconds something may have been left.
const LEFT: i64 = 7 * 60 * 60;

impl Cases {
    /// Adds what goes on now.
    pub(super) fn add_the_present(&mut self, batch: &mut Batch) -> Result<(), ServiceError> {
        let until = self.desk.until;
        let mut in_touch = 0;
        for agent in (0..self.desk.shifts.admins().start).take(BUSY) {
            if self.desk.shifts.is_on_duty(agent, until) && (in_touch < 2 || self.rng.percent(50)) {
                let channel = if in_touch % 2 == 0 { Channel::Call } else { Channel::Chat };
                self.with_somebody(until, batch, |context| context.be_in_touch(agent, channel))?;
                in_touch += 1;
            }
            if !self.rng.percent(70) {
                continue;
            }
            let end = self.desk.shifts.last_on_duty(agent, until).filter(|end| until.seconds_since(*end) < 60 * 60 * 60);
            let at = end.map(|end| self.rng.within(end, -LEFT, -6 * 60)).filter(|at| self.desk.shifts.is_on_duty(agent, *at));
            if let Some(at) = at {
                let left = agent % 5 == 1;
                self.with_somebody(at, batch, |context| context.be_kept_waiting(agent, at, left))?;
            }
        }
        Ok(())
    }

    /// Adds something that happens to somebody known at `at`, if somebody is.
    pub(super) fn with_somebody(
        &mut self,
        at: Timestamp,
        batch: &mut Batch,
        happens: impl FnOnce(&mut Context<'_>) -> Result<(), SeedError>,
    ) -> Result<(), ServiceError> {
        let Some(place) = self.somebody_known(at) else { return Ok(()) };
        self.contacts += 1;
        let rng = Rng::of(self.seed, 3, self.contacts);
        let known = &mut self.known[place];
        let mut context = Context::new(&self.desk, &mut self.calls, batch, rng, &known.customer, at);
        match happens(&mut context) {
            Ok(()) | Err(SeedError::NotYet) => {}
            Err(SeedError::Failed(error)) => return Err(error),
        }
        known.last = known.last.max(context.now);
        Ok(())
    }
}
