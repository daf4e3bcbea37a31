//! What pages and reports show.

pub(crate) mod customer;
pub(crate) mod dashboard;
pub(crate) mod escalation;
pub(crate) mod interaction;
pub(crate) mod lookup;
pub(crate) mod message;
pub(crate) mod notice;
pub(crate) mod outline;
pub(crate) mod principal;
pub(crate) mod profile;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod service_account;
pub(crate) mod staff;
pub(crate) mod ticket;
pub(crate) mod timeline;
pub(crate) mod unassigned;
