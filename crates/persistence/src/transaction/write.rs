//! Runs a transaction: begin, commit or roll back, and retry.

use std::{sync::atomic::Ordering, time::Duration};

use sea_orm::DbErr;

use super::Transaction;
use crate::{
    error::{Retryable, StoreError},
    idempotent_request::Written,
    store::Store,
};

/// Attempts of a transaction before [`StoreError::Unavailable`] is returned.
const MAX_ATTEMPTS: u32 = 3;
/// Maximum delay before a retry; the delay is random, so that two conflicting transactions do not conflict again.
const MAX_RETRY_DELAY: Duration = Duration::from_millis(40);

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
        let mut tries = 1;
        loop {
            let outcome = self.attempt(&body).await;
            match outcome {
                Err(error) if error.is_retryable() && tries < MAX_ATTEMPTS => {
                    tries += 1;
                    let part = self.ids().random_below(u64::try_from(MAX_RETRY_DELAY.as_micros()).unwrap_or(0));
                    tokio::time::sleep(Duration::from_micros(part)).await;
                }
                outcome => return outcome,
            }
        }
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
