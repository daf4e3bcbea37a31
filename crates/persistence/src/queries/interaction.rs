//! Interactions: lookup and lists, with the names they refer to.

use caredesk_domain::{
    CustomerId, InteractionId, StaffId, TicketId, Timestamp,
    actor::RowScope,
    event::SubjectKind,
    interaction::{Interaction, InteractionStatus},
    message::Channel,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, Select, sea_query::Expr};

use crate::{
    audited::Audited,
    engine::{
        column::{IdColumn, InstantColumn, TextColumn},
        page::{self, Page, PageRequest, SeekKey},
    },
    error::StoreError,
    queries::{
        customer::{self, CustomerRef},
        principal::{self, PrincipalRef},
        staff::StaffRef,
        ticket::{self, TicketRef},
    },
    read_log::ReadAction,
    store::Store,
    tables::{entity::interaction, interaction::from_row, scope_filter},
    transaction::Transaction,
};

/// An interaction with the names it refers to.
#[derive(Debug)]
pub struct InteractionView {
    /// The interaction.
    pub interaction: Interaction,
    /// The customer.
    pub customer: CustomerRef,
    /// Who handles it.
    pub agent: Option<StaffRef>,
    /// Who logged it.
    pub logged_by: Option<PrincipalRef>,
    /// The linked ticket.
    pub ticket: Option<TicketRef>,
}

/// Filter by the agent of interactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentFilter {
    /// Handled by this staff member.
    Agent(StaffId),
    /// Without an agent.
    Unassigned,
}

/// Sort keys of the interaction list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InteractionSort {
    /// Start time.
    #[default]
    StartedAt,
    /// Time of the last change.
    UpdatedAt,
}

/// Filter and order of the interaction list. An empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct InteractionFilter {
    /// With one of these statuses.
    pub statuses: Vec<InteractionStatus>,
    /// On one of these channels.
    pub channels: Vec<Channel>,
    /// Handled by one of these staff members, or without an agent.
    pub agents: Vec<AgentFilter>,
    /// With this customer.
    pub customer: Option<CustomerId>,
    /// Linked to this ticket.
    pub ticket: Option<TicketId>,
    /// Start time: from (inclusive) and before (exclusive).
    pub started: (Option<Timestamp>, Option<Timestamp>),
    /// End time: from (inclusive) and before (exclusive).
    pub ended: (Option<Timestamp>, Option<Timestamp>),
    /// Ended, with an end time that was entered, or with the time at which they were logged.
    pub end_given: Option<bool>,
    /// Whether an internal note counts as a change in [`InteractionSort::UpdatedAt`].
    pub include_notes: bool,
    /// Only deleted interactions instead of only existing ones.
    pub deleted: bool,
    /// The sort key.
    pub sort: InteractionSort,
    /// The latest first.
    pub descending: bool,
}

impl Store {
    /// One interaction with its names, within `scope`; a deleted one only if asked for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn interaction(
        &self,
        scope: RowScope,
        id: InteractionId,
        include_deleted: bool,
    ) -> Result<Audited<InteractionView>, StoreError> {
        let seen: Audited<Interaction> =
            if include_deleted { self.get_including_deleted(scope, id).await? } else { self.get(scope, id).await? };
        let view = views(self.reader(), vec![seen.unlogged_value().clone()]).await?.pop().ok_or(StoreError::NotFound)?;
        Ok(seen.map(|_| view))
    }

    /// One page of interactions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_interactions(
        &self,
        scope: RowScope,
        filter: &InteractionFilter,
        request: PageRequest,
    ) -> Result<Audited<Page<InteractionView>>, StoreError> {
        let select = apply_filter(interaction::Entity::find().filter(scope_filter::interactions(scope)), filter);
        let (sort, notes_count) = (filter.sort, filter.include_notes);
        let key = match sort {
            InteractionSort::StartedAt => interaction::Column::StartedAt,
            InteractionSort::UpdatedAt if notes_count => interaction::Column::UpdatedAt,
            InteractionSort::UpdatedAt => interaction::Column::PublicUpdatedAt,
        };
        let position = move |row: &interaction::Model| {
            let key = match sort {
                InteractionSort::StartedAt => row.started_at,
                InteractionSort::UpdatedAt if notes_count => row.updated_at,
                InteractionSort::UpdatedAt => row.public_updated_at,
            };
            SeekKey { key: key.0.utc().timestamp_micros(), id: row.id.0.uuid() }
        };
        let order = if filter.descending { Order::Desc } else { Order::Asc };
        let page = page::fetch(self.reader(), select, (key, interaction::Column::Id), order, request, position).await?;
        let interactions = page.rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
        let patients = interactions.iter().map(|interaction| interaction.customer).collect();
        let page = Page { rows: views(self.reader(), interactions).await?, next: page.next, total: page.total };
        Ok(Audited::new(page, ReadAction::Listed, SubjectKind::Interaction, None, patients))
    }
}

