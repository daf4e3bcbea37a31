//! Lists of tickets.

use caredesk_domain::{
    CustomerId, PrincipalId, StaffId, Timestamp,
    actor::RowScope,
    event::SubjectKind,
    ticket::{Category, Priority, Ticket, TicketStatus, queue_ranks_end},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::{TicketView, views};
use crate::{
    audited::Audited,
    engine::{
        column::{IdColumn, InstantColumn, TextColumn},
        page::{self, Page, PageRequest, SeekKey},
    },
    error::StoreError,
    projections::unfetched_reply::{UnfetchedFilter, tickets_with_overdue_reply},
    read_log::ReadAction,
    store::Store,
    tables::{entity::ticket, scope_filter, ticket::from_row},
    transaction::Transaction,
};

/// Filter by the assignee of tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssigneeFilter {
    /// Assigned to this staff member.
    Staff(StaffId),
    /// Unassigned: the queue.
    Unassigned,
}

/// Sort keys of the ticket list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TicketSort {
    /// Queue order: by priority, then the longest waiting first; within a priority those that are not waiting last.
    #[default]
    Queue,
    /// Since when the customer has been waiting; those that are not waiting last.
    WaitingSince,
    /// Creation time.
    CreatedAt,
    /// Time of the last change.
    UpdatedAt,
    /// The priority.
    Priority,
}

/// Filter and order of the ticket list. An empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct TicketFilter {
    /// With one of these statuses.
    pub statuses: Vec<TicketStatus>,
    /// Of one of these priorities.
    pub priorities: Vec<Priority>,
    /// Of one of these categories.
    pub categories: Vec<Category>,
    /// Assigned to one of these staff members, or unassigned.
    pub assignees: Vec<AssigneeFilter>,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// Creation time: from (inclusive) and before (exclusive).
    pub created: (Option<Timestamp>, Option<Timestamp>),
    /// Time of the last change: from (inclusive) and before (exclusive).
    pub updated: (Option<Timestamp>, Option<Timestamp>),
    /// Time of resolution: from (inclusive) and before (exclusive).
    pub resolved: (Option<Timestamp>, Option<Timestamp>),
    /// Resolved by one of these staff members or service accounts.
    pub resolved_by: Vec<PrincipalId>,
    /// With a reply that the app has not fetched in time.
    pub unfetched: Vec<UnfetchedFilter>,
    /// Whether an internal note counts as a change, in [`TicketFilter::updated`] and [`TicketSort::UpdatedAt`].
    pub include_notes: bool,
    /// Only deleted tickets instead of only existing ones.
    pub deleted: bool,
    /// The sort key.
    pub sort: TicketSort,
    /// In descending order.
    pub descending: bool,
}

impl TicketFilter {
    /// The column of the last change, with or without internal notes.
    const fn updated_at(&self) -> ticket::Column {
        if self.include_notes { ticket::Column::UpdatedAt } else { ticket::Column::PublicUpdatedAt }
    }
}

impl Store {
    /// One page of tickets.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_tickets(
        &self,
        scope: RowScope,
        filter: &TicketFilter,
        request: PageRequest,
    ) -> Result<Audited<Page<TicketView>>, StoreError> {
        let select = ticket::Entity::find().filter(scope_filter::tickets(scope)).filter(match filter.sort {
            TicketSort::Queue => queue_condition(filter),
            TicketSort::WaitingSince | TicketSort::CreatedAt | TicketSort::UpdatedAt | TicketSort::Priority => condition(filter),
        });
        let (sort, notes_count) = (filter.sort, filter.include_notes);
        let key = match sort {
            TicketSort::Queue => ticket::Column::QueueRank,
            TicketSort::WaitingSince => ticket::Column::WaitingSince,
            TicketSort::CreatedAt => ticket::Column::CreatedAt,
            TicketSort::UpdatedAt => filter.updated_at(),
            TicketSort::Priority => ticket::Column::Priority,
        };
        let position = move |row: &ticket::Model| {
            let key = match sort {
                TicketSort::Queue => row.queue_rank,
                TicketSort::WaitingSince => row.waiting_since.0.utc().timestamp_micros(),
                TicketSort::CreatedAt => row.created_at.0.utc().timestamp_micros(),
                TicketSort::UpdatedAt if notes_count => row.updated_at.0.utc().timestamp_micros(),
                TicketSort::UpdatedAt => row.public_updated_at.0.utc().timestamp_micros(),
                TicketSort::Priority => i64::from(row.priority),
            };
            SeekKey { key, id: row.id.0.uuid() }
        };
        let order = if filter.descending { Order::Desc } else { Order::Asc };
        let page = page::fetch(self.reader(), select, (key, ticket::Column::Id), order, request, position).await?;
        let tickets = page.rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
        let patients = tickets.iter().map(|ticket| ticket.customer).collect();
        let page = Page { rows: views(self.reader(), tickets).await?, next: page.next, total: page.total };
        Ok(Audited::new(page, ReadAction::Listed, SubjectKind::Ticket, None, patients))
    }
}

