//! Interactions: calls, chats and e-mails with a customer, their agent and their result.

mod contact;
mod create;
mod input;
mod linking;
mod record;
mod redact;
mod state;
mod transitions;

pub use input::{InteractionEnd, InteractionPatch, NewInteraction};
pub use record::{Interaction, InteractionRecord};
pub use redact::InteractionText;
pub use state::{Direction, InteractionPhase, InteractionStatus};

#[cfg(test)]
mod tests;
