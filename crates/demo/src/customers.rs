//! The customers of a made-up desk, as far as they may come again.

use std::collections::VecDeque;

use caredesk_domain::{
    CustomerId, Timestamp,
    customer::{Customer, CustomerPatch},
};

use crate::{
    clock::{HOUR, MINUTE},
    counts::Batch,
    customer::{self, KnownCustomer},
    data::Names,
    error::SeedError,
    rng::Rng,
    staff::Desk,
};

/// How many customers may come again; those known longest are the first who do not.
const MAX_KNOWN: usize = 5_000;
/// How long a customer has had no contact before their death is reported, in seconds.
const QUIET_BEFORE_DEATH: i64 = 36 * HOUR;

/// The customers who may come again.
#[derive(Debug)]
pub(crate) struct Customers {
    names: &'static Names,
    known: VecDeque<KnownCustomer>,
    created: u64,
}

impl Customers {
    pub(crate) const fn new(names: &'static Names) -> Self {
        Self { names, known: VecDeque::new(), created: 0 }
    }

    /// How many were created.
    pub(crate) const fn created(&self) -> u64 {
        self.created
    }

    pub(crate) fn add(&mut self, known: KnownCustomer) {
        if self.known.len() == MAX_KNOWN {
            self.known.pop_front();
        }
        self.known.push_back(known);
    }

    pub(crate) fn take(&mut self, id: CustomerId) -> Option<KnownCustomer> {
        let index = self.known.iter().position(|known| known.customer.id == id)?;
        self.known.remove(index)
    }

    /// One of the customers, if their record is older than `at`.
    pub(crate) fn pick(&mut self, at: Timestamp, rng: &mut Rng) -> Option<&mut KnownCustomer> {
        let index = rng.index(self.known.len());
        self.known.get_mut(index).filter(|known| known.customer.updated_at < at.plus_seconds(-5 * MINUTE))
    }

    /// A customer who has never been here.
    pub(crate) fn create(
        &mut self,
        (desk, creator): (&Desk, usize),
        at: Timestamp,
        rng: &mut Rng,
        batch: &mut Batch,
    ) -> Result<KnownCustomer, SeedError> {
        self.created += 1;
        let created_at = rng.within(at, -2 * MINUTE, -30);
        let (details, writer) = customer::new_details(self.names, self.created, created_at, rng)?;
        let customer = batch.add(Customer::create(desk.ids.id(created_at), details, &desk.staff[creator].actor, created_at)?);
        Ok(KnownCustomer { customer, writer, last: at })
    }

    /// A customer who comes again, whose record sometimes needs an update.
    pub(crate) fn take_returning(
        &mut self,
        (desk, editor): (&Desk, usize),
        at: Timestamp,
        rng: &mut Rng,
        batch: &mut Batch,
    ) -> Result<Option<KnownCustomer>, SeedError> {
        // Of two drawn the one who was here later: most come again soon or not at all.
        let index = rng.index(self.known.len()).max(rng.index(self.known.len()));
        let Some(mut known) = self.known.remove(index) else { return Ok(None) };
        let edited_at = rng.within(at, -90, -15);
        if edited_at > known.customer.updated_at
            && let Some(patch) = self.update(&known.customer, rng)?
        {
            known.customer = batch.add(known.customer.edit(patch, &desk.staff[editor].actor, edited_at)?);
        }
        Ok(Some(known))
    }

    fn update(&self, customer: &Customer, rng: &mut Rng) -> Result<Option<CustomerPatch>, SeedError> {
        Ok(match rng.index(200) {
            0..6 => Some(CustomerPatch { phone: Some(Some(customer::new_phone(self.names, rng)?)), ..CustomerPatch::default() }),
            6..9 => {
                let mut other_phones = customer.details.other_phones.clone();
                other_phones.push(customer::new_phone(self.names, rng)?);
                Some(CustomerPatch { other_phones: Some(other_phones), ..CustomerPatch::default() })
            }
            9..12 if customer.details.former_names.is_empty() => Some(customer::marriage(self.names, customer, rng)?),
            _ => None,
        })
    }

    /// Relatives report the death of a customer, who does not come again.
    pub(crate) fn report_death(
        &mut self,
        (desk, editor): (&Desk, usize),
        at: Timestamp,
        rng: &mut Rng,
        batch: &mut Batch,
    ) -> Result<(), SeedError> {
        let index = rng.index(self.known.len());
        if self.known.get(index).is_none_or(|known| at.seconds_since(known.last) <= QUIET_BEFORE_DEATH) {
            return Ok(());
        }
        if let Some(KnownCustomer { customer, last, .. }) = self.known.remove(index) {
            let death = customer::death(last, at, rng);
            let patch = CustomerPatch { death: Some(Some(death)), ..CustomerPatch::default() };
            batch.add(customer.edit(patch, &desk.staff[editor].actor, at)?);
        }
        Ok(())
    }
}
