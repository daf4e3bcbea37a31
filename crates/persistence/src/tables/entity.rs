//! SeaORM entities: private to this crate; the modules that read and write them map them to domain values.

#![expect(clippy::disallowed_methods, reason = "SeaORM's derive generates calls of `begin`")]

pub(crate) mod consumer_queue;
pub(crate) mod customer;
pub(crate) mod customer_source;
pub(crate) mod escalation;
pub(crate) mod escalation_message;
pub(crate) mod event;
pub(crate) mod event_detail;
pub(crate) mod idempotency;
pub(crate) mod interaction;
pub(crate) mod job;
pub(crate) mod message;
pub(crate) mod notice;
pub(crate) mod notice_mark;
pub(crate) mod notice_seen;
pub(crate) mod open_period;
pub(crate) mod password_link;
pub(crate) mod preference;
pub(crate) mod search_key;
pub(crate) mod search_word;
pub(crate) mod service_account;
pub(crate) mod service_secret;
pub(crate) mod session;
pub(crate) mod sign_in_throttle;
pub(crate) mod staff;
pub(crate) mod ticket;
pub(crate) mod ticket_term;
pub(crate) mod unfetched_reply;
