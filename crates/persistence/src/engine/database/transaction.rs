//! One database transaction. A failed statement ends it, and its commit tells whether the outcome is known.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement, prelude::async_trait::async_trait,
};

use super::{commits::CommitGuard, file::SqliteFile, health::WriteHealth};
use crate::error::DbErrorKind;

/// An open transaction on its own connection.
///
/// After a failed statement it can only be rolled back. PostgreSQL has then aborted it and answers COMMIT with a rollback that looks like
/// success; SQLite may have rolled it back itself (full disk, I/O error), so that further statements would be committed one by one.
#[derive(Debug)]
pub(crate) struct SqlTransaction {
    transaction: DatabaseTransaction,
    statement_failed: AtomicBool,
    health: Arc<WriteHealth>,
    file: Option<Arc<SqliteFile>>,
}

/// Why a commit did not succeed.
#[derive(Debug)]
pub(crate) enum CommitError {
    /// Nothing was committed.
    RolledBack(DbErr),
    /// It may have been committed or not: the response was lost, or storage failed in the middle.
    Unknown(DbErr),
}

impl CommitError {
    /// The error of the engine.
    pub(crate) fn into_inner(self) -> DbErr {
        match self {
            Self::RolledBack(error) | Self::Unknown(error) => error,
        }
    }
}

impl SqlTransaction {
    pub(super) const fn new(transaction: DatabaseTransaction, health: Arc<WriteHealth>, file: Option<Arc<SqliteFile>>) -> Self {
        Self { transaction, statement_failed: AtomicBool::new(false), health, file }
    }

    /// Commits. After a failure the connection is closed: on SQLite it may be in a transaction that the driver does not know of.
    pub(crate) async fn commit(self) -> Result<(), CommitError> {
        let Self { transaction, statement_failed, health, file } = self;
        if statement_failed.into_inner() {
            roll_back(transaction, &health).await;
            let misuse = "a transaction with a failed statement was to be committed";
            return Err(CommitError::RolledBack(DbErr::Custom(misuse.to_owned())));
        }
        let under_way = CommitGuard::begin();
        let outcome = transaction.commit().await;
        drop(under_way);
        if let Err(error) = outcome {
            health.close_connections();
            return Err(match DbErrorKind::classify(&error) {
                DbErrorKind::Unavailable => CommitError::Unknown(error),
                DbErrorKind::Storage => {
                    health.write_failed();
                    CommitError::Unknown(error)
                }
                DbErrorKind::Conflict
                | DbErrorKind::Locked
                | DbErrorKind::UniqueViolation(_)
                | DbErrorKind::ForeignKeyViolation
                | DbErrorKind::Other => CommitError::RolledBack(error),
            });
        }
        // A commit to a file that has been removed meanwhile is lost after a restart.
        if let Some(file) = &file
            && let Err(error) = file.check()
        {
            health.write_failed();
            return Err(CommitError::Unknown(error));
        }
        health.write_succeeded();
        Ok(())
    }

    /// Rolls back and waits for it; dropping rolls back without waiting.
    pub(crate) async fn rollback(self) {
        roll_back(self.transaction, &self.health).await;
    }

    fn begin_statement(&self) -> Result<(), DbErr> {
        if self.statement_failed.load(Ordering::Relaxed) {
            return Err(DbErr::Custom("an earlier statement of the transaction failed".to_owned()));
        }
        Ok(())
    }

    fn end_statement<T>(&self, outcome: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &outcome {
            self.statement_failed.store(true, Ordering::Relaxed);
            if DbErrorKind::classify(error) == DbErrorKind::Storage {
                self.health.write_failed();
            }
        }
        outcome
    }
}

async fn roll_back(transaction: DatabaseTransaction, health: &WriteHealth) {
    if let Err(error) = transaction.rollback().await {
        health.close_connections();
        tracing::warn!(%error, "rollback failed; the connection is closed");
    }
}

#[async_trait]
impl ConnectionTrait for SqlTransaction {
    fn get_database_backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.begin_statement()?;
        self.end_statement(self.transaction.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.begin_statement()?;
        self.end_statement(self.transaction.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.begin_statement()?;
        self.end_statement(self.transaction.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.begin_statement()?;
        self.end_statement(self.transaction.query_all_raw(statement).await)
    }
}

#[cfg(test)]
mod tests;
