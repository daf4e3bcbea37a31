//! Contacts without a ticket: those in between, and those that go on or wait at the end of the history.

use caredesk_domain::{Timestamp, message::Channel};

use super::Generator;
use crate::{
    case::{Case, Surroundings},
    clock::{HOUR, MINUTE},
    counts::Batch,
    data::Enquiry,
    error::SeedError,
    placeholders::Placeholders,
    rng::Rng,
    script::ScriptBuilder,
};

/// How many agents at most have a contact at the end of the history.
const MAX_ACTIVE: usize = 60;
/// How long before the end of a shift a contact may have been left, in seconds.
const LEFT_BEFORE: i64 = 7 * HOUR;
/// The stream of random numbers.
const CONTACT_STREAM: u64 = 3;

impl Generator {
    /// A contact that needs no ticket.
    pub(super) fn add_contact(&mut self, at: Timestamp, agent: usize, batch: &mut Batch) -> Result<(), SeedError> {
        self.contact(at, agent, batch, |builder, enquiries| match builder.rng.index(100) {
            0..10 => {
                builder.outbound_call(at);
                None
            }
            10..14 => {
                let medical: Vec<_> = enquiries.iter().filter_map(|enquiry| Some((*enquiry, enquiry.escalation.as_ref()?))).collect();
                let (enquiry, escalation) = *if medical.is_empty() { None } else { Some(builder.rng.pick(&medical)) }?;
                builder.doctor_question(at, enquiry, escalation);
                Some(enquiry)
            }
            _ => {
                let enquiry = pick(enquiries, Channel::ALL, &mut builder.rng)?;
                builder.enquiry(at, enquiry);
                Some(enquiry)
            }
        })
    }

    /// The contacts that go on or wait at the end of the history.
    pub(super) fn add_current_contacts(&mut self, batch: &mut Batch) -> Result<(), SeedError> {
        let until = self.desk.until;
        let mut active = 0;
        for agent in (0..self.desk.shifts.admins().start).take(MAX_ACTIVE) {
            if self.desk.shifts.is_on_duty(agent, until) && (active < 2 || self.rng.percent(50)) {
                let channel = if active % 2 == 0 { Channel::Call } else { Channel::Chat };
                self.contact(until, agent, batch, |builder, enquiries| {
                    let enquiry = pick(enquiries, &[channel], &mut builder.rng)?;
                    builder.active_contact(until, enquiry, channel);
                    Some(enquiry)
                })?;
                active += 1;
            }
            if !self.rng.percent(70) {
                continue;
            }
            let end = self.desk.shifts.last_on_duty(agent, until).filter(|end| until.seconds_since(*end) < 60 * HOUR);
            let at = end.map(|end| self.rng.within(end, -LEFT_BEFORE, -6 * MINUTE)).filter(|at| self.desk.shifts.is_on_duty(agent, *at));
            if let Some(at) = at {
                let released = agent % 5 == 1;
                self.contact(at, agent, batch, |builder, enquiries| {
                    let channel = if builder.rng.percent(65) { Channel::Email } else { Channel::Chat };
                    let enquiry = pick(enquiries, &[channel], &mut builder.rng)?;
                    builder.pending_contact(at, enquiry, channel, released);
                    Some(enquiry)
                })?;
            }
        }
        Ok(())
    }

    /// A contact with one of the customers; `draw` gets the enquiries that fit them and returns the one of the script.
    fn contact(
        &mut self,
        at: Timestamp,
        agent: usize,
        batch: &mut Batch,
        draw: impl FnOnce(&mut ScriptBuilder<'_>, &[&'static Enquiry]) -> Option<&'static Enquiry>,
    ) -> Result<(), SeedError> {
        let Some(known) = self.customers.pick(at, &mut self.rng) else { return Ok(()) };
        self.contacts += 1;
        let data = self.data;
        let mut builder = ScriptBuilder::new(&self.desk, data, Rng::stream(self.seed, CONTACT_STREAM, self.contacts));
        let fits = |enquiry: &&Enquiry| enquiry.fits(known.age(at));
        let enquiries: Vec<&'static Enquiry> = data.enquiries.iter().filter(fits).collect();
        let enquiry = draw(&mut builder, &enquiries);
        let (script, mut rng) = builder.finish();
        let own = enquiry.map_or(&data.values, |enquiry| &enquiry.values);
        let mut placeholders = Placeholders::draw(&known.customer, &known.writer, (&data.values, own), at, &mut rng);
        let topic = enquiry.map_or_else(String::new, |enquiry| placeholders.fill(&enquiry.topic, ""));
        placeholders.set("topic", topic);
        let surroundings = Surroundings { desk: &self.desk, data, calls: &mut self.calls, batch };
        let mut case = Case::new(surroundings, (known.customer.clone(), placeholders), agent, at, rng);
        case.run(&script).map_err(|error| error.in_entry(enquiry.map_or("contact", |enquiry| &enquiry.id)))?;
        known.last = known.last.max(case.last());
        Ok(())
    }
}

/// An enquiry that needs no doctor and that comes by one of the channels.
fn pick(enquiries: &[&'static Enquiry], channels: &[Channel], rng: &mut Rng) -> Option<&'static Enquiry> {
    let by_channel = |enquiry: &&&'static Enquiry| enquiry.channels.iter().any(|channel| channels.contains(channel));
    let fitting: Vec<&'static Enquiry> =
        enquiries.iter().filter(by_channel).filter(|enquiry| enquiry.escalation.is_none()).copied().collect();
    if fitting.is_empty() { None } else { Some(*rng.pick(&fitting)) }
}
