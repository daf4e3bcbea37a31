//! Tickets, as rows.

use std::collections::HashMap;

use caredesk_domain::{
    CustomerId, InteractionId, StaffId, TicketId, Timestamp,
    actor::Scope,
    change::Put,
    customer::Deleted,
    event::SubjectKind,
    id::{Id, TicketKind},
    text::Subject,
    ticket::{Category, FirstResponse, Priority, Standing, Ticket, TicketState, TicketStatus},
    ticket_number::TicketNumber,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, Order, QueryFilter, QuerySelect, Select};

use crate::{
    cases,
    column::{IdColumn, JsonText, Moment, Typed},
    customer::{self, CustomerRef},
    entity::ticket,
    ledger::ReadAction,
    page::{self, Page, PageRequest, Position},
    principal::{self, PrincipalRef},
    row::{Lock, Row, locked},
    seen::Seen,
    staff::{self, StaffRef},
    store::{Store, StoreError},
    versioned,
    work::Work,
};

/// Stands in the row where nobody waits: the end of the year 9999, so that such tickets sort last on both engines.
const NOBODY_WAITS: i64 = 253_402_300_799_000_000;

/// A ticket with the names it refers to.
#[derive(Debug)]
pub struct TicketView {
    /// The ticket.
    pub ticket: Ticket,
    /// Whose case it is.
    pub customer: CustomerRef,
    /// Who works it.
    pub assignee: Option<StaffRef>,
    /// Who opened it.
    pub opened_by: Option<PrincipalRef>,
    /// Who resolved it.
    pub resolved_by: Option<PrincipalRef>,
    /// The ticket it says the same as.
    pub duplicate_of: Option<TicketRef>,
}

/// A ticket by number, as other records refer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRef {
    /// The id.
    pub id: TicketId,
    /// What people call it.
    pub number: TicketNumber,
    /// What it is about; empty where the ticket is hidden.
    pub subject: Option<Subject>,
}

/// Whose tickets to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assigned {
    /// This colleague's.
    To(StaffId),
    /// Nobody's: the queue.
    Nobody,
}

/// What tickets are listed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketSort {
    /// Since when the customer waits; tickets where nobody does come last.
    WaitingSince,
    /// When they were opened.
    CreatedAt,
    /// When they last changed.
    UpdatedAt,
    /// Their priority.
    Priority,
}

/// Which tickets to list, and how. An empty list filters nothing.
#[derive(Debug, Clone)]
pub struct TicketFilter {
    /// Standing so.
    pub statuses: Vec<TicketStatus>,
    /// Of these priorities.
    pub priorities: Vec<Priority>,
    /// Of these categories.
    pub categories: Vec<Category>,
    /// Assigned so.
    pub assigned: Vec<Assigned>,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// Opened at this instant or later, and before that one.
    pub created: (Option<Timestamp>, Option<Timestamp>),
    /// Changed at this instant or later, and before that one.
    pub updated: (Option<Timestamp>, Option<Timestamp>),
    /// The hidden ones instead of the others.
    pub deleted: bool,
    /// Sorted by this.
    pub sort: TicketSort,
    /// The greatest first.
    pub descending: bool,
}

impl Row for Ticket {
    type Kind = TicketKind;
    const SUBJECT: SubjectKind = SubjectKind::Ticket;

    async fn find<C: ConnectionTrait>(connection: &C, scope: Scope, id: Id<TicketKind>, lock: Lock) -> Result<Option<Self>, StoreError> {
        let select = locked(ticket::Entity::find_by_id(IdColumn(id)).filter(cases::tickets(scope)), lock);
        Ok(select.one(connection).await?.map(restore).transpose()?)
    }

    fn id(&self) -> uuid::Uuid {
        self.id.uuid()
    }

    fn patients(&self) -> Vec<CustomerId> {
        vec![self.customer]
    }

    fn is_deleted(&self) -> bool {
        self.deleted.is_some()
    }
}

