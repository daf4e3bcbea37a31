//! Bulk insert: many rows in one statement.

use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, Iterable};

use crate::error::StoreError;

/// The most values bound in one statement; PostgreSQL accepts 65,535, SQLite 32,766.
const MAX_BOUND_VALUES: usize = 30_000;

/// Inserts rows, as many per statement as the engines accept.
pub(crate) async fn insert<A, C>(connection: &C, rows: impl Iterator<Item = A>) -> Result<(), StoreError>
where
    A: ActiveModelTrait + Send,
    C: ConnectionTrait,
{
    let in_one = MAX_BOUND_VALUES / <A::Entity as EntityTrait>::Column::iter().count().max(1);
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let some: Vec<A> = rows.by_ref().take(in_one).collect();
        A::Entity::insert_many(some).exec_without_returning(connection).await?;
    }
    Ok(())
}
