//! Persistence: SQLite and PostgreSQL through SeaORM.
//!
//! [`Store`] reads, [`Work`] writes. A read returns a [`Seen`], which yields its value only after the read log entry is written;
//! records are written only by [`Work::save`], rows and events in one transaction.

mod batch;
mod cases;
pub mod clock;
mod column;
mod customer;
mod dashboard;
pub mod database;
mod dialect;
pub mod engine;
mod entity;
mod escalation;
mod event;
mod failure;
pub mod ids;
mod interaction;
mod ledger;
mod linked;
mod long_reads;
mod message;
mod notice;
mod once;
mod page;
mod password_link;
#[cfg(test)]
mod plans;
mod preference;
mod principal;
mod profile;
pub mod read_log_registry;
mod redaction;
mod report;
mod row;
pub mod schema;
mod search;
mod seen;
mod service_account;
mod session;
mod sign_in_throttle;
mod spell;
mod staff;
mod staff_work;
mod store;
mod term;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod ticket;
mod timeline;
mod versioned;
mod waiting;
mod work;

pub use clock::Clock;
pub use customer::{CustomerFilter, CustomerRef, CustomerSort};
pub use dashboard::{Dashboard, EscalationsWaiting, Whose, WorkWaiting};
pub use database::{Database, OpenError};
pub use engine::Engine;
pub use escalation::{Asked, EscalationFilter, EscalationMessageView, EscalationSort, EscalationView, SourceRef};

pub use ids::Ids;
pub use interaction::{Attended, InteractionFilter, InteractionSort, InteractionView};
pub use ledger::Ledger;
pub use long_reads::ReadClass;
pub use message::{MessageInCase, MessageView, Unfetched};
pub use notice::{NoticeReader, NoticeState, NoticeSubject, Notices};
pub use once::{Once, Outline, Replay, Shown};
pub use page::{COUNTED, Page, PageRequest, Position, Total};
pub use password_link::PasswordLink;
pub use preference::Settings;
pub use principal::PrincipalRef;
pub use profile::{Handling, Profile, Tally};
pub use report::{AGE_BANDS, Backlog, BehindFilter, Concerned, Count, Counted, Cut, Did, Grouping, Key, Load, Reported, TermCount};
pub use row::Row;
pub use search::{Anything, CANDIDATES, Found, FoundAnything};
pub use seen::Seen;
pub use service_account::{Credential, SecretRef, ServiceAccountView};
pub use session::{OwnSession, Session};
pub use staff::{StaffFilter, StaffRef, StaffView};
pub use store::{Retry, Store, StoreError};
pub use ticket::{Assigned, TicketFilter, TicketRef, TicketSort, TicketView};
pub use timeline::{Doer, Happening, TimelineFilter};
pub use waiting::Waiting;
pub use work::Work;

#[cfg(doctest)]
#[doc = include_str!("../tests/proofs.md")]
mod proofs {}
