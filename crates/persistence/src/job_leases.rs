//! Leases of jobs: of the servers of a desk one runs a job, and another takes over when it dies.

use caredesk_domain::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect, Set,
    sea_query::{ExprTrait as _, OnConflict},
};
use uuid::Uuid;

use crate::{
    engine::column::InstantColumn,
    error::StoreError,
    store::Store,
    tables::entity::job::{ActiveModel, Column, Entity, Model},
    transaction::Transaction,
};

/// Condition: due at `at`, and no living server runs it.
fn may_run_at(at: Timestamp) -> Condition {
    let free = Column::LeaseEndsAt.is_null().or(Column::LeaseEndsAt.lte(InstantColumn(at)));
    Condition::all().add(Column::DueAt.lte(InstantColumn(at))).add(free)
}

impl Store {
    /// Makes jobs known that are not yet, each with the seconds after which it is due.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn register_jobs(&self, jobs: &[(&'static str, i64)]) -> Result<(), StoreError> {
        let known: Vec<String> = Entity::find().select_only().column(Column::Name).into_tuple().all(self.reader()).await?;
        let new: Vec<_> = jobs.iter().filter(|(name, _)| !known.iter().any(|known| known == name)).collect();
        if new.is_empty() {
            return Ok(());
        }
        self.write(async |transaction: &mut Transaction| {
            let now = transaction.timestamp();
            let row = |(name, seconds): &&(&str, i64)| Model {
                name: (*name).to_owned(),
                due_at: now.plus_seconds(*seconds).into(),
                holder: None,
                lease_ends_at: None,
            };
            // Another server may be registering them.
            let once = OnConflict::new().do_nothing().to_owned();
            Entity::insert_many(new.iter().map(row).map(Model::into_active_model))
                .on_conflict(once)
                .exec_without_returning(transaction.connection())
                .await?;
            Ok(())
        })
        .await
    }

    /// The names of the jobs that this server may run now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_jobs(&self) -> Result<Vec<String>, StoreError> {
        let due = Entity::find().select_only().column(Column::Name).filter(may_run_at(self.now()));
        Ok(due.into_tuple().all(self.reader()).await?)
    }

    /// Leases a job to `holder` for `seconds`; `false` when it is not due, or another server has it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lease_job(&self, name: &str, holder: Uuid, seconds: i64) -> Result<bool, StoreError> {
        self.write(async |transaction: &mut Transaction| {
            let now = transaction.timestamp();
            let lease =
                ActiveModel { holder: Set(Some(holder)), lease_ends_at: Set(Some(now.plus_seconds(seconds).into())), ..Default::default() };
            let leased = Entity::update_many().set(lease).filter(Column::Name.eq(name)).filter(may_run_at(now));
            Ok(leased.exec(transaction.connection()).await?.rows_affected == 1)
        })
        .await
    }

    /// Ends the lease of `holder`; the job is due again after `seconds`. Does nothing when the lease is another's by now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_job(&self, name: &str, holder: Uuid, seconds: i64) -> Result<(), StoreError> {
        self.write(async |transaction: &mut Transaction| {
            let due_at = Set(transaction.timestamp().plus_seconds(seconds).into());
            let free = ActiveModel { due_at, holder: Set(None), lease_ends_at: Set(None), ..Default::default() };
            let of_holder = Entity::update_many().set(free).filter(Column::Name.eq(name)).filter(Column::Holder.eq(holder));
            of_holder.exec(transaction.connection()).await?;
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests;
