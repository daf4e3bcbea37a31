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
        scene: &mut Context<'_>,
        case: EscalatedRecord,
        by: usize,
        ask: Ask,
        matter: &'static Matter,
        stage: Option<Stage>,
    ) -> Result<Self, SeedError> {
        let target = match ask.person {
            Some(person) => Target::person(ask.role, &scene.person(person).staff, "target")?,
            None => Target::pool(ask.role),
        };
        let reason = scene.says(&[matter.reason], by).parse()?;
        let new = NewEscalation { id: scene.desk.ids.id(scene.now), target, reason, priority: None };
        let (case, escalation) = scene.batch.add(case.escalate(new, &scene.person(by).actor, scene.now)?);
        Ok(Self { case, matter, escalation, ask, raised_by: by, stage })
    }

    /// Goes to whoever answers it, and back.
    pub(super) fn be_answered(&mut self, scene: &mut Context<'_>) -> Result<End, SeedError> {
        if self.stage.is_some_and(Stage::waits) {
            return Err(SeedError::NotYet);
        }
        if self.stage.is_none() && scene.chance.percent(6) {
            self.withdraw(scene)?;
            return Ok(End::Withdrawn);
        }
        let person = self.be_taken_on(scene)?;
        self.stop_at(Stage::TakenOn)?;
        if self.stage == Some(Stage::AskedBack) || self.stage.is_none() && scene.chance.percent(30) {
            self.ask_back(scene, person)?;
        }
        scene.wait_for(person, self.paced([10 * MINUTE, 25 * MINUTE, 50 * MINUTE, 90 * MINUTE]))?;
        let (outcome, case) = (scene.says(&[self.matter.outcome], person).parse()?, self.case.clone());
        let change = self.escalation.clone().resolve(case, outcome, &scene.person(person).actor, scene.now)?;
        (self.escalation, self.case) = scene.batch.add(change);
        self.stop_at(Stage::Answered)?;
        Ok(End::Answered)
    }

    /// The answer has been passed on by `by`.
    pub(super) fn close(&mut self, scene: &mut Context<'_>, by: usize) -> Result<(), SeedError> {
        self.change(scene, by, |question, by, at| question.close(&by.actor, at))
    }

    fn withdraw(&mut self, scene: &mut Context<'_>) -> Result<(), SeedError> {
        scene.wait(50 * MINUTE)?;
        let by = scene.there(self.raised_by);
        let (reason, case) = (scene.says(templates::WITHDRAWN, by).parse()?, self.case.clone());
        let change = self.escalation.clone().withdraw(case, reason, &scene.person(by).actor, scene.now)?;
        (self.escalation, self.case) = scene.batch.add(change);
        Ok(())
    }

    /// Somebody takes it on, though not always whoever it came to first; returned is who will answer it.
    fn be_taken_on(&mut self, scene: &mut Context<'_>) -> Result<usize, SeedError> {
        let pace = self.paced([8 * MINUTE, 30 * MINUTE, 80 * MINUTE, 3 * HOUR]);
        let person = match self.ask.person {
            Some(person) => {
                scene.wait_for(person, pace)?;
                person
            }
            None => {
                let ready = scene.chance.after(scene.now, pace);
                let (person, at) = scene.desk.roster.first_of(self.group(scene), ready, &mut scene.chance);
                scene.reach(at)?;
                person
            }
        };
        let drawn = if self.stage.is_none() { scene.chance.place(100) } else { 100 };
        let person = match (self.ask.person, self.another_than(person, scene)) {
            (Some(_), colleague) if drawn < 10 => {
                let reason = scene.says(templates::DECLINES, person).parse()?;
                self.change(scene, person, |question, by, at| question.decline(&reason, &by.actor, at))?;
                match colleague {
                    Some(colleague) => colleague,
                    None => return self.be_answered_by_an_admin(scene, pace),
                }
            }
            (_, Some(colleague)) if (10..18).contains(&drawn) => {
                let target = Target::person(self.ask.role, &scene.person(colleague).staff, "target")?;
                self.change(scene, person, |question, by, at| question.reassign(target, &by.actor, at))?;
                colleague
            }
            (_, _) => return self.accept(scene, person),
        };
        scene.wait_for(person, pace)?;
        self.accept(scene, person)
    }

    fn accept(&mut self, scene: &mut Context<'_>, person: usize) -> Result<usize, SeedError> {
        self.change(scene, person, |question, by, at| question.accept(&by.actor, at))?;
        Ok(person)
    }

    /// Nobody else of the pool is there: an admin answers in their place.
    fn be_answered_by_an_admin(&self, scene: &mut Context<'_>, pace: i64) -> Result<usize, SeedError> {
        let ready = scene.chance.after(scene.now, pace);
        let (admin, at) = scene.desk.roster.first_of(scene.desk.roster.admins(), ready, &mut scene.chance);
        scene.reach(at)?;
        Ok(admin)
    }

    /// Whoever has it wants to know more first.
    fn ask_back(&mut self, scene: &mut Context<'_>, person: usize) -> Result<(), SeedError> {
        scene.briefly(70, 8 * MINUTE)?;
        self.say(scene, person, self.matter.back)?;
        self.stop_at(Stage::AskedBack)?;
        scene.wait(30 * MINUTE)?;
        let by = scene.there(self.raised_by);
        self.say(scene, by, self.matter.told)
    }

    fn say(&mut self, scene: &mut Context<'_>, by: usize, sentence: &str) -> Result<(), SeedError> {
        let (id, body) = (scene.desk.ids.id(scene.now), scene.says(&[sentence], by).parse()?);
        self.change(scene, by, |question, by, at| Ok(question.discuss(id, body, &by.actor, at)?.map(|(question, _)| question)))
    }

    fn change(
        &mut self,
        scene: &mut Context<'_>,
        by: usize,
        transition: impl FnOnce(Escalation, &Colleague, Timestamp) -> Result<Change<Escalation>, DomainError>,
    ) -> Result<(), SeedError> {
        let change = transition(self.escalation.clone(), scene.person(by), scene.now)?;
        self.escalation = scene.batch.add(change);
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

    fn group(&self, scene: &Context<'_>) -> Range<usize> {
        group(self.ask.role, scene)
    }

    fn another_than(&self, person: usize, scene: &mut Context<'_>) -> Option<usize> {
        let others: Vec<usize> = self.group(scene).filter(|other| *other != person).collect();
        if others.is_empty() { None } else { Some(others[scene.chance.place(others.len())]) }
    }
}

/// Those who can be asked in a role.
pub(super) fn group(role: TargetRole, scene: &Context<'_>) -> Range<usize> {
    match role {
        TargetRole::Doctor => scene.desk.roster.doctors(),
        TargetRole::Admin => scene.desk.roster.admins(),
    }
}

/// Whom people ask: in half of all cases they know whom.
pub(super) fn somebody(role: TargetRole, scene: &mut Context<'_>) -> Ask {
    let group = group(role, scene);
    let person = group.start + scene.chance.place(group.len());
    Ask { role, person: if scene.chance.percent(45) { Some(person) } else { None } }
}
