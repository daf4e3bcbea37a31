//! Tickets: a customer's request, its assignee and its state.

mod contact;
mod conversation;
mod linking;
mod open_period;
mod queue;
mod recall;
mod record;
mod redact;
mod state;
mod status;
mod transitions;

pub(crate) use contact::{ContactAnswer, ContactOutcome};
pub use conversation::NewMessage;
pub use open_period::{PeriodChange, PeriodEnd, period_changes};
pub use queue::queue_ranks_end;
pub use record::{Contact, NewTicket, PendingUndo, ReplyEffect, Ticket, TicketFields, TicketPatch, TicketRecord};
pub use redact::TicketText;
pub use state::{Category, FirstResponse, TicketState, TicketStatus, Unresolved};
pub use status::UNDO_SECONDS;

pub use crate::priority::Priority;

#[cfg(test)]
mod tests;
