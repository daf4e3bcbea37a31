//! Calls, chats and e-mails: how they begin, who has them, and what is written down of them.

use caredesk_domain::{
    Timestamp,
    change::{Change, RecordWrite},
    interaction::{Direction, Interaction, InteractionEnd, InteractionPatch, InteractionStatus, NewInteraction},
    message::Channel,
    ticket::Ticket,
};

use super::{
    context::{Context, MINUTE},
    error::SeedError,
    rng::Rng,
    templates::contacts::{self as templates, Talk},
};

/// How a contact is held, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    pub(super) channel: Channel,
    pub(super) direction: Direction,
    /// In seconds.
    pub(super) lasts: i64,
}

impl Manner {
    /// What patients do: most of them call.
    pub(super) fn usual(rng: &mut Rng) -> Self {
        let channel = rng.weighed(&[(46, Channel::Call), (33, Channel::Chat), (21, Channel::Email)]);
        Self::of(channel, Direction::Inbound, rng)
    }

    /// Some minutes for a call, more for a chat, and few for an e-mail, which is only read and answered.
    pub(super) fn of(channel: Channel, direction: Direction, rng: &mut Rng) -> Self {
        let (typical, longest) = match channel {
            Channel::Call => (5 * MINUTE, 30 * MINUTE),
            Channel::Chat => (12 * MINUTE, 40 * MINUTE),
            Channel::Email => (2 * MINUTE + 30, 15 * MINUTE),
        };
        Self { channel, direction, lasts: rng.seconds(typical).clamp(50, longest) }
    }
}

/// A contact and whoever has it.
#[derive(Debug)]
pub(super) struct Contact {
    pub(super) interaction: Interaction,
    pub(super) ends: Timestamp,
    by: usize,
}

impl Contact {
    /// Whoever has it gives it to a colleague, or waits for the patient for a while.
    pub(super) fn interrupted(&mut self, context: &mut Context<'_>) -> Result<(), SeedError> {
        let left = self.ends.seconds_since(context.now);
        let drawn = context.rng.place(100);
        if drawn >= 14 || left < 40 {
            return Ok(());
        }
        let before = context.now;
        context.arrive_within(before, left / 4, left / 2)?;
        match self.interaction.channel {
            Channel::Chat if drawn < 8 => self.hold(context, left),
            Channel::Call | Channel::Chat => self.hand_over(context),
            Channel::Email => Ok(()),
        }
    }

    fn hold(&mut self, context: &mut Context<'_>, left: i64) -> Result<(), SeedError> {
        self.change(context, |contact, actor, at| contact.set_status(InteractionStatus::Pending, actor, at))?;
        context.arrive_within(context.now, left / 8, left / 4)?;
        self.change(context, |contact, actor, at| contact.set_status(InteractionStatus::Active, actor, at))
    }

    fn hand_over(&mut self, context: &mut Context<'_>) -> Result<(), SeedError> {
        let colleague = context.desk.shifts.agent_on_duty(context.now, &mut context.rng);
        let call = self.interaction.channel == Channel::Call;
        if colleague == self.by || call && !context.calls.are_free(colleague, context.now, self.ends) {
            return Ok(());
        }
        let to = context.person(colleague).staff.assignable("assignee_id")?;
        let word = context.says(templates::HANDED_OVER, self.by).parse()?;
        self.change(context, |contact, actor, at| contact.assign(Some(to), Some(word), None, actor, at))?;
        self.by = colleague;
        if call {
            context.calls.take(colleague, context.now, self.ends);
        }
        Ok(())
    }

    /// Whoever has it leaves it to whoever finds the time.
    pub(super) fn leave(&mut self, context: &mut Context<'_>) -> Result<(), SeedError> {
        let word = context.says(templates::LEFT, self.by).parse()?;
        self.change(context, |contact, actor, at| contact.assign(None, Some(word), None, actor, at))
    }

    /// Waits for the patient, or for somebody to go on with it.
    pub(super) fn wait(&mut self, context: &mut Context<'_>) -> Result<(), SeedError> {
        self.change(context, |contact, actor, at| contact.set_status(InteractionStatus::Pending, actor, at))
    }

    /// Ends when it ends, with what came of it; `about` is its ticket, which is returned as it is then.
    pub(super) fn end(&mut self, context: &mut Context<'_>, about: Option<Ticket>, came_of: &[&str]) -> Result<Option<Ticket>, SeedError> {
        context.arrive(self.ends.max(context.now))?;
        let (summary, actor, at) = (context.says(came_of, self.by).parse()?, &context.person(self.by).actor, context.now);
        let contact = self.interaction.clone();
        let end = InteractionEnd { summary: Some(summary), ..InteractionEnd::default() };
        let change = contact.end(end, about.clone(), actor, at)?;
        let ticket = ticket_in(&change).or(about);
        self.interaction = context.batch.add(change);
        Ok(ticket)
    }

