//! Staff: lookup, lists, names, and mapping to rows.

use std::collections::HashMap;

use caredesk_domain::{StaffId, Timestamp, actor::Role, email::Email, id::StaffKind, staff::Staff};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
    sea_query::{Expr, ExprTrait as _, SimpleExpr},
};

use crate::{
    engine::{
        column::{IdColumn, InstantColumn, TextColumn},
        page::{self, Page, PageRequest, SeekKey},
    },
    error::StoreError,
    store::Store,
    tables::{
        entity::{session, staff},
        staff::from_row,
    },
    transaction::Transaction,
};

/// A reference to a staff member: id and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRef {
    /// The id.
    pub id: StaffId,
    /// The name.
    pub name: String,
}

/// A staff member with the time they were last seen.
#[derive(Debug)]
pub struct StaffView {
    /// The staff member.
    pub staff: Staff,
    /// When a session of theirs was last begun or its token rotated: every ten minutes while they are active.
    pub last_seen_at: Option<Timestamp>,
}

/// Filter of the staff list.
#[derive(Debug, Clone, Default)]
pub struct StaffFilter {
    /// With one of these roles; empty for all.
    pub roles: Vec<Role>,
    /// Only active, or only deactivated staff.
    pub active: Option<bool>,
}

impl Store {
    /// The staff member with this sign-in address, active or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff_by_email(&self, email: &Email) -> Result<Option<Staff>, StoreError> {
        let found = staff::Entity::find().filter(staff::Column::EmailKey.eq(email.folded())).one(self.reader()).await?;
        Ok(found.map(from_row))
    }

    /// Staff, the oldest account first. They are not customer data, so the read is not logged.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_staff(&self, filter: &StaffFilter, request: PageRequest) -> Result<Page<StaffView>, StoreError> {
        let mut select = staff::Entity::find();
        if !filter.roles.is_empty() {
            select = select.filter(staff::Column::Role.is_in(filter.roles.iter().copied().map(TextColumn)));
        }
        if let Some(active) = filter.active {
            select = select.filter(staff::Column::Active.eq(active));
        }
        let columns = (staff::Column::CreatedAt, staff::Column::Id);
        let position = |row: &staff::Model| SeekKey { key: row.created_at.0.utc().timestamp_micros(), id: row.id.0.uuid() };
        let page = page::fetch(self.reader(), select, columns, Order::Asc, request, position).await?;
        let mut seen = last_seen(self.reader(), page.rows.iter().map(|row| row.id.0)).await?;
        Ok(page.map(|row| StaffView { last_seen_at: seen.remove(&row.id.0), staff: from_row(row) }))
    }

    /// A staff member with the time they were last seen. Not customer data, so the read is not logged.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn staff(&self, id: StaffId) -> Result<StaffView, StoreError> {
        let staff = staff::Entity::find_by_id(IdColumn(id)).one(self.reader()).await?.map(from_row).ok_or(StoreError::NotFound)?;
        Ok(StaffView { last_seen_at: last_seen(self.reader(), std::iter::once(id)).await?.remove(&id), staff })
    }

    /// Whether there is any staff member.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_staff(&self) -> Result<bool, StoreError> {
        Ok(staff::Entity::find().limit(1).one(self.reader()).await?.is_some())
    }
}

impl Transaction {
    /// A staff member with the time they were last seen, for the response to a write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff_view(&mut self, staff: Staff) -> Result<StaffView, StoreError> {
        self.set_response_record(staff.id);
        let last_seen_at = last_seen(self.connection(), std::iter::once(staff.id)).await?.remove(&staff.id);
        Ok(StaffView { staff, last_seen_at })
    }
}

/// When staff were last seen, in one query that reads only the latest session of each.
async fn last_seen<C: ConnectionTrait>(connection: &C, ids: impl Iterator<Item = StaffId>) -> Result<HashMap<StaffId, Timestamp>, DbErr> {
    let latest = session::Entity::find()
        .select_only()
        .column(session::Column::RotatedAt)
        .filter(Expr::col((session::Entity, session::Column::StaffId)).equals((staff::Entity, staff::Column::Id)))
        .order_by_desc(session::Column::RotatedAt)
        .limit(1)
        .into_query();
    let ids: Vec<IdColumn<StaffKind>> = ids.map(IdColumn).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(IdColumn<StaffKind>, Option<InstantColumn>)> = staff::Entity::find()
        .select_only()
        .column(staff::Column::Id)
        .expr_as(SimpleExpr::SubQuery(None, Box::new(latest.into())), "last_seen_at")
        .filter(staff::Column::Id.is_in(ids))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id.0, at?.0))).collect())
}

/// The references of staff by id, in one query.
pub(crate) async fn names<C: ConnectionTrait>(
    connection: &C,
    ids: impl Iterator<Item = StaffId>,
) -> Result<HashMap<StaffId, StaffRef>, DbErr> {
    let mut wanted: Vec<StaffId> = ids.collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(IdColumn<StaffKind>, String)> = staff::Entity::find()
        .select_only()
        .columns([staff::Column::Id, staff::Column::Name])
        .filter(staff::Column::Id.is_in(wanted.into_iter().map(IdColumn)))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (id.0, StaffRef { id: id.0, name })).collect())
}
