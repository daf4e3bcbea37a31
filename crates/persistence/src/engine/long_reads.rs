//! Long reads: reports, searches and lists. Each class has its own connections and bounded queue, so that sign-ins and ticket work never wait for
//! them. A read past its deadline or whose request was dropped is cancelled in the database.

mod background;
mod bulkhead;
mod connection;

use std::{future::Future, sync::Arc, time::Duration};

use caredesk_domain::PrincipalId;
use sea_orm::DatabaseConnection;

use self::bulkhead::{Bulkhead, Limits};
use crate::{
    engine::{Engine, database::Database},
    error::StoreError,
};

/// How long a read of any class waits in its queue before it is rejected with 503. Waiting costs little memory; a caller that is rejected at once
/// and retries at once costs more, so the queues are bounded in time rather than in length.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// A class of long reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadClass {
    /// Counts over a period, over the whole desk or over a customer's history.
    Report,
    /// Search for records by words.
    Search,
    /// Lists of records by a filter.
    List,
}

impl ReadClass {
    /// Limits of the class on an engine. On SQLite each connection is a thread of this process, and two of them fill a small machine.
    const fn limits(self, engine: &Engine) -> Limits {
        let (connections, per_caller) = match (self, engine) {
            (Self::Report, Engine::Sqlite { .. } | Engine::Postgres { .. }) => (2, 1),
            (Self::Search | Self::List, Engine::Sqlite { .. }) => (3, 2),
            (Self::Search, Engine::Postgres { .. }) => (4, 2),
            (Self::List, Engine::Postgres { .. }) => (6, 2),
        };
        let (queue, queue_per_caller, max_duration) = match self {
            Self::Report => (96, 32, Duration::from_secs(12)),
            Self::Search => (256, 64, Duration::from_secs(5)),
            Self::List => (256, 64, Duration::from_secs(5)),
        };
        Limits { connections, per_caller, queue, queue_per_caller, max_wait: MAX_WAIT, max_duration }
    }

    /// Whether reads of the class run on background threads: reports and searches also process what they read, for too long to block a request
    /// thread.
    const fn is_background(self) -> bool {
        match self {
            Self::Report | Self::Search => true,
            Self::List => false,
        }
    }
}

/// Connections and queues for long reads. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct LongReads {
    reports: Arc<Bulkhead>,
    searches: Arc<Bulkhead>,
    lists: Arc<Bulkhead>,
}

impl LongReads {
    /// Opens no connection: each is opened when it is first used.
    pub(crate) fn new(database: &Database) -> Self {
        let bulkhead = |class: ReadClass| Arc::new(Bulkhead::new(class.limits(database.engine()), database));
        Self { reports: bulkhead(ReadClass::Report), searches: bulkhead(ReadClass::Search), lists: bulkhead(ReadClass::List) }
    }

    const fn bulkhead(&self, class: ReadClass) -> &Arc<Bulkhead> {
        match class {
            ReadClass::Report => &self.reports,
            ReadClass::Search => &self.searches,
            ReadClass::List => &self.lists,
        }
    }

    pub(crate) async fn run<T, E, F>(
        &self,
        class: ReadClass,
        caller: Option<PrincipalId>,
        read: impl FnOnce(DatabaseConnection) -> F + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Future<Output = Result<T, E>> + 'static,
    {
        let admission = self.bulkhead(class).admit(caller).await?;
        if class.is_background() { background::run(move || admission.run(read)).await } else { admission.run(read).await }
    }

    pub(crate) async fn close(&self) -> Result<(), StoreError> {
        for bulkhead in [&self.reports, &self.searches, &self.lists] {
            bulkhead.close().await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
