//! The open work of a staff member, to release it; and the remaining active admins.

use caredesk_domain::{
    StaffId,
    actor::Role,
    escalation::{Escalation, EscalationStatus},
    interaction::{Interaction, InteractionStatus},
    ticket::{Ticket, TicketStatus},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    engine::column::{IdColumn, TextColumn},
    error::StoreError,
    scoped_record::{Lock, with_lock},
    tables::{
        entity::{escalation as escalations, interaction as interactions, staff, ticket as tickets},
        escalation, interaction, ticket,
    },
    transaction::Transaction,
};

impl Transaction {
    /// The active admins, locked until this transaction ends. Call it before anything that may remove an admin, so that of two concurrent
    /// removals the second sees the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn active_admins(&mut self) -> Result<Vec<StaffId>, StoreError> {
        let select = staff::Entity::find()
            .filter(staff::Column::Role.eq(TextColumn(Role::Admin)))
            .filter(staff::Column::Active.eq(true))
            .order_by_asc(staff::Column::Id);
        let rows = with_lock(select, Lock::Exclusive).all(self.connection()).await?;
        Ok(rows.into_iter().map(|row| row.id.0).collect())
    }

    /// The unresolved tickets assigned to a staff member, deleted ones included, locked for a change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unresolved_tickets_of(&mut self, assignee: StaffId) -> Result<Vec<Ticket>, StoreError> {
        let unresolved = [TicketStatus::Open, TicketStatus::Pending, TicketStatus::Escalated];
        let select = tickets::Entity::find()
            .filter(tickets::Column::AssigneeId.eq(IdColumn(assignee)))
            .filter(tickets::Column::Status.is_in(unresolved.map(TextColumn)))
            .order_by_asc(tickets::Column::Id);
        let rows = with_lock(select, Lock::Exclusive).all(self.connection()).await?;
        let rows = rows.into_iter().map(ticket::from_row).collect::<Result<_, _>>()?;
        Ok(self.register_locks(rows))
    }

    /// The open escalations addressed to a staff member, locked for a change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_escalations_to(&mut self, target: StaffId) -> Result<Vec<Escalation>, StoreError> {
        let open = [EscalationStatus::Pending, EscalationStatus::InProgress];
        let select = escalations::Entity::find()
            .filter(escalations::Column::TargetId.eq(IdColumn(target)))
            .filter(escalations::Column::Status.is_in(open.map(TextColumn)))
            // No open escalation is deleted; the condition lets the partial index be used.
            .filter(escalations::Column::DeletedAt.is_null())
            .order_by_asc(escalations::Column::Id);
        let rows = with_lock(select, Lock::Exclusive).all(self.connection()).await?;
        let rows = rows.into_iter().map(escalation::from_row).collect::<Result<_, _>>()?;
        Ok(self.register_locks(rows))
    }

    /// The unended interactions that a staff member handles, deleted ones included, locked for a change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unended_interactions_of(&mut self, agent: StaffId) -> Result<Vec<Interaction>, StoreError> {
        let under_way = interactions::Entity::find()
            .filter(interactions::Column::AgentId.eq(IdColumn(agent)))
            .filter(interactions::Column::Status.is_in([InteractionStatus::Active, InteractionStatus::Pending].map(TextColumn)))
            .order_by_asc(interactions::Column::Id);
        let rows = with_lock(under_way, Lock::Exclusive).all(self.connection()).await?;
        let rows = rows.into_iter().map(interaction::from_row).collect::<Result<_, _>>()?;
        Ok(self.register_locks(rows))
    }
}
