//! The steps of tickets.

use caredesk_domain::{
    DomainError, Timestamp,
    actor::Actor,
    change::{Change, RecordWrite},
    linking::LinkedInteractions,
    message::{Channel, Message},
    ticket::{NewMessage, NewTicket, Priority, Ticket, TicketFields, TicketPatch, TicketStatus},
};

use super::{Case, state::Contact};
use crate::{
    error::SeedError,
    script::{FirstAssignee, OpeningSpec},
};

impl Case<'_> {
    pub(super) fn open_ticket(&mut self, spec: &OpeningSpec) -> Result<(), SeedError> {
        let OpeningSpec { scenario, number, priority, channel, assignee } = *spec;
        self.channel = channel;
        let opener = self.agent;
        let assigned = match assignee {
            FirstAssignee::Nobody => None,
            FirstAssignee::Opener => Some(opener),
            FirstAssignee::Colleague => Some(self.desk.shifts.agent_on_duty(self.now, &mut self.rng)),
        };
        let assignee = assigned.map(|agent| self.desk.staff[agent].staff.assignable("assignee_id")).transpose()?;
        let description = match channel {
            Channel::Call => self.fill(&scenario.call, opener),
            Channel::Chat => self.fill(&scenario.chat, opener),
            Channel::Email => match self.contact.as_ref().and_then(Contact::letter) {
                Some(letter) => letter.to_owned(),
                None => self.fill_frame(&self.data.phrases.frame.email, &scenario.email, opener),
            },
        };
        let new = NewTicket {
            id: self.desk.ids.id(self.now),
            number,
            fields: TicketFields::new(scenario.category, priority, self.fill("{topic}", opener).parse()?, description.parse()?),
            assignee,
        };
        let opened_in = self.contact.as_ref().and_then(|contact| contact.interaction.clone());
        let change = Ticket::open(new, &self.customer, opened_in, &self.desk.staff[opener].actor, self.now)?;
        let linked =
            change.writes().iter().find_map(|write| if let RecordWrite::Interaction(put) = write { Some((**put).clone()) } else { None });
        if let Some(Contact { interaction, .. }) = &mut self.contact {
            *interaction = linked.or_else(|| interaction.take());
        }
        self.ticket = Some(self.batch.add(change));
        self.agent = assigned.unwrap_or(opener);
        Ok(())
    }

    pub(super) fn claim(&mut self) -> Result<(), SeedError> {
        self.agent = self.desk.shifts.agent_on_duty(self.now, &mut self.rng);
        self.change_ticket(self.agent, |ticket, actor, at| ticket.claim(actor, at))
    }

    /// An admin on duty assigns it; without one, an agent claims it.
    pub(super) fn assign_by_admin(&mut self, note: Option<&str>) -> Result<(), SeedError> {
        let agent = self.desk.shifts.agent_on_duty(self.now, &mut self.rng);
        match self.desk.shifts.any_on_duty(self.desk.shifts.admins(), self.now, &mut self.rng) {
            Some(admin) => self.assign(agent, admin, note),
            None => self.claim(),
        }
    }

    pub(super) fn assign(&mut self, agent: usize, by: usize, note: Option<&str>) -> Result<(), SeedError> {
        self.agent = agent;
        let to = self.desk.staff[agent].staff.assignable("assignee_id")?;
        if note.is_none() && self.ticket.as_ref().is_some_and(|ticket| ticket.assignee == Some(to.id())) {
            return Ok(());
        }
        let note = note.map(|note| self.fill(note, by).parse()).transpose()?;
        self.change_ticket(by, |ticket, actor, at| ticket.assign(Some(to), note, actor, at))
    }

    pub(super) fn unassign(&mut self, note: &str) -> Result<(), SeedError> {
        let note = self.fill(note, self.agent).parse()?;
        self.change_ticket(self.agent, |ticket, actor, at| ticket.assign(None, Some(note), actor, at))
    }

    pub(super) fn set_priority(&mut self, priority: Priority) -> Result<(), SeedError> {
        let patch = TicketPatch { priority: Some(priority), ..TicketPatch::default() };
        self.change_ticket(self.agent, |ticket, actor, at| ticket.edit(patch, actor, at))
    }

    /// The ticket goes to the customer whom it concerns, with the contact in which it was opened.
    pub(super) fn move_to_customer(&mut self, reason: &str) -> Result<(), SeedError> {
        let Some(customer) = self.right_customer.take() else { return Ok(()) };
        let reason = self.fill(reason, self.agent).parse()?;
        let linked = self.contact.iter().filter_map(|contact| contact.interaction.clone()).collect();
        let linked = LinkedInteractions::Relinked(linked);
        self.change_ticket(self.agent, |ticket, actor, at| ticket.move_to_customer(&customer, linked, Some(&reason), actor, at))?;
        self.contact = None;
        self.customer = customer;
        Ok(())
    }

    pub(super) fn reply(&mut self, text: &str, status: Option<TicketStatus>) -> Result<(), SeedError> {
        let frames = match self.channel {
            Channel::Email => &self.data.phrases.frame.agent_email,
            Channel::Call | Channel::Chat => &self.data.phrases.frame.agent_message,
        };
        let body = self.fill_frame(frames, text, self.agent);
        let new = self.new_message(&body, status)?;
        self.change_ticket(self.agent, |ticket, actor, at| ticket.reply(new, actor, at).map(without_message))
    }

    pub(super) fn note(&mut self, text: &str) -> Result<(), SeedError> {
        let new = self.new_message(&self.fill(text, self.agent), None)?;
        self.change_ticket(self.agent, |ticket, actor, at| ticket.note(new, actor, at).map(without_message))
    }

    /// The agent in contact with the customer records the message, else one on duty.
    pub(super) fn customer_message(&mut self, text: &str, written: Channel) -> Result<(), SeedError> {
        let contact = self.contact.as_ref().filter(|contact| contact.is_going_on()).map(|contact| (contact.channel(), contact.agent));
        let (channel, recorder) = contact.unwrap_or_else(|| (written, self.agent_present()));
        let body = match channel {
            Channel::Call => self.fill_frame(&self.data.phrases.frame.by_phone, text, recorder),
            Channel::Chat => self.fill(text, self.agent),
            Channel::Email => self.fill_frame(&self.data.phrases.frame.email_reply, text, self.agent),
        };
        let new = self.new_message(&body, None)?;
        self.change_ticket(recorder, |ticket, actor, at| ticket.record_customer_message(new, Some(channel), actor, at).map(without_message))
    }

    pub(super) fn resolve(&mut self) -> Result<(), SeedError> {
        self.before_resolve = self.ticket.as_ref().map(|ticket| ticket.state.status());
        self.change_ticket(self.agent, |ticket, actor, at| ticket.set_status(TicketStatus::Resolved, actor, at))
    }

    pub(super) fn undo_resolve(&mut self) -> Result<(), SeedError> {
        let Some(before) = self.before_resolve.take() else { return Ok(()) };
        self.change_ticket(self.agent, |ticket, actor, at| ticket.undo_status(before, actor, at))
    }

    pub(super) fn resolve_as_duplicate(&mut self) -> Result<(), SeedError> {
        let Some(original) = self.original.take() else { return Ok(()) };
        self.change_ticket(self.agent, |ticket, actor, at| ticket.resolve_as_duplicate(&original, actor, at))
    }

    fn new_message(&self, body: &str, status: Option<TicketStatus>) -> Result<NewMessage, SeedError> {
        Ok(NewMessage { id: self.desk.ids.id(self.now), body: body.parse()?, status, relays: None })
    }

    fn change_ticket(
        &mut self,
        by: usize,
        transition: impl FnOnce(Ticket, &Actor, Timestamp) -> Result<Change<Ticket>, DomainError>,
    ) -> Result<(), SeedError> {
        let Some(ticket) = self.ticket.clone() else { return Ok(()) };
        let change = transition(ticket, &self.desk.staff[by].actor, self.now)?;
        let ticket = self.batch.add(change);
        if ticket.state.status() == TicketStatus::Resolved {
            self.resolved_at = self.resolved_at.or(Some(self.now));
        }
        self.ticket = Some(ticket);
        Ok(())
    }
}

fn without_message(change: Change<(Ticket, Message)>) -> Change<Ticket> {
    change.map(|(ticket, _)| ticket)
}
