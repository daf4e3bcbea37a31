//! The course of a ticket, from the first contact to the present instant.

use caredesk_domain::{
    Timestamp,
    message::Channel,
    ticket::{Priority, Ticket, TicketPatch, TicketStatus},
};

use super::{
    outcome::Outcome,
    state::{PriorTicket, TicketScript},
};
use crate::services::seed::{
    context::{DAY, HOUR, MINUTE, by_priority},
    error::SeedError,
    templates,
};

/// What a life has come to.
pub(in super::super) struct ScriptResult {
    /// When something happened last.
    pub(in super::super) last: Timestamp,
    /// As a ticket that could be opened a second time, and until when.
    pub(in super::super) repeatable: Option<(PriorTicket, Timestamp)>,
}

impl TicketScript<'_> {
    /// Lives it, as far as the desk has come.
    pub(in super::super) fn live(mut self) -> Result<ScriptResult, SeedError> {
        let once = self.original.is_none() && self.meant.is_none();
        match self.all_of_it() {
            Ok(()) | Err(SeedError::NotYet) => {}
            Err(stop @ SeedError::Failed(_)) => return Err(stop),
        }
        let until = self.resolved.unwrap_or(self.context.desk.until);
        let earlier = PriorTicket { ticket: self.ticket, story: self.story };
        Ok(ScriptResult { last: self.context.now, repeatable: once.then_some((earlier, until)) })
    }

    fn all_of_it(&mut self) -> Result<(), SeedError> {
        self.end_first_contact()?;
        match self.outcome {
            Outcome::Queued if self.context.rng.percent(12) => self.patient_says(templates::CHASES),
            Outcome::Queued => Ok(()),
            Outcome::Asking(stage) => self.be_asked_about(stage),
            Outcome::Worked | Outcome::Unfinished(_) => self.be_worked(),
        }
    }

    fn be_worked(&mut self) -> Result<(), SeedError> {
        self.be_taken()?;
        if let Some(original) = self.original.take() {
            return self.be_a_duplicate(&original);
        }
        if let Some(meant) = self.meant.take() {
            self.move_to(meant)?;
        }
        let answered = self.ask()?;
        if !answered && self.context.rng.percent(9) {
            return self.give_up();
        }
        if !answered {
            self.patient_says(&[self.story.adds])?;
        }
        self.look_into_it()?;
        let asked = self.share_asked_about();
        if self.context.rng.per_mille(asked) {
            self.ask_somebody()?;
        }
        self.resolve(self.story.solves)?;
        if self.context.rng.percent(8) {
            self.come_back()?;
        }
        Ok(())
    }

    /// Somebody takes it from the queue, or is given it.
    fn be_taken(&mut self) -> Result<(), SeedError> {
        if self.ticket.assignee.is_none() {
            self.context.wait(by_priority(self.ticket.priority, [4 * MINUTE, 20 * MINUTE, 70 * MINUTE, 3 * HOUR]))?;
            self.leave_the_queue()?;
        }
        if self.context.rng.percent(3) {
            self.attend(20 * MINUTE)?;
            let note = self.body(templates::RETURNED)?;
            self.changed(|ticket, by, at| ticket.assign(None, Some(note), &by.actor, at))?;
            self.context.wait(40 * MINUTE)?;
            self.leave_the_queue()?;
        }
        if self.context.rng.percent(5) {
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

    fn leave_the_queue(&mut self) -> Result<(), SeedError> {
        let context = &mut self.context;
        let taker = context.desk.shifts.agent_on_duty(context.now, &mut context.rng);
        let admin = context.desk.shifts.one_on_duty(context.desk.shifts.admins(), context.now, &mut context.rng);
        let admin = admin.filter(|_| context.rng.percent(15));
        self.worker = taker;
        match admin {
            Some(admin) => self.give_to(taker, admin),
            None => self.changed(|ticket, by, at| ticket.claim(&by.actor, at)),
        }
    }

    /// The first answer; `true` when nothing more is to be asked of the patient.
    fn ask(&mut self) -> Result<bool, SeedError> {
        self.attend(by_priority(self.ticket.priority, [5 * MINUTE, 20 * MINUTE, 75 * MINUTE, 4 * HOUR]))?;
        if self.context.rng.percent(if self.via == Channel::Call { 26 } else { 7 }) {
            self.call_back()?;
        }
        let pending = self.context.rng.percent(65);
        self.reply(&[self.story.asks], if pending { Some(TicketStatus::Pending) } else { None })?;
        Ok(!pending && self.context.rng.percent(30))
    }

    fn look_into_it(&mut self) -> Result<(), SeedError> {
        for _ in 0..self.context.rng.weighed(&[(62, 0_u8), (28, 1), (10, 2)]) {
            self.attend(3 * HOUR)?;
            let status = if self.context.rng.percent(50) { Some(TicketStatus::Pending) } else { None };
            self.reply(templates::INTERIM, status)?;
            let impatient = self.context.rng.percent(40);
            self.patient_says(if impatient { templates::CHASES } else { templates::THANKS })?;
        }
        if self.context.rng.percent(70) {
            self.attend(50 * MINUTE)?;
            self.note(&[self.story.finds])?;
        }
        Ok(())
    }

    fn resolve(&mut self, word: &'static str) -> Result<(), SeedError> {
        self.attend(by_priority(self.ticket.priority, [30 * MINUTE, 2 * HOUR, 6 * HOUR, 11 * HOUR]))?;
        if let Outcome::Unfinished(_) = self.outcome {
            return Err(SeedError::NotYet);
        }
        if self.context.rng.percent(60) {
            self.reply(&[word], Some(TicketStatus::Resolved))?;
            self.be_done();
            return Ok(());
        }
        self.reply(&[word], None)?;
        self.context.briefly(8, 300)?;
        let before = self.ticket.state.status();
        self.changed(|ticket, by, at| ticket.set_status(TicketStatus::Resolved, &by.actor, at))?;
        if self.context.rng.percent(5) {
            self.context.briefly(5, 50)?;
            self.changed(|ticket, by, at| ticket.undo_status(before, &by.actor, at))?;
            self.attend(15 * MINUTE)?;
            self.changed(|ticket, by, at| ticket.set_status(TicketStatus::Resolved, &by.actor, at))?;
        }
        self.be_done();
        Ok(())
    }

    fn be_done(&mut self) {
        self.resolved = self.resolved.or(Some(self.context.now));
    }

    /// The patient wrote about the same thing twice.
    fn be_a_duplicate(&mut self, original: &Ticket) -> Result<(), SeedError> {
        self.attend(12 * MINUTE)?;
        if self.context.rng.percent(40) {
            self.note(templates::SAME)?;
            self.context.briefly(5, 90)?;
        }
        self.reply(templates::KNOWN_ALREADY, None)?;
        self.context.briefly(4, 60)?;
        self.changed(|ticket, by, at| ticket.resolve_as_duplicate(original, &by.actor, at))?;
        self.be_done();
        Ok(())
    }

    /// The patient never answers.
    fn give_up(&mut self) -> Result<(), SeedError> {
        if let Outcome::Unfinished(_) = self.outcome {
            return Err(SeedError::NotYet);
        }
        self.context.briefly(3 * DAY, 5 * DAY)?;
        self.attend(30 * MINUTE)?;
        self.reply(templates::NO_ANSWER, Some(TicketStatus::Resolved))?;
        self.be_done();
        Ok(())
    }

    /// It was not done after all, or the patient only says thank you.
    fn come_back(&mut self) -> Result<(), SeedError> {
        let grateful = self.context.rng.percent(25);
        self.patient_says(if grateful { templates::THANKS } else { templates::AGAIN })?;
        self.attend(40 * MINUTE)?;
        if grateful {
            return self.changed(|ticket, by, at| ticket.set_status(TicketStatus::Resolved, &by.actor, at));
        }
        self.reply(templates::ASKED, None)?;
        let word = self.context.rng.one(templates::SETTLED);
        self.resolve(word)
    }
}
