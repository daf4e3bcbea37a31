//! Generates one ticket after the other, each with its customer and all that follows, and the contacts without a ticket.

mod contact;

use std::collections::VecDeque;

use caredesk_domain::{
    Timestamp,
    customer::Customer,
    ticket::{Category, Priority, Ticket},
    ticket_number::TicketNumber,
};

use crate::{
    arrivals::Arrivals,
    calls::Calls,
    case::{Case, Surroundings},
    clock::{HOUR, MINUTE, by_priority},
    counts::Batch,
    customer::KnownCustomer,
    customers::Customers,
    data::{self, Data, Scenario},
    error::SeedError,
    placeholders::Placeholders,
    rng::Rng,
    script::{EscalationStage, Outcome, ScriptBuilder, TicketSpec, usual_channel},
    staff::Desk,
};

/// How many of the last tickets may have a duplicate.
const MAX_RECENT: usize = 80;
/// Streams of random numbers.
const DESK_STREAM: u64 = 1;
const TICKET_STREAM: u64 = 2;

/// A ticket that may have a duplicate until it is resolved.
struct RecentTicket {
    ticket: Ticket,
    scenario: &'static Scenario,
    placeholders: Placeholders,
    until: Timestamp,
}

/// Generates a desk.
pub(crate) struct Generator {
    desk: Desk,
    data: &'static Data,
    calls: Calls,
    arrivals: Arrivals,
    seed: u64,
    rng: Rng,
    customers: Customers,
    recent: VecDeque<RecentTicket>,
    tickets: u64,
    opened: u64,
    contacts: u64,
    escalated: usize,
    /// How many of the last tickets may be unresolved.
    backlog: u64,
    finished: bool,
}

impl Generator {
    pub(crate) fn new(desk: Desk, data: &'static Data, arrivals: Arrivals, (tickets, per_day): (u32, u32), seed: u64) -> Self {
        let backlog = (u64::from(tickets) / 10).min(25 + u64::from(per_day) * 3 / 4);
        Self {
            calls: Calls::new(desk.staff.len(), arrivals.start()),
            desk,
            data,
            arrivals,
            seed,
            rng: Rng::stream(seed, DESK_STREAM, 0),
            customers: Customers::new(&data.names),
            recent: VecDeque::new(),
            tickets: tickets.into(),
            opened: 0,
            contacts: 0,
            escalated: 0,
            backlog,
            finished: false,
        }
    }

    pub(crate) const fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Adds the next ticket and now and then a contact without one; after the last the contacts of the end. `false` when there is no more.
    pub(crate) fn add_next(&mut self, batch: &mut Batch) -> Result<bool, SeedError> {
        let Some(at) = self.arrivals.next() else {
            if !std::mem::replace(&mut self.finished, true) {
                self.add_current_contacts(batch)?;
            }
            return Ok(false);
        };
        // Calls that a ticket of now can meet began half an hour before it at the most.
        self.calls.forget_before(at.plus_seconds(-HOUR));
        self.add_ticket(at, batch)?;
        if self.rng.percent(45) {
            let then = self.rng.within(at, MINUTE, 90 * MINUTE);
            let agent = self.desk.shifts.agent_on_duty(then, &mut self.rng);
            if then < self.desk.until {
                self.add_contact(then, agent, batch)?;
            }
        }
        Ok(true)
    }

    fn add_ticket(&mut self, at: Timestamp, batch: &mut Batch) -> Result<(), SeedError> {
        let opener = self.desk.shifts.agent_on_duty(at, &mut self.rng);
        if self.rng.percent(1) {
            self.customers.report_death((&self.desk, opener), at, &mut self.rng, batch)?;
        }
        let outcome = self.outcome(at);
        let (recent, known) = self.duplicate(at, outcome).unzip();
        let mut known = match known {
            Some(known) => known,
            None => self.customer(opener, at, batch)?,
        };
        let other = if recent.is_none() { self.mistaken_customer(at, outcome) } else { None };
        let number = TicketNumber::from_value(scattered(self.opened, self.seed));
        let mut rng = Rng::stream(self.seed, TICKET_STREAM, self.opened);
        self.opened += 1;
        let (scenario, priority, mut placeholders, original) = match recent {
            Some(RecentTicket { ticket, scenario, placeholders, .. }) => (scenario, ticket.priority, placeholders, Some(ticket)),
            None => {
                let scenario = self.scenario(&known, at, outcome, &mut rng)?;
                let values = (&self.data.values, &scenario.values);
                let placeholders = Placeholders::draw(&known.customer, &known.writer, values, at, &mut rng);
                (scenario, usual_priority(scenario.priority, &mut rng), placeholders, None)
            }
        };
        let topic = placeholders.fill(rng.pick(&scenario.subjects).as_str(), "");
        placeholders.set("topic", topic);
        placeholders.set("number", number.to_string());
        let outcome = if self.desk.until.seconds_since(at) > longest_queued(priority) { claimed(outcome) } else { outcome };
        let spec = TicketSpec {
            scenario,
            number,
            priority,
            channel: usual_channel(&mut rng),
            opened_at: at,
            outcome,
            duplicate: original.is_some(),
            wrong_customer: other.is_some(),
        };
        let mut builder = ScriptBuilder::new(&self.desk, self.data, rng);
        builder.ticket(&spec);
        let (script, rng) = builder.finish();
        let surroundings = Surroundings { desk: &self.desk, data: self.data, calls: &mut self.calls, batch };
        let may_repeat = original.is_none() && other.is_none();
        let mut case =
            Case::new(surroundings, (known.customer.clone(), placeholders), opener, at, rng).duplicate_of(original).mistaken_for(other);
        case.run(&script).map_err(|error| error.in_entry(&scenario.id))?;
        known.last = known.last.max(case.last());
        self.customers.add(known);
        if let Some((ticket, placeholders, resolved_at)) = case.into_ticket().filter(|_| may_repeat) {
            if self.recent.len() == MAX_RECENT {
                self.recent.pop_front();
            }
            self.recent.push_back(RecentTicket { ticket, scenario, placeholders, until: resolved_at.unwrap_or(self.desk.until) });
        }
        Ok(())
    }

