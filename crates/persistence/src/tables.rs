//! The tables: entities, the mapping between rows and values, saves, and the conditions of a scope.

pub(crate) mod customer;
pub(crate) mod entity;
pub(crate) mod escalation;
pub(crate) mod event;
pub(crate) mod interaction;
pub(crate) mod message;
pub(crate) mod redaction;
pub(crate) mod scope_filter;
pub(crate) mod service_account;
pub(crate) mod staff;
pub(crate) mod ticket;
pub(crate) mod versioned;
pub(crate) mod write_set;
