//! Persistence: SQLite and PostgreSQL through SeaORM.
//!
//! [`Store`] reads, [`Transaction`] writes. A read returns a [`Audited`], which yields its value only after the read log entry is written;
//! records are written only by [`Transaction::save`], rows and events in one transaction.

mod audited;
mod consumers;
pub mod engine;
mod error;
mod idempotent_request;
mod job_leases;
mod projections;
mod purge;
mod queries;
#[cfg(test)]
mod query_plans;
mod read_log;
pub mod read_log_registry;
pub mod schema;
mod scoped_record;
mod sessions;
mod store;
mod tables;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod transaction;

pub use audited::Audited;
pub use consumers::{ClaimedEvent, Consumer};
pub use engine::{
    Engine,
    clock::Clock,
    database::{Database, OpenError},
    ids::Ids,
    long_reads::ReadClass,
    page::{COUNT_CAP, Page, PageRequest, SeekKey, Total},
};
pub use error::{Retryable, StoreError};
pub use idempotent_request::{IdempotentRequest, RecordRef, ReplayOutcome, Written};
pub use projections::unfetched_reply::UnfetchedFilter;
pub use queries::{
    customer::{CustomerFilter, CustomerRef, CustomerSort},
    dashboard::{Dashboard, DashboardScope, EscalationsWaiting, WorkWaiting},
    escalation::{EscalationFilter, EscalationMessageView, EscalationSort, EscalationView, SourceRef, TargetFilter},
    interaction::{AgentFilter, InteractionFilter, InteractionSort, InteractionView},
    message::MessageView,
    notice::{NoticePage, NoticeReader, NoticeSubject, NoticeView},
    outline::Outline,
    principal::PrincipalRef,
    profile::{CountBy, HandlerCount, Profile},
    report::{
        AGE_BANDS, ActivityCount, Backlog, DrilldownFilter, GroupKey, Grouping, ReportQuery, ReportRows, StaffSummary, TermCount,
        TimeBuckets, TopAffected, Workload,
    },
    search::{GlobalResults, MAX_CANDIDATES, SearchHit, SearchPage},
    service_account::{Credential, SecretRef, ServiceAccountView},
    staff::{StaffFilter, StaffRef, StaffView},
    ticket::{AssigneeFilter, TicketFilter, TicketRef, TicketSort, TicketView},
    timeline::{TimelineActor, TimelineEntry, TimelineFilter},
    unassigned::UnassignedCounts,
};
pub use read_log::ReadLog;
pub use scoped_record::ScopedRecord;
pub use sessions::{
    password_link::PasswordLink,
    preference::StoredPreferences,
    session::{OwnSession, Session},
};
pub use store::Store;
pub use transaction::{AssignedWork, LockedMessage, Transaction};

#[cfg(doctest)]
#[doc = include_str!("../tests/proofs.md")]
mod proofs {}
