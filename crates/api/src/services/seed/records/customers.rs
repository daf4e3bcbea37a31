//! Who comes to a made-up desk: new patients, and those it knows.

use caredesk_domain::{
    CustomerId, Timestamp,
    customer::{Customer, CustomerPatch},
};

use super::state::{Cases, Known};
use crate::services::seed::{batch::Batch, error::SeedError, people};

/// How many patients may come again; those known longest are the first who do not.
const KNOWN: usize = 5_000;
/// How long nobody has heard of a patient before the desk may be told that they have died, in seconds.
const QUIET: i64 = 36 * 60 * 60;

impl Cases {
    /// Remembers a patient who may come again.
    pub(super) fn know(&mut self, known: Known) {
        if self.known.len() == KNOWN {
            self.known.pop_front();
        }
        self.known.push_back(known);
    }

    /// Where a patient is who was known well before `at`.
    pub(super) fn somebody_known(&mut self, at: Timestamp) -> Option<usize> {
        let place = self.rng.place(self.known.len());
        self.known.get(place).filter(|known| known.customer.updated_at < at.plus_seconds(-5 * 60)).map(|_| place)
    }

    pub(super) fn take_known(&mut self, id: CustomerId) -> Option<Known> {
        let place = self.known.iter().position(|known| known.customer.id == id)?;
        self.known.remove(place)
    }

    /// A patient who was never here before.
    pub(super) fn meet(&mut self, opener: usize, at: Timestamp, batch: &mut Batch) -> Result<Known, SeedError> {
        self.patients += 1;
        let met = self.rng.within(at, -120, -30);
        let details = people::patient(self.patients, met, &mut self.rng)?;
        let customer = batch.add(Customer::create(self.desk.ids.id(met), details, &self.desk.people[opener].actor, met)?);
        Ok(Known { customer, last: at })
    }

    /// A patient who comes again, and sometimes has news of themself.
    pub(super) fn meet_again(&mut self, opener: usize, at: Timestamp, batch: &mut Batch) -> Result<Known, SeedError> {
        // Of two drawn the one who was here later: most come again soon or not at all.
        let (one, other) = (self.rng.place(self.known.len()), self.rng.place(self.known.len()));
        let Some(mut known) = self.known.remove(one.max(other)) else { return self.meet(opener, at, batch) };
        let told = self.rng.within(at, -90, -15);
        if told > known.customer.updated_at
            && let Some(news) = self.news(&known.customer)?
        {
            known.customer = self.write_down(known.customer, news, opener, told, batch)?;
        }
        Ok(known)
    }

    fn news(&mut self, customer: &Customer) -> Result<Option<CustomerPatch>, SeedError> {
        Ok(match self.rng.place(200) {
            0..6 => Some(CustomerPatch { phone: Some(Some(people::phone(&mut self.rng)?)), ..CustomerPatch::default() }),
            6..9 => {
                let mut other_phones = customer.details.other_phones.clone();
                other_phones.push(people::phone(&mut self.rng)?);
                Some(CustomerPatch { other_phones: Some(other_phones), ..CustomerPatch::default() })
            }
            9..12 if customer.details.former_names.is_empty() => Some(people::marriage(customer, &mut self.rng)?),
            _ => None,
        })
    }

    /// Relatives tell the desk that a patient has died, who then does not come again.
    pub(super) fn hear_of_a_death(&mut self, opener: usize, at: Timestamp, batch: &mut Batch) -> Result<(), SeedError> {
        let place = self.rng.place(self.known.len());
        if self.known.get(place).is_none_or(|known| at.seconds_since(known.last) <= QUIET) {
            return Ok(());
        }
        if let Some(Known { customer, last }) = self.known.remove(place) {
            let death = people::death(last, at, &mut self.rng);
            let news = CustomerPatch { death: Some(Some(death)), ..CustomerPatch::default() };
            self.write_down(customer, news, opener, at, batch)?;
        }
        Ok(())
    }

    fn write_down(
        &self,
        customer: Customer,
        news: CustomerPatch,
        opener: usize,
        at: Timestamp,
        batch: &mut Batch,
    ) -> Result<Customer, SeedError> {
        Ok(batch.add(customer.edit(news, &self.desk.people[opener].actor, at)?))
    }
}
