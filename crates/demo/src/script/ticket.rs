//! Scripts of tickets, from the first contact to the resolution.

use caredesk_domain::{
    Timestamp,
    interaction::Direction,
    message::Channel,
    ticket::{Priority, TicketStatus},
    ticket_number::TicketNumber,
};

use super::{Action, ContactSpec, Due, EscalationStage, FirstAssignee, OpeningSpec, ScriptBuilder};
use crate::{
    clock::{DAY, HOUR, MINUTE, by_priority},
    data::{Escalation, Scenario},
};

/// How far a ticket comes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outcome {
    /// It is resolved, if there is time.
    Resolved,
    /// So many steps are taken, and it is not resolved.
    Unresolved(usize),
    /// It is escalated, and the escalation comes to a stage.
    Escalated(EscalationStage),
    /// Nobody takes it from the queue.
    Queued,
}

/// What is known of a ticket before its script is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TicketSpec {
    pub(crate) scenario: &'static Scenario,
    pub(crate) number: TicketNumber,
    pub(crate) priority: Priority,
    pub(crate) channel: Channel,
    pub(crate) opened_at: Timestamp,
    pub(crate) outcome: Outcome,
    /// Whether the customer has an open ticket about the same.
    pub(crate) duplicate: bool,
    /// Whether it is opened on the record of another customer.
    pub(crate) wrong_customer: bool,
}

