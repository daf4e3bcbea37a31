//! Creating an escalation, and the ticket or interaction it is raised from.

use super::{Escalation, EscalationRecord, EscalationSource, EscalationState, Target};
use crate::{
    CustomerId, DomainError, EscalationId, PrincipalId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, RecordWrite, VersionedWrite},
    event::AuditFields,
    interaction::Interaction,
    policy::{Action, Ownership, check},
    text::Reason,
    ticket::{Priority, Ticket},
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

/// The input for a new escalation.
#[derive(Debug)]
pub struct NewEscalation {
    /// The id.
    pub id: EscalationId,
    /// Whom it asks.
    pub target: Target,
    /// The question and its reason.
    pub reason: Reason,
    /// The priority; `None` takes the ticket's priority, or medium for an interaction.
    pub priority: Option<Priority>,
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
        let telling = EventBuilder::new(permit, at);
        let escalation = self.raised(new, escalated_by, at);
        let raised = telling
            .clone()
            .change(&AuditFields::new(), escalation, |escalation| RecordWrite::Escalation(VersionedWrite::insert(escalation)));
        let id = raised.out().id;
        let case = match self {
            Self::Ticket(ticket) => ticket.start_escalation(id, telling, at)?.map(Self::Ticket),
            Self::Interaction(interaction) => interaction.with_open_escalation(Some(id), telling, at).map(Self::Interaction),
        };
        Ok(case.and(raised))
    }

    /// Clears the open escalation, which has ended.
    pub(super) fn end_escalation(self, telling: EventBuilder, at: Timestamp) -> Change<Self> {
        match self {
            Self::Ticket(ticket) => ticket.end_escalation(telling, at).map(Self::Ticket),
            Self::Interaction(interaction) => interaction.with_open_escalation(None, telling, at).map(Self::Interaction),
        }
    }

    fn raised(&self, new: NewEscalation, escalated_by: PrincipalId, at: Timestamp) -> Escalation {
        let usual = match self {
            Self::Ticket(ticket) => ticket.priority,
            Self::Interaction(_) => Priority::Medium,
        };
        Escalation(EscalationRecord {
            id: new.id,
            source: self.source(),
            customer: self.customer(),
            target: new.target,
            priority: new.priority.unwrap_or(usual),
            reason: new.reason,
            state: EscalationState::Pending,
            asked_at: None,
            last_message_at: None,
            escalated_by,
            created_at: at,
            updated_at: at,
            deleted: None,
            version: 1,
        })
    }
}