    /// A third of the tickets is a customer's first.
    fn customer(&mut self, opener: usize, at: Timestamp, batch: &mut Batch) -> Result<KnownCustomer, SeedError> {
        let by = (&self.desk, opener);
        if self.customers.created() * 3 > self.opened
            && let Some(known) = self.customers.take_returning(by, at, &mut self.rng, batch)?
        {
            return Ok(known);
        }
        self.customers.create(by, at, &mut self.rng, batch)
    }

    /// What the ticket is about: something that fits the customer and the outcome.
    fn scenario(&self, known: &KnownCustomer, at: Timestamp, outcome: Outcome, rng: &mut Rng) -> Result<&'static Scenario, SeedError> {
        let category = match outcome {
            Outcome::Escalated(EscalationStage::AdminPool) => Category::Billing,
            Outcome::Escalated(_) => Category::Medical,
            Outcome::Resolved | Outcome::Unresolved(_) | Outcome::Queued => {
                rng.weighted(&[(36, Category::Appointment), (24, Category::Billing), (22, Category::Technical), (18, Category::Medical)])
            }
        };
        let customer = (known.age(at), known.customer.details.gender);
        let escalated = matches!(outcome, Outcome::Escalated(_));
        data::pick_scenario(&self.data.scenarios, category, customer, escalated, rng).ok_or(SeedError::Data("no scenario fits a customer"))
    }

    /// Most of the last tickets are unresolved.
    fn outcome(&mut self, at: Timestamp) -> Outcome {
        let after = self.tickets.saturating_sub(self.opened);
        if after > self.backlog {
            return Outcome::Resolved;
        }
        // The newest third of them is mostly in the queue, the rest mostly in work.
        let queued = if after * 3 <= self.backlog { 90 } else { 35 };
        if after % 4 == 1 {
            return Outcome::Escalated(self.escalation_stage(at));
        }
        match self.rng.index(100) {
            drawn if drawn < queued => Outcome::Queued,
            0..82 => Outcome::Unresolved(1 + self.rng.index(6)),
            _ => Outcome::Resolved,
        }
    }

    /// One stage after the other, so that each exists; of a ticket that has just arrived no escalation is accepted.
    fn escalation_stage(&mut self, at: Timestamp) -> EscalationStage {
        let stage = EscalationStage::ALL[self.escalated % EscalationStage::ALL.len()];
        if self.desk.until.seconds_since(at) < 5 * HOUR && !stage.is_pending() {
            return EscalationStage::DoctorPool;
        }
        self.escalated += 1;
        stage
    }

    /// A ticket in work that its customer opens a second time.
    fn duplicate(&mut self, at: Timestamp, outcome: Outcome) -> Option<(RecentTicket, KnownCustomer)> {
        if !matches!(outcome, Outcome::Resolved) || !self.rng.percent(3) {
            return None;
        }
        let fits =
            |recent: &RecentTicket| at.seconds_since(recent.ticket.created_at) > 30 * MINUTE && recent.until.seconds_since(at) > HOUR;
        let index = self.recent.iter().rposition(fits)?;
        let known = self.customers.take(self.recent[index].ticket.customer)?;
        Some((self.recent.remove(index)?, known))
    }

    /// A customer on whose record a ticket is opened by mistake.
    fn mistaken_customer(&mut self, at: Timestamp, outcome: Outcome) -> Option<Customer> {
        if !matches!(outcome, Outcome::Resolved) || !self.rng.per_mille(18) {
            return None;
        }
        self.customers.pick(at, &mut self.rng).map(|known| known.customer.clone())
    }
}

/// Mostly the scenario's priority, sometimes a step more or less.
fn usual_priority(priority: Priority, rng: &mut Rng) -> Priority {
    match (priority, rng.index(100)) {
        (Priority::Low, 0..12) | (Priority::High, 82..100) => Priority::Medium,
        (Priority::Medium, 0..8) => Priority::High,
        (Priority::Medium, 80..100) => Priority::Low,
        (Priority::High, 0..8) => Priority::Urgent,
        (Priority::Urgent, 0..5) => Priority::High,
        (Priority::Low | Priority::Medium | Priority::High | Priority::Urgent, _) => priority,
    }
}

/// How long nobody takes a ticket at most, in seconds.
const fn longest_queued(priority: Priority) -> i64 {
    by_priority(priority, [20 * MINUTE, 8 * HOUR, 72 * HOUR, 110 * HOUR])
}

/// The outcome of a ticket that cannot have been left in the queue.
const fn claimed(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Queued => Outcome::Unresolved(3),
        Outcome::Resolved | Outcome::Unresolved(_) | Outcome::Escalated(_) => outcome,
    }
}

/// The value of the ticket number of the `index`th ticket: no two tickets have the same.
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
    fn scattered_never_gives_the_same_number_twice() {
        let mut values: Vec<u64> = (0..200_000).map(|index| scattered(index, 7)).collect();
        assert!(values.iter().all(|value| *value < TicketNumber::COUNT));
        assert!(!values.is_sorted());
        values.sort_unstable();
        values.dedup();
        assert_eq!(values.len(), 200_000);
    }
}