impl Transaction {
    /// An interaction with its names, for the response to a write; the write's own event covers this read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn interaction_view(&mut self, interaction: Interaction) -> Result<InteractionView, StoreError> {
        self.set_response_record(interaction.id);
        views(self.connection(), vec![interaction]).await?.pop().ok_or(StoreError::NotFound)
    }
}

fn apply_filter(select: Select<interaction::Entity>, filter: &InteractionFilter) -> Select<interaction::Entity> {
    use interaction::Column as Of;
    let mut all = Condition::all().add(if filter.deleted { Of::DeletedAt.is_not_null() } else { Of::DeletedAt.is_null() });
    if !filter.statuses.is_empty() {
        all = all.add(Of::Status.is_in(filter.statuses.iter().copied().map(TextColumn)));
        if !filter.statuses.contains(&InteractionStatus::Resolved) {
            // The condition of the partial index of unended interactions.
            all = all.add(Expr::cust("status <> 'resolved'"));
        }
    }
    if !filter.channels.is_empty() {
        all = all.add(Of::Channel.is_in(filter.channels.iter().copied().map(TextColumn)));
    }
    if !filter.agents.is_empty() {
        let any = filter.agents.iter().fold(Condition::any(), |any, attended| match attended {
            AgentFilter::Agent(id) => any.add(Of::AgentId.eq(IdColumn(*id))),
            AgentFilter::Unassigned => any.add(Of::AgentId.is_null()),
        });
        all = all.add(any);
    }
    if let Some(customer) = filter.customer {
        all = all.add(Of::CustomerId.eq(IdColumn(customer)));
    }
    if let Some(ticket) = filter.ticket {
        all = all.add(Of::TicketId.eq(IdColumn(ticket)));
    }
    if let Some(given) = filter.end_given {
        all = all.add(Of::EndedAt.is_not_null()).add(Of::EndGiven.eq(given));
    }
    for (column, (from, before)) in [(Of::StartedAt, filter.started), (Of::EndedAt, filter.ended)] {
        if let Some(from) = from {
            all = all.add(column.gte(InstantColumn(from)));
        }
        if let Some(before) = before {
            all = all.add(column.lt(InstantColumn(before)));
        }
    }
    select.filter(all)
}

/// Adds the names that interactions refer to, in a constant number of queries.
pub(crate) async fn views<C: ConnectionTrait>(connection: &C, interactions: Vec<Interaction>) -> Result<Vec<InteractionView>, StoreError> {
    let people = interactions.iter().flat_map(|interaction| [interaction.agent.map(Into::into), Some(interaction.logged_by)]).flatten();
    let names = principal::names(connection, people).await?;
    let customers = customer::names(connection, interactions.iter().map(|interaction| interaction.customer)).await?;
    let tickets = ticket::names(connection, interactions.iter().filter_map(|interaction| interaction.ticket)).await?;
    let view = |interaction: Interaction| {
        Some(InteractionView {
            customer: customers.get(&interaction.customer)?.clone(),
            agent: interaction.agent.and_then(|id| names.staff(id)),
            logged_by: names.principal(interaction.logged_by),
            ticket: interaction.ticket.and_then(|id| tickets.get(&id).cloned()),
            interaction,
        })
    };
    interactions.into_iter().map(view).collect::<Option<Vec<_>>>().ok_or(StoreError::NotFound)
}
