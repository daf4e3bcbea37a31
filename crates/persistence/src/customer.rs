//! Customers: lookup, lists, and matching of imported ones.

mod row;

use std::collections::HashMap;

use caredesk_domain::{
    CustomerId, Timestamp,
    actor::RowScope,
    customer::{Customer, Identifier, ImportSnapshot, PreviousImport, Unended},
    escalation::EscalationStatus,
    event::SubjectKind,
    id::{CustomerKind, Id},
    name::full_name,
    ticket::TicketStatus,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

pub(crate) use row::{StoredPhone, from_row, save, save_sources};

use crate::{
    audited::Audited,
    column::{IdColumn, TextColumn},
    entity::{customer, customer_source, escalation, interaction, search_key, ticket},
    page::{self, Page, PageRequest, SeekKey},
    read_log::ReadAction,
    scope_filter,
    scoped_record::{Lock, ScopedRecord, with_lock},
    search::KeyKind,
    store::{Store, StoreError},
    transaction::Transaction,
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

impl ScopedRecord for Customer {
    type Kind = CustomerKind;
    const SUBJECT: SubjectKind = SubjectKind::Customer;

    async fn find<C: ConnectionTrait>(
        connection: &C,
        scope: RowScope,
        id: Id<CustomerKind>,
        lock: Lock,
    ) -> Result<Option<Self>, StoreError> {
        let select = with_lock(customer::Entity::find_by_id(IdColumn(id)).filter(scope_filter::customers(scope)), lock);
        Ok(select.one(connection).await?.map(from_row))
    }

    fn id(&self) -> uuid::Uuid {
        self.id.uuid()
    }

    fn changed_at(&self) -> Timestamp {
        self.updated_at
    }

    fn customers(&self) -> Vec<CustomerId> {
        vec![self.id]
    }

    fn is_deleted(&self) -> bool {
        self.deleted.is_some()
    }
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
            select = select.filter(Of::UpdatedAt.gte(crate::column::InstantColumn(from)));
        }
        if let Some(before) = filter.updated_before {
            select = select.filter(Of::UpdatedAt.lt(crate::column::InstantColumn(before)));
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

impl Transaction {
    /// How many unresolved tickets, unended interactions and open escalations a customer has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unended_counts(&mut self, customer: CustomerId) -> Result<Unended, StoreError> {
        let tickets = ticket::Entity::find()
            .filter(ticket::Column::CustomerId.eq(IdColumn(customer)))
            .filter(ticket::Column::Status.ne(TextColumn(TicketStatus::Resolved)))
            .filter(ticket::Column::DeletedAt.is_null());
        let interactions = interaction::Entity::find()
            .filter(interaction::Column::CustomerId.eq(IdColumn(customer)))
            .filter(interaction::Column::EndedAt.is_null())
            .filter(interaction::Column::DeletedAt.is_null());
        let escalations = escalation::Entity::find()
            .filter(escalation::Column::CustomerId.eq(IdColumn(customer)))
            .filter(escalation::Column::Status.is_in([EscalationStatus::Pending, EscalationStatus::InProgress].map(TextColumn)))
            .filter(escalation::Column::DeletedAt.is_null());
        Ok(Unended {
            tickets: tickets.count(self.connection()).await?,
            interactions: interactions.count(self.connection()).await?,
            escalations: escalations.count(self.connection()).await?,
        })
    }

    /// The customers that an import refers to by these identifiers, in the same order: by the identifier of an earlier import, else by an
    /// identifier that staff entered. Includes deleted customers. `Err` holds the number of customers when several share the identifier.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_by_identifiers(
        &mut self,
        identifiers: &[Identifier],
    ) -> Result<Vec<Result<Option<PreviousImport>, usize>>, StoreError> {
        let mut sources = self.import_snapshots(identifiers).await?;
        let unsent: Vec<&str> = identifiers
            .iter()
            .filter(|identifier| !sources.contains_key(&identifier_key(identifier)))
            .map(|identifier| identifier.value.as_str())
            .collect();
        let mut wanted: Vec<CustomerId> = sources.values().map(|source| source.customer).collect();
        if !unsent.is_empty() {
            let known = search_key::Entity::find()
                .filter(search_key::Column::Kind.eq(KeyKind::Identifier.code()))
                .filter(search_key::Column::Key.is_in(unsent))
                .all(self.connection())
                .await?;
            wanted.extend(known.into_iter().map(|row| row.customer_id.0));
        }
        let customers = self.lock_customers(wanted).await?;
        customers.values().for_each(|customer| self.clamp_timestamp(customer.updated_at));
        let find = |identifier: &Identifier| {
            if let Some(source) = sources.remove(&identifier_key(identifier)) {
                let customer = customers.get(&source.customer).cloned();
                return Ok(customer.map(|customer| PreviousImport { customer, snapshot: Some(source) }));
            }
            let (hidden, here): (Vec<_>, Vec<_>) = customers
                .values()
                .filter(|customer| customer.details.identifiers.contains(identifier))
                .partition(|customer| customer.deleted.is_some());
            // A deleted customer matches only if no other does: staff resolve duplicates by deleting one.
            match here.as_slice() {
                [] => Ok(hidden.first().map(|customer| PreviousImport { customer: (*customer).clone(), snapshot: None })),
                [only] => Ok(Some(PreviousImport { customer: (*only).clone(), snapshot: None })),
                several => Err(several.len()),
            }
        };
        Ok(identifiers.iter().map(find).collect())
    }

    async fn import_snapshots(&self, identifiers: &[Identifier]) -> Result<HashMap<(String, String), ImportSnapshot>, DbErr> {
        let mut by_system: HashMap<&str, Vec<&str>> = HashMap::new();
        for identifier in identifiers {
            by_system.entry(identifier.system.as_str()).or_default().push(identifier.value.as_str());
        }
        let mut sources = HashMap::new();
        let mut systems: Vec<_> = by_system.into_iter().collect();
        systems.sort_unstable();
        for (system, values) in systems {
            let rows = customer_source::Entity::find()
                .filter(customer_source::Column::System.eq(system))
                .filter(customer_source::Column::Value.is_in(values))
                // Locked, so that the snapshot of a concurrent import is not overwritten unseen.
                .order_by_asc(customer_source::Column::Value)
                .lock_exclusive()
                .all(self.connection())
                .await?;
            for row in rows {
                let identifier = identifiers.iter().find(|one| one.system.as_str() == row.system && one.value.as_str() == row.value);
                if let Some(identifier) = identifier {
                    let source = ImportSnapshot { identifier: identifier.clone(), customer: row.customer_id.0, sent: row.sent.0 };
                    sources.insert((row.system, row.value), source);
                }
            }
        }
        Ok(sources)
    }

    async fn lock_customers(&self, mut ids: Vec<CustomerId>) -> Result<HashMap<CustomerId, Customer>, DbErr> {
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        // Locked in id order, so that concurrent imports do not deadlock.
        let rows = customer::Entity::find()
            .filter(customer::Column::Id.is_in(ids.into_iter().map(IdColumn)))
            .order_by_asc(customer::Column::Id)
            .lock_exclusive()
            .all(self.connection())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id.0, from_row(row))).collect())
    }
}

fn identifier_key(identifier: &Identifier) -> (String, String) {
    (identifier.system.to_string(), identifier.value.to_string())
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
