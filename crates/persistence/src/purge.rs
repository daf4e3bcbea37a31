//! Deletes book-keeping that is no longer used, a batch at a time. Records and the audit log are never purged.

use caredesk_domain::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
    sea_query::{Alias, Expr, ExprTrait as _, LockBehavior, LockType, Query},
};

use crate::{
    engine::column::InstantColumn,
    error::StoreError,
    projections::notice::RETENTION_SECONDS as NOTICE_RETENTION_SECONDS,
    store::Store,
    tables::entity::{idempotency, notice, password_link, session, unfetched_reply},
    transaction::{KEY_TTL_SECONDS, Transaction},
};

/// Maximum number of rows deleted in one transaction: other writes wait for it.
const BATCH_SIZE: u64 = 500;
/// How long sessions and password links are kept after they have expired, in seconds.
const RETENTION_SECONDS: i64 = 30 * 24 * 60 * 60;

impl Store {
    /// Purges a batch of each kind; `true` while there may be more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_expired(&self) -> Result<bool, StoreError> {
        let more = [
            self.purge_sessions().await?,
            self.purge::<password_link::Entity>(
                &[password_link::Column::TokenHash],
                password_link::Column::ExpiresAt,
                RETENTION_SECONDS,
                Condition::all(),
            )
            .await?,
            self.purge::<idempotency::Entity>(
                &[idempotency::Column::Caller, idempotency::Column::Key],
                idempotency::Column::At,
                KEY_TTL_SECONDS,
                Condition::all(),
            )
            .await?,
            self.purge::<notice::Entity>(&[notice::Column::Id], notice::Column::At, NOTICE_RETENTION_SECONDS, Condition::all()).await?,
            self.purge_unfetched_replies().await?,
        ];
        Ok(more.contains(&true))
    }

    /// Expired sessions, except the latest of each staff member, which says when they were last active.
    async fn purge_sessions(&self) -> Result<bool, StoreError> {
        use session::Column;
        let later = Alias::new("later");
        let later_session = Query::select()
            .expr(Expr::val(1))
            .from_as(session::Entity, later.clone())
            .and_where(Expr::col((later.clone(), Column::StaffId)).equals((session::Entity, Column::StaffId)))
            .and_where(Expr::col((later, Column::RotatedAt)).gt(Expr::col((session::Entity, Column::RotatedAt))))
            .take();
        let superseded = Condition::all().add(Expr::exists(later_session));
        self.purge::<session::Entity>(&[Column::Id], Column::ExpiresAt, RETENTION_SECONDS, superseded).await
    }

    /// Unfetched replies whose notices are no longer shown.
    async fn purge_unfetched_replies(&self) -> Result<bool, StoreError> {
        use unfetched_reply::Column;
        // The condition lets the partial index be used.
        let notified = Condition::all().add(Column::NotifiedAt.is_not_null());
        self.purge::<unfetched_reply::Entity>(&[Column::MessageId], Column::NotifiedAt, NOTICE_RETENTION_SECONDS, notified).await
    }

    /// Deletes a batch of the rows with this `key` whose `time` is `seconds` ago or longer and for which the condition holds, oldest first. Skips rows
    /// that another transaction has locked.
    async fn purge<E: EntityTrait>(
        &self,
        key: &[E::Column],
        time: E::Column,
        seconds: i64,
        condition: Condition,
    ) -> Result<bool, StoreError> {
        let old = |now: Timestamp| condition.clone().add(time.lte(InstantColumn(now.plus_seconds(-seconds))));
        // Most runs find nothing, and then write nothing.
        let any = E::find().select_only().column(time).filter(old(self.now())).limit(1).into_tuple::<InstantColumn>();
        if any.one(self.reader()).await?.is_none() {
            return Ok(false);
        }
        self.write(async |transaction: &mut Transaction| {
            let batch = E::find()
                .select_only()
                .columns(key.iter().copied())
                .filter(old(transaction.timestamp()))
                .order_by(time, Order::Asc)
                .limit(BATCH_SIZE)
                .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
            let key = Expr::tuple(key.iter().map(|column| Expr::col(*column)));
            let purged = E::delete_many().filter(key.in_subquery(batch.into_query())).exec(transaction.connection()).await?;
            Ok(purged.rows_affected == BATCH_SIZE)
        })
        .await
    }
}
