//! Somebody else is asked about a ticket.

use caredesk_domain::{
    Timestamp,
    escalated_record::EscalatedRecord,
    escalation::TargetRole,
    message::Channel,
    ticket::{Category, Priority},
};

use super::state::TicketScript;
use crate::services::seed::{
    context::{HOUR, MINUTE},
    error::SeedError,
    escalations::{self, Ask, End, Question, Stage},
    templates,
};

impl TicketScript<'_> {
    /// How many in a thousand of such tickets a doctor or an admin is asked about.
    pub(super) fn share_asked_about(&self) -> u32 {
        match (self.ticket.category, self.ticket.priority) {
            (Category::Medical, Priority::Urgent | Priority::High) => 330,
            (Category::Medical, Priority::Medium | Priority::Low) => 230,
            (Category::Billing | Category::Appointment | Category::Technical, Priority::Urgent) => 180,
            (Category::Billing | Category::Appointment | Category::Technical, Priority::High) => 80,
            (Category::Billing | Category::Appointment | Category::Technical, Priority::Medium | Priority::Low) => 28,
        }
    }

    /// Asks whoever can answer, and passes the answer on.
    pub(super) fn ask_somebody(&mut self) -> Result<(), SeedError> {
        self.attend(20 * MINUTE)?;
        let role = match self.ticket.category {
            Category::Medical => TargetRole::Doctor,
            Category::Billing | Category::Appointment | Category::Technical => TargetRole::Admin,
        };
        let ask = escalations::somebody(role, &mut self.context);
        self.be_asked(self.worker, ask, None)
    }

    /// Whoever opened it asks soon, so that at the present instant the question has come as far as `stage`.
    pub(super) fn be_asked_about(&mut self, stage: Stage) -> Result<(), SeedError> {
        self.context.briefly(2 * MINUTE, 10 * MINUTE)?;
        self.reply(&[self.story.asks], None)?;
        let role = if stage == Stage::WithTheAdmins { TargetRole::Admin } else { TargetRole::Doctor };
        let group = escalations::group(role, &self.context);
        let person = group.start + self.context.rng.place(group.len());
        let known = match stage {
            Stage::WithSomebody => true,
            Stage::InThePool | Stage::WithTheAdmins => false,
            Stage::TakenOn | Stage::AskedBack | Stage::Answered => self.context.rng.percent(70),
        };
        let at = self.asked_at(stage, person);
        self.context.arrive(at)?;
        let by = self.context.there(self.worker);
        self.be_asked(by, Ask { role, person: known.then_some(person) }, Some(stage))
    }

    /// When to ask `person` so that there was time to come as far as `stage`.
    fn asked_at(&mut self, stage: Stage, person: usize) -> Timestamp {
        let context = &mut self.context;
        let until = context.desk.until;
        let at = if stage.waits() {
            let waits = context.rng.seconds(70 * MINUTE).clamp(4 * MINUTE, 9 * HOUR);
            until.plus_seconds(-waits)
        } else {
            let last = context.desk.shifts.last_on_duty(person, until).unwrap_or(until);
            context.rng.within(last, -4 * HOUR, -100 * MINUTE)
        };
        at.max(context.rng.within(context.now, 3 * MINUTE, 12 * MINUTE))
    }

    fn be_asked(&mut self, by: usize, ask: Ask, stage: Option<Stage>) -> Result<(), SeedError> {
        let matters = templates::escalations::matters(self.ticket.category);
        let matter = &matters[self.context.rng.place(matters.len())];
        let mut question = Question::raise(&mut self.context, EscalatedRecord::Ticket(self.ticket.clone()), by, ask, matter, stage)?;
        let end = question.be_answered(&mut self.context)?;
        if let EscalatedRecord::Ticket(ticket) = &question.case {
            self.ticket = ticket.clone();
        }
        match end {
            End::Withdrawn => Ok(()),
            End::Answered => {
                self.attend(20 * MINUTE)?;
                if self.context.rng.percent(if self.via == Channel::Call { 35 } else { 10 }) {
                    self.call_back()?;
                }
                self.reply(&[matter.passed_on], None)?;
                self.context.briefly(5, 2 * MINUTE)?;
                question.close(&mut self.context, self.worker)
            }
        }
    }
}
