//! One ticket after the other, each with its patient and all that followed.

use caredesk_domain::{Timestamp, customer::Customer, ticket_number::TicketNumber};

use super::state::{Cases, Known};
use crate::services::{
    ServiceError,
    seed::{
        batch::Batch,
        context::Context,
        error::SeedError,
        escalations::Stage,
        rng::Rng,
        ticket_script::{OpeningSpec, Outcome, PriorTicket, ScriptResult, TicketScript},
    },
};

/// How many of the last tickets may be opened a second time by mistake.
const RECENT: usize = 80;

impl Cases {
    /// Adds the next ticket, with its patient and all that followed, and now and then a contact without a ticket; after the last what goes on
    /// at the present instant. `false` when there is no more.
    pub(in super::super) fn add_next(&mut self, batch: &mut Batch) -> Result<bool, ServiceError> {
        let Some(at) = self.arrivals.next() else {
            if !self.over {
                self.over = true;
                self.add_the_present(batch)?;
            }
            return Ok(false);
        };
        // Calls that a ticket of now can meet began half an hour before it at the most.
        self.calls.forget_before(at.plus_seconds(-60 * 60));
        match self.one_case(at, batch) {
            Ok(()) | Err(SeedError::NotYet) => {}
            Err(SeedError::Failed(error)) => return Err(error),
        }
        if self.rng.percent(45) {
            let then = self.rng.within(at, 60, 90 * 60);
            let by = self.desk.shifts.agent_on_duty(then, &mut self.rng);
            if then < self.desk.until {
                self.with_somebody(then, batch, |context| context.pass(by))?;
            }
        }
        Ok(true)
    }

    fn one_case(&mut self, at: Timestamp, batch: &mut Batch) -> Result<(), SeedError> {
        let opener = self.desk.shifts.agent_on_duty(at, &mut self.rng);
        if self.rng.percent(1) {
            self.hear_of_a_death(opener, at, batch)?;
        }
        let outcome = self.outcome(at);
        let (repeats, again) = self.once_more(at, outcome).unzip();
        // A third of the tickets is somebody's first.
        let new = self.known.is_empty() || self.patients * 3 <= self.come;
        let Known { customer, last } = match again {
            Some(known) => known,
            None if new => self.meet(opener, at, batch)?,
            None => self.meet_again(opener, at, batch)?,
        };
        let mistaken_for = if repeats.is_none() { self.mistaken_for(at, outcome) } else { None };
        let number = TicketNumber::from_value(scattered(self.come, self.seed));
        let rng = Rng::of(self.seed, 2, self.come);
        self.come += 1;
        let context = Context::new(&self.desk, &mut self.calls, batch, rng, &customer, at);
        let result = TicketScript::begin(context, OpeningSpec { number, opener, at, outcome, mistaken_for, repeats })?.live()?;
        let ScriptResult { last: lived_until, repeatable } = result;
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.extend(repeatable);
        self.know(Known { customer, last: last.max(lived_until) });
        Ok(())
    }

    /// Most of the last tickets still wait.
    fn outcome(&mut self, at: Timestamp) -> Outcome {
        let after = self.tickets.saturating_sub(self.come);
        if after > self.backlog {
            return Outcome::Worked;
        }
        // The newest third of them is mostly where it came in, the rest mostly in work.
        let queued = if after * 3 <= self.backlog { 75 } else { 25 };
        if after % 4 == 1 {
            return Outcome::Asking(self.stage(at));
        }
        match self.rng.place(100) {
            drawn if drawn < queued => Outcome::Queued,
            0..82 => Outcome::Unfinished(u32::try_from(self.rng.between(1, 6)).unwrap_or(1)),
            _ => Outcome::Worked,
        }
    }

    /// One stage after the other, so that all are there; of a ticket that has just come nothing is answered.
    fn stage(&mut self, at: Timestamp) -> Stage {
        let stage = Stage::ALL[self.asking % Stage::ALL.len()];
        let fresh = self.desk.until.seconds_since(at) < 5 * 60 * 60;
        if fresh && !stage.waits() {
            return Stage::InThePool;
        }
        self.asking += 1;
        stage
    }

    /// A ticket in work that its patient opens a second time now.
    fn once_more(&mut self, at: Timestamp, outcome: Outcome) -> Option<(PriorTicket, Known)> {
        let worked = match outcome {
            Outcome::Worked => true,
            Outcome::Unfinished(_) | Outcome::Asking(_) | Outcome::Queued => false,
        };
        if !worked || !self.rng.percent(3) {
            return None;
        }
        let fits = |(earlier, until): &(PriorTicket, Timestamp)| {
            at.seconds_since(earlier.ticket.created_at) > 30 * 60 && until.seconds_since(at) > 60 * 60
        };
        let place = self.recent.iter().rposition(fits)?;
        let known = self.take_known(self.recent[place].0.ticket.customer)?;
        let (earlier, _) = self.recent.remove(place)?;
        Some((earlier, known))
    }

    /// Somebody on whose record a ticket is opened by mistake.
    fn mistaken_for(&mut self, at: Timestamp, outcome: Outcome) -> Option<Customer> {
        let noticed = match outcome {
            Outcome::Worked => self.rng.per_mille(18),
            Outcome::Unfinished(_) | Outcome::Asking(_) | Outcome::Queued => false,
        };
        if !noticed {
            return None;
        }
        let place = self.somebody_known(at)?;
        Some(self.known[place].customer.clone())
    }
}

/// A value of a ticket number for the `index`th ticket, never the same for two of them.
const fn scattered(index: u64, seed: u64) -> u64 {
    // Adding, multiplying by an odd number and folding the upper half in can each be undone, so that no two indexes come to one value.
    let mask = TicketNumber::COUNT - 1;
    let mixed = index.wrapping_add(seed) & mask;
    let mixed = mixed.wrapping_mul(0x5_D588_B655) & mask;
    let mixed = mixed ^ (mixed >> 18);
    let mixed = mixed.wrapping_mul(0x2_C1B3_C6DD) & mask;
    mixed ^ (mixed >> 18)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_tickets_get_one_number() {
        let mut values: Vec<u64> = (0..200_000).map(|index| scattered(index, 7)).collect();
        assert!(values.iter().all(|value| *value < TicketNumber::COUNT));
        assert!(!values.is_sorted());
        values.sort_unstable();
        values.dedup();
        assert_eq!(values.len(), 200_000);
    }
}