impl Transaction {
    /// The next ticket of the queue: the first open unassigned one. Tickets locked by another transaction are skipped, so that concurrent calls get
    /// different tickets.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_in_queue(&mut self, scope: RowScope) -> Result<Option<Ticket>, StoreError> {
        let waits =
            TicketFilter { statuses: vec![TicketStatus::Open], assignees: vec![AssigneeFilter::Unassigned], ..TicketFilter::default() };
        let next = ticket::Entity::find()
            .filter(scope_filter::tickets(scope))
            .filter(queue_condition(&waits))
            .order_by_asc(ticket::Column::QueueRank)
            .order_by_asc(ticket::Column::Id)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        Ok(next.one(self.connection()).await?.map(from_row).transpose()?)
    }
}

/// As [`condition`], but excludes the unwanted statuses instead of listing the wanted ones: so the query scans one index in order (the partial one
/// when `resolved` is excluded) and stops after the lowest wanted priority.
fn queue_condition(filter: &TicketFilter) -> Condition {
    let (wanted, rest) = (&filter.statuses, TicketFilter { statuses: Vec::new(), ..filter.clone() });
    let left_out = TicketStatus::ALL.iter().filter(|status| !wanted.is_empty() && !wanted.contains(status));
    let ends = filter.priorities.iter().map(|priority| queue_ranks_end(*priority)).max();
    let all = ends.iter().fold(condition(&rest), |all, end| all.add(ticket::Column::QueueRank.lt(*end)));
    left_out.fold(all, |all, status| all.add(Expr::cust(format!("status <> '{status}'"))))
}

/// The condition of a filter.
pub(crate) fn condition(filter: &TicketFilter) -> Condition {
    use ticket::Column as Of;
    let mut all = Condition::all().add(if filter.deleted { Of::DeletedAt.is_not_null() } else { Of::DeletedAt.is_null() });
    if !filter.statuses.is_empty() {
        all = all.add(Of::Status.is_in(filter.statuses.iter().copied().map(TextColumn)));
    }
    if !filter.priorities.is_empty() {
        all = all.add(Of::Priority.is_in(filter.priorities.iter().map(|priority| priority.rank())));
    }
    if !filter.categories.is_empty() {
        all = all.add(Of::Category.is_in(filter.categories.iter().copied().map(TextColumn)));
    }
    if !filter.assignees.is_empty() {
        let any = filter.assignees.iter().fold(Condition::any(), |any, assigned| match assigned {
            AssigneeFilter::Staff(id) => any.add(Of::AssigneeId.eq(IdColumn(*id))),
            AssigneeFilter::Unassigned => any.add(Of::AssigneeId.is_null()),
        });
        all = all.add(any);
    }
    if !filter.resolved_by.is_empty() {
        all = all.add(Of::ResolvedBy.is_in(filter.resolved_by.iter().copied().map(IdColumn)));
    }
    if !filter.unfetched.is_empty() {
        let any = filter.unfetched.iter().fold(Condition::any(), |any, of| any.add(Of::Id.in_subquery(tickets_with_overdue_reply(*of))));
        all = all.add(any);
    }
    if let Some(customer) = filter.customer {
        all = all.add(Of::CustomerId.eq(IdColumn(customer)));
    }
    for (column, (from, before)) in
        [(Of::CreatedAt, filter.created), (filter.updated_at(), filter.updated), (Of::ResolvedAt, filter.resolved)]
    {
        if let Some(from) = from {
            all = all.add(column.gte(InstantColumn(from)));
        }
        if let Some(before) = before {
            all = all.add(column.lt(InstantColumn(before)));
        }
    }
    all
}
