//! How a ticket begins: in a call, a chat or an e-mail, or without any.

use caredesk_domain::{
    Timestamp,
    change::{Change, RecordWrite},
    customer::Customer,
    interaction::Interaction,
    message::Channel,
    ticket::{Category, NewTicket, Priority, Ticket, TicketFields},
    ticket_number::TicketNumber,
};

use super::{
    outcome::Outcome,
    state::{PriorTicket, TicketScript},
};
use crate::services::seed::{
    contacts::{Contact, Manner},
    context::{Context, HOUR, MINUTE, by_priority},
    error::SeedError,
    escalations::Stage,
    rng::Rng,
    templates::{
        self, Story,
        contacts::{self, Talk},
    },
};

/// What is known of a ticket before it is opened.
pub(in super::super) struct OpeningSpec {
    pub(in super::super) number: TicketNumber,
    /// Who opens it, by their place at the desk.
    pub(in super::super) opener: usize,
    pub(in super::super) at: Timestamp,
    pub(in super::super) outcome: Outcome,
    /// Whom the patient is mistaken for.
    pub(in super::super) mistaken_for: Option<Customer>,
    /// What they have asked for before.
    pub(in super::super) repeats: Option<PriorTicket>,
}

impl<'a> TicketScript<'a> {
    /// Opens a ticket for the patient who is there.
    pub(in super::super) fn begin(mut context: Context<'a>, opening: OpeningSpec) -> Result<Self, SeedError> {
        let OpeningSpec { number, opener, at, outcome, mistaken_for, repeats } = opening;
        let (category, priority, story) = match &repeats {
            Some(PriorTicket { ticket, story }) => (ticket.category, ticket.priority, *story),
            None => drawn(outcome, &mut context.rng),
        };
        let outcome = if context.desk.until.seconds_since(at) > longest_in_the_queue(priority) { outcome.taken() } else { outcome };
        let subject = context.says(story.subjects, opener);
        context.placeholders.be_about(subject.clone(), number.to_string());
        let meant = mistaken_for.map(|other| std::mem::replace(&mut context.customer, other));
        let tells = context.rng.one(story.tells);
        let mut contact = first_contact(&mut context, opener, at, outcome, tells)?;
        let via = match &contact {
            Some(contact) => contact.interaction.channel,
            None => Manner::usual(&mut context.rng).channel,
        };
        context.arrive(at)?;
        let assigned = match (outcome, context.rng.place(100)) {
            (Outcome::Queued, _) | (Outcome::Worked | Outcome::Unfinished(_), 0..45) => None,
            (Outcome::Worked | Outcome::Unfinished(_), 45..55) => Some(context.desk.shifts.agent_on_duty(at, &mut context.rng)),
            (Outcome::Worked | Outcome::Unfinished(_) | Outcome::Asking(_), _) => Some(opener),
        };
        let assignee = assigned.map(|colleague| context.person(colleague).staff.assignable("assignee_id")).transpose()?;
        let description = described(&mut context, via, tells, opener).parse()?;
        let fields = TicketFields::new(category, priority, subject.parse()?, description);
        let new = NewTicket { id: context.desk.ids.id(at), number, assignee, fields };
        let opened_in = contact.as_ref().map(|contact| contact.interaction.clone());
        let change = Ticket::open(new, &context.customer, opened_in, &context.person(opener).actor, at)?;
        if let (Some(contact), Some(interaction)) = (&mut contact, interaction_in(&change)) {
            contact.interaction = interaction;
        }
        let ticket = context.batch.add(change);
        context.left = outcome.steps();
        let worker = assigned.unwrap_or(opener);
        let original = repeats.map(|earlier| earlier.ticket);
        Ok(Self { context, ticket, outcome, worker, via, story, tells, contact, meant, original, resolved: None })
    }