impl Store {
    /// The id of the ticket that people call `number`; whether the asker may see it is not asked here.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn ticket_id(&self, number: TicketNumber) -> Result<TicketId, StoreError> {
        let found: Option<IdColumn<TicketKind>> = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::Id)
            .filter(ticket::Column::Number.eq(Typed(number)))
            .into_tuple()
            .one(self.reader())
            .await?;
        found.map(|id| id.0).ok_or(StoreError::NotFound)
    }

    /// Whose case a ticket is, for reading what hangs on it; shows nothing of the ticket itself.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist within `scope`.
    pub async fn customer_of_ticket(&self, scope: Scope, id: TicketId) -> Result<CustomerId, StoreError> {
        let ticket = Ticket::find(self.reader(), scope, id, Lock::None).await?.filter(|ticket| !ticket.is_deleted());
        ticket.map(|ticket| ticket.customer).ok_or(StoreError::NotFound)
    }

    /// One ticket with its names, as far as it exists within `scope`; `hidden_too` for who may bring hidden ones back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not.
    pub async fn ticket(&self, scope: Scope, id: TicketId, hidden_too: bool) -> Result<Seen<TicketView>, StoreError> {
        let seen: Seen<Ticket> = if hidden_too { self.get_hidden_too(scope, id).await? } else { self.get(scope, id).await? };
        let mut views = views(self.reader(), vec![seen.peek().clone()]).await?;
        let view = views.pop().ok_or(StoreError::NotFound)?;
        Ok(seen.map(|_| view))
    }

    /// Tickets, one page of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_tickets(
        &self,
        scope: Scope,
        filter: &TicketFilter,
        request: PageRequest,
    ) -> Result<Seen<Page<TicketView>>, StoreError> {
        let select = narrow(ticket::Entity::find().filter(cases::tickets(scope)), filter);
        let sort = filter.sort;
        let key = match sort {
            TicketSort::WaitingSince => ticket::Column::WaitingSince,
            TicketSort::CreatedAt => ticket::Column::CreatedAt,
            TicketSort::UpdatedAt => ticket::Column::UpdatedAt,
            TicketSort::Priority => ticket::Column::Priority,
        };
        let position = move |row: &ticket::Model| {
            let key = match sort {
                TicketSort::WaitingSince => row.waiting_since.0.utc().timestamp_micros(),
                TicketSort::CreatedAt => row.created_at.0.utc().timestamp_micros(),
                TicketSort::UpdatedAt => row.updated_at.0.utc().timestamp_micros(),
                TicketSort::Priority => i64::from(row.priority),
            };
            Position { key, id: row.id.0.uuid() }
        };
        let order = if filter.descending { Order::Desc } else { Order::Asc };
        let page = page::fetch(self.reader(), select, (key, ticket::Column::Id), order, request, position).await?;
        let tickets = page.rows.into_iter().map(restore).collect::<Result<Vec<_>, _>>()?;
        let patients = tickets.iter().map(|ticket| ticket.customer).collect();
        let page = Page { rows: views(self.reader(), tickets).await?, next: page.next, total: page.total };
        Ok(Seen::of(page, ReadAction::Listed, SubjectKind::Ticket, None, patients))
    }
}

impl Work {
    /// A ticket with its names, to answer a write with; the write's own event covers what it shows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ticket_view(&mut self, ticket: Ticket) -> Result<TicketView, StoreError> {
        self.shows(ticket.id);
        views(self.connection(), vec![ticket]).await?.pop().ok_or(StoreError::NotFound)
    }

    /// The name of a colleague.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff_name(&mut self, id: StaffId) -> Result<Option<StaffRef>, StoreError> {
        Ok(staff::names(self.connection(), std::iter::once(id)).await?.remove(&id))
    }
}

/// The tickets opened in an interaction, hidden ones included, locked.
pub(crate) async fn opened_in<C: ConnectionTrait>(connection: &C, interaction: InteractionId) -> Result<Vec<Ticket>, StoreError> {
    let select = locked(ticket::Entity::find().filter(ticket::Column::InteractionId.eq(IdColumn(interaction))), Lock::Exclusive);
    Ok(select.all(connection).await?.into_iter().map(restore).collect::<Result<_, _>>()?)
}

