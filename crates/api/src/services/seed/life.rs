//! The life of a ticket, from the first contact to the present instant.

use caredesk_domain::{
    Refusal, Timestamp,
    change::Change,
    customer::Customer,
    message::{Channel, Message},
    text::Body,
    ticket::{Category, NewMessage, NewTicket, Priority, Ticket, TicketPatch, TicketStatus},
    ticket_number::TicketNumber,
};

use super::{
    chance::Chance,
    desk::{Colleague, Desk, Stop},
    words::{self, Blanks, Story},
};

mod steps;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What is known of a ticket before it is opened.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    /// It is worked until it is done, as far as time allows.
    Worked,
    /// It is worked, and still will be when the present instant has come: only so many steps are taken.
    Unfinished(u32),
    /// Nobody has taken it yet.
    Queued,
}

impl Fate {
    /// The fate of a ticket that could not have been left in the queue.
    const fn taken(self) -> Self {
        match self {
            Self::Queued => Self::Unfinished(3),
            Self::Worked | Self::Unfinished(_) => self,
        }
    }
}

/// How long nobody takes a ticket at most, in seconds.
const fn longest_in_the_queue(priority: Priority) -> i64 {
    match priority {
        Priority::Urgent => 20 * MINUTE,
        Priority::High => 5 * HOUR,
        Priority::Medium => 50 * HOUR,
        Priority::Low => 80 * HOUR,
    }
}

/// A ticket that is being worked.
pub(super) struct Life<'a> {
    desk: &'a Desk,
    chance: Chance,
    changes: &'a mut Vec<Change<()>>,
    messages: u64,
    ticket: Ticket,
    now: Timestamp,
    fate: Fate,
    /// Who works it, by their place at the desk; whoever opened it as long as nobody does.
    worker: usize,
    via: Channel,
    story: &'static Story,
    blanks: Blanks,
}

/// What a life has come to.
#[derive(Debug)]
pub(super) struct Lived {
    /// When something happened last.
    pub(super) last: Timestamp,
    /// How much was said.
    pub(super) messages: u64,
}

impl<'a> Life<'a> {
    /// Opens a ticket at `at` for a customer who is with the agent `opener`.
    pub(super) fn begin(
        desk: &'a Desk,
        mut chance: Chance,
        changes: &'a mut Vec<Change<()>>,
        (customer, number): (&Customer, TicketNumber),
        (opener, at): (usize, Timestamp),
        fate: Fate,
    ) -> Result<Self, Stop> {
        let category =
            chance.weighed(&[(36, Category::Appointment), (24, Category::Billing), (22, Category::Technical), (18, Category::Medical)]);
        let stories = words::stories(category);
        let story = &stories[chance.place(stories.len())];
        let priority = shifted(story.priority, &mut chance);
        let given = customer.details.given_name.as_ref().map_or_else(|| customer.details.family_name.as_str(), |name| name.as_str());
        let fate = if desk.until.seconds_since(at) > longest_in_the_queue(priority) { fate.taken() } else { fate };
        let blanks = Blanks::draw(given, at, &mut chance);
        let (via, before, after) = chance.weighed(&words::PRESENT.map(|way| (1, way)));
        let agent = &desk.people[opener];
        let description = format!("{before}{}{}{after}", chance.one(words::GREETINGS), chance.one(story.tells));
        let assigned = match (fate, chance.place(100)) {
            (Fate::Queued, _) | (Fate::Worked | Fate::Unfinished(_), 0..45) => None,
            (Fate::Worked | Fate::Unfinished(_), 45..55) => Some(desk.roster.agent_on_duty(at, &mut chance)),
            (Fate::Worked | Fate::Unfinished(_), _) => Some(opener),
        };
        let new = NewTicket {
            id: desk.ids.id(at),
            number,
            category,
            priority,
            subject: blanks.fill(chance.one(story.subjects), &agent.signs).parse()?,
            description: blanks.fill(&description, &agent.signs).parse()?,
            assignee: assigned.map(|colleague| desk.people[colleague].assignee),
        };
        let change = Ticket::open(new, customer, None, &agent.actor, at)?;
        let ticket = change.out().clone();
        changes.push(change.map(drop));
        let worker = assigned.unwrap_or(opener);
        Ok(Self { desk, chance, changes, messages: 0, ticket, now: at, fate, worker, via, story, blanks })
    }

    /// Lives it, as far as the desk has come.
    pub(super) fn live(mut self) -> Result<Lived, Stop> {
        match self.all_of_it() {
            Ok(()) | Err(Stop::NotYet) => Ok(Lived { last: self.now, messages: self.messages }),
            Err(stop @ Stop::Failed(_)) => Err(stop),
        }
    }

    fn all_of_it(&mut self) -> Result<(), Stop> {
        if let Fate::Queued = self.fate {
            return if self.chance.percent(12) { self.patient_says(words::CHASES) } else { Ok(()) };
        }
        self.be_taken()?;
        let answered = self.ask()?;
        if !answered && self.chance.percent(9) {
            return self.give_up();
        }
        if !answered {
            self.patient_says(&[self.story.adds])?;
        }
        self.look_into_it()?;
        self.resolve(self.story.solves)?;
        if self.chance.percent(8) {
            self.come_back()?;
        }
        Ok(())
    }

