//! The record an escalation was raised from.

use crate::{InteractionId, TicketId, event::SubjectKind, string_enum::string_enum};

string_enum! {
    /// The kinds of record an escalation can be raised from.
    pub enum EscalationSourceKind {
        /// A ticket.
        Ticket = "ticket",
        /// An interaction.
        Interaction = "interaction",
    }
}

/// The record an escalation was raised from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscalationSource {
    /// A ticket.
    Ticket(TicketId),
    /// An interaction.
    Interaction(InteractionId),
}

impl EscalationSource {
    /// Its kind.
    pub const fn kind(self) -> EscalationSourceKind {
        match self {
            Self::Ticket(_) => EscalationSourceKind::Ticket,
            Self::Interaction(_) => EscalationSourceKind::Interaction,
        }
    }

    /// Its kind in the audit log.
    pub const fn subject_kind(self) -> SubjectKind {
        match self {
            Self::Ticket(_) => SubjectKind::Ticket,
            Self::Interaction(_) => SubjectKind::Interaction,
        }
    }

    /// The record's id.
    pub const fn uuid(self) -> uuid::Uuid {
        match self {
            Self::Ticket(id) => id.uuid(),
            Self::Interaction(id) => id.uuid(),
        }
    }
}
