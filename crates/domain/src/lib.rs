//! The domain model: value types, state machines, access policy. No I/O, no async, no clock, no randomness.

pub mod actor;
pub mod change;
pub mod customer;
pub mod date;
mod deletion;
pub mod domain_error;
pub mod duration_stats;
pub mod email;
pub mod escalated_record;
pub mod escalation;
pub mod event;
pub mod field_error;
pub mod id;
pub mod interaction;
pub mod linking;
pub mod message;
pub mod metric;
pub mod name;
pub mod notice;
pub mod person;
pub mod phone;
pub mod policy;
mod priority;
pub mod read_log;
pub mod redaction;
mod role;
pub mod scopes;
pub mod search;
pub mod service_account;
pub mod staff;
pub mod stemming;
mod string_enum;
pub mod text;
pub mod throttle;
pub mod ticket;
pub mod ticket_number;
pub mod time;
mod version;

pub use domain_error::DomainError;
pub use field_error::FieldError;
pub use id::{
    CustomerId, EscalationId, EventId, InteractionId, MessageId, PrincipalId, ReadLogId, RequestId, SecretId, ServiceAccountId, SessionId,
    StaffId, TicketId,
};
pub use time::Timestamp;

#[cfg(doctest)]
#[doc = include_str!("../tests/proofs.md")]
mod proofs {}
