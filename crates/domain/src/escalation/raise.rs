//! Raising an escalation, and the ticket or interaction it is raised from.

use super::{Escalation, EscalationState, Progress, Source, Target};
use crate::{
    CustomerId, EscalationId, PrincipalId, Refusal, Timestamp,
    actor::Actor,
    change::{Change, Put, Telling, Write},
    event::Facts,
    interaction::Interaction,
    policy::{Action, Relation, check},
    text::Reason,
    ticket::{Priority, Ticket},
};

/// What an escalation is raised from, with all of the record: raising and ending change both.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a request has one of them, and 250 bytes are not worth an allocation")]
pub enum Case {
    /// A ticket, which is escalated for the time being.
    Ticket(Ticket),
    /// An interaction, which goes on.
    Interaction(Interaction),
}

/// What an escalation is raised with.
#[derive(Debug)]
pub struct NewEscalation {
    /// The id.
    pub id: EscalationId,
    /// Whom it asks.
    pub target: Target,
    /// What is asked, and why.
    pub reason: Reason,
    /// How soon it must be answered; left out, as the ticket must be worked, and medium for an interaction.
    pub priority: Option<Priority>,
}

impl Case {
    /// Which record it is.
    pub fn source(&self) -> Source {
        match self {
            Self::Ticket(ticket) => Source::Ticket(ticket.id),
            Self::Interaction(interaction) => Source::Interaction(interaction.id),
        }
    }

    /// Whose case it is.
    pub fn customer(&self) -> CustomerId {
        match self {
            Self::Ticket(ticket) => ticket.customer,
            Self::Interaction(interaction) => interaction.customer,
        }
    }

    /// The escalation that is open on it.
    pub fn open_escalation(&self) -> Option<EscalationId> {
        match self {
            Self::Ticket(ticket) => ticket.open_escalation,
            Self::Interaction(interaction) => interaction.open_escalation,
        }
    }

    /// Asks a doctor or an admin. Whoever works the case keeps it.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when an escalation is open on it, or the ticket is resolved.
    pub fn escalate(self, new: NewEscalation, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Escalation)>, Refusal> {
        let permit = check(actor, Action::Escalate, Relation::Other)?;
        let Some(escalated_by) = actor.principal() else { return Err(Refusal::people_only(Action::Escalate)) };
        if self.open_escalation().is_some() {
            return Err(Refusal::open_escalation("an escalation is open on it already: withdraw it first"));
        }
        let telling = Telling::new(permit, at);
        let escalation = self.raised(new, escalated_by, at);
        let raised = telling.clone().change(&Facts::new(), escalation, |escalation| Write::Escalation(Put::new(escalation)));
        let id = raised.out().id;
        let case = match self {
            Self::Ticket(ticket) => ticket.escalated(id, telling, at)?.map(Self::Ticket),
            Self::Interaction(interaction) => interaction.with_open_escalation(Some(id), telling, at).map(Self::Interaction),
        };
        Ok(case.and(raised))
    }

    /// Its escalation has ended.
    pub(super) fn returned(self, telling: Telling, at: Timestamp) -> Change<Self> {
        match self {
            Self::Ticket(ticket) => ticket.returned(telling, at).map(Self::Ticket),
            Self::Interaction(interaction) => interaction.with_open_escalation(None, telling, at).map(Self::Interaction),
        }
    }

    fn raised(&self, new: NewEscalation, escalated_by: PrincipalId, at: Timestamp) -> Escalation {
        let usual = match self {
            Self::Ticket(ticket) => ticket.priority,
            Self::Interaction(_) => Priority::Medium,
        };
        Escalation(EscalationState {
            id: new.id,
            source: self.source(),
            customer: self.customer(),
            target: new.target,
            priority: new.priority.unwrap_or(usual),
            reason: new.reason,
            progress: Progress::Pending,
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
