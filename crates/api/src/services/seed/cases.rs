//! All that happened at a made-up desk, ticket by ticket.

use std::collections::VecDeque;

use caredesk_domain::{
    Timestamp,
    change::Change,
    customer::{Customer, CustomerPatch},
    ticket_number::TicketNumber,
};

use super::{
    Counts,
    arrivals::Arrivals,
    chance::Chance,
    desk::{Desk, Stop},
    life::{Fate, Life},
    people,
};
use crate::services::ServiceError;

/// How many patients may come again; those known longest are the first who do not.
const KNOWN: usize = 5_000;
/// How long nobody has heard of a patient before the desk may be told that they have died, in seconds.
const QUIET: i64 = 36 * 60 * 60;

/// Changes to be saved together, and what they amount to.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) changes: Vec<Change<()>>,
    pub(super) counts: Counts,
}

/// A patient who may come again.
#[derive(Debug)]
struct Known {
    customer: Customer,
    /// When they and the desk last had to do with each other.
    last: Timestamp,
}

/// Makes up one ticket after the other.
#[derive(Debug)]
pub(super) struct Cases {
    desk: Desk,
    arrivals: Arrivals,
    seed: u64,
    chance: Chance,
    known: VecDeque<Known>,
    tickets: u64,
    come: u64,
    patients: u64,
    /// How many of the last tickets may still wait for somebody.
    backlog: u64,
}

impl Cases {
    pub(super) fn new(desk: Desk, arrivals: Arrivals, tickets: u32, per_day: u32, seed: u64) -> Self {
        let backlog = (u64::from(tickets) / 10).min(25 + u64::from(per_day) * 3 / 4);
        let chance = Chance::of(seed, 1, 0);
        Self { desk, arrivals, seed, chance, known: VecDeque::new(), tickets: tickets.into(), come: 0, patients: 0, backlog }
    }

    /// Adds the next ticket, with its patient and all that followed, to `batch`; `false` when there are no more.
    pub(super) fn add_next(&mut self, batch: &mut Batch) -> Result<bool, ServiceError> {
        let Some(at) = self.arrivals.next() else { return Ok(false) };
        let before = batch.changes.len();
        match self.one_case(at, batch) {
            Ok(()) | Err(Stop::NotYet) => {}
            Err(Stop::Failed(error)) => return Err(error),
        }
        let events = u64::try_from(batch.changes.len() - before).unwrap_or(0);
        batch.counts.events += events;
        Ok(true)
    }

    fn one_case(&mut self, at: Timestamp, batch: &mut Batch) -> Result<(), Stop> {
        let opener = self.desk.roster.agent_on_duty(at, &mut self.chance);
        if self.chance.percent(1) {
            self.hear_of_a_death(opener, at, batch)?;
        }
        // A third of the tickets is somebody's first.
        let new = self.known.is_empty() || self.patients * 3 <= self.come;
        let Known { customer, last } = if new { self.meet(opener, at, batch)? } else { self.meet_again(opener, at, batch)? };
        let number = TicketNumber::from_value(scattered(self.come, self.seed));
        let fate = self.fate();
        let chance = Chance::of(self.seed, 2, self.come);
        self.come += 1;
        batch.counts.tickets += 1;
        let lived = Life::begin(&self.desk, chance, &mut batch.changes, (&customer, number), (opener, at), fate)?.live()?;
        batch.counts.messages += lived.messages;
        if self.known.len() == KNOWN {
            self.known.pop_front();
        }
        self.known.push_back(Known { customer, last: last.max(lived.last) });
        Ok(())
    }

    /// Most of the last tickets still wait.
    fn fate(&mut self) -> Fate {
        let after = self.tickets.saturating_sub(self.come);
        // The newest third of them is mostly where it came in, the rest mostly in work.
        let queued = if after * 3 <= self.backlog { 70 } else { 25 };
        match self.chance.place(100) {
            _ if after > self.backlog => Fate::Worked,
            drawn if drawn < queued => Fate::Queued,
            0..80 => Fate::Unfinished(u32::try_from(self.chance.between(1, 6)).unwrap_or(1)),
            _ => Fate::Worked,
        }
    }

    /// A patient who was never here before.
    fn meet(&mut self, opener: usize, at: Timestamp, batch: &mut Batch) -> Result<Known, Stop> {
        self.patients += 1;
        batch.counts.customers += 1;
        let met = self.chance.within(at, -120, -30);
        let details = people::patient(self.patients, met, &mut self.chance)?;
        let change = Customer::create(self.desk.ids.id(met), details, &self.desk.people[opener].actor, met)?;
        let customer = change.out().clone();
        batch.changes.push(change.map(drop));
        Ok(Known { customer, last: at })
    }

    /// A patient who comes again, and sometimes has news of themself.
    fn meet_again(&mut self, opener: usize, at: Timestamp, batch: &mut Batch) -> Result<Known, Stop> {
        // Of two drawn the one who was here later: most come again soon or not at all.
        let (one, other) = (self.chance.place(self.known.len()), self.chance.place(self.known.len()));
        let Some(mut known) = self.known.remove(one.max(other)) else { return self.meet(opener, at, batch) };
        let told = self.chance.within(at, -90, -15);
        if told > known.customer.updated_at
            && let Some(news) = self.news(&known.customer)?
        {
            known.customer = self.write_down(&known.customer, news, opener, told, batch)?;
        }
        Ok(known)
    }

    fn news(&mut self, customer: &Customer) -> Result<Option<CustomerPatch>, Stop> {
        Ok(match self.chance.place(200) {
            0..6 => Some(CustomerPatch { phone: Some(Some(people::phone(&mut self.chance)?)), ..CustomerPatch::default() }),
            6..9 => {
                let mut other_phones = customer.details.other_phones.clone();
                other_phones.push(people::phone(&mut self.chance)?);
                Some(CustomerPatch { other_phones: Some(other_phones), ..CustomerPatch::default() })
            }
            9..12 if customer.details.former_names.is_empty() => Some(people::marriage(customer, &mut self.chance)?),
            _ => None,
        })
    }

    /// Relatives tell the desk that a patient has died, who then does not come again.
    fn hear_of_a_death(&mut self, opener: usize, at: Timestamp, batch: &mut Batch) -> Result<(), Stop> {
        let place = self.chance.place(self.known.len());
        if self.known.get(place).is_none_or(|known| at.seconds_since(known.last) <= QUIET) {
            return Ok(());
        }
        if let Some(Known { customer, last }) = self.known.remove(place) {
            let death = people::death(last, at, &mut self.chance);
            let news = CustomerPatch { death: Some(Some(death)), ..CustomerPatch::default() };
            self.write_down(&customer, news, opener, at, batch)?;
        }
        Ok(())
    }

    fn write_down(
        &self,
        customer: &Customer,
        news: CustomerPatch,
        opener: usize,
        at: Timestamp,
        batch: &mut Batch,
    ) -> Result<Customer, Stop> {
        let change = customer.clone().edit(news, &self.desk.people[opener].actor, at)?;
        let customer = change.out().clone();
        batch.changes.push(change.map(drop));
        Ok(customer)
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
