//! Lists of tickets.

use caredesk_domain::{
    CustomerId, PrincipalId, StaffId, Timestamp,
    actor::Scope,
    event::SubjectKind,
    ticket::{Category, Priority, Ticket, TicketStatus, queue_ranks_end},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::{TicketView, restore, views};
use crate::{
    cases,
    column::{IdColumn, Moment, Typed},
    entity::ticket,
    ledger::ReadAction,
    message::{self, Unfetched},
    page::{self, Page, PageRequest, Position},
    seen::Seen,
    store::{Store, StoreError},
    work::Work,
};

/// Whose tickets to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assigned {
    /// This colleague's.
    To(StaffId),
    /// Nobody's: the queue.
    Nobody,
}

/// What tickets are listed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TicketSort {
    /// How soon they must be worked: by priority, then by how long they have waited; last of a priority those that do not wait.
    #[default]
    Queue,
    /// Since when they wait; those that do not come last.
    WaitingSince,
    /// When they were opened.
    CreatedAt,
    /// When they last changed.
    UpdatedAt,
    /// Their priority.
    Priority,
}

/// Which tickets to list, and how. An empty list filters nothing.
#[derive(Debug, Clone, Default)]
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
    /// Resolved at this instant or later, and before that one.
    pub resolved: (Option<Timestamp>, Option<Timestamp>),
    /// Resolved by one of these people or programs.
    pub resolved_by: Vec<PrincipalId>,
    /// With a reply that the app has not fetched in time.
    pub unfetched: Vec<Unfetched>,
    /// Whether an internal note counts as a change, in [`TicketFilter::updated`] and [`TicketSort::UpdatedAt`].
    pub notes_count: bool,
    /// The hidden ones instead of the others.
    pub deleted: bool,
    /// Sorted by this.
    pub sort: TicketSort,
    /// The greatest first.
    pub descending: bool,
}

impl TicketFilter {
    /// The column that says when a ticket last changed.
    const fn updated_at(&self) -> ticket::Column {
        if self.notes_count { ticket::Column::UpdatedAt } else { ticket::Column::PublicUpdatedAt }
    }
}

impl Store {
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
        let select = ticket::Entity::find().filter(cases::tickets(scope)).filter(match filter.sort {
            TicketSort::Queue => queue_condition(filter),
            TicketSort::WaitingSince | TicketSort::CreatedAt | TicketSort::UpdatedAt | TicketSort::Priority => condition(filter),
        });
        let (sort, notes_count) = (filter.sort, filter.notes_count);
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
    /// The ticket to be worked next: of the open ones that are nobody's the first of the queue. One that another transaction holds is passed over, so
    /// that of two who ask at once each finds another.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_in_queue(&mut self, scope: Scope) -> Result<Option<Ticket>, StoreError> {
        let waits = TicketFilter { statuses: vec![TicketStatus::Open], assigned: vec![Assigned::Nobody], ..TicketFilter::default() };
        let next = ticket::Entity::find()
            .filter(cases::tickets(scope))
            .filter(queue_condition(&waits))
            .order_by_asc(ticket::Column::QueueRank)
            .order_by_asc(ticket::Column::Id)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        Ok(next.one(self.connection()).await?.map(restore).transpose()?)
    }
}

/// As [`condition`], naming the statuses that are left out instead of those that are wanted: so the queue is a walk along one index, the partial one
/// where `resolved` is left out, and it ends where no wanted priority follows.
fn queue_condition(filter: &TicketFilter) -> Condition {
    let (wanted, rest) = (&filter.statuses, TicketFilter { statuses: Vec::new(), ..filter.clone() });
    let left_out = TicketStatus::ALL.iter().filter(|status| !wanted.is_empty() && !wanted.contains(status));
    let ends = filter.priorities.iter().map(|priority| queue_ranks_end(*priority)).max();
    let all = ends.iter().fold(condition(&rest), |all, end| all.add(ticket::Column::QueueRank.lt(*end)));
    left_out.fold(all, |all, status| all.add(Expr::cust(format!("status <> '{status}'"))))
}

/// What a ticket must be to be listed.
pub(crate) fn condition(filter: &TicketFilter) -> Condition {
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
    if !filter.resolved_by.is_empty() {
        all = all.add(Of::ResolvedBy.is_in(filter.resolved_by.iter().copied().map(IdColumn)));
    }
    if !filter.unfetched.is_empty() {
        let any = filter.unfetched.iter().fold(Condition::any(), |any, of| any.add(Of::Id.in_subquery(message::tickets_of(*of))));
        all = all.add(any);
    }
    if let Some(customer) = filter.customer {
        all = all.add(Of::CustomerId.eq(IdColumn(customer)));
    }
    for (column, (from, before)) in
        [(Of::CreatedAt, filter.created), (filter.updated_at(), filter.updated), (Of::ResolvedAt, filter.resolved)]
    {
        if let Some(from) = from {
            all = all.add(column.gte(Moment(from)));
        }
        if let Some(before) = before {
            all = all.add(column.lt(Moment(before)));
        }
    }
    all
}
