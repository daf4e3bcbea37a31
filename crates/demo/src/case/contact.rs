//! The steps of calls, chats and e-mails.

use caredesk_domain::{
    DomainError, Timestamp,
    actor::Actor,
    change::{Change, RecordWrite},
    interaction::{Direction, Interaction, InteractionEnd, InteractionPatch, InteractionStatus, NewInteraction},
    message::Channel,
    text::Transcript,
    ticket::{Priority, Ticket},
};

use super::{Case, state::Contact};
use crate::{error::SeedError, script::ContactSpec};

impl Case<'_> {
    /// When the contact began and when it ends; now when there is none.
    pub(super) fn contact_times(&self) -> (Timestamp, Timestamp) {
        self.contact.as_ref().map_or((self.now, self.now), |contact| (contact.began, contact.ends))
    }

    /// Begins a contact if an agent is on duty and has no other call then.
    pub(super) fn begin_contact(&mut self, spec: ContactSpec) {
        let agent = match (spec.direction, self.ticket.is_some()) {
            (Direction::Outbound, true) => self.agent,
            (Direction::Inbound, _) | (Direction::Outbound, false) => self.agent_present(),
        };
        let call = spec.channel == Channel::Call;
        let began = match spec.direction {
            Direction::Outbound if call => self.calls.free_from(agent, self.now, spec.seconds),
            Direction::Inbound | Direction::Outbound => self.now,
        };
        let ends = began.plus_seconds(spec.seconds);
        self.contact = None;
        // Nobody is called at night about a ticket that can wait.
        let at_night = spec.direction == Direction::Outbound && self.ticket.is_some() && !self.is_daytime(began);
        if at_night && self.priority() != Priority::Urgent {
            return;
        }
        if !self.desk.shifts.is_on_duty(agent, began) || call && !self.calls.is_free(agent, began, ends) {
            return;
        }
        if call {
            self.calls.reserve(agent, began, ends);
        }
        if self.ticket.is_none() {
            self.agent = agent;
        }
        self.contact = Some(Contact { spec, began, ends, agent, interaction: None });
    }

    /// Logs the contact while it goes on, or afterwards with its summary.
    pub(super) fn log_contact(&mut self) -> Result<(), SeedError> {
        let Some(Contact { spec, began, ends, agent, .. }) = self.contact else { return Ok(()) };
        let ended = self.now >= ends;
        let summary = if ended { Some(self.fill(spec.summary, agent).parse()?) } else { None };
        // An e-mail is there as a whole.
        let transcript = if spec.channel == Channel::Email { Some(self.transcript(spec, agent)?) } else { None };
        let new = NewInteraction {
            id: self.desk.ids.id(self.now),
            channel: spec.channel,
            direction: spec.direction,
            summary,
            transcript,
            pending: false,
            started_at: Some(began),
            ended_at: if ended { Some(ends) } else { None },
            no_answer: spec.no_answer,
        };
        let change = Interaction::log(new, &self.customer, self.ticket.clone(), &self.desk.staff[agent].actor, self.now)?;
        self.save_contact(change);
        Ok(())
    }

    pub(super) fn set_on_hold(&mut self, on_hold: bool) -> Result<(), SeedError> {
        let status = if on_hold { InteractionStatus::Pending } else { InteractionStatus::Active };
        self.change_contact(|contact, _, actor, at| contact.set_status(status, actor, at))
    }

    /// A colleague who is free continues the contact.
    pub(super) fn transfer_contact(&mut self, note: &str) -> Result<(), SeedError> {
        let Some(Contact { spec, began, ends, agent, .. }) = self.contact else { return Ok(()) };
        let colleague = self.desk.shifts.agent_on_duty(self.now, &mut self.rng);
        let call = spec.channel == Channel::Call;
        if colleague == agent || self.now >= ends || call && !self.calls.is_free(colleague, began, ends) {
            return Ok(());
        }
        let to = self.desk.staff[colleague].staff.assignable("assignee_id")?;
        let note = self.fill(note, agent).parse()?;
        self.change_contact(|contact, about, actor, at| contact.assign(Some(to), Some(note), about, actor, at))?;
        if call {
            self.calls.reserve(colleague, self.now, ends);
        }
        if let Some(contact) = &mut self.contact {
            contact.agent = colleague;
        }
        Ok(())
    }

    pub(super) fn release_contact(&mut self, note: &str) -> Result<(), SeedError> {
        let note = self.fill(note, self.agent).parse()?;
        self.change_contact(|contact, about, actor, at| contact.assign(None, Some(note), about, actor, at))
    }

    pub(super) fn end_contact(&mut self) -> Result<(), SeedError> {
        let Some(Contact { spec, agent, .. }) = self.contact else { return Ok(()) };
        let end = InteractionEnd { summary: Some(self.fill(spec.summary, agent).parse()?), ..InteractionEnd::default() };
        self.change_contact(|contact, about, actor, at| contact.end(end, about, actor, at))
    }

    pub(super) fn write_transcript(&mut self) -> Result<(), SeedError> {
        let Some(Contact { spec, agent, .. }) = self.contact else { return Ok(()) };
        let patch = InteractionPatch { transcript: Some(Some(self.transcript(spec, agent)?)), ..InteractionPatch::default() };
        self.change_contact(|contact, about, actor, at| contact.edit(patch, about, actor, at))
    }

    pub(super) fn note_contact(&mut self, text: &str) -> Result<(), SeedError> {
        let (id, body) = (self.desk.ids.id(self.now), self.fill(text, self.agent).parse()?);
        self.change_contact(|contact, _, actor, at| Ok(contact.note(id, body, actor, at)?.map(|(contact, _)| contact)))
    }

    /// A letter for an e-mail, else the lines of the chat.
    fn transcript(&mut self, spec: ContactSpec, agent: usize) -> Result<Transcript, SeedError> {
        let frames = &self.data.phrases.frame;
        let template = match spec.channel {
            Channel::Email => format!("Subject: {{topic}}\n\n{}", self.rng.pick(&frames.email)),
            Channel::Call | Channel::Chat => self.rng.pick(&frames.chat).replace("{answer}", spec.answer),
        };
        Ok(self.fill(&template.replace("{text}", spec.text), agent).parse()?)
    }

    fn change_contact(
        &mut self,
        transition: impl FnOnce(Interaction, Option<Ticket>, &Actor, Timestamp) -> Result<Change<Interaction>, DomainError>,
    ) -> Result<(), SeedError> {
        let Some((interaction, agent)) = self.contact.as_ref().and_then(|one| Some((one.interaction.clone()?, one.agent))) else {
            return Ok(());
        };
        let about = self.ticket.clone().filter(|ticket| interaction.ticket == Some(ticket.id));
        let change = transition(interaction, about, &self.desk.staff[agent].actor, self.now)?;
        self.save_contact(change);
        Ok(())
    }

    /// Adds the change, which may change the ticket too.
    fn save_contact(&mut self, change: Change<Interaction>) {
        let ticket =
            change.writes().iter().rev().find_map(|write| if let RecordWrite::Ticket(put) = write { Some((**put).clone()) } else { None });
        self.ticket = ticket.or_else(|| self.ticket.take());
        let interaction = self.batch.add(change);
        if let Some(contact) = &mut self.contact {
            contact.interaction = Some(interaction);
        }
    }
}