impl ScriptBuilder<'_> {
    pub(crate) fn ticket(&mut self, spec: &TicketSpec) {
        self.open(spec);
        let opened = self.steps.len();
        match (spec.outcome, spec.scenario.escalation.as_ref()) {
            (Outcome::Queued, _) => {
                if self.rng.percent(12) {
                    self.chase(spec.channel);
                }
            }
            (Outcome::Escalated(stage), Some(escalation)) => {
                self.add(Due::Within(2 * MINUTE, 10 * MINUTE), Action::Reply(&spec.scenario.question, None));
                self.escalation_until(stage, escalation, spec.opened_at);
            }
            (Outcome::Resolved | Outcome::Unresolved(_) | Outcome::Escalated(_), _) => self.work(spec),
        }
        if let Outcome::Unresolved(steps) = spec.outcome {
            let resolves =
                |action| matches!(action, Action::Resolve | Action::ResolveAsDuplicate | Action::Reply(_, Some(TicketStatus::Resolved)));
            let worked = &self.steps[opened..];
            let first = worked.iter().position(|step| resolves(step.action)).unwrap_or(worked.len());
            self.steps.truncate(opened + first.min(steps));
        }
    }

    /// Most tickets are opened in a contact; few of those that stay in the queue are.
    fn open(&mut self, spec: &TicketSpec) {
        let queued = matches!(spec.outcome, Outcome::Queued);
        let contact = if self.rng.percent(if queued { 25 } else { 64 }) { Some(self.first_contact(spec)) } else { None };
        let assignee = match (spec.outcome, self.rng.index(100)) {
            (Outcome::Queued, _) | (Outcome::Resolved | Outcome::Unresolved(_), 0..45) => FirstAssignee::Nobody,
            (Outcome::Resolved | Outcome::Unresolved(_), 45..55) => FirstAssignee::Colleague,
            (Outcome::Resolved | Outcome::Unresolved(_) | Outcome::Escalated(_), _) => FirstAssignee::Opener,
        };
        let TicketSpec { scenario, number, priority, channel, opened_at, .. } = *spec;
        self.add(Due::At(opened_at), Action::OpenTicket(OpeningSpec { scenario, number, priority, channel, assignee }));
        if let Some(contact) = contact {
            self.end_contact(contact);
        }
    }

    fn first_contact(&mut self, spec: &TicketSpec) -> ContactSpec {
        let phrases = &self.data.phrases;
        let (text, summaries) = match spec.channel {
            Channel::Call => (&spec.scenario.call, &phrases.summary.opened_call),
            Channel::Chat => (&spec.scenario.chat, &phrases.summary.opened_chat),
            Channel::Email => (&spec.scenario.email, &phrases.summary.opened_email),
        };
        let (answer, summary) = (self.pick(&phrases.message.ticket_opened), self.pick(summaries));
        let contact = self.contact(spec.channel, Direction::Inbound, (text, answer), summary);
        let late = self.rng.percent(14);
        let so_far = if late { contact.seconds + self.rng.between(45, 240) } else { contact.seconds * self.rng.between(35, 85) / 100 };
        let began = self.rng.within(spec.opened_at, -so_far - 1, -so_far);
        self.add(Due::At(began), Action::BeginContact(contact));
        // The customer's record has been found by then.
        let logged = self.rng.within(spec.opened_at, -13, -4);
        self.add(Due::At(logged), Action::LogContact);
        contact
    }

    fn work(&mut self, spec: &TicketSpec) {
        let TicketSpec { scenario, priority, channel, .. } = *spec;
        self.take(priority);
        if spec.duplicate {
            return self.resolve_duplicate();
        }
        if spec.wrong_customer {
            let reason = self.pick(&self.data.phrases.note.wrong_customer);
            self.add(Due::Agent(6 * MINUTE), Action::MoveToCustomer(reason));
        }
        self.add_call(Due::Agent(by_priority(priority, [4 * MINUTE, 18 * MINUTE, 70 * MINUTE, 4 * HOUR])), channel, (26, 7));
        let pending = if self.rng.percent(75) { Some(TicketStatus::Pending) } else { None };
        self.add(Due::Agent(2 * MINUTE), Action::Reply(&scenario.question, pending));
        let soon = matches!(priority, Priority::Urgent | Priority::High);
        if !soon && self.rng.percent(9) {
            let text = self.pick(&self.data.phrases.message.no_answer);
            self.add(Due::AgentWithin(3 * DAY, 5 * DAY), Action::Reply(text, None));
            return self.add(Due::Within(10, 90), Action::Resolve);
        }
        let wait = if soon { by_priority(priority, [5 * MINUTE, 15 * MINUTE, HOUR, HOUR]) } else { self.usual_wait() };
        self.customer_message(wait, &scenario.details, channel, &self.data.phrases.summary.details);
        let escalation = scenario.escalation.as_ref().filter(|escalation| self.rng.per_mille(escalated(escalation, priority)));
        if !soon && escalation.is_none() {
            self.interim(channel);
        }
        let answered = escalation.is_some_and(|escalation| self.escalate(escalation, priority, channel));
        let solution = if answered {
            self.pick(&self.data.phrases.message.closing)
        } else {
            if self.rng.percent(70) {
                self.add(Due::Agent(50 * MINUTE), Action::Note(&scenario.finding));
            }
            &scenario.solution
        };
        self.resolve(solution, priority);
        if self.rng.percent(8) {
            self.reopen(spec, answered);
        }
    }

    /// An agent claims it from the queue, or an admin assigns it.
    fn take(&mut self, priority: Priority) {
        let wait = by_priority(priority, [4 * MINUTE, 20 * MINUTE, 70 * MINUTE, 3 * HOUR]);
        self.leave_queue(wait);
        if self.rng.percent(3) {
            let note = self.pick(&self.data.phrases.note.unassigned);
            self.add(Due::Agent(20 * MINUTE), Action::Unassign(note));
            self.leave_queue(40 * MINUTE);
        }
        if self.rng.percent(5) {
            let other = match priority {
                Priority::Low | Priority::High => Priority::Medium,
                Priority::Medium => Priority::High,
                Priority::Urgent => return,
            };
            self.add(Due::Agent(5 * MINUTE), Action::SetPriority(other));
        }
    }

    fn leave_queue(&mut self, wait: i64) {
        let note = if self.rng.percent(60) { Some(self.pick(&self.data.phrases.note.handover)) } else { None };
        let action = if self.rng.percent(9) { Action::Assign(note) } else { Action::Claim };
        self.add(Due::After(wait), action);
    }

    /// Sometimes the solution takes longer.
    fn interim(&mut self, channel: Channel) {
        for _ in 0..self.rng.weighted(&[(62, 0_u8), (28, 1), (10, 2)]) {
            let text = self.pick(&self.data.phrases.message.interim);
            self.add(Due::Agent(3 * HOUR), Action::Reply(text, None));
            if self.rng.percent(50) {
                self.chase(channel);
            } else {
                let thanks = self.pick(&self.data.phrases.message.thanks);
                let written = if channel == Channel::Email { Channel::Email } else { Channel::Chat };
                self.add(Due::Customer(30 * MINUTE), Action::CustomerMessage(thanks, written));
            }
        }
    }

    /// Escalates and passes the answer on; false when there is none.
    fn escalate(&mut self, escalation: &'static Escalation, priority: Priority, channel: Channel) -> bool {
        let target = self.usual_target(escalation.to);
        self.add(Due::Agent(20 * MINUTE), Action::Escalate { to: escalation.to, target, reason: &escalation.reason });
        if !self.escalation_answer(escalation, target, priority) {
            return false;
        }
        if self.rng.percent(if channel == Channel::Call { 35 } else { 10 }) {
            let summary = self.pick(&self.data.phrases.summary.answer_called);
            self.call(Due::Agent(15 * MINUTE), summary);
        }
        self.add(Due::Agent(10 * MINUTE), Action::Reply(&escalation.reply, None));
        self.add(Due::Within(5, 2 * MINUTE), Action::CloseEscalation);
        true
    }

    fn resolve(&mut self, text: &'static str, priority: Priority) {
        let due = Due::Agent(by_priority(priority, [30 * MINUTE, 2 * HOUR, 6 * HOUR, 11 * HOUR]));
        if self.rng.percent(60) {
            return self.add(due, Action::Reply(text, Some(TicketStatus::Resolved)));
        }
        self.add(due, Action::Reply(text, None));
        self.add(Due::Within(8, 5 * MINUTE), Action::Resolve);
        if self.rng.percent(5) {
            self.add(Due::Within(5, 50), Action::UndoResolve);
            self.add(Due::Agent(15 * MINUTE), Action::Resolve);
        }
    }

    fn resolve_duplicate(&mut self) {
        let phrases = &self.data.phrases;
        let text = self.pick(&phrases.message.duplicate);
        if self.rng.percent(40) {
            let note = self.pick(&phrases.note.duplicate);
            self.add(Due::Agent(12 * MINUTE), Action::Note(note));
            self.add(Due::Within(5, 90), Action::Reply(text, None));
        } else {
            self.add(Due::Agent(12 * MINUTE), Action::Reply(text, None));
        }
        self.add(Due::Within(4, 60), Action::ResolveAsDuplicate);
    }

    /// The customer comes back after the solution, or only says thanks, which reopens the ticket too.
    fn reopen(&mut self, spec: &TicketSpec, answered: bool) {
        let messages = &self.data.phrases.message;
        let written = if spec.channel == Channel::Email { Channel::Email } else { Channel::Chat };
        if answered || self.rng.percent(25) {
            let thanks = self.pick(&messages.solved_thanks);
            self.add(Due::Customer(5 * HOUR), Action::CustomerMessage(thanks, written));
            return self.add(Due::Agent(40 * MINUTE), Action::Resolve);
        }
        let wait = self.usual_wait();
        self.customer_message(wait, &spec.scenario.reopened, spec.channel, &self.data.phrases.summary.reopened);
        let apology = self.pick(&messages.apology);
        self.add(Due::Agent(40 * MINUTE), Action::Reply(apology, None));
        self.resolve(&spec.scenario.second_solution, spec.priority);
    }
}

/// How many in a thousand such tickets are escalated: more of the urgent ones.
const fn escalated(escalation: &Escalation, priority: Priority) -> u32 {
    match priority {
        Priority::Urgent => escalation.per_mille * 2,
        Priority::High => escalation.per_mille * 3 / 2,
        Priority::Medium | Priority::Low => escalation.per_mille,
    }
}
