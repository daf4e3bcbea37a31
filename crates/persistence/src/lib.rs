//! Persistence: SQLite and PostgreSQL through SeaORM.
//!
//! [`Store`] reads, [`Transaction`] writes. A read returns a [`Audited`], which yields its value only after the read log entry is written;
//! records are written only by [`Transaction::save`], rows and events in one transaction.

mod audited;
mod bulk_insert;
pub mod clock;
mod column;
mod customer;
mod dashboard;
pub mod database;
mod db_error;
mod dialect;
pub mod engine;
mod entity;
mod escalation;
mod event;
mod idempotency;
pub mod ids;
mod interaction;
mod keyword_index;
mod long_reads;
mod message;
mod notice;
mod open_period;
mod page;
mod password_link;
mod preference;
mod principal;
mod profile;
#[cfg(test)]
mod query_plans;
mod read_log;
pub mod read_log_registry;
mod redaction;
mod related;
mod report;
pub mod schema;
mod scope_filter;
mod scoped_record;
mod search;
mod service_account;
mod session;
mod sign_in_throttle;
mod staff;
mod staff_release;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod ticket;
mod timeline;
mod transaction;
mod unassigned;
mod versioned;

pub use clock::Clock;
pub use customer::{CustomerFilter, CustomerRef, CustomerSort};
pub use dashboard::{Dashboard, DashboardScope, EscalationsWaiting, WorkWaiting};
pub use database::{Database, OpenError};
pub use engine::Engine;
pub use escalation::{EscalationFilter, EscalationMessageView, EscalationSort, EscalationView, SourceRef, TargetFilter};

pub use audited::Audited;
pub use idempotency::{IdempotentRequest, Outline, RecordRef, ReplayOutcome};
pub use ids::Ids;
pub use interaction::{AgentFilter, InteractionFilter, InteractionSort, InteractionView};
pub use long_reads::ReadClass;
pub use message::{LockedMessage, MessageView, UnfetchedFilter};
pub use notice::{NoticePage, NoticeReader, NoticeSubject, NoticeView};
pub use page::{COUNT_CAP, Page, PageRequest, SeekKey, Total};
pub use password_link::PasswordLink;
pub use preference::StoredPreferences;
pub use principal::PrincipalRef;
pub use profile::{CountBy, HandlerCount, Profile};
pub use read_log::ReadLog;
pub use report::{
    AGE_BANDS, ActivityCount, Backlog, DrilldownFilter, GroupKey, Grouping, ReportQuery, ReportRows, StaffSummary, TermCount, TimeBuckets,
    TopAffected, Workload,
};
pub use scoped_record::ScopedRecord;
pub use search::{GlobalResults, MAX_CANDIDATES, SearchHit, SearchPage};
pub use service_account::{Credential, SecretRef, ServiceAccountView};
pub use session::{OwnSession, Session};
pub use staff::{StaffFilter, StaffRef, StaffView};
pub use store::{Retryable, Store, StoreError};
pub use ticket::{AssigneeFilter, TicketFilter, TicketRef, TicketSort, TicketView};
pub use timeline::{TimelineActor, TimelineEntry, TimelineFilter};
pub use transaction::Transaction;
pub use unassigned::UnassignedCounts;

#[cfg(doctest)]
#[doc = include_str!("../tests/proofs.md")]
mod proofs {}
