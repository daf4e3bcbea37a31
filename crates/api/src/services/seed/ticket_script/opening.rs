//! How a ticket begins: in a call, a chat or an e-mail, or without any.

use caredesk_domain::{
    Timestamp,
    change::{Change, RecordWrite},
    customer::Customer,
    interaction::Interaction,
    message::Channel,
    ticket::{Category, NewTicket, Priority, Ticket},
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
    pub(in super::super) fate: Outcome,
    /// Whom the patient is mistaken for.
    pub(in super::super) mistaken_for: Option<Customer>,
    /// What they have asked for before.
    pub(in super::super) repeats: Option<PriorTicket>,
}

impl<'a> TicketScript<'a> {
    /// Opens a ticket for the patient who is there.
    pub(in super::super) fn begin(mut scene: Context<'a>, opening: OpeningSpec) -> Result<Self, SeedError> {
        let OpeningSpec { number, opener, at, fate, mistaken_for, repeats } = opening;
        let (category, priority, story) = match &repeats {
            Some(PriorTicket { ticket, story }) => (ticket.category, ticket.priority, *story),
            None => drawn(fate, &mut scene.chance),
        };
        let fate = if scene.desk.until.seconds_since(at) > longest_in_the_queue(priority) { fate.taken() } else { fate };
        let subject = scene.says(story.subjects, opener);
        scene.blanks.be_about(subject.clone(), number.to_string());
        let meant = mistaken_for.map(|other| std::mem::replace(&mut scene.customer, other));
        let tells = scene.chance.one(story.tells);
        let mut contact = first_contact(&mut scene, opener, at, fate, tells)?;
        let via = match &contact {
            Some(contact) => contact.interaction.channel,
            None => Manner::usual(&mut scene.chance).channel,
        };
        scene.arrive(at)?;
        let assigned = match (fate, scene.chance.place(100)) {
            (Outcome::Queued, _) | (Outcome::Worked | Outcome::Unfinished(_), 0..45) => None,
            (Outcome::Worked | Outcome::Unfinished(_), 45..55) => Some(scene.desk.roster.agent_on_duty(at, &mut scene.chance)),
            (Outcome::Worked | Outcome::Unfinished(_) | Outcome::Asking(_), _) => Some(opener),
        };
        let assignee = assigned.map(|colleague| scene.person(colleague).staff.assignable("assignee_id")).transpose()?;
        let description = described(&mut scene, via, tells, opener).parse()?;
        let new = NewTicket { id: scene.desk.ids.id(at), number, category, priority, subject: subject.parse()?, description, assignee };
        let opened_in = contact.as_ref().map(|contact| contact.interaction.clone());
        let change = Ticket::open(new, &scene.customer, opened_in, &scene.person(opener).actor, at)?;
        if let (Some(contact), Some(interaction)) = (&mut contact, interaction_in(&change)) {
            contact.interaction = interaction;
        }
        let ticket = scene.batch.add(change);
        scene.left = fate.steps();
        let worker = assigned.unwrap_or(opener);
        let original = repeats.map(|earlier| earlier.ticket);
        Ok(Self { scene, ticket, fate, worker, via, story, tells, contact, meant, original, resolved: None })
    }

    /// The contact in which it was opened goes on until it ends.
    pub(super) fn end_first_contact(&mut self) -> Result<(), SeedError> {
        let Some(contact) = self.contact.as_mut().filter(|contact| contact.interaction.phase.ended_at().is_none()) else { return Ok(()) };
        let scene = &mut self.scene;
        contact.interrupted(scene)?;
        if let Some(ticket) = contact.end(scene, Some(self.ticket.clone()), contacts::OPENED)? {
            self.ticket = ticket;
        }
        let answer = scene.chance.one(contacts::TAKEN_DOWN);
        contact.write_up(scene, &Talk { said: self.tells, answer })
    }
}

/// How long nobody takes a ticket at most, in seconds.
const fn longest_in_the_queue(priority: Priority) -> i64 {
    by_priority(priority, [20 * MINUTE, 5 * HOUR, 50 * HOUR, 80 * HOUR])
}

/// What a ticket of such a fate is about: who is asked about it must be able to answer.
fn drawn(fate: Outcome, chance: &mut Rng) -> (Category, Priority, &'static Story) {
    let category = match fate {
        Outcome::Asking(Stage::WithTheAdmins) => Category::Billing,
        Outcome::Asking(_) => Category::Medical,
        Outcome::Worked | Outcome::Unfinished(_) | Outcome::Queued => {
            chance.weighed(&[(36, Category::Appointment), (24, Category::Billing), (22, Category::Technical), (18, Category::Medical)])
        }
    };
    let stories = templates::stories(category);
    let story = &stories[chance.place(stories.len())];
    (category, shifted(story.priority, chance), story)
}

/// The contact in which most tickets are opened; few of those that stay in the queue are.
fn first_contact(scene: &mut Context<'_>, by: usize, at: Timestamp, fate: Outcome, tells: &str) -> Result<Option<Contact>, SeedError> {
    let percent = match fate {
        Outcome::Queued => 25,
        Outcome::Worked | Outcome::Unfinished(_) | Outcome::Asking(_) => 64,
    };
    if !scene.chance.percent(percent) {
        return Ok(None);
    }
    let manner = Manner::usual(&mut scene.chance);
    let late = scene.chance.percent(14);
    let so_far = if late { manner.lasts + scene.chance.between(45, 240) } else { manner.lasts * scene.chance.between(35, 85) / 100 };
    let began = scene.chance.within(at, -so_far - 1, -so_far);
    if !scene.can_hold(manner, began, by) {
        return Ok(None);
    }
    // The patient's record has been found by now.
    scene.arrive_within(at, -13, -4)?;
    let answer = scene.chance.one(contacts::TAKEN_DOWN);
    let logged = if late {
        scene.log_late(manner, began, by, None, contacts::OPENED, false)?
    } else {
        scene.log(manner, began, by, None, &Talk { said: tells, answer })?
    };
    Ok(Some(logged.0))
}

fn described(scene: &mut Context<'_>, via: Channel, tells: &str, by: usize) -> String {
    let (before, after) =
        templates::PRESENT.iter().find(|(channel, ..)| *channel == via).map_or(("", ""), |(_, before, after)| (before, after));
    let greeting = scene.chance.one(templates::GREETINGS);
    scene.says(&[&format!("{before}{greeting}{tells}{after}")], by)
}

fn interaction_in<T>(change: &Change<T>) -> Option<Interaction> {
    change.writes().iter().find_map(|write| if let RecordWrite::Interaction(put) = write { Some((**put).clone()) } else { None })
}

/// Mostly what such a case has, sometimes a step more or less.
fn shifted(priority: Priority, chance: &mut Rng) -> Priority {
    match (priority, chance.place(100)) {
        (Priority::Low, 0..12) | (Priority::High, 82..100) => Priority::Medium,
        (Priority::Medium, 0..8) => Priority::High,
        (Priority::Medium, 80..100) => Priority::Low,
        (Priority::High, 0..4) => Priority::Urgent,
        (Priority::Urgent, 0..5) => Priority::High,
        (Priority::Low | Priority::Medium | Priority::High | Priority::Urgent, _) => priority,
    }
}
