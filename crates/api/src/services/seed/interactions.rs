//! Contacts that need no ticket, and those that go on at the present instant.

use caredesk_domain::{
    Timestamp, escalated_record::EscalatedRecord, escalation::TargetRole, interaction::Direction, message::Channel, ticket::Category,
};

use super::{
    contacts::Manner,
    context::{Context, MINUTE},
    error::SeedError,
    escalations::{self, End, Question},
    templates::{
        ENQUIRIES, Enquiry,
        contacts::{self as said, Talk},
        escalations::matters,
    },
};

impl Context<'_> {
    /// The patient and `by` have to do with each other now, and no ticket comes of it.
    pub(super) fn pass(&mut self, by: usize) -> Result<(), SeedError> {
        match self.rng.place(100) {
            0..10 => self.remind(by),
            10..14 => self.ask_a_doctor(by),
            _ => self.enquire(by),
        }
    }

    fn enquire(&mut self, by: usize) -> Result<(), SeedError> {
        let enquiry = self.enquiry();
        let manner = Manner::usual(&mut self.rng);
        let began = self.now;
        if !self.can_hold(manner, began, by) {
            return Ok(());
        }
        if self.rng.percent(18) {
            self.arrive_within(began, manner.lasts + 30, manner.lasts + 9 * MINUTE)?;
            return self.log_late(manner, began, by, None, enquiry.came_of, false).map(drop);
        }
        let talk = Talk { said: enquiry.asks, answer: enquiry.answers };
        self.arrive_within(began, 10, 35)?;
        let (mut contact, _) = self.log(manner, began, by, None, &talk)?;
        contact.interrupted(self)?;
        contact.end(self, None, enquiry.came_of)?;
        contact.write_up(self, &talk)
    }

    /// `by` calls the patient without being asked to.
    fn remind(&mut self, by: usize) -> Result<(), SeedError> {
        let manner = Manner::of(Channel::Call, Direction::Outbound, &mut self.rng);
        let manner = Manner { lasts: manner.lasts.min(6 * MINUTE), ..manner };
        let began = self.now;
        if !self.can_hold(manner, began, by) {
            return Ok(());
        }
        self.arrive_within(began, manner.lasts + 10, manner.lasts + 5 * MINUTE)?;
        self.log_late(manner, began, by, None, said::REMINDED, false).map(drop)
    }

    /// The patient asks what only a doctor may answer, who is asked while they are on the phone and whose answer they hear in another call.
    fn ask_a_doctor(&mut self, by: usize) -> Result<(), SeedError> {
        let manner = Manner::of(Channel::Call, Direction::Inbound, &mut self.rng);
        let began = self.now;
        if !self.can_hold(manner, began, by) {
            return Ok(());
        }
        let matters = matters(Category::Medical);
        let matter = &matters[self.rng.place(matters.len())];
        self.arrive_within(began, 10, 25)?;
        let (mut contact, _) = self.log(manner, began, by, None, &Talk { said: "", answer: "" })?;
        self.arrive_within(self.now, 5, 20)?;
        let ask = escalations::somebody(TargetRole::Doctor, self);
        let case = EscalatedRecord::Interaction(contact.interaction.clone());
        let mut question = Question::raise(self, case, by, ask, matter, None)?;
        if let EscalatedRecord::Interaction(interaction) = &question.case {
            contact.interaction = interaction.clone();
        }
        contact.end(self, None, said::FOR_A_DOCTOR)?;
        question.case = EscalatedRecord::Interaction(contact.interaction);
        if question.be_answered(self)? == End::Withdrawn {
            return Ok(());
        }
        self.wait(15 * MINUTE)?;
        let by = self.there(by);
        let manner = Manner::of(Channel::Call, Direction::Outbound, &mut self.rng);
        let began = self.calls.free_from(by, self.now, manner.lasts);
        self.arrive(began.plus_seconds(manner.lasts + 45))?;
        self.log_late(manner, began, by, None, said::ANSWERED, false)?;
        self.arrive_within(self.now, 4, 60)?;
        question.close(self, by)
    }

    /// A contact that goes on at the present instant.
    pub(super) fn be_in_touch(&mut self, by: usize, channel: Channel) -> Result<(), SeedError> {
        let enquiry = self.enquiry();
        let until = self.desk.until;
        let typical = Manner::of(channel, Direction::Inbound, &mut self.rng);
        let began = self.rng.within(until, -typical.lasts.min(10 * MINUTE), -40);
        let manner = Manner { lasts: until.seconds_since(began) + typical.lasts, ..typical };
        if !self.can_hold(manner, began, by) {
            return Ok(());
        }
        self.arrive_within(began, 9, 35)?;
        self.log(manner, began, by, None, &Talk { said: enquiry.asks, answer: enquiry.answers }).map(drop)
    }

    /// A contact of `at` that still waits at the present instant: for the patient, or for somebody who takes it when `by` has left it.
    pub(super) fn be_kept_waiting(&mut self, by: usize, at: Timestamp, left: bool) -> Result<(), SeedError> {
        let enquiry = self.enquiry();
        let channel = if self.rng.percent(65) { Channel::Email } else { Channel::Chat };
        let manner = Manner::of(channel, Direction::Inbound, &mut self.rng);
        self.arrive_within(at, 10, 50)?;
        let (mut contact, _) = self.log(manner, at, by, None, &Talk { said: enquiry.asks, answer: enquiry.answers })?;
        self.arrive_within(self.now, 20, 3 * MINUTE)?;
        contact.wait(self)?;
        if left {
            self.arrive_within(self.now, 8, 60)?;
            contact.leave(self)?;
        }
        Ok(())
    }

    fn enquiry(&mut self) -> &'static Enquiry {
        let enquiry = &ENQUIRIES[self.rng.place(ENQUIRIES.len())];
        let topic = self.placeholders.fill(enquiry.topic, "");
        self.placeholders.be_about(topic, String::new());
        enquiry
    }
}
