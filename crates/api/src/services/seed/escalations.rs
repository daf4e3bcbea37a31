//! Escalations: a question goes to a doctor or an admin, and the answer comes back.

use std::ops::Range;

use caredesk_domain::{
    DomainError, Timestamp,
    change::Change,
    escalated_record::EscalatedRecord,
    escalation::{Escalation, NewEscalation, Target, TargetRole},
};

use super::{
    context::{Context, HOUR, MINUTE, by_priority},
    desk::Colleague,
    error::SeedError,
    templates::escalations::{self as templates, Matter},
};

/// How far a question has come at the present instant, where that is known from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It waits in the pool of the doctors.
    InThePool,
    /// It waits for a doctor.
    WithSomebody,
    /// It waits in the pool of the admins.
    WithTheAdmins,
    /// A doctor is at it.
    TakenOn,
    /// A doctor has asked back.
    AskedBack,
    /// It is answered, and the patient does not know yet.
    Answered,
}

impl Stage {
    /// All, in an order in which of a few those come first that need the most time.
    pub(super) const ALL: [Self; 6] =
        [Self::Answered, Self::AskedBack, Self::InThePool, Self::WithSomebody, Self::TakenOn, Self::WithTheAdmins];

    /// Whether nobody has taken it on.
    pub(super) const fn waits(self) -> bool {
        match self {
            Self::InThePool | Self::WithSomebody | Self::WithTheAdmins => true,
            Self::TakenOn | Self::AskedBack | Self::Answered => false,
        }
    }
}

/// Whom to ask: somebody, or the pool.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask {
    pub(super) role: TargetRole,
    pub(super) person: Option<usize>,
}

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Answered,
    Withdrawn,
}

/// A question on its way.
pub(super) struct Question {
    pub(super) case: EscalatedRecord,
    pub(super) matter: &'static Matter,
    escalation: Escalation,
    ask: Ask,
    raised_by: usize,
    stage: Option<Stage>,
}

impl Question {
    /// `by` asks about a case.
    pub(super) fn raise(
        context: &mut Context<'_>,
        case: EscalatedRecord,
        by: usize,
        ask: Ask,
        matter: &'static Matter,
        stage: Option<Stage>,
    ) -> Result<Self, SeedError> {
        let target = match ask.person {
            Some(person) => Target::person(ask.role, &context.person(person).staff, "target")?,
            None => Target::pool(ask.role),
        };
        let reason = context.says(&[matter.reason], by).parse()?;
        let new = NewEscalation { id: context.desk.ids.id(context.now), target, reason, priority: None };
        let (case, escalation) = context.batch.add(case.escalate(new, &context.person(by).actor, context.now)?);
        Ok(Self { case, matter, escalation, ask, raised_by: by, stage })
    }

    /// Goes to whoever answers it, and back.
    pub(super) fn be_answered(&mut self, context: &mut Context<'_>) -> Result<End, SeedError> {
        if self.stage.is_some_and(Stage::waits) {
            return Err(SeedError::NotYet);
        }
        if self.stage.is_none() && context.rng.percent(6) {
            self.withdraw(context)?;
            return Ok(End::Withdrawn);
        }
        let person = self.be_taken_on(context)?;
        self.stop_at(Stage::TakenOn)?;
        if self.stage == Some(Stage::AskedBack) || self.stage.is_none() && context.rng.percent(30) {
            self.ask_back(context, person)?;
        }
        context.wait_for(person, self.paced([10 * MINUTE, 25 * MINUTE, 50 * MINUTE, 90 * MINUTE]))?;
        let (outcome, case) = (context.says(&[self.matter.outcome], person).parse()?, self.case.clone());
        let change = self.escalation.clone().resolve(case, outcome, &context.person(person).actor, context.now)?;
        (self.escalation, self.case) = context.batch.add(change);
        self.stop_at(Stage::Answered)?;
        Ok(End::Answered)
    }

    /// The answer has been passed on by `by`.
    pub(super) fn close(&mut self, context: &mut Context<'_>, by: usize) -> Result<(), SeedError> {
        self.change(context, by, |question, by, at| question.close(&by.actor, at))
    }

    fn withdraw(&mut self, context: &mut Context<'_>) -> Result<(), SeedError> {
        context.wait(50 * MINUTE)?;
        let by = context.there(self.raised_by);
        let (reason, case) = (context.says(templates::WITHDRAWN, by).parse()?, self.case.clone());
        let change = self.escalation.clone().withdraw(case, reason, &context.person(by).actor, context.now)?;
        (self.escalation, self.case) = context.batch.add(change);
        Ok(())
    }

