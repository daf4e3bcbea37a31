//! Keyset pagination: by key, not by offset, so that rows added or deleted meanwhile do not shift the next page.

use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use uuid::Uuid;

/// Cap of a total: larger lists are not counted to the end.
pub const COUNT_CAP: u64 = 10_000;

/// Where a page ended: sort key and id of its last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeekKey {
    /// The sort key: microseconds or a rank.
    pub key: i64,
    /// The row's id, the tie-breaker of equal keys.
    pub id: Uuid,
}

/// A request for one page of a list.
#[derive(Debug, Clone, Copy)]
pub struct PageRequest {
    /// Maximum number of rows.
    pub limit: u64,
    /// Where the previous page ended; `None` for the first.
    pub after: Option<SeekKey>,
    /// Whether to count the whole list.
    pub with_total: bool,
}

/// The number of rows of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The number, at most [`COUNT_CAP`].
    pub count: u64,
    /// Whether there are more.
    pub capped: bool,
}

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The rows, in order.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<SeekKey>,
    /// The number of rows of the whole list, if requested.
    pub total: Option<Total>,
}

impl<T> Page<T> {
    /// Maps each row.
    pub fn map<U>(self, view: impl FnMut(T) -> U) -> Page<U> {
        Page { rows: self.rows.into_iter().map(view).collect(), next: self.next, total: self.total }
    }
}

/// Fetches one page of `select`, sorted by `key` and `id`, both in `order`.
pub(crate) async fn fetch<E, C>(
    connection: &C,
    select: Select<E>,
    (key, id): (E::Column, E::Column),
    order: Order,
    request: PageRequest,
    position: impl Fn(&E::Model) -> SeekKey,
) -> Result<Page<E::Model>, DbErr>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Sized + Send + Sync,
    C: ConnectionTrait,
{
    let total = if request.with_total { Some(count(connection, select.clone(), id).await?) } else { None };
    let mut page = select;
    if let Some(after) = request.after {
        page = page.filter(after_key::<E>(key, id, &order, after));
    }
    let mut rows = page.order_by(key, order.clone()).order_by(id, order).limit(request.limit + 1).all(connection).await?;
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let next = if rows.len() > limit {
        rows.truncate(limit);
        rows.last().map(position)
    } else {
        None
    };
    Ok(Page { rows, next, total })
}

/// Condition: the rows after a position. A row-value comparison, which both engines resolve with one index.
fn after_key<E: EntityTrait>(key: E::Column, id: E::Column, order: &Order, after: SeekKey) -> SimpleExpr {
    let row = Expr::tuple([Expr::col(key), Expr::col(id)]);
    let place = Expr::tuple([Expr::value(after.key), Expr::value(after.id)]);
    if matches!(order, Order::Desc) { row.lt(place) } else { row.gt(place) }
}

async fn count<E: EntityTrait, C: ConnectionTrait>(connection: &C, select: Select<E>, id: E::Column) -> Result<Total, DbErr> {
    let some = select.select_only().column(id).limit(COUNT_CAP + 1).into_query();
    let statement = sea_orm::sea_query::Query::select().expr_as(Expr::cust("COUNT(*)"), "found").from_subquery(some, "some").to_owned();
    let row = connection.query_one(&statement).await?;
    let found: i64 = row.map(|row| row.try_get("", "found")).transpose()?.unwrap_or(0);
    let found = u64::try_from(found).unwrap_or(0);
    Ok(Total { count: Ord::min(found, COUNT_CAP), capped: found > COUNT_CAP })
}
