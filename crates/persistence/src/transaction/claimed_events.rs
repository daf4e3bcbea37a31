//! Claims of queued events by their consumers.

use crate::{
    consumers::{ClaimedEvent, Consumer, queue},
    error::StoreError,
    store::Store,
    transaction::Transaction,
};

impl Store {
    /// How many events wait for the consumer, counted up to `most`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_queued_events(&self, consumer: Consumer, most: u64) -> Result<u64, StoreError> {
        Ok(queue::count_due(self.reader(), consumer, self.now(), most).await?)
    }

    /// Claims up to `most` events of the consumer, oldest first, for `lease_seconds`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_events(&self, consumer: Consumer, lease_seconds: i64, most: u64) -> Result<Vec<ClaimedEvent>, StoreError> {
        self.write(async |transaction: &mut Transaction| {
            let now = transaction.timestamp();
            queue::claim(transaction.connection(), consumer, now, now.plus_seconds(lease_seconds), most).await
        })
        .await
    }
}

impl Transaction {
    /// Removes a claimed event that this transaction has processed.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when its lease has ended and another has claimed it.
    pub async fn complete_event(&mut self, claimed: &ClaimedEvent) -> Result<(), StoreError> {
        queue::complete(self.connection(), claimed).await
    }

    /// Gives a claimed event back, to be claimed again after `seconds`: more remains to be done, or it failed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn postpone_event(&mut self, claimed: &ClaimedEvent, seconds: i64) -> Result<(), StoreError> {
        queue::postpone(self.connection(), claimed, self.timestamp().plus_seconds(seconds)).await
    }
}

#[cfg(test)]
mod tests;
