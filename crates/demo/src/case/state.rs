//! The contact and the escalation of a case.

use caredesk_domain::{
    Timestamp,
    escalation::{Escalation, TargetRole},
    interaction::Interaction,
    message::Channel,
};

use crate::{rng::Rng, script::ContactSpec, staff::Desk};

/// A contact, which may not be logged yet.
#[derive(Debug)]
pub(super) struct Contact {
    pub(super) spec: ContactSpec,
    pub(super) began: Timestamp,
    pub(super) ends: Timestamp,
    /// Who has it.
    pub(super) agent: usize,
    pub(super) interaction: Option<Interaction>,
}

impl Contact {
    /// Whether it is logged and has not ended.
    pub(super) fn is_going_on(&self) -> bool {
        self.interaction.as_ref().is_some_and(|interaction| interaction.phase.ended_at().is_none())
    }

    /// The body of the e-mail, without the subject.
    pub(super) fn letter(&self) -> Option<&str> {
        let transcript = self.interaction.as_ref()?.transcript.as_ref()?;
        transcript.as_str().split_once("\n\n").map(|(_, letter)| letter)
    }

    pub(super) const fn channel(&self) -> Channel {
        self.spec.channel
    }
}

/// An escalation that is not closed.
#[derive(Debug)]
pub(super) struct OpenEscalation {
    pub(super) escalation: Escalation,
    pub(super) role: TargetRole,
    /// Who has it or is to have it next; `None` in the pool.
    pub(super) target: Option<usize>,
    pub(super) escalated_by: usize,
}

impl OpenEscalation {
    /// Admins resolve escalations to doctors without accepting them.
    pub(super) fn can_accept(&self, desk: &Desk) -> bool {
        self.target.is_none_or(|target| desk.targets(self.role).contains(&target))
    }

    pub(super) fn has_colleagues(&self, desk: &Desk) -> bool {
        desk.targets(self.role).len() > 1
    }

    pub(super) fn pick_colleague(&self, desk: &Desk, rng: &mut Rng) -> Option<usize> {
        let colleagues: Vec<usize> = desk.targets(self.role).filter(|other| Some(*other) != self.target).collect();
        if colleagues.is_empty() { None } else { Some(*rng.pick(&colleagues)) }
    }
}