    /// Somebody takes it from the queue, or is given it.
    fn be_taken(&mut self) -> Result<(), Stop> {
        if self.ticket.assignee.is_none() {
            self.wait(match self.ticket.priority {
                Priority::Urgent => 4 * MINUTE,
                Priority::High => 20 * MINUTE,
                Priority::Medium => 70 * MINUTE,
                Priority::Low => 3 * HOUR,
            })?;
            self.leave_the_queue()?;
        }
        if self.chance.percent(3) {
            self.attend(20 * MINUTE)?;
            let note = self.body(words::RETURNED)?;
            self.changed(|ticket, by, at| ticket.assign(None, Some(note), &by.actor, at))?;
            self.wait(40 * MINUTE)?;
            self.leave_the_queue()?;
        }
        if self.chance.percent(5) {
            self.attend(5 * MINUTE)?;
            let priority = match self.ticket.priority {
                Priority::Low | Priority::High => Priority::Medium,
                Priority::Medium => Priority::High,
                Priority::Urgent => return Ok(()),
            };
            let patch = TicketPatch { priority: Some(priority), ..TicketPatch::default() };
            self.changed(|ticket, by, at| ticket.edit(patch, &by.actor, at))?;
        }
        Ok(())
    }

    fn leave_the_queue(&mut self) -> Result<(), Stop> {
        let taker = self.desk.roster.agent_on_duty(self.now, &mut self.chance);
        let admin = self.desk.roster.admin_on_duty(self.now, &mut self.chance).filter(|_| self.chance.percent(15));
        self.worker = taker;
        match admin {
            Some(admin) => self.give_to(taker, admin),
            None => self.changed(|ticket, by, at| ticket.claim(&by.actor, at)),
        }
    }

    /// The first answer; `true` when nothing more is to be asked of the patient.
    fn ask(&mut self) -> Result<bool, Stop> {
        self.attend(match self.ticket.priority {
            Priority::Urgent => 5 * MINUTE,
            Priority::High => 20 * MINUTE,
            Priority::Medium => 75 * MINUTE,
            Priority::Low => 4 * HOUR,
        })?;
        let pending = self.chance.percent(65);
        self.reply(&[self.story.asks], if pending { Some(TicketStatus::Pending) } else { None })?;
        Ok(!pending && self.chance.percent(30))
    }

    fn look_into_it(&mut self) -> Result<(), Stop> {
        for _ in 0..self.chance.weighed(&[(62, 0_u8), (28, 1), (10, 2)]) {
            self.attend(3 * HOUR)?;
            let status = if self.chance.percent(50) { Some(TicketStatus::Pending) } else { None };
            self.reply(words::INTERIM, status)?;
            let impatient = self.chance.percent(40);
            self.patient_says(if impatient { words::CHASES } else { words::THANKS })?;
        }
        if self.chance.percent(70) {
            self.attend(50 * MINUTE)?;
            self.note(&[self.story.finds])?;
        }
        Ok(())
    }

    fn resolve(&mut self, word: &'static str) -> Result<(), Stop> {
        self.attend(match self.ticket.priority {
            Priority::Urgent => 30 * MINUTE,
            Priority::High => 2 * HOUR,
            Priority::Medium => 6 * HOUR,
            Priority::Low => 11 * HOUR,
        })?;
        if let Fate::Unfinished(_) = self.fate {
            return Err(Stop::NotYet);
        }
        if self.chance.percent(60) {
            return self.reply(&[word], Some(TicketStatus::Resolved));
        }
        self.reply(&[word], None)?;
        self.briefly(8, 300)?;
        let before = self.ticket.standing.status();
        self.changed(|ticket, by, at| ticket.set_status(TicketStatus::Resolved, &by.actor, at))?;
        if self.chance.percent(5) {
            self.briefly(5, 50)?;
            self.changed(|ticket, by, at| ticket.undo_status(before, &by.actor, at))?;
            self.attend(15 * MINUTE)?;
            self.changed(|ticket, by, at| ticket.set_status(TicketStatus::Resolved, &by.actor, at))?;
        }
        Ok(())
    }

    /// The patient never answers.
    fn give_up(&mut self) -> Result<(), Stop> {
        if let Fate::Unfinished(_) = self.fate {
            return Err(Stop::NotYet);
        }
        self.briefly(3 * DAY, 5 * DAY)?;
        self.attend(30 * MINUTE)?;
        self.reply(words::NO_ANSWER, Some(TicketStatus::Resolved))
    }

    /// It was not done after all, or the patient only says thank you.
    fn come_back(&mut self) -> Result<(), Stop> {
        let grateful = self.chance.percent(25);
        self.patient_says(if grateful { words::THANKS } else { words::AGAIN })?;
        self.attend(40 * MINUTE)?;
        if grateful {
            return self.changed(|ticket, by, at| ticket.set_status(TicketStatus::Resolved, &by.actor, at));
        }
        self.reply(words::ASKED, None)?;
        let word = self.chance.one(words::SETTLED);
        self.resolve(word)
    }
}

/// Mostly what such a case has, sometimes a step more or less.
fn shifted(priority: Priority, chance: &mut Chance) -> Priority {
    match (priority, chance.place(100)) {
        (Priority::Low, 0..12) | (Priority::High, 82..100) => Priority::Medium,
        (Priority::Medium, 0..8) => Priority::High,
        (Priority::Medium, 80..100) => Priority::Low,
        (Priority::High, 0..4) => Priority::Urgent,
        (Priority::Urgent, 0..5) => Priority::High,
        (Priority::Low | Priority::Medium | Priority::High | Priority::Urgent, _) => priority,
    }
}