fn narrow(select: Select<ticket::Entity>, filter: &TicketFilter) -> Select<ticket::Entity> {
    use ticket::Column as Of;
    let mut all = Condition::all().add(if filter.deleted { Of::DeletedAt.is_not_null() } else { Of::DeletedAt.is_null() });
    if !filter.statuses.is_empty() {
        all = all.add(Of::Status.is_in(filter.statuses.iter().copied().map(Typed)));
    }
    if !filter.priorities.is_empty() {
        all = all.add(Of::Priority.is_in(filter.priorities.iter().map(|priority| priority.rank())));
    }
    if !filter.categories.is_empty() {
        all = all.add(Of::Category.is_in(filter.categories.iter().copied().map(Typed)));
    }
    if !filter.assigned.is_empty() {
        let any = filter.assigned.iter().fold(Condition::any(), |any, assigned| match assigned {
            Assigned::To(id) => any.add(Of::AssigneeId.eq(IdColumn(*id))),
            Assigned::Nobody => any.add(Of::AssigneeId.is_null()),
        });
        all = all.add(any);
    }
    if let Some(customer) = filter.customer {
        all = all.add(Of::CustomerId.eq(IdColumn(customer)));
    }
    for (column, (from, before)) in [(Of::CreatedAt, filter.created), (Of::UpdatedAt, filter.updated)] {
        if let Some(from) = from {
            all = all.add(column.gte(Moment(from)));
        }
        if let Some(before) = before {
            all = all.add(column.lt(Moment(before)));
        }
    }
    select.filter(all)
}

/// Adds the names that tickets refer to, in a few queries however many they are.
async fn views<C: ConnectionTrait>(connection: &C, tickets: Vec<Ticket>) -> Result<Vec<TicketView>, StoreError> {
    let resolver = |ticket: &Ticket| match ticket.standing {
        Standing::Resolved { by, .. } => Some(by),
        Standing::Open | Standing::Pending | Standing::Escalated { .. } => None,
    };
    let people = tickets.iter().flat_map(|ticket| [ticket.assignee.map(Into::into), Some(ticket.opened_by), resolver(ticket)]).flatten();
    let people = principal::names(connection, people).await?;
    let customers = customer::names(connection, tickets.iter().map(|ticket| ticket.customer)).await?;
    let originals = names(connection, tickets.iter().filter_map(|ticket| ticket.duplicate_of)).await?;
    let view = |ticket: Ticket| {
        Some(TicketView {
            customer: customers.get(&ticket.customer)?.clone(),
            assignee: ticket.assignee.and_then(|id| people.staff(id)),
            opened_by: people.principal(ticket.opened_by),
            resolved_by: resolver(&ticket).and_then(|id| people.principal(id)),
            duplicate_of: ticket.duplicate_of.and_then(|id| originals.get(&id).cloned()),
            ticket,
        })
    };
    tickets.into_iter().map(view).collect::<Option<Vec<_>>>().ok_or(StoreError::NotFound)
}

/// The numbers and subjects of tickets, in one query.
pub(crate) async fn names<C: ConnectionTrait>(
    connection: &C,
    ids: impl Iterator<Item = TicketId>,
) -> Result<HashMap<TicketId, TicketRef>, DbErr> {
    let mut wanted: Vec<TicketId> = ids.collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(IdColumn<TicketKind>, Typed<TicketNumber>, Typed<Subject>, Option<Moment>)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Id, ticket::Column::Number, ticket::Column::Subject, ticket::Column::DeletedAt])
        .filter(ticket::Column::Id.is_in(wanted.into_iter().map(IdColumn)))
        .into_tuple()
        .all(connection)
        .await?;
    let named = |(id, number, subject, deleted): (IdColumn<TicketKind>, Typed<TicketNumber>, Typed<Subject>, Option<Moment>)| {
        (id.0, TicketRef { id: id.0, number: number.0, subject: deleted.is_none().then_some(subject.0) })
    };
    Ok(rows.into_iter().map(named).collect())
}

