//! Failed sign-in attempts, shared by all servers. Book-keeping: the audit log records the first failure and the number of attempts.

use caredesk_domain::{
    Timestamp,
    event::EventSubject,
    throttle::{AttemptWindow, FailureCounter, ThrottleEntry, ThrottleKey},
};
use chrono::DateTime;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};

use crate::{
    engine::column::{InstantColumn, JsonText},
    error::StoreError,
    store::Store,
    tables::entity::sign_in_throttle::{Column, Entity, Model},
    transaction::Transaction,
};

impl Store {
    /// The entries of these keys, if they exist.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn throttle_entries(&self, keys: &[ThrottleKey]) -> Result<Vec<ThrottleEntry>, StoreError> {
        let rows = Entity::find().filter(Column::KeyHash.is_in(hashes(keys))).all(self.reader()).await?;
        Ok(rows.into_iter().map(from_row).collect::<Result<_, _>>()?)
    }

    /// The keys of at most `most` entries that are due to be reported or deleted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_throttle_keys(&self, most: u64) -> Result<Vec<ThrottleKey>, StoreError> {
        let due = Entity::find().filter(Column::DueAt.lte(InstantColumn(self.now()))).order_by_asc(Column::DueAt).limit(most);
        let rows = due.all(self.reader()).await?;
        Ok(rows.into_iter().map(|row| from_row(row).map(|entry| entry.key)).collect::<Result<_, _>>()?)
    }
}

impl Transaction {
    /// The entries of these keys, created where missing, locked until this transaction ends.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn throttle_entries_to_count(&mut self, keys: &[ThrottleKey]) -> Result<Vec<ThrottleEntry>, StoreError> {
        let mut keys = keys.to_vec();
        // One order for all transactions, to prevent deadlocks.
        keys.sort_unstable_by_key(|key| key.hash);
        keys.dedup();
        let new = keys.iter().map(|key| to_row(&ThrottleEntry::new(*key, self.timestamp())).into_active_model());
        let if_missing = OnConflict::column(Column::KeyHash).do_nothing().to_owned();
        Entity::insert_many(new).on_conflict(if_missing).exec_without_returning(self.connection()).await?;
        self.throttle_entries(&keys).await
    }

    /// The entries of these keys, if they exist, locked until this transaction ends.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn throttle_entries(&mut self, keys: &[ThrottleKey]) -> Result<Vec<ThrottleEntry>, StoreError> {
        let select = Entity::find().filter(Column::KeyHash.is_in(hashes(keys))).order_by_asc(Column::KeyHash).lock_exclusive();
        let rows = select.all(self.connection()).await?;
        Ok(rows.into_iter().map(from_row).collect::<Result<_, _>>()?)
    }

    /// Saves entries that this transaction has locked; expired ones are deleted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_throttle_entries(&mut self, entries: &[ThrottleEntry]) -> Result<(), StoreError> {
        let (expired, kept): (Vec<&ThrottleEntry>, Vec<&ThrottleEntry>) =
            entries.iter().partition(|entry| entry.is_expired(self.timestamp()));
        if !expired.is_empty() {
            let keys: Vec<ThrottleKey> = expired.iter().map(|entry| entry.key).collect();
            Entity::delete_many().filter(Column::KeyHash.is_in(hashes(&keys))).exec(self.connection()).await?;
        }
        if kept.is_empty() {
            return Ok(());
        }
        let mut over = OnConflict::column(Column::KeyHash);
        over.update_columns([
            Column::Failures,
            Column::Delays,
            Column::BlockedUntil,
            Column::LastFailedAt,
            Column::SubjectKind,
            Column::SubjectId,
            Column::WindowStartedAt,
            Column::WindowRequestId,
            Column::WindowAttempts,
            Column::WindowReported,
            Column::DueAt,
        ]);
        let rows = kept.into_iter().map(|entry| to_row(entry).into_active_model());
        Entity::insert_many(rows).on_conflict(over).exec_without_returning(self.connection()).await?;
        Ok(())
    }
}

fn hashes(keys: &[ThrottleKey]) -> impl Iterator<Item = Vec<u8>> {
    keys.iter().map(|key| key.hash.to_vec())
}

fn to_row(entry: &ThrottleEntry) -> Model {
    let ThrottleEntry { key, subject, counter, window } = entry;
    Model {
        key_hash: key.hash.to_vec(),
        kind: key.kind.into(),
        failures: JsonText(counter.failures.iter().map(|failure| failure.utc().timestamp_micros()).collect()),
        delays: counter.delays,
        blocked_until: counter.blocked_until.map(Into::into),
        last_failed_at: counter.last_failed_at.into(),
        subject_kind: subject.map(|subject| subject.kind.into()),
        subject_id: subject.map(|subject| subject.id),
        window_started_at: window.map(|window| window.started_at.into()),
        window_request_id: window.and_then(|window| window.request).map(Into::into),
        window_attempts: window.map_or(0, |window| window.attempts),
        window_reported: window.is_some_and(|window| window.reported),
        due_at: entry.due_at().into(),
    }
}

fn from_row(row: Model) -> Result<ThrottleEntry, DbErr> {
    let hash = row.key_hash.try_into().map_err(|_| DbErr::Type("a key of sign_in_throttle has the wrong length".to_owned()))?;
    let failures = row.failures.0.into_iter().filter_map(DateTime::from_timestamp_micros).map(Timestamp::new).collect();
    let window = row.window_started_at.map(|started_at| AttemptWindow {
        started_at: started_at.0,
        request: row.window_request_id.map(|id| id.0),
        attempts: row.window_attempts,
        reported: row.window_reported,
    });
    Ok(ThrottleEntry {
        key: ThrottleKey { kind: row.kind.0, hash },
        subject: row.subject_kind.zip(row.subject_id).map(|(kind, id)| EventSubject { kind: kind.0, id }),
        counter: FailureCounter {
            failures,
            delays: row.delays,
            blocked_until: row.blocked_until.map(|until| until.0),
            last_failed_at: row.last_failed_at.0,
        },
        window,
    })
}

#[cfg(test)]
mod tests;
