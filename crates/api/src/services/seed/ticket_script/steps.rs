//! The single steps of a script: somebody turns to the ticket, something is said.

use caredesk_domain::{
    DomainError, Timestamp,
    change::Change,
    customer::Customer,
    interaction::Direction,
    linking::LinkedInteractions,
    message::{Channel, Message},
    text::Body,
    ticket::{NewMessage, Ticket, TicketStatus},
};

use super::state::TicketScript;
use crate::services::seed::{
    contacts::Manner,
    context::{HOUR, MINUTE, by_priority},
    desk::Colleague,
    error::SeedError,
    templates::{
        self,
        contacts::{self, Talk},
    },
};

impl TicketScript<'_> {
    /// Waits until whoever works the ticket turns to it. When they would be long in coming, a colleague takes it over.
    pub(super) fn attend(&mut self, typical: i64) -> Result<(), SeedError> {
        let context = &mut self.context;
        let ready = context.rng.after(context.now, typical);
        let there = context.desk.shifts.next_on_duty(self.worker, ready, &mut context.rng);
        let patience = by_priority(self.ticket.priority, [10 * MINUTE, 6 * HOUR, 40 * HOUR, 80 * HOUR]);
        if there.seconds_since(ready) <= patience {
            return context.reach(there);
        }
        context.reach(ready)?;
        let colleague = context.desk.shifts.agent_on_duty(context.now, &mut context.rng);
        self.give_to(colleague, colleague)?;
        let context = &mut self.context;
        let soon = context.rng.within(context.now, 90, 20 * MINUTE);
        let soon = context.desk.shifts.next_on_duty(colleague, soon, &mut context.rng);
        context.reach(soon)
    }

    /// `by` gives the ticket to `colleague`.
    pub(super) fn give_to(&mut self, colleague: usize, by: usize) -> Result<(), SeedError> {
        let to = self.context.person(colleague).staff.assignable("assignee_id")?;
        self.worker = by;
        let note = if self.context.rng.percent(60) { Some(self.body(templates::HANDED_OVER)?) } else { None };
        let given = if self.ticket.assignee == Some(to.id()) && note.is_none() {
            Ok(())
        } else {
            self.changed(|ticket, by, at| ticket.assign(Some(to), note, &by.actor, at))
        };
        self.worker = colleague;
        given
    }

    /// The patient says one of `sentences`, at an hour at which people are awake; whoever is there writes it down, often in a call or a chat.
    pub(super) fn patient_says(&mut self, sentences: &[&str]) -> Result<(), SeedError> {
        let context = &mut self.context;
        let typical = context.rng.weighed(&[(60, 25 * MINUTE), (30, 5 * HOUR), (10, 22 * HOUR)]);
        let at = context.rng.after(context.now, typical);
        let at = context.awake(at);
        context.reach(at)?;
        let heard_by = context.there(self.worker);
        let spoken = match self.via {
            Channel::Call => context.rng.percent(55),
            Channel::Chat => context.rng.percent(30),
            Channel::Email => false,
        };
        let manner = Manner::of(self.via, Direction::Inbound, &mut context.rng);
        if spoken && context.can_hold(manner, at, heard_by) {
            return self.patient_gets_in_touch(sentences, manner, heard_by);
        }
        let via = if context.rng.percent(92) { Some(self.via) } else { None };
        self.write_down(sentences, via, heard_by)
    }

    fn patient_gets_in_touch(&mut self, sentences: &[&str], manner: Manner, heard_by: usize) -> Result<(), SeedError> {
        let context = &mut self.context;
        let talk = Talk { said: context.rng.one(sentences), answer: context.rng.one(templates::INTERIM) };
        let (mut contact, ticket) = context.log(manner, context.now, heard_by, Some(self.ticket.clone()), &talk)?;
        self.ticket = ticket.unwrap_or_else(|| self.ticket.clone());
        context.arrive_within(context.now, 9, 40)?;
        self.write_down(&[talk.said], Some(manner.channel), heard_by)?;
        let context = &mut self.context;
        if let Some(ticket) = contact.end(context, Some(self.ticket.clone()), contacts::ABOUT_IT)? {
            self.ticket = ticket;
        }
        contact.write_up(context, &talk)
    }

    fn write_down(&mut self, sentences: &[&str], via: Option<Channel>, heard_by: usize) -> Result<(), SeedError> {
        let new = self.message(sentences, None)?;
        let worker = std::mem::replace(&mut self.worker, heard_by);
        let said = self.said(|ticket, by, at| ticket.record_customer_message(new, via, &by.actor, at));
        self.worker = worker;
        said
    }

    /// Whoever works the ticket calls the patient; some log that afterwards.
    pub(super) fn call_back(&mut self) -> Result<(), SeedError> {
        let context = &mut self.context;
        let manner = Manner::of(Channel::Call, Direction::Outbound, &mut context.rng);
        let began = context.calls.free_from(self.worker, context.now, manner.lasts);
        if !context.can_hold(manner, began, self.worker) {
            return Ok(());
        }
        let about = Some(self.ticket.clone());
        if context.rng.percent(35) {
            context.arrive_within(began, manner.lasts + 30, manner.lasts + 8 * MINUTE)?;
            let no_answer = context.rng.percent(30);
            let came_of = if no_answer { contacts::NO_ANSWER } else { contacts::CALLED };
            let (_, ticket) = context.log_late(manner, began, self.worker, about, came_of, no_answer)?;
            self.ticket = ticket.unwrap_or_else(|| self.ticket.clone());
        } else {
            context.arrive(began)?;
            let talk = Talk { said: "", answer: "" };
            let (mut contact, ticket) = context.log(manner, began, self.worker, about, &talk)?;
            self.ticket = ticket.unwrap_or_else(|| self.ticket.clone());
            if let Some(ticket) = contact.end(context, Some(self.ticket.clone()), contacts::CALLED)? {
                self.ticket = ticket;
            }
        }
        self.context.arrive_within(self.context.now, 20, 4 * MINUTE)
    }

    /// The ticket goes to the patient whom it really concerns, with the contact in which it was opened.
    pub(super) fn move_to(&mut self, meant: Customer) -> Result<(), SeedError> {
        self.attend(6 * MINUTE)?;
        let reason = self.context.says(templates::MISTAKEN, self.worker).parse()?;
        let along = self.contact.iter().map(|contact| contact.interaction.clone()).collect();
        self.changed(|ticket, by, at| ticket.move_to_customer(&meant, LinkedInteractions::Relinked(along), Some(&reason), &by.actor, at))?;
        self.context.customer = meant;
        Ok(())
    }

    pub(super) fn reply(&mut self, sentences: &[&str], status: Option<TicketStatus>) -> Result<(), SeedError> {
        let new = self.message(sentences, status)?;
        self.said(|ticket, by, at| ticket.reply(new, &by.actor, at))
    }

    pub(super) fn note(&mut self, sentences: &[&str]) -> Result<(), SeedError> {
        let new = self.message(sentences, None)?;
        self.said(|ticket, by, at| ticket.note(new, &by.actor, at))
    }

    fn message(&mut self, sentences: &[&str], status: Option<TicketStatus>) -> Result<NewMessage, SeedError> {
        Ok(NewMessage { id: self.context.desk.ids.id(self.context.now), body: self.body(sentences)?, status, relays: None })
    }

    /// One of `sentences`, as whoever works the ticket says or hears it.
    pub(super) fn body(&mut self, sentences: &[&str]) -> Result<Body, SeedError> {
        Ok(self.context.says(sentences, self.worker).parse()?)
    }

    /// Whoever works the ticket changes it.
    pub(super) fn changed(
        &mut self,
        transition: impl FnOnce(Ticket, &Colleague, Timestamp) -> Result<Change<Ticket>, DomainError>,
    ) -> Result<(), SeedError> {
        let change = transition(self.ticket.clone(), self.context.person(self.worker), self.context.now)?;
        self.ticket = self.context.batch.add(change);
        Ok(())
    }

    fn said(
        &mut self,
        transition: impl FnOnce(Ticket, &Colleague, Timestamp) -> Result<Change<(Ticket, Message)>, DomainError>,
    ) -> Result<(), SeedError> {
        self.changed(|ticket, by, at| Ok(transition(ticket, by, at)?.map(|(ticket, _)| ticket)))
    }
}
