//! Escalations: a question to a doctor or an admin about a ticket or an interaction, and its answer.

mod create;
mod ending;
mod record;
mod redact;
mod source;
mod state;
mod target;
mod transitions;

pub use create::NewEscalation;
pub use record::{Escalation, EscalationMessage, EscalationRecord};
pub use redact::EscalationText;
pub use source::{EscalationSource, EscalationSourceKind};
pub use state::{Accepted, EscalationEnd, EscalationEndKind, EscalationState, EscalationStatus, Resolution, WaitingOn};
pub use target::{Target, TargetRole};

#[cfg(test)]
mod tests;