#[expect(clippy::disallowed_methods, reason = "a row that was saved is what it says")]
pub(crate) fn restore(row: ticket::Model) -> Result<Ticket, DbErr> {
    let broken = |what: &str| DbErr::Type(format!("the ticket {} has {what}", row.id.0));
    let standing = match (row.status.0, row.escalated_from, row.resolved_at.zip(row.resolved_by)) {
        (TicketStatus::Open, None, None) => Standing::Open,
        (TicketStatus::Pending, None, None) => Standing::Pending,
        (TicketStatus::Escalated, Some(from), None) => Standing::Escalated { from: from.0 },
        (TicketStatus::Resolved, None, Some((at, by))) => Standing::Resolved { at: at.0, by: by.0 },
        (TicketStatus::Open | TicketStatus::Pending | TicketStatus::Escalated | TicketStatus::Resolved, _, _) => {
            return Err(broken("a status that disagrees with its facts"));
        }
    };
    let priority = Priority::of_rank(row.priority).ok_or_else(|| broken("an unknown priority"))?;
    Ok(Ticket::restore(TicketState {
        id: row.id.0,
        number: row.number.0,
        customer: row.customer_id.0,
        assignee: row.assignee_id.map(|id| id.0),
        opened_by: row.opened_by.0,
        interaction: row.interaction_id.map(|id| id.0),
        category: row.category.0,
        priority,
        standing,
        subject: row.subject.0,
        description: row.description.0,
        waiting_since: Some(row.waiting_since.0).filter(|since| since.utc().timestamp_micros() != NOBODY_WAITS),
        first_response: row.first_response_at.zip(row.first_response_by).map(|(at, by)| FirstResponse { at: at.0, by: by.0 }),
        reopened_count: row.reopened_count,
        duplicate_of: row.duplicate_of.map(|id| id.0),
        open_escalation: row.open_escalation_id.map(|id| id.0),
        undoable: row.undoable.map(|undoable| undoable.0),
        created_at: row.created_at.0,
        updated_at: row.updated_at.0,
        deleted: row.deleted_at.zip(row.deleted_by).map(|(at, by)| Deleted { at: at.0, by: by.0 }),
        version: row.version,
    }))
}

fn row(ticket: &Ticket) -> ticket::Model {
    let (resolved, escalated_from) = match ticket.standing {
        Standing::Resolved { at, by } => (Some((at, by)), None),
        Standing::Escalated { from } => (None, Some(from)),
        Standing::Open | Standing::Pending => (None, None),
    };
    let nobody =
        || Timestamp::new(chrono::DateTime::from_timestamp_micros(NOBODY_WAITS).unwrap_or(chrono::DateTime::<chrono::Utc>::MAX_UTC));
    ticket::Model {
        id: ticket.id.into(),
        number: ticket.number.into(),
        customer_id: ticket.customer.into(),
        assignee_id: ticket.assignee.map(Into::into),
        opened_by: ticket.opened_by.into(),
        interaction_id: ticket.interaction.map(Into::into),
        category: ticket.category.into(),
        priority: ticket.priority.rank(),
        status: ticket.standing.status().into(),
        escalated_from: escalated_from.map(Into::into),
        open_escalation_id: ticket.open_escalation.map(Into::into),
        duplicate_of: ticket.duplicate_of.map(Into::into),
        subject: ticket.subject.clone().into(),
        description: ticket.description.clone().into(),
        waiting_since: ticket.waiting_since.unwrap_or_else(nobody).into(),
        first_response_at: ticket.first_response.map(|first| first.at.into()),
        first_response_by: ticket.first_response.map(|first| first.by.into()),
        resolved_at: resolved.map(|(at, _)| at.into()),
        resolved_by: resolved.map(|(_, by)| by.into()),
        reopened_count: ticket.reopened_count,
        undoable: ticket.undoable.map(JsonText),
        created_at: ticket.created_at.into(),
        updated_at: ticket.updated_at.into(),
        deleted_at: ticket.deleted.map(|deleted| deleted.at.into()),
        deleted_by: ticket.deleted.map(|deleted| deleted.by.into()),
        version: ticket.version,
    }
}

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: Vec<Put<Ticket>>) -> Result<(), StoreError> {
    versioned::save::<ticket::Entity, _, _>(connection, &puts, row).await
}
