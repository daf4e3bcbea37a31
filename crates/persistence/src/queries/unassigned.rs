//! Counts of unassigned work: tickets of high and urgent priority in the queue, and unended chats and calls without an agent.

use caredesk_domain::{
    interaction::InteractionStatus,
    message::Channel,
    ticket::{Priority, TicketStatus, queue_ranks_end},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select, sea_query::Expr};
use uuid::Uuid;

use crate::{
    engine::column::TextColumn,
    error::StoreError,
    store::Store,
    tables::entity::{interaction, ticket},
};

/// Cap of each count.
const COUNT_CAP: u64 = 100;

/// Counts of unassigned work; 100 means 100 or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnassignedCounts {
    /// Unassigned open and pending tickets of high or urgent priority.
    pub tickets: u64,
    /// Unended chats and calls without an agent.
    pub interactions: u64,
}

impl Store {
    /// The counts of unassigned work.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unassigned_counts(&self) -> Result<UnassignedCounts, StoreError> {
        let escalated = format!("status <> '{}' AND status <> 'resolved'", TicketStatus::Escalated);
        let tickets = ticket::Entity::find()
            .filter(ticket::Column::DeletedAt.is_null())
            .filter(ticket::Column::AssigneeId.is_null())
            .filter(ticket::Column::QueueRank.lt(queue_ranks_end(Priority::High)))
            .filter(Expr::cust(escalated));
        let tickets: Vec<Uuid> = tickets.select_only().column(ticket::Column::Id).limit(COUNT_CAP).into_tuple().all(self.reader()).await?;
        let interactions: Vec<Uuid> =
            unattended().select_only().column(interaction::Column::Id).limit(COUNT_CAP).into_tuple().all(self.reader()).await?;
        let counted = |ids: Vec<Uuid>| u64::try_from(ids.len()).unwrap_or(COUNT_CAP);
        Ok(UnassignedCounts { tickets: counted(tickets), interactions: counted(interactions) })
    }
}

/// Unended chats and calls without an agent.
pub(crate) fn unattended() -> Select<interaction::Entity> {
    interaction::Entity::find()
        .filter(interaction::Column::DeletedAt.is_null())
        .filter(interaction::Column::AgentId.is_null())
        .filter(interaction::Column::Status.is_in([InteractionStatus::Active, InteractionStatus::Pending].map(TextColumn)))
        .filter(interaction::Column::Channel.is_in([Channel::Call, Channel::Chat].map(TextColumn)))
}
