//! Customer overview: details, open records, handlers. A fixed number of queries, whatever their history.

use std::collections::HashMap;

use caredesk_domain::{
    CustomerId, StaffId, Timestamp, actor::RowScope, customer::Customer, escalation::EscalationStatus, event::SubjectKind, id::StaffKind,
    interaction::InteractionStatus, message::MessageKind, ticket::TicketStatus,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait as _, SelectStatement},
};

use crate::{
    audited::Audited,
    engine::{
        column::{IdColumn, InstantColumn, TextColumn},
        page::PageRequest,
    },
    error::StoreError,
    queries::{
        escalation::{EscalationFilter, EscalationSort, EscalationView},
        interaction::{InteractionFilter, InteractionView},
        staff::{self, StaffRef},
        ticket::{TicketFilter, TicketView},
    },
    read_log::ReadAction,
    store::Store,
    tables::{
        entity::{
            escalation, interaction,
            message::{self, AuthorKind},
            ticket,
        },
        scope_filter,
    },
};

/// Maximum number of open tickets and of handlers in a profile.
const MAX_ENTRIES: u64 = 10;
/// Maximum number of interactions and of escalations in a profile.
const MAX_LATEST: u64 = 5;

/// Number of records per status. A status without records is omitted.
pub type CountBy<S> = HashMap<S, u64>;

/// A staff member who handled a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandlerCount {
    /// The staff member.
    pub staff: StaffRef,
    /// Interactions with the customer they handled.
    pub interactions: u64,
    /// Replies they wrote to the customer.
    pub replies: u64,
    /// The start of the last interaction, or the time of the last reply.
    pub last_at: Timestamp,
}

/// Customer overview.
#[derive(Debug)]
pub struct Profile {
    /// The customer.
    pub customer: Customer,
    /// Their tickets by status.
    pub tickets: CountBy<TicketStatus>,
    /// Their interactions by status.
    pub interactions: CountBy<InteractionStatus>,
    /// The escalations of their records by status.
    pub escalations: CountBy<EscalationStatus>,
    /// Unresolved tickets, longest waiting first.
    pub open_tickets: Vec<TicketView>,
    /// The most recently started interactions.
    pub latest_interactions: Vec<InteractionView>,
    /// The most recently raised escalations.
    pub latest_escalations: Vec<EscalationView>,
    /// The last contact: start of an interaction, or a message of the customer on a ticket.
    pub last_contact: Option<Timestamp>,
    /// Staff members who handled them, latest first.
    pub handled_by: Vec<HandlerCount>,
}

impl Store {
    /// Overview of a customer, limited to what exists within `scope`; deleted customers only if asked for, for callers who may restore them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such customer within `scope`.
    pub async fn profile(&self, scope: RowScope, id: CustomerId, include_deleted: bool) -> Result<Audited<Profile>, StoreError> {
        let seen: Audited<Customer> =
            if include_deleted { self.get_including_deleted(scope, id).await? } else { self.get(scope, id).await? };
        let (customer, _) = seen.into_parts();
        let of = ProfileRows { scope, customer: id };
        let profile = Profile {
            customer,
            tickets: self.count_by_status(of.tickets(), ticket::Column::Status, ticket::Column::Id).await?,
            interactions: self.count_by_status(of.interactions(), interaction::Column::Status, interaction::Column::Id).await?,
            escalations: self.count_by_status(of.escalations(), escalation::Column::Status, escalation::Column::Id).await?,
            open_tickets: self.open_tickets(of).await?,
            latest_interactions: self.latest_interactions(of).await?,
            latest_escalations: self.latest_escalations(of).await?,
            last_contact: self.last_contact(of).await?,
            handled_by: self.handled_by(of).await?,
        };
        Ok(Audited::new(profile, ReadAction::Opened, SubjectKind::Customer, Some(id.uuid()), vec![id]))
    }

    /// Number of records of `of` per status.
    pub(crate) async fn count_by_status<E, S>(
        &self,
        of: sea_orm::Select<E>,
        status: E::Column,
        id: E::Column,
    ) -> Result<CountBy<S>, StoreError>
    where
        E: EntityTrait,
        S: Eq + std::hash::Hash,
        TextColumn<S>: sea_orm::TryGetable,
    {
        let grouped = of.select_only().column(status).column_as(id.count(), "counted").group_by(status);
        let rows: Vec<(TextColumn<S>, i64)> = grouped.into_tuple().all(self.reader()).await?;
        Ok(rows.into_iter().map(|(status, counted)| (status.0, u64::try_from(counted).unwrap_or(0))).collect())
    }

    async fn open_tickets(&self, of: ProfileRows) -> Result<Vec<TicketView>, StoreError> {
        let statuses = vec![TicketStatus::Open, TicketStatus::Pending, TicketStatus::Escalated];
        let filter = TicketFilter { statuses, customer: Some(of.customer), ..TicketFilter::default() };
        Ok(self.list_tickets(of.scope, &filter, first(MAX_ENTRIES)).await?.into_parts().0.rows)
    }

    async fn latest_interactions(&self, of: ProfileRows) -> Result<Vec<InteractionView>, StoreError> {
        let filter = InteractionFilter { customer: Some(of.customer), descending: true, ..InteractionFilter::default() };
        Ok(self.list_interactions(of.scope, &filter, first(MAX_LATEST)).await?.into_parts().0.rows)
    }