    /// Somebody takes it on, though not always whoever it came to first; returned is who will answer it.
    fn be_taken_on(&mut self, context: &mut Context<'_>) -> Result<usize, SeedError> {
        let pace = self.paced([8 * MINUTE, 30 * MINUTE, 80 * MINUTE, 3 * HOUR]);
        let person = match self.ask.person {
            Some(person) => {
                context.wait_for(person, pace)?;
                person
            }
            None => {
                let ready = context.rng.after(context.now, pace);
                let (person, at) = context.desk.shifts.first_of(self.group(context), ready, &mut context.rng);
                context.reach(at)?;
                person
            }
        };
        let drawn = if self.stage.is_none() { context.rng.place(100) } else { 100 };
        let person = match (self.ask.person, self.another_than(person, context)) {
            (Some(_), colleague) if drawn < 10 => {
                let reason = context.says(templates::DECLINES, person).parse()?;
                self.change(context, person, |question, by, at| question.decline(&reason, &by.actor, at))?;
                match colleague {
                    Some(colleague) => colleague,
                    None => return self.be_answered_by_an_admin(context, pace),
                }
            }
            (_, Some(colleague)) if (10..18).contains(&drawn) => {
                let target = Target::person(self.ask.role, &context.person(colleague).staff, "target")?;
                self.change(context, person, |question, by, at| question.reassign(target, &by.actor, at))?;
                colleague
            }
            (_, _) => return self.accept(context, person),
        };
        context.wait_for(person, pace)?;
        self.accept(context, person)
    }

    fn accept(&mut self, context: &mut Context<'_>, person: usize) -> Result<usize, SeedError> {
        self.change(context, person, |question, by, at| question.accept(&by.actor, at))?;
        Ok(person)
    }

    /// Nobody else of the pool is there: an admin answers in their place.
    fn be_answered_by_an_admin(&self, context: &mut Context<'_>, pace: i64) -> Result<usize, SeedError> {
        let ready = context.rng.after(context.now, pace);
        let (admin, at) = context.desk.shifts.first_of(context.desk.shifts.admins(), ready, &mut context.rng);
        context.reach(at)?;
        Ok(admin)
    }

    /// Whoever has it wants to know more first.
    fn ask_back(&mut self, context: &mut Context<'_>, person: usize) -> Result<(), SeedError> {
        context.briefly(70, 8 * MINUTE)?;
        self.say(context, person, self.matter.back)?;
        self.stop_at(Stage::AskedBack)?;
        context.wait(30 * MINUTE)?;
        let by = context.there(self.raised_by);
        self.say(context, by, self.matter.told)
    }

    fn say(&mut self, context: &mut Context<'_>, by: usize, sentence: &str) -> Result<(), SeedError> {
        let (id, body) = (context.desk.ids.id(context.now), context.says(&[sentence], by).parse()?);
        self.change(context, by, |question, by, at| Ok(question.discuss(id, body, &by.actor, at)?.map(|(question, _)| question)))
    }

    fn change(
        &mut self,
        context: &mut Context<'_>,
        by: usize,
        transition: impl FnOnce(Escalation, &Colleague, Timestamp) -> Result<Change<Escalation>, DomainError>,
    ) -> Result<(), SeedError> {
        let change = transition(self.escalation.clone(), context.person(by), context.now)?;
        self.escalation = context.batch.add(change);
        Ok(())
    }

    fn stop_at(&self, stage: Stage) -> Result<(), SeedError> {
        if self.stage == Some(stage) { Err(SeedError::NotYet) } else { Ok(()) }
    }

    /// What is still to come by the present instant is done without delay.
    fn paced(&self, typical: [i64; 4]) -> i64 {
        let typical = by_priority(self.escalation.priority, typical);
        if self.stage.is_some() { typical / 12 } else { typical }
    }

    fn group(&self, context: &Context<'_>) -> Range<usize> {
        group(self.ask.role, context)
    }

    fn another_than(&self, person: usize, context: &mut Context<'_>) -> Option<usize> {
        let others: Vec<usize> = self.group(context).filter(|other| *other != person).collect();
        if others.is_empty() { None } else { Some(others[context.rng.place(others.len())]) }
    }
}

/// Those who can be asked in a role.
pub(super) fn group(role: TargetRole, context: &Context<'_>) -> Range<usize> {
    match role {
        TargetRole::Doctor => context.desk.shifts.doctors(),
        TargetRole::Admin => context.desk.shifts.admins(),
    }
}

/// Whom people ask: in half of all cases they know whom.
pub(super) fn somebody(role: TargetRole, context: &mut Context<'_>) -> Ask {
    let group = group(role, context);
    let person = group.start + context.rng.place(group.len());
    Ask { role, person: if context.rng.percent(45) { Some(person) } else { None } }
}
