//! The domain model: value types, state machines, access policy. No I/O, no async, no clock, no randomness.

pub mod actor;
pub mod change;
pub mod customer;
pub mod date;
pub mod email;
pub mod escalation;
pub mod event;
pub mod fault;
pub mod id;
pub mod interaction;
pub mod message;
pub mod metric;
pub mod name;
pub mod notice;
pub mod person;
pub mod phone;
pub mod policy;
pub mod read_log;
pub mod redaction;
pub mod refusal;
pub mod scopes;
pub mod search;
pub mod service_account;
pub mod spread;
pub mod staff;
pub mod terms;
pub mod text;
pub mod throttle;
pub mod ticket;
pub mod ticket_number;
pub mod time;
mod words;

pub use fault::Fault;
pub use id::{
    CustomerId, EscalationId, EventId, InteractionId, MessageId, PrincipalId, ReadLogId, RequestId, SecretId, ServiceAccountId, SessionId,
    StaffId, TicketId,
};
pub use refusal::Refusal;
pub use time::Timestamp;

#[cfg(doctest)]
#[doc = include_str!("../tests/proofs.md")]
mod proofs {}
