//! Idempotency keys: the result of a request with a key is stored in the transaction of its write and returned when the request is repeated.
//!
//! Book-keeping, not a record of the desk. Only successful writes keep their key: an error rolls it back with everything else.

use std::sync::atomic::{AtomicBool, Ordering};

use caredesk_domain::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, Set, sea_query::OnConflict};

use crate::{
    engine::column::InstantColumn,
    error::{DbErrorKind, StoreError},
    idempotent_request::{IdempotentRequest, RecordRef, ReplayOutcome, Written},
    tables::entity::idempotency::{ActiveModel, Column, Entity, Model},
    transaction::Transaction,
};

/// How long a key is valid, in seconds.
pub(crate) const KEY_TTL_SECONDS: i64 = 24 * 60 * 60;

impl IdempotentRequest {
    /// Runs `body`, unless the key has been used already. `done`: this request has already written. A second write would be taken for a repetition
    /// of the first and silently lost, so it is an error.
    pub(crate) async fn run<T, E: From<StoreError>>(
        &self,
        work: &mut Transaction,
        done: &AtomicBool,
        body: &impl AsyncFn(&mut Transaction) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        if done.load(Ordering::Relaxed) {
            return Err(StoreError::Internal(internal_error("a request with an idempotency key writes twice: use one transaction")).into());
        }
        if let Some(earlier) = self.claim_key(work.connection(), work.timestamp()).await? {
            return Ok(Written::Replayed(earlier));
        }
        let out = body(work).await?;
        let Some((shown, inserted)) = work.response_record() else {
            return Err(StoreError::Internal(internal_error(
                "a write with an idempotency key has no response record: call Transaction::set_response_record",
            ))
            .into());
        };
        self.store_outcome(work.connection(), shown, inserted).await?;
        Ok(Written::Done(out))
    }

    /// Takes the key for this transaction, or returns the outcome of its earlier use. On PostgreSQL a second transaction waits here for the first,
    /// up to the connection's lock timeout; on SQLite it has already waited for the write lock.
    async fn claim_key<C: ConnectionTrait>(&self, connection: &C, at: Timestamp) -> Result<Option<ReplayOutcome>, StoreError> {
        let run_out = Column::At.lte(InstantColumn(at.plus_seconds(-KEY_TTL_SECONDS)));
        let row = Model {
            caller: self.caller,
            key: self.key.to_vec(),
            fingerprint: self.fingerprint.to_vec(),
            at: at.into(),
            record_kind: None,
            record_id: None,
            inserted: None,
        };
        let mut only_what_has_run_out = OnConflict::columns([Column::Caller, Column::Key]);
        only_what_has_run_out
            .update_columns([Column::Fingerprint, Column::At, Column::RecordKind, Column::RecordId, Column::Inserted])
            .action_and_where(run_out);
        let taken = Entity::insert(row.into_active_model())
            .on_conflict(only_what_has_run_out)
            .exec_without_returning(connection)
            .await
            .map_err(|error| if DbErrorKind::classify(&error) == DbErrorKind::Locked { StoreError::KeyInUse } else { error.into() })?;
        if taken == 0 { self.earlier_outcome(connection).await.map(Some) } else { Ok(None) }
    }

    /// The outcome of the earlier request with this key.
    async fn earlier_outcome<C: ConnectionTrait>(&self, connection: &C) -> Result<ReplayOutcome, StoreError> {
        let row = Entity::find_by_id((self.caller, self.key.to_vec())).one(connection).await?;
        // Expired and purged between the two statements.
        let Some(row) = row else { return Err(StoreError::KeyInUse) };
        if row.fingerprint != self.fingerprint {
            return Err(StoreError::KeyReused);
        }
        let shown = row.record_kind.zip(row.record_id).and_then(|(kind, id)| RecordRef::from_kind(&kind, id));
        let outcome = shown.zip(row.inserted).map(|(record, inserted)| ReplayOutcome { record, inserted });
        outcome.ok_or_else(|| StoreError::Internal(internal_error("an idempotency key without a result")))
    }

    async fn store_outcome<C: ConnectionTrait>(&self, connection: &C, shown: RecordRef, inserted: bool) -> Result<(), StoreError> {
        debug_assert_eq!(RecordRef::from_kind(shown.kind(), shown.id()), Some(shown), "this kind of record cannot be read back from a row");
        Entity::update_many()
            .set(ActiveModel {
                record_kind: Set(Some(shown.kind().to_owned())),
                record_id: Set(Some(shown.id())),
                inserted: Set(Some(inserted)),
                ..Default::default()
            })
            .filter(Column::Caller.eq(self.caller))
            .filter(Column::Key.eq(self.key.to_vec()))
            .exec(connection)
            .await?;
        Ok(())
    }
}

fn internal_error(what: &str) -> DbErr {
    DbErr::Custom(what.to_owned())
}

#[cfg(test)]
mod tests;
