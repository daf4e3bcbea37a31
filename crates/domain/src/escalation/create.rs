//! A new escalation.

use super::{
    record::{Escalation, EscalationRecord},
    source::EscalationSource,
    state::EscalationState,
    target::Target,
};
use crate::{CustomerId, EscalationId, PrincipalId, Timestamp, priority::Priority, text::Reason};

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

impl Escalation {
    /// A pending escalation. `usual` is its priority where none is given.
    pub(crate) fn new(
        new: NewEscalation,
        source: EscalationSource,
        customer: CustomerId,
        usual: Priority,
        escalated_by: PrincipalId,
        at: Timestamp,
    ) -> Self {
        Self(EscalationRecord {
            id: new.id,
            source,
            customer,
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
