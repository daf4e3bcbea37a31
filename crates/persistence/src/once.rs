//! Requests that may be sent again: what one with a key did is kept in the transaction that did it, and found when it comes a second time.
//!
//! Book-keeping, no record of the desk. Only what was done is kept: a refusal rolls the key back with everything else.

mod outline;
mod shown;

use std::sync::atomic::{AtomicBool, Ordering};

use caredesk_domain::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
    Set,
    sea_query::{Expr, ExprTrait as _, LockBehavior, LockType, OnConflict},
};
use uuid::Uuid;

use crate::{
    column::Moment,
    entity::idempotency::{ActiveModel, Column, Entity, Model},
    failure::Failure,
    ids::Ids,
    store::StoreError,
    work::Work,
};

pub use outline::Outline;
pub use shown::Shown;
pub(crate) use shown::inserted;

/// How long a key stands for its request.
const KEPT_SECONDS: i64 = 24 * 60 * 60;
/// One of so many writes with a key forgets keys that have run out, and so many at once: twice as many go as come, and no write does much.
const FORGETS: u64 = 16;
const FORGOTTEN: u64 = 32;

/// What tells a request from all others: whose it is, its key, and what it asks for; the latter two as digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Once {
    /// The person or program.
    pub caller: Uuid,
    /// The key. As a digest, because callers put all sorts of things into keys.
    pub key: [u8; 16],
    /// The request.
    pub fingerprint: [u8; 16],
}

/// What a request led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replay {
    /// The record that the answer showed.
    pub shown: Shown,
    /// Whether the request made it.
    pub inserted: bool,
}

impl Once {
    /// Runs `body`, unless the key has been used already. `done` tells that this very request has: a second write of it would be taken for a
    /// repetition of the first and lost without a word, so that it is refused.
    pub(crate) async fn run<T, E: From<StoreError>>(
        &self,
        work: &mut Work,
        done: &AtomicBool,
        body: &impl AsyncFn(&mut Work) -> Result<T, E>,
    ) -> Result<T, E> {
        if done.load(Ordering::Relaxed) {
            return Err(StoreError::Broken(misuse("a request with a key writes twice: one transaction holds all it does")).into());
        }
        self.take(work.connection(), work.ids(), work.at()).await?;
        let out = body(work).await?;
        let Some((shown, inserted)) = work.shown() else {
            return Err(StoreError::Broken(misuse("a write with a key has not said what its answer shows: see Work::shows")).into());
        };
        self.keep(work.connection(), shown, inserted).await?;
        Ok(out)
    }

    /// Takes the key for this transaction, or says what became of it. On PostgreSQL a second transaction waits here for the first, within the
    /// bounds of the connection's lock timeout; on SQLite it has waited for its turn already.
    async fn take<C: ConnectionTrait>(&self, connection: &C, ids: &Ids, at: Timestamp) -> Result<(), StoreError> {
        let run_out = Column::At.lte(Moment(at.plus_seconds(-KEPT_SECONDS)));
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
            .action_and_where(run_out.clone());
        let taken = Entity::insert(row.into_active_model())
            .on_conflict(only_what_has_run_out)
            .exec_without_returning(connection)
            .await
            .map_err(|error| if Failure::of(&error) == Failure::Locked { StoreError::KeyInUse } else { error.into() })?;
        if taken == 0 {
            return Err(self.earlier(connection).await?);
        }
        if ids.random_below(FORGETS) == 0 {
            forget(connection, run_out).await?;
        }
        Ok(())
    }

    /// What became of the request that used the key before.
    async fn earlier<C: ConnectionTrait>(&self, connection: &C) -> Result<StoreError, StoreError> {
        let row = Entity::find_by_id((self.caller, self.key.to_vec())).one(connection).await?;
        // Forgotten between the two statements: it had run out just so.
        let Some(row) = row else { return Ok(StoreError::KeyInUse) };
        if row.fingerprint != self.fingerprint {
            return Ok(StoreError::KeyReused);
        }
        let shown = row.record_kind.zip(row.record_id).and_then(|(kind, id)| Shown::restore(&kind, id));
        match shown.zip(row.inserted) {
            Some((shown, inserted)) => Ok(StoreError::Replayed(Replay { shown, inserted })),
            None => Err(StoreError::Broken(misuse("a key without what it led to"))),
        }
    }

    async fn keep<C: ConnectionTrait>(&self, connection: &C, shown: Shown, inserted: bool) -> Result<(), StoreError> {
        debug_assert_eq!(Shown::restore(shown.kind(), shown.id()), Some(shown), "Shown::restore does not know this kind yet");
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

/// Forgets some of the keys that have run out, passing over those that another transaction is about to forget.
async fn forget<C: ConnectionTrait>(connection: &C, run_out: Expr) -> Result<(), DbErr> {
    let oldest = Entity::find()
        .select_only()
        .columns([Column::Caller, Column::Key])
        .filter(run_out)
        .order_by(Column::At, Order::Asc)
        .limit(FORGOTTEN)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let key = Expr::tuple([Expr::col(Column::Caller), Expr::col(Column::Key)]);
    Entity::delete_many().filter(key.in_subquery(oldest.into_query())).exec(connection).await.map(drop)
}

fn misuse(what: &str) -> DbErr {
    DbErr::Custom(what.to_owned())
}

#[cfg(test)]
mod tests;
