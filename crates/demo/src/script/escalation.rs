//! The part of a script in which a doctor or an admin is asked.

use caredesk_domain::{Timestamp, escalation::TargetRole, ticket::Priority};

use super::{Action, Due, ScriptBuilder};
use crate::{
    clock::{HOUR, MINUTE, by_priority},
    data::Escalation,
};

/// How far an escalation has come at the end of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EscalationStage {
    DoctorPool,
    NamedDoctor,
    AdminPool,
    Accepted,
    AskedBack,
    Answered,
}

impl EscalationStage {
    /// All, those first that need the most time.
    pub(crate) const ALL: [Self; 6] =
        [Self::Answered, Self::AskedBack, Self::DoctorPool, Self::NamedDoctor, Self::Accepted, Self::AdminPool];

    /// Whether nobody has accepted it.
    pub(crate) const fn is_pending(self) -> bool {
        match self {
            Self::DoctorPool | Self::NamedDoctor | Self::AdminPool => true,
            Self::Accepted | Self::AskedBack | Self::Answered => false,
        }
    }

    pub(crate) const fn role(self) -> TargetRole {
        match self {
            Self::AdminPool => TargetRole::Admin,
            Self::DoctorPool | Self::NamedDoctor | Self::Accepted | Self::AskedBack | Self::Answered => TargetRole::Doctor,
        }
    }
}

impl ScriptBuilder<'_> {
    /// A named person in half of all cases, else the pool.
    pub(super) fn usual_target(&mut self, role: TargetRole) -> Option<usize> {
        let person = self.any_target(role);
        if self.rng.percent(45) { Some(person) } else { None }
    }

    fn any_target(&mut self, role: TargetRole) -> usize {
        let targets = self.desk.targets(role);
        targets.start + self.rng.index(targets.len())
    }

    /// What follows an escalation until its answer; false when it is withdrawn.
    pub(super) fn escalation_answer(&mut self, escalation: &'static Escalation, target: Option<usize>, priority: Priority) -> bool {
        let notes = &self.data.phrases.note;
        if self.rng.percent(6) {
            let reason = self.pick(&notes.withdrawn);
            self.add(Due::After(50 * MINUTE), Action::Withdraw(reason));
            return false;
        }
        let wait = by_priority(priority, [8 * MINUTE, 30 * MINUTE, 80 * MINUTE, 3 * HOUR]);
        match self.rng.index(100) {
            0..10 if target.is_some() => {
                let reason = self.pick(&notes.declined);
                self.add(Due::Target(wait), Action::Decline(reason));
            }
            10..18 => self.add(Due::Target(wait), Action::Reassign),
            _ => {}
        }
        self.add(Due::Target(wait), Action::Accept);
        if self.rng.percent(30) {
            self.add(Due::Within(70, 8 * MINUTE), Action::AskBack(&escalation.question));
            self.add(Due::After(30 * MINUTE), Action::AnswerBack(&escalation.details));
        }
        let wait = by_priority(priority, [10 * MINUTE, 25 * MINUTE, 50 * MINUTE, 90 * MINUTE]);
        self.add(Due::Target(wait), Action::ResolveEscalation(&escalation.outcome));
        true
    }

    /// The agent escalates so that the escalation has come to `stage` at the end of the history.
    pub(super) fn escalation_until(&mut self, stage: EscalationStage, escalation: &'static Escalation, opened_at: Timestamp) {
        let role = stage.role();
        let person = self.any_target(role);
        let named = match stage {
            EscalationStage::NamedDoctor => true,
            EscalationStage::DoctorPool | EscalationStage::AdminPool => false,
            EscalationStage::Accepted | EscalationStage::AskedBack | EscalationStage::Answered => self.rng.percent(70),
        };
        let at = self.escalated_at(stage, person).max(opened_at);
        let target = if named { Some(person) } else { None };
        self.add(Due::NotBefore(at), Action::Escalate { to: role, target, reason: &escalation.reason });
        if stage.is_pending() {
            return;
        }
        self.add(Due::Target(6 * MINUTE), Action::Accept);
        if stage == EscalationStage::Accepted {
            return;
        }
        if stage == EscalationStage::AskedBack {
            return self.add(Due::Within(70, 8 * MINUTE), Action::AskBack(&escalation.question));
        }
        self.add(Due::Target(4 * MINUTE), Action::ResolveEscalation(&escalation.outcome));
    }

    /// When to ask `person` so that there is time to come to `stage`.
    fn escalated_at(&mut self, stage: EscalationStage, person: usize) -> Timestamp {
        let until = self.desk.until;
        if stage.is_pending() {
            let waits = self.rng.seconds(70 * MINUTE).clamp(4 * MINUTE, 9 * HOUR);
            until.plus_seconds(-waits)
        } else {
            let last = self.desk.shifts.last_on_duty(person, until).unwrap_or(until);
            self.rng.within(last, -4 * HOUR, -100 * MINUTE)
        }
    }
}