    async fn latest_escalations(&self, of: ProfileRows) -> Result<Vec<EscalationView>, StoreError> {
        let sort = EscalationSort::CreatedAt;
        let filter = EscalationFilter { customer: Some(of.customer), sort, descending: true, ..EscalationFilter::default() };
        Ok(self.list_escalations(of.scope, &filter, first(MAX_LATEST)).await?.into_parts().0.rows)
    }

    async fn last_contact(&self, of: ProfileRows) -> Result<Option<Timestamp>, StoreError> {
        let held: Option<Option<InstantColumn>> =
            of.interactions().select_only().expr(interaction::Column::StartedAt.max()).into_tuple().one(self.reader()).await?;
        let said = of.messages().filter(message::Column::Author.eq(TextColumn(AuthorKind::Customer)));
        let said: Option<Option<InstantColumn>> =
            said.select_only().expr(message::Column::CreatedAt.max()).into_tuple().one(self.reader()).await?;
        Ok(Ord::max(held.flatten(), said.flatten()).map(|at| at.0))
    }

    async fn handled_by(&self, of: ProfileRows) -> Result<Vec<HandlerCount>, StoreError> {
        let held = of.interactions().filter(interaction::Column::AgentId.is_not_null());
        let held: Vec<HandlerRow> = held
            .select_only()
            .column_as(interaction::Column::AgentId, "staff_id")
            .column_as(interaction::Column::Id.count(), "counted")
            .column_as(interaction::Column::StartedAt.max(), "last_at")
            .group_by(interaction::Column::AgentId)
            .into_model()
            .all(self.reader())
            .await?;
        let replies = of.messages().filter(message::Column::Author.eq(TextColumn(AuthorKind::Staff)));
        let replies: Vec<HandlerRow> = replies
            .filter(message::Column::Kind.eq(TextColumn(MessageKind::Reply)))
            .select_only()
            .column_as(message::Column::PrincipalId, "staff_id")
            .column_as(message::Column::Id.count(), "counted")
            .column_as(message::Column::CreatedAt.max(), "last_at")
            .group_by(message::Column::PrincipalId)
            .into_model()
            .all(self.reader())
            .await?;
        let mut all: HashMap<StaffId, (u64, u64, Timestamp)> = HashMap::new();
        for part in held {
            all.insert(part.staff_id.0, (part.counted(), 0, part.last_at.0));
        }
        for part in replies {
            let (_, replies, last) = all.entry(part.staff_id.0).or_insert((0, 0, part.last_at.0));
            *replies = part.counted();
            *last = (*last).max(part.last_at.0);
        }
        let mut latest: Vec<_> = all.into_iter().collect();
        latest.sort_unstable_by_key(|(id, (.., last))| (std::cmp::Reverse(*last), *id));
        latest.truncate(usize::try_from(MAX_ENTRIES).unwrap_or(usize::MAX));
        let mut names = staff::names(self.reader(), latest.iter().map(|(id, _)| *id)).await?;
        let handling =
            |(id, (interactions, replies, last_at))| names.remove(&id).map(|staff| HandlerCount { staff, interactions, replies, last_at });
        Ok(latest.into_iter().filter_map(handling).collect())
    }
}

const fn first(limit: u64) -> PageRequest {
    PageRequest { limit, after: None, with_total: false }
}

/// Activity of one staff member for a customer, of one kind.
#[derive(Debug, FromQueryResult)]
struct HandlerRow {
    staff_id: IdColumn<StaffKind>,
    counted: i64,
    last_at: InstantColumn,
}

impl HandlerRow {
    fn counted(&self) -> u64 {
        u64::try_from(self.counted).unwrap_or(0)
    }
}

/// Queries for a customer's records within a scope, without deleted ones.
#[derive(Debug, Clone, Copy)]
struct ProfileRows {
    scope: RowScope,
    customer: CustomerId,
}

impl ProfileRows {
    fn condition(self, customer: impl ColumnTrait, deleted_at: impl ColumnTrait, within: Condition) -> Condition {
        Condition::all().add(customer.eq(IdColumn(self.customer))).add(deleted_at.is_null()).add(within)
    }

    fn tickets(self) -> sea_orm::Select<ticket::Entity> {
        let theirs = self.condition(ticket::Column::CustomerId, ticket::Column::DeletedAt, scope_filter::tickets(self.scope));
        ticket::Entity::find().filter(theirs)
    }

    fn interactions(self) -> sea_orm::Select<interaction::Entity> {
        let theirs =
            self.condition(interaction::Column::CustomerId, interaction::Column::DeletedAt, scope_filter::interactions(self.scope));
        interaction::Entity::find().filter(theirs)
    }

    fn escalations(self) -> sea_orm::Select<escalation::Entity> {
        let theirs = self.condition(escalation::Column::CustomerId, escalation::Column::DeletedAt, scope_filter::escalations(self.scope));
        escalation::Entity::find().filter(theirs)
    }

    /// Messages on their tickets.
    fn messages(self) -> sea_orm::Select<message::Entity> {
        let tickets: SelectStatement = self.tickets().select_only().column(ticket::Column::Id).into_query();
        message::Entity::find().filter(Expr::col((message::Entity, message::Column::TicketId)).in_subquery(tickets))
    }
}

#[cfg(test)]
mod tests;
