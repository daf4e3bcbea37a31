//! Runs a transaction: begin, commit or roll back, and retry.

use std::{sync::atomic::Ordering, time::Duration};

use backon::{ConstantBuilder, Retryable as _};
use sea_orm::DbErr;

use super::Transaction;
use crate::{
    error::{Retryable, StoreError},
    idempotent_request::Written,
    store::Store,
};

/// Retries of a transaction before [`StoreError::Unavailable`] is returned.
const MAX_RETRIES: usize = 2;
/// Delay before a retry; up to as much again is added at random, so that two conflicting transactions do not conflict again.
const RETRY_DELAY: Duration = Duration::from_millis(10);

impl Store {
    /// Runs `body` in one transaction and commits it. After a retryable error all of it is repeated, so `body` must have no effects outside
    /// the database. Every error of `body` rolls back.
    ///
    /// # Errors
    /// Those of `body`; [`StoreError::Unavailable`] when the database stays busy; [`StoreError::Internal`] for a request with an idempotency key, whose
    /// write is [`Store::write_once`].
    pub async fn write<T, E>(&self, body: impl AsyncFn(&mut Transaction) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + Retryable,
    {
        if self.idempotency().is_some() {
            return Err(StoreError::Internal(DbErr::Custom("a write that cannot be replayed has an idempotency key".to_owned())).into());
        }
        Ok(self.write_once(body).await?.without_key()?)
    }

    /// Like [`Store::write`], for a request that may have an idempotency key (see [`Store::with_idempotency_key`]): if the key has been used already `body` is
    /// not run; otherwise it must name the record of its response by [`Transaction::set_response_record`], which is saved in the same transaction.
    ///
    /// # Errors
    /// Those of `body`; [`StoreError::Unavailable`] when the database stays busy; [`StoreError::KeyReused`] and [`StoreError::KeyInUse`] with a key that has
    /// been used.
    pub async fn write_once<T, E>(&self, body: impl AsyncFn(&mut Transaction) -> Result<T, E>) -> Result<Written<T>, E>
    where
        E: From<StoreError> + Retryable,
    {
        let delays = ConstantBuilder::new().with_delay(RETRY_DELAY).with_jitter().with_max_times(MAX_RETRIES);
        (|| self.attempt(&body)).retry(delays).when(E::is_retryable).await
    }

    async fn attempt<T, E>(&self, body: &impl AsyncFn(&mut Transaction) -> Result<T, E>) -> Result<Written<T>, E>
    where
        E: From<StoreError> + Retryable,
    {
        let transaction = self.database().begin().await.map_err(StoreError::from)?;
        let mut work = Transaction::new(transaction, self.now(), self.ids().clone());
        let done = match self.idempotency() {
            Some((once, done)) => once.run(&mut work, done, body).await,
            None => body(&mut work).await.map(Written::Done),
        };
        match done {
            Ok(Written::Done(out)) => {
                work.commit().await?;
                if let Some((_, done)) = self.idempotency() {
                    done.store(true, Ordering::Relaxed);
                }
                Ok(Written::Done(out))
            }
            undone @ (Ok(Written::Replayed(_)) | Err(_)) => {
                work.rollback().await;
                undone
            }
        }
    }
}