    /// What some write down once they have the time: what was said word for word, or a note for colleagues.
    pub(super) fn write_up(&mut self, context: &mut Context<'_>, talk: &Talk<'_>) -> Result<(), SeedError> {
        if self.interaction.channel == Channel::Chat && context.rng.percent(60) {
            context.arrive_within(context.now, 4, 60)?;
            let patch = InteractionPatch { transcript: Some(Some(self.transcript(context, talk)?)), ..InteractionPatch::default() };
            self.change(context, |contact, actor, at| contact.edit(patch, None, actor, at))?;
        }
        if context.rng.percent(14) {
            context.arrive_within(context.now, 15, 5 * MINUTE)?;
            self.note(context)?;
        }
        Ok(())
    }

    fn note(&mut self, context: &mut Context<'_>) -> Result<(), SeedError> {
        let (id, body) = (context.desk.ids.id(context.now), context.says(templates::NOTES, self.by).parse()?);
        let change = self.interaction.clone().note(id, body, &context.person(self.by).actor, context.now)?;
        self.interaction = context.batch.add(change).0;
        Ok(())
    }

    fn transcript(&self, context: &mut Context<'_>, talk: &Talk<'_>) -> Result<caredesk_domain::text::Transcript, SeedError> {
        transcript(context, self.interaction.channel, talk, self.by)
    }

    fn change(
        &mut self,
        context: &mut Context<'_>,
        transition: impl FnOnce(
            Interaction,
            &caredesk_domain::actor::Actor,
            Timestamp,
        ) -> Result<Change<Interaction>, caredesk_domain::DomainError>,
    ) -> Result<(), SeedError> {
        let change = transition(self.interaction.clone(), &context.person(self.by).actor, context.now)?;
        self.interaction = context.batch.add(change);
        Ok(())
    }
}

impl Context<'_> {
    /// Whether `by` can have such a contact from `began` on.
    pub(super) fn can_hold(&self, manner: Manner, began: Timestamp, by: usize) -> bool {
        let free = match manner.channel {
            Channel::Call => self.calls.are_free(by, began, began.plus_seconds(manner.lasts)),
            Channel::Chat | Channel::Email => true,
        };
        free && self.desk.shifts.is_on_duty(by, began)
    }

    /// `by` logs a contact that goes on, with the ticket it is about as it is then.
    pub(super) fn log(
        &mut self,
        manner: Manner,
        began: Timestamp,
        by: usize,
        about: Option<Ticket>,
        talk: &Talk<'_>,
    ) -> Result<(Contact, Option<Ticket>), SeedError> {
        // An e-mail is there as a whole when it is logged.
        let mail = manner.channel == Channel::Email;
        let transcript = if mail { Some(transcript(self, manner.channel, talk, by)?) } else { None };
        let new = NewInteraction { transcript, ..self.contact(manner, began) };
        self.logged(new, manner, began, by, about)
    }

    /// `by` logs a contact after it has ended, with what came of it.
    pub(super) fn log_late(
        &mut self,
        manner: Manner,
        began: Timestamp,
        by: usize,
        about: Option<Ticket>,
        came_of: &[&str],
        no_answer: bool,
    ) -> Result<(Contact, Option<Ticket>), SeedError> {
        let (summary, ended_at) = (Some(self.says(came_of, by).parse()?), Some(began.plus_seconds(manner.lasts)));
        let new = NewInteraction { summary, ended_at, no_answer, ..self.contact(manner, began) };
        self.logged(new, manner, began, by, about)
    }

    fn contact(&self, manner: Manner, began: Timestamp) -> NewInteraction {
        NewInteraction {
            id: self.desk.ids.id(self.now),
            channel: manner.channel,
            direction: manner.direction,
            summary: None,
            transcript: None,
            pending: false,
            started_at: Some(began),
            ended_at: None,
            no_answer: false,
        }
    }

    fn logged(
        &mut self,
        new: NewInteraction,
        manner: Manner,
        began: Timestamp,
        by: usize,
        about: Option<Ticket>,
    ) -> Result<(Contact, Option<Ticket>), SeedError> {
        let ends = began.plus_seconds(manner.lasts);
        if manner.channel == Channel::Call {
            self.calls.take(by, began, ends);
        }
        let change = Interaction::log(new, &self.customer, about.clone(), &self.person(by).actor, self.now)?;
        let ticket = ticket_in(&change).or(about);
        let interaction = self.batch.add(change);
        Ok((Contact { interaction, ends, by }, ticket))
    }
}

fn transcript(
    context: &mut Context<'_>,
    channel: Channel,
    talk: &Talk<'_>,
    by: usize,
) -> Result<caredesk_domain::text::Transcript, SeedError> {
    let frames = match channel {
        Channel::Email => templates::LETTERS,
        Channel::Call | Channel::Chat => templates::CHATS,
    };
    let frame = context.rng.one(frames).replace("{said}", talk.said).replace("{answer}", talk.answer);
    Ok(context.says(&[&frame], by).parse()?)
}

/// The ticket that a change leaves otherwise than it was.
pub(super) fn ticket_in<T>(change: &Change<T>) -> Option<Ticket> {
    change.writes().iter().rev().find_map(|write| if let RecordWrite::Ticket(put) = write { Some((**put).clone()) } else { None })
}
