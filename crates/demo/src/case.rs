//! A case: one customer with a ticket or a contact, on which a script is carried out through the domain's transitions.

mod contact;
mod escalation;
mod state;
mod ticket;

use std::ops::Range;

use caredesk_domain::{
    Timestamp,
    customer::Customer,
    message::Channel,
    ticket::{Priority, Ticket, TicketStatus},
};

use self::state::{Contact, OpenEscalation};
use crate::{
    calls::Calls,
    clock::{HOUR, MINUTE, by_priority},
    counts::Batch,
    data::Data,
    error::SeedError,
    placeholders::Placeholders,
    rng::Rng,
    script::{Action, Due, Step},
    staff::Desk,
};

/// The hours at which customers are awake.
const DAYTIME: Range<usize> = 6..23;

/// What all cases of a desk share.
pub(crate) struct Surroundings<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) data: &'static Data,
    pub(crate) calls: &'a mut Calls,
    pub(crate) batch: &'a mut Batch,
}

/// One customer with a ticket or a contact.
pub(crate) struct Case<'a> {
    desk: &'a Desk,
    data: &'static Data,
    calls: &'a mut Calls,
    batch: &'a mut Batch,
    rng: Rng,
    customer: Customer,
    placeholders: Placeholders,
    now: Timestamp,
    /// Who works on it, as an index into the staff.
    agent: usize,
    /// How the customer is in touch.
    channel: Channel,
    ticket: Option<Ticket>,
    contact: Option<Contact>,
    escalation: Option<OpenEscalation>,
    /// The open ticket about the same.
    original: Option<Ticket>,
    /// Whose case it is, where it was opened on the record of another.
    right_customer: Option<Customer>,
    resolved_at: Option<Timestamp>,
    before_resolve: Option<TicketStatus>,
}

impl<'a> Case<'a> {
    pub(crate) fn new(
        Surroundings { desk, data, calls, batch }: Surroundings<'a>,
        (customer, placeholders): (Customer, Placeholders),
        agent: usize,
        now: Timestamp,
        rng: Rng,
    ) -> Self {
        Self {
            desk,
            data,
            calls,
            batch,
            rng,
            customer,
            placeholders,
            now,
            agent,
            channel: Channel::Call,
            ticket: None,
            contact: None,
            escalation: None,
            original: None,
            right_customer: None,
            resolved_at: None,
            before_resolve: None,
        }
    }

    /// The customer has an open ticket about the same.
    pub(crate) fn duplicate_of(mut self, original: Option<Ticket>) -> Self {
        self.original = original;
        self
    }

    /// The case begins on the record of another customer.
    pub(crate) fn mistaken_for(mut self, other: Option<Customer>) -> Self {
        self.right_customer = other.map(|other| std::mem::replace(&mut self.customer, other));
        self
    }

    /// When the last step was carried out.
    pub(crate) const fn last(&self) -> Timestamp {
        self.now
    }

    /// The ticket, and when it was resolved for the first time.
    pub(crate) fn into_ticket(self) -> Option<(Ticket, Placeholders, Option<Timestamp>)> {
        let resolved_at = self.resolved_at;
        self.ticket.map(|ticket| (ticket, self.placeholders, resolved_at))
    }

    /// Carries out the steps until the end of the history.
    pub(crate) fn run(&mut self, script: &[Step]) -> Result<(), SeedError> {
        for Step { due, action } in script {
            if !self.is_possible(*action) {
                continue;
            }
            let at = self.due_at(*due)?;
            if at > self.desk.until {
                break;
            }
            self.now = at;
            self.carry_out(*action)?;
        }
        Ok(())
    }

    /// Steps of a contact that did not come about, and of an escalation that goes another way, are left out.
    fn is_possible(&self, action: Action) -> bool {
        match action {
            Action::LogContact => self.contact.as_ref().is_some_and(|contact| contact.interaction.is_none()),
            Action::HoldContact | Action::ResumeContact | Action::TransferContact(_) | Action::ReleaseContact(_) | Action::EndContact => {
                self.contact.as_ref().is_some_and(Contact::is_going_on)
            }
            Action::WriteTranscript | Action::NoteContact(_) => self.contact.as_ref().is_some_and(|contact| contact.interaction.is_some()),
            Action::Claim | Action::Assign(_) => self.ticket.as_ref().is_some_and(|ticket| ticket.assignee.is_none()),
            Action::Escalate { .. } => self.ticket.is_some() || self.contact.as_ref().is_some_and(|contact| contact.interaction.is_some()),
            Action::Accept => self.escalation.as_ref().is_some_and(|escalation| escalation.can_accept(self.desk)),
            Action::Reassign => self.escalation.as_ref().is_some_and(|escalation| escalation.has_colleagues(self.desk)),
            Action::Withdraw(_) | Action::Decline(_) | Action::AskBack(_) | Action::AnswerBack(_) | Action::ResolveEscalation(_) => {
                self.escalation.is_some()
            }
            // The answer was passed on in a reply or in another call.
            Action::CloseEscalation => self.escalation.is_some() && (self.ticket.is_some() || self.contact.is_some()),
            Action::BeginContact(_)
            | Action::OpenTicket(_)
            | Action::Unassign(_)
            | Action::SetPriority(_)
            | Action::MoveToCustomer(_)
            | Action::Reply(..)
            | Action::Note(_)
            | Action::CustomerMessage(..)
            | Action::Resolve
            | Action::UndoResolve
            | Action::ResolveAsDuplicate => true,
        }
    }

