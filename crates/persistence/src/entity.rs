//! The rows as they lie in the tables: private to this crate, and mapped to the domain's values beside their reads and writes.

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod customer;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod customer_source;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod escalation;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod escalation_message;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod event;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod event_detail;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod idempotency;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod interaction;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod message;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod notice;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod notice_seen;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod password_link;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod preference;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod read_ledger;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod search_key;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod search_word;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod service_account;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod service_secret;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod session;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod staff;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod ticket;
#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod unsealed;
