//! What a colleague has in hand, to take it out of it; and who is left to oversee the desk.

use caredesk_domain::{
    StaffId,
    actor::Role,
    escalation::{Escalation, EscalationStatus},
    ticket::{Ticket, TicketStatus},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    column::{IdColumn, Typed},
    entity::{escalation as escalations, staff, ticket as tickets},
    escalation,
    row::{Lock, locked},
    store::StoreError,
    ticket,
    work::Work,
};

impl Work {
    /// The active admins; nobody else changes one of them until this transaction ends. Whoever may take an admin away asks this first, so that
    /// of two who do so at once the second sees what the first left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn active_admins(&mut self) -> Result<Vec<StaffId>, StoreError> {
        let select = staff::Entity::find()
            .filter(staff::Column::Role.eq(Typed(Role::Admin)))
            .filter(staff::Column::Active.eq(true))
            .order_by_asc(staff::Column::Id);
        let rows = locked(select, Lock::Exclusive).all(self.connection()).await?;
        Ok(rows.into_iter().map(|row| row.id.0).collect())
    }

    /// The tickets that a colleague has and that are not resolved, hidden ones included, to change them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_tickets_of(&mut self, assignee: StaffId) -> Result<Vec<Ticket>, StoreError> {
        let unresolved = [TicketStatus::Open, TicketStatus::Pending, TicketStatus::Escalated];
        let select = tickets::Entity::find()
            .filter(tickets::Column::AssigneeId.eq(IdColumn(assignee)))
            .filter(tickets::Column::Status.is_in(unresolved.map(Typed)))
            .order_by_asc(tickets::Column::Id);
        let rows = locked(select, Lock::Exclusive).all(self.connection()).await?;
        let rows = rows.into_iter().map(ticket::restore).collect::<Result<_, _>>()?;
        Ok(self.loaded(rows))
    }

    /// The escalations that name a colleague and wait for an answer, to change them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_escalations_to(&mut self, target: StaffId) -> Result<Vec<Escalation>, StoreError> {
        let open = [EscalationStatus::Pending, EscalationStatus::InProgress];
        let select = escalations::Entity::find()
            .filter(escalations::Column::TargetId.eq(IdColumn(target)))
            .filter(escalations::Column::Status.is_in(open.map(Typed)))
            // No open one is hidden; said, because the index holds what is not.
            .filter(escalations::Column::DeletedAt.is_null())
            .order_by_asc(escalations::Column::Id);
        let rows = locked(select, Lock::Exclusive).all(self.connection()).await?;
        let rows = rows.into_iter().map(escalation::restore).collect::<Result<_, _>>()?;
        Ok(self.loaded(rows))
    }
}
