//! The ticket or interaction of an escalation: what raising and ending the escalation change on it.

use crate::{
    CustomerId, DomainError, EscalationId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, RecordWrite, VersionedWrite},
    escalation::{Escalation, EscalationSource, NewEscalation},
    interaction::Interaction,
    policy::{Action, Ownership, check},
    priority::Priority,
    text::{Outcome, Reason},
    ticket::Ticket,
};

/// The loaded ticket or interaction of an escalation: raising and ending the escalation change it too.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one per request: 250 bytes are not worth an allocation")]
pub enum EscalatedRecord {
    /// A ticket, which is escalated until the escalation ends.
    Ticket(Ticket),
    /// An interaction, whose status does not change.
    Interaction(Interaction),
}

impl EscalatedRecord {
    /// The kind and id of the record.
    pub fn source(&self) -> EscalationSource {
        match self {
            Self::Ticket(ticket) => EscalationSource::Ticket(ticket.id),
            Self::Interaction(interaction) => EscalationSource::Interaction(interaction.id),
        }
    }

    /// The customer.
    pub fn customer(&self) -> CustomerId {
        match self {
            Self::Ticket(ticket) => ticket.customer,
            Self::Interaction(interaction) => interaction.customer,
        }
    }

    /// Its open escalation.
    pub fn open_escalation(&self) -> Option<EscalationId> {
        match self {
            Self::Ticket(ticket) => ticket.open_escalation,
            Self::Interaction(interaction) => interaction.open_escalation,
        }
    }

    /// Raises an escalation to a doctor or an admin. The assignee or agent of the record stays.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when an escalation is open on it, or the ticket is resolved.
    pub fn escalate(self, new: NewEscalation, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Escalation)>, DomainError> {
        let permit = check(actor, Action::Escalate, Ownership::Other)?;
        let Some(escalated_by) = actor.principal_id() else { return Err(DomainError::staff_only(Action::Escalate)) };
        if self.open_escalation().is_some() {
            return Err(DomainError::open_escalation("an escalation is open on it already: withdraw it first"));
        }
        let event = EventBuilder::new(permit, at);
        let escalation = Escalation::new(new, self.source(), self.customer(), self.usual_priority(), escalated_by, at);
        let raised = event.clone().change(None, escalation, |escalation| RecordWrite::Escalation(VersionedWrite::insert(escalation)));
        let id = raised.out().id;
        let case = match self {
            Self::Ticket(ticket) => ticket.start_escalation(id, event, at)?.map(Self::Ticket),
            Self::Interaction(interaction) => interaction.with_open_escalation(Some(id), event, at).map(Self::Interaction),
        };
        Ok(case.and(raised))
    }

    /// Ends the escalation, with an event on it and one on this record.
    fn end_escalation(
        self,
        ended: Change<Escalation>,
        event: EventBuilder,
        at: Timestamp,
    ) -> Result<Change<(Escalation, Self)>, DomainError> {
        if self.open_escalation() != Some(ended.out().id) {
            return Err(DomainError::conflict("another_case", "the escalation was not raised from this record"));
        }
        let returned = match self {
            Self::Ticket(ticket) => ticket.end_escalation(event, at).map(Self::Ticket),
            Self::Interaction(interaction) => interaction.with_open_escalation(None, event, at).map(Self::Interaction),
        };
        Ok(ended.and(returned))
    }

    fn usual_priority(&self) -> Priority {
        match self {
            Self::Ticket(ticket) => ticket.priority,
            Self::Interaction(_) => Priority::Medium,
        }
    }
}

impl Escalation {
    /// Resolves the escalation with its answer; its ticket returns to the status before. A pending one is accepted by this.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless it names the actor or they are an admin; [`DomainError::Conflict`] when it is resolved or closed, or was not
    /// raised from `case`.
    pub fn resolve(
        self,
        case: EscalatedRecord,
        outcome: Outcome,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<(Self, EscalatedRecord)>, DomainError> {
        let (answered, event) = self.answered(outcome, actor, at)?;
        case.end_escalation(answered, event, at)
    }

    /// Withdraws the escalation before it is resolved; its ticket returns to the status before.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it is resolved or closed, or was not raised from `case`.
    pub fn withdraw(
        self,
        case: EscalatedRecord,
        reason: Reason,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<(Self, EscalatedRecord)>, DomainError> {
        let (withdrawn, event) = self.withdrawn(reason, actor, at)?;
        case.end_escalation(withdrawn, event, at)
    }
}
