//! What waits for somebody to take it: the urgent and high tickets of the queue, and the live chats and calls that nobody has.

use caredesk_domain::{
    interaction::InteractionStatus,
    message::Channel,
    ticket::{Priority, TicketStatus, queue_ranks_end},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select, sea_query::Expr};
use uuid::Uuid;

use crate::{
    column::Typed,
    entity::{interaction, ticket},
    store::{Store, StoreError},
};

/// The most of a kind that are counted.
const COUNTED: u64 = 100;

/// How much waits for somebody to take it; 100 stands for 100 or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Open and pending tickets of high or urgent priority that are nobody's.
    pub tickets: u64,
    /// Chats and calls that go on and are nobody's.
    pub interactions: u64,
}

impl Store {
    /// How much waits for somebody to take it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting(&self) -> Result<Waiting, StoreError> {
        let escalated = format!("status <> '{}' AND status <> 'resolved'", TicketStatus::Escalated);
        let tickets = ticket::Entity::find()
            .filter(ticket::Column::DeletedAt.is_null())
            .filter(ticket::Column::AssigneeId.is_null())
            .filter(ticket::Column::QueueRank.lt(queue_ranks_end(Priority::High)))
            .filter(Expr::cust(escalated));
        let tickets: Vec<Uuid> = tickets.select_only().column(ticket::Column::Id).limit(COUNTED).into_tuple().all(self.reader()).await?;
        let interactions: Vec<Uuid> =
            unattended().select_only().column(interaction::Column::Id).limit(COUNTED).into_tuple().all(self.reader()).await?;
        let counted = |ids: Vec<Uuid>| u64::try_from(ids.len()).unwrap_or(COUNTED);
        Ok(Waiting { tickets: counted(tickets), interactions: counted(interactions) })
    }
}

/// The chats and calls that go on and are nobody's.
pub(crate) fn unattended() -> Select<interaction::Entity> {
    interaction::Entity::find()
        .filter(interaction::Column::DeletedAt.is_null())
        .filter(interaction::Column::AgentId.is_null())
        .filter(interaction::Column::Status.is_in([InteractionStatus::Active, InteractionStatus::Pending].map(Typed)))
        .filter(interaction::Column::Channel.is_in([Channel::Call, Channel::Chat].map(Typed)))
}
