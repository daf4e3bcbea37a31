//! Optimistic locking: a record is only written over the version it was made from.

use caredesk_domain::change::{Version, VersionedWrite};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn,
    QueryFilter,
};

use crate::{
    engine::bulk_insert,
    error::StoreError,
    tables::entity::{customer, escalation, interaction, message, service_account, service_secret, staff, ticket},
};

/// A table whose rows have a version.
pub(crate) trait Versioned: EntityTrait {
    /// The version column.
    const VERSION: Self::Column;
}

impl Versioned for staff::Entity {
    const VERSION: Self::Column = staff::Column::Version;
}
impl Versioned for customer::Entity {
    const VERSION: Self::Column = customer::Column::Version;
}
impl Versioned for ticket::Entity {
    const VERSION: Self::Column = ticket::Column::Version;
}
impl Versioned for interaction::Entity {
    const VERSION: Self::Column = interaction::Column::Version;
}
impl Versioned for message::Entity {
    const VERSION: Self::Column = message::Column::Version;
}
impl Versioned for escalation::Entity {
    const VERSION: Self::Column = escalation::Column::Version;
}
impl Versioned for service_account::Entity {
    const VERSION: Self::Column = service_account::Column::Version;
}
impl Versioned for service_secret::Entity {
    const VERSION: Self::Column = service_secret::Column::Version;
}

/// The outcome of a versioned write.
#[must_use = "a row that was changed by another has not been written"]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WriteOutcome {
    /// The row was written.
    Written,
    /// The row has another version or does not exist; nothing was written.
    Stale,
}

/// Saves records: new ones with a bulk insert, each of the others over the version it was made from.
///
/// # Errors
/// [`StoreError::Stale`] when a row was changed meanwhile; the caller must then roll back the earlier writes.
pub(crate) async fn save<E, T, C>(connection: &C, puts: &[VersionedWrite<T>], row: impl Fn(&T) -> E::Model) -> Result<(), StoreError>
where
    E: Versioned,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
    C: ConnectionTrait,
{
    let new = puts.iter().filter(|put| put.expected_version().is_none());
    bulk_insert::insert(connection, new.map(|put| row(put).into_active_model().reset_all())).await?;
    for put in puts {
        if let Some(expected) = put.expected_version() {
            match write::<E, C>(connection, row(put), expected).await? {
                WriteOutcome::Written => {}
                WriteOutcome::Stale => return Err(StoreError::Stale),
            }
        }
    }
    Ok(())
}

/// Writes all columns of a row if it still has version `expected`; one statement, so that of two concurrent writers only one matches.
pub(crate) async fn write<E, C>(connection: &C, row: E::Model, expected: Version) -> Result<WriteOutcome, DbErr>
where
    E: Versioned,
    E::Model: IntoActiveModel<E::ActiveModel>,
    C: ConnectionTrait,
{
    let mut update = E::update_many().filter(E::VERSION.eq(expected));
    let key: Vec<E::Column> = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
    for column in &key {
        update = update.filter(column.eq(row.get(*column)));
    }
    let mut row = row.into_active_model().reset_all();
    for column in key {
        row.not_set(column);
    }
    let written = update.set(row).exec(connection).await?;
    Ok(if written.rows_affected == 0 { WriteOutcome::Stale } else { WriteOutcome::Written })
}

#[cfg(test)]
mod tests;