    fn due_at(&mut self, due: Due) -> Result<Timestamp, SeedError> {
        Ok(match due {
            Due::At(at) => at,
            Due::NotBefore(at) => at.max(self.rng.within(self.now, 3 * MINUTE, 12 * MINUTE)),
            Due::Within(first, last) => self.rng.within(self.now, first, last),
            Due::After(typical) => self.rng.after(self.now, typical),
            Due::Agent(typical) => {
                let ready = self.rng.after(self.now, typical);
                self.agent_ready(ready)?
            }
            Due::AgentWithin(first, last) => {
                let ready = self.rng.within(self.now, first, last);
                self.agent_ready(ready)?
            }
            Due::Customer(typical) => {
                let at = self.rng.after(self.now, typical);
                if self.priority() == Priority::Urgent { at } else { self.daytime(at) }
            }
            Due::Target(typical) => self.target_ready(typical),
            Due::ContactBegin(first, last) => self.rng.within(self.contact_times().0, first, last).max(self.now),
            Due::ContactPart(first, last) => {
                let left = self.contact_times().1.seconds_since(self.now).max(1);
                self.rng.within(self.now, left * first / 100, left * last / 100)
            }
            Due::ContactEnd(first, last) => self.rng.within(self.contact_times().1, first, last).max(self.now),
        })
    }

    fn carry_out(&mut self, action: Action) -> Result<(), SeedError> {
        match action {
            Action::BeginContact(spec) => {
                self.begin_contact(spec);
                Ok(())
            }
            Action::LogContact => self.log_contact(),
            Action::HoldContact => self.set_on_hold(true),
            Action::ResumeContact => self.set_on_hold(false),
            Action::TransferContact(note) => self.transfer_contact(note),
            Action::ReleaseContact(note) => self.release_contact(note),
            Action::EndContact => self.end_contact(),
            Action::WriteTranscript => self.write_transcript(),
            Action::NoteContact(text) => self.note_contact(text),
            Action::OpenTicket(spec) => self.open_ticket(&spec),
            Action::Claim => self.claim(),
            Action::Assign(note) => self.assign_by_admin(note),
            Action::Unassign(note) => self.unassign(note),
            Action::SetPriority(priority) => self.set_priority(priority),
            Action::MoveToCustomer(reason) => self.move_to_customer(reason),
            Action::Reply(text, status) => self.reply(text, status),
            Action::Note(text) => self.note(text),
            Action::CustomerMessage(text, channel) => self.customer_message(text, channel),
            Action::Resolve => self.resolve(),
            Action::UndoResolve => self.undo_resolve(),
            Action::ResolveAsDuplicate => self.resolve_as_duplicate(),
            Action::Escalate { to, target, reason } => self.escalate(to, target, reason),
            Action::Withdraw(reason) => self.withdraw(reason),
            Action::Decline(reason) => self.decline(reason),
            Action::Reassign => self.reassign(),
            Action::Accept => self.accept(),
            Action::AskBack(text) => self.ask_back(text),
            Action::AnswerBack(text) => self.answer_back(text),
            Action::ResolveEscalation(outcome) => self.resolve_escalation(outcome),
            Action::CloseEscalation => self.close_escalation(),
        }
    }

    /// When the agent turns to the ticket, not before `ready`. When they are away for long, a colleague takes it over.
    fn agent_ready(&mut self, ready: Timestamp) -> Result<Timestamp, SeedError> {
        let on_duty = self.desk.shifts.next_on_duty(self.agent, ready, &mut self.rng);
        let longest = by_priority(self.priority(), [10 * MINUTE, 6 * HOUR, 40 * HOUR, 80 * HOUR]);
        if on_duty.seconds_since(ready) <= longest || ready > self.desk.until {
            return Ok(on_duty);
        }
        self.now = ready;
        let colleague = self.desk.shifts.agent_on_duty(self.now, &mut self.rng);
        let note = if self.rng.percent(60) { Some(self.rng.pick(&self.data.phrases.note.handover).as_str()) } else { None };
        self.assign(colleague, colleague, note)?;
        let soon = self.rng.within(self.now, 90, 20 * MINUTE);
        Ok(self.desk.shifts.next_on_duty(colleague, soon, &mut self.rng))
    }

    /// `at`, or the next morning when that is at night.
    fn daytime(&mut self, at: Timestamp) -> Timestamp {
        if self.is_daytime(at) {
            return at;
        }
        let hours = i64::try_from((24 + DAYTIME.start - self.desk.shifts.hour(at) % 24) % 24).unwrap_or(0);
        self.rng.within(at.plus_seconds(hours * HOUR), 0, 90 * MINUTE)
    }

    fn is_daytime(&self, at: Timestamp) -> bool {
        DAYTIME.contains(&(self.desk.shifts.hour(at) % 24))
    }

    /// The agent when on duty; else another agent who is.
    fn agent_present(&mut self) -> usize {
        let shifts = &self.desk.shifts;
        if shifts.is_on_duty(self.agent, self.now) { self.agent } else { shifts.agent_on_duty(self.now, &mut self.rng) }
    }

    fn priority(&self) -> Priority {
        self.ticket.as_ref().map_or(Priority::Medium, |ticket| ticket.priority)
    }

    /// `template` as `person` says or hears it.
    fn fill(&self, template: &str, person: usize) -> String {
        self.placeholders.fill(template, &self.desk.staff[person].signature)
    }

    /// `template` within one of `frames`.
    fn fill_frame(&mut self, frames: &'static [String], template: &str, person: usize) -> String {
        let framed = self.rng.pick(frames).replace("{text}", template);
        self.fill(&framed, person)
    }
}
