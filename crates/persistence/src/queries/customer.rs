//! Customers: lists and names.

use std::collections::HashMap;

use caredesk_domain::{CustomerId, Timestamp, actor::RowScope, customer::Customer, event::SubjectKind, id::CustomerKind, name::full_name};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, Order, QueryFilter, QuerySelect};

use crate::{
    audited::Audited,
    engine::{
        column::{IdColumn, TextColumn},
        page::{self, Page, PageRequest, SeekKey},
    },
    error::StoreError,
    read_log::ReadAction,
    store::Store,
    tables::{customer::from_row, entity::customer, scope_filter},
};

/// A reference to a customer: id and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRef {
    /// The id.
    pub id: CustomerId,
    /// The name.
    pub name: String,
    /// Whether the customer is deleted.
    pub deleted: bool,
}

/// Sort keys of the customer list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerSort {
    /// Creation time.
    CreatedAt,
    /// Time of the last change.
    UpdatedAt,
}

/// Filter and order of the customer list.
#[derive(Debug, Clone)]
pub struct CustomerFilter {
    /// Only deleted customers instead of only existing ones.
    pub deleted: bool,
    /// Changed at this instant or later.
    pub updated_from: Option<Timestamp>,
    /// Changed before this instant.
    pub updated_before: Option<Timestamp>,
    /// The sort key.
    pub sort: CustomerSort,
    /// The latest first.
    pub descending: bool,
}

impl Store {
    /// Customers, one page, sorted by creation or last change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_customers(
        &self,
        scope: RowScope,
        filter: &CustomerFilter,
        request: PageRequest,
    ) -> Result<Audited<Page<Customer>>, StoreError> {
        use customer::Column as Of;
        let mut select = customer::Entity::find().filter(scope_filter::customers(scope));
        select = select.filter(if filter.deleted { Of::DeletedAt.is_not_null() } else { Of::DeletedAt.is_null() });
        if let Some(from) = filter.updated_from {
            select = select.filter(Of::UpdatedAt.gte(crate::engine::column::InstantColumn(from)));
        }
        if let Some(before) = filter.updated_before {
            select = select.filter(Of::UpdatedAt.lt(crate::engine::column::InstantColumn(before)));
        }
        let key = match filter.sort {
            CustomerSort::CreatedAt => Of::CreatedAt,
            CustomerSort::UpdatedAt => Of::UpdatedAt,
        };
        let sort = filter.sort;
        let position = move |row: &customer::Model| {
            let key = match sort {
                CustomerSort::CreatedAt => row.created_at,
                CustomerSort::UpdatedAt => row.updated_at,
            };
            SeekKey { key: key.0.utc().timestamp_micros(), id: row.id.0.uuid() }
        };
        let order = if filter.descending { Order::Desc } else { Order::Asc };
        let page = page::fetch(self.reader(), select, (key, Of::Id), order, request, position).await?.map(from_row);
        let patients = page.rows.iter().map(|customer| customer.id).collect();
        Ok(Audited::new(page, ReadAction::Listed, SubjectKind::Customer, None, patients))
    }

    /// Whether there is any customer, deleted ones included. Reads no customer data, so nothing is written to the read log.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_customers(&self) -> Result<bool, StoreError> {
        Ok(customer::Entity::find().limit(1).one(self.reader()).await?.is_some())
    }
}

/// The references of customers by id, in one query.
pub(crate) async fn names<C: ConnectionTrait>(
    connection: &C,
    ids: impl Iterator<Item = CustomerId>,
) -> Result<HashMap<CustomerId, CustomerRef>, DbErr> {
    let mut wanted: Vec<CustomerId> = ids.collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    type Row = (
        IdColumn<CustomerKind>,
        Option<TextColumn<caredesk_domain::name::NamePart>>,
        TextColumn<caredesk_domain::name::NamePart>,
        Option<i64>,
    );
    let rows: Vec<Row> = customer::Entity::find()
        .select_only()
        .columns([customer::Column::Id, customer::Column::GivenName, customer::Column::FamilyName, customer::Column::DeletedAt])
        .filter(customer::Column::Id.is_in(wanted.into_iter().map(IdColumn)))
        .into_tuple()
        .all(connection)
        .await?;
    let named = rows.into_iter().map(|(id, given, family, deleted)| {
        let name = full_name(given.map(|given| given.0).as_ref(), &family.0);
        (id.0, CustomerRef { id: id.0, name, deleted: deleted.is_some() })
    });
    Ok(named.collect())
}