    /// The contact in which it was opened goes on until it ends.
    pub(super) fn end_first_contact(&mut self) -> Result<(), SeedError> {
        let Some(contact) = self.contact.as_mut().filter(|contact| contact.interaction.phase.ended_at().is_none()) else { return Ok(()) };
        let context = &mut self.context;
        contact.interrupted(context)?;
        if let Some(ticket) = contact.end(context, Some(self.ticket.clone()), contacts::OPENED)? {
            self.ticket = ticket;
        }
        let answer = context.rng.one(contacts::TAKEN_DOWN);
        contact.write_up(context, &Talk { said: self.tells, answer })
    }
}

/// How long nobody takes a ticket at most, in seconds.
const fn longest_in_the_queue(priority: Priority) -> i64 {
    by_priority(priority, [20 * MINUTE, 5 * HOUR, 50 * HOUR, 80 * HOUR])
}

/// What a ticket of such a fate is about: who is asked about it must be able to answer.
fn drawn(outcome: Outcome, rng: &mut Rng) -> (Category, Priority, &'static Story) {
    let category = match outcome {
        Outcome::Asking(Stage::WithTheAdmins) => Category::Billing,
        Outcome::Asking(_) => Category::Medical,
        Outcome::Worked | Outcome::Unfinished(_) | Outcome::Queued => {
            rng.weighed(&[(36, Category::Appointment), (24, Category::Billing), (22, Category::Technical), (18, Category::Medical)])
        }
    };
    let stories = templates::stories(category);
    let story = &stories[rng.place(stories.len())];
    (category, shifted(story.priority, rng), story)
}

/// The contact in which most tickets are opened; few of those that stay in the queue are.
fn first_contact(context: &mut Context<'_>, by: usize, at: Timestamp, outcome: Outcome, tells: &str) -> Result<Option<Contact>, SeedError> {
    let percent = match outcome {
        Outcome::Queued => 25,
        Outcome::Worked | Outcome::Unfinished(_) | Outcome::Asking(_) => 64,
    };
    if !context.rng.percent(percent) {
        return Ok(None);
    }
    let manner = Manner::usual(&mut context.rng);
    let late = context.rng.percent(14);
    let so_far = if late { manner.lasts + context.rng.between(45, 240) } else { manner.lasts * context.rng.between(35, 85) / 100 };
    let began = context.rng.within(at, -so_far - 1, -so_far);
    if !context.can_hold(manner, began, by) {
        return Ok(None);
    }
    // The patient's record has been found by now.
    context.arrive_within(at, -13, -4)?;
    let answer = context.rng.one(contacts::TAKEN_DOWN);
    let logged = if late {
        context.log_late(manner, began, by, None, contacts::OPENED, false)?
    } else {
        context.log(manner, began, by, None, &Talk { said: tells, answer })?
    };
    Ok(Some(logged.0))
}

fn described(context: &mut Context<'_>, via: Channel, tells: &str, by: usize) -> String {
    let (before, after) =
        templates::PRESENT.iter().find(|(channel, ..)| *channel == via).map_or(("", ""), |(_, before, after)| (before, after));
    let greeting = context.rng.one(templates::GREETINGS);
    context.says(&[&format!("{before}{greeting}{tells}{after}")], by)
}

fn interaction_in<T>(change: &Change<T>) -> Option<Interaction> {
    change.writes().iter().find_map(|write| if let RecordWrite::Interaction(put) = write { Some((**put).clone()) } else { None })
}

/// Mostly what such a case has, sometimes a step more or less.
fn shifted(priority: Priority, rng: &mut Rng) -> Priority {
    match (priority, rng.place(100)) {
        (Priority::Low, 0..12) | (Priority::High, 82..100) => Priority::Medium,
        (Priority::Medium, 0..8) => Priority::High,
        (Priority::Medium, 80..100) => Priority::Low,
        (Priority::High, 0..4) => Priority::Urgent,
        (Priority::Urgent, 0..5) => Priority::High,
        (Priority::Low | Priority::Medium | Priority::High | Priority::Urgent, _) => priority,
    }
}
