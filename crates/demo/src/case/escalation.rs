//! The steps of escalations.

use caredesk_domain::{
    DomainError, Timestamp,
    actor::Actor,
    change::Change,
    escalated_record::EscalatedRecord,
    escalation::{Escalation, NewEscalation, Target, TargetRole},
};

use super::{Case, state::OpenEscalation};
use crate::error::SeedError;

impl Case<'_> {
    /// When the target turns to the escalation. The first of the pool to be on duty becomes the target.
    pub(super) fn target_ready(&mut self, typical: i64) -> Timestamp {
        let ready = self.rng.after(self.now, typical);
        let Some(escalation) = &mut self.escalation else { return ready };
        if let Some(target) = escalation.target {
            return self.desk.shifts.next_on_duty(target, ready, &mut self.rng);
        }
        let (target, at) = self.desk.shifts.first_on_duty(self.desk.targets(escalation.role), ready, &mut self.rng);
        escalation.target = Some(target);
        at
    }

    pub(super) fn escalate(&mut self, role: TargetRole, target: Option<usize>, reason: &str) -> Result<(), SeedError> {
        let Some(record) = self.escalated_record() else { return Ok(()) };
        // The agent may be off duty by now.
        let escalated_by = self.agent_present();
        let to = match target {
            Some(target) => Target::person(role, &self.desk.staff[target].staff, "target")?,
            None => Target::pool(role),
        };
        let reason = self.fill(reason, escalated_by).parse()?;
        let new = NewEscalation { id: self.desk.ids.id(self.now), target: to, reason, priority: None };
        let (record, escalation) = self.batch.add(record.escalate(new, &self.desk.staff[escalated_by].actor, self.now)?);
        self.set_escalated_record(record);
        self.escalation = Some(OpenEscalation { escalation, role, target, escalated_by });
        Ok(())
    }

    pub(super) fn withdraw(&mut self, reason: &str) -> Result<(), SeedError> {
        let (by, Some(record)) = (self.escalator_present(), self.escalated_record()) else { return Ok(()) };
        let Some(OpenEscalation { escalation, .. }) = self.escalation.take() else { return Ok(()) };
        let reason = self.fill(reason, by).parse()?;
        let (_, record) = self.batch.add(escalation.withdraw(record, reason, &self.desk.staff[by].actor, self.now)?);
        self.set_escalated_record(record);
        Ok(())
    }

    /// A colleague takes it next; where there is none, an admin.
    pub(super) fn decline(&mut self, reason: &str) -> Result<(), SeedError> {
        let by = self.target();
        let reason = self.fill(reason, by).parse()?;
        self.change_escalation(by, |escalation, actor, at| escalation.decline(&reason, actor, at))?;
        if let Some(escalation) = &mut self.escalation {
            let colleague = escalation.pick_colleague(self.desk, &mut self.rng);
            escalation.target = colleague.or(Some(self.desk.shifts.admins().start));
        }
        Ok(())
    }

    pub(super) fn reassign(&mut self) -> Result<(), SeedError> {
        let by = self.target();
        let Some(escalation) = &mut self.escalation else { return Ok(()) };
        let Some(colleague) = escalation.pick_colleague(self.desk, &mut self.rng) else { return Ok(()) };
        let target = Target::person(escalation.role, &self.desk.staff[colleague].staff, "target")?;
        escalation.target = Some(colleague);
        self.change_escalation(by, |escalation, actor, at| escalation.reassign(target, actor, at))
    }

    pub(super) fn accept(&mut self) -> Result<(), SeedError> {
        self.change_escalation(self.target(), |escalation, actor, at| escalation.accept(actor, at))
    }

    pub(super) fn ask_back(&mut self, text: &str) -> Result<(), SeedError> {
        self.discuss(self.target(), text)
    }

    pub(super) fn answer_back(&mut self, text: &str) -> Result<(), SeedError> {
        let by = self.escalator_present();
        self.discuss(by, text)
    }

    pub(super) fn resolve_escalation(&mut self, outcome: &str) -> Result<(), SeedError> {
        let (by, Some(record)) = (self.target(), self.escalated_record()) else { return Ok(()) };
        let outcome = self.fill(outcome, by).parse()?;
        let Some(open) = &mut self.escalation else { return Ok(()) };
        let change = open.escalation.clone().resolve(record, outcome, &self.desk.staff[by].actor, self.now)?;
        let (escalation, record) = self.batch.add(change);
        open.escalation = escalation;
        self.set_escalated_record(record);
        Ok(())
    }

    pub(super) fn close_escalation(&mut self) -> Result<(), SeedError> {
        self.change_escalation(self.agent, |escalation, actor, at| escalation.close(actor, at))?;
        self.escalation = None;
        Ok(())
    }

    fn discuss(&mut self, by: usize, text: &str) -> Result<(), SeedError> {
        let (id, body) = (self.desk.ids.id(self.now), self.fill(text, by).parse()?);
        self.change_escalation(by, |escalation, actor, at| Ok(escalation.discuss(id, body, actor, at)?.map(|(escalation, _)| escalation)))
    }

    fn change_escalation(
        &mut self,
        by: usize,
        transition: impl FnOnce(Escalation, &Actor, Timestamp) -> Result<Change<Escalation>, DomainError>,
    ) -> Result<(), SeedError> {
        let Some(open) = &mut self.escalation else { return Ok(()) };
        let change = transition(open.escalation.clone(), &self.desk.staff[by].actor, self.now)?;
        open.escalation = self.batch.add(change);
        Ok(())
    }

    /// Who has the escalation.
    fn target(&self) -> usize {
        self.escalation.as_ref().and_then(|escalation| escalation.target).unwrap_or(self.agent)
    }

    /// Who escalated when on duty; else an agent who is.
    fn escalator_present(&mut self) -> usize {
        let by = self.escalation.as_ref().map_or(self.agent, |escalation| escalation.escalated_by);
        let shifts = &self.desk.shifts;
        if shifts.is_on_duty(by, self.now) { by } else { shifts.agent_on_duty(self.now, &mut self.rng) }
    }

    fn escalated_record(&self) -> Option<EscalatedRecord> {
        let interaction = || self.contact.as_ref().and_then(|contact| contact.interaction.clone());
        self.ticket.clone().map(EscalatedRecord::Ticket).or_else(|| interaction().map(EscalatedRecord::Interaction))
    }

    fn set_escalated_record(&mut self, record: EscalatedRecord) {
        match record {
            EscalatedRecord::Ticket(ticket) => self.ticket = Some(ticket),
            EscalatedRecord::Interaction(interaction) => {
                if let Some(contact) = &mut self.contact {
                    contact.interaction = Some(interaction);
                }
            }
        }
    }
}
