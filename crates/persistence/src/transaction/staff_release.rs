//! The open work of a staff member, to release it; and the remaining active admins.

use caredesk_domain::{
    StaffId,
    actor::Role,
    escalation::{Escalation, EscalationStatus},
    id::TicketKind,
    interaction::{Interaction, InteractionStatus},
    ticket::{Ticket, TicketStatus},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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

    /// Up to `most` unresolved tickets, unended interactions and open escalations each that are assigned to a staff member, deleted ones included, and the
    /// tickets that those interactions are about, all locked for a change.
    ///
    /// # Errors
    /// [`StoreError::LinksChanged`] when an interaction has been linked to another ticket meanwhile.
    pub async fn lock_assigned_work(&mut self, staff: StaffId, most: u64) -> Result<AssignedWork, StoreError> {
        let of_staff = tickets::Entity::find().select_only().column(tickets::Column::Id).filter(unresolved_tickets_of(staff)).limit(most);
        let mut ticket_ids: Vec<IdColumn<TicketKind>> = of_staff.into_tuple().all(self.connection()).await?;
        let of_staff = interactions::Entity::find().filter(unended_interactions_of(staff)).limit(most).all(self.connection()).await?;
        ticket_ids.extend(of_staff.iter().filter_map(|row| row.ticket_id));
        let select = tickets::Entity::find().filter(tickets::Column::Id.is_in(ticket_ids)).order_by_asc(tickets::Column::Id);
        let rows = with_lock(select, Lock::Exclusive).all(self.connection()).await?;
        let rows = rows.into_iter().map(ticket::from_row).collect::<Result<_, _>>()?;
        let tickets: Vec<Ticket> = self.register_locks(rows);

        let interaction_ids = of_staff.iter().map(|row| row.id);
        let select =
            interactions::Entity::find().filter(interactions::Column::Id.is_in(interaction_ids)).filter(unended_interactions_of(staff));
        let rows = with_lock(select.order_by_asc(interactions::Column::Id), Lock::Exclusive).all(self.connection()).await?;
        let rows = rows.into_iter().map(interaction::from_row).collect::<Result<_, _>>()?;
        let interactions: Vec<Interaction> = self.register_locks(rows);
        let is_locked = |interaction: &Interaction| interaction.ticket.is_none_or(|id| tickets.iter().any(|ticket| ticket.id == id));
        if !interactions.iter().all(is_locked) {
            return Err(StoreError::LinksChanged);
        }

        let open = [EscalationStatus::Pending, EscalationStatus::InProgress];
        let select = escalations::Entity::find()
            .filter(escalations::Column::TargetId.eq(IdColumn(staff)))
            .filter(escalations::Column::Status.is_in(open.map(TextColumn)))
            // No open escalation is deleted; the condition lets the partial index be used.
            .filter(escalations::Column::DeletedAt.is_null())
            .order_by_asc(escalations::Column::Id)
            .limit(most);
        let rows = with_lock(select, Lock::Exclusive).all(self.connection()).await?;
        let rows = rows.into_iter().map(escalation::from_row).collect::<Result<_, _>>()?;
        let escalations: Vec<Escalation> = self.register_locks(rows);
        Ok(AssignedWork { tickets, interactions, escalations })
    }
}

/// Work assigned to a staff member, locked for a change.
#[derive(Debug)]
pub struct AssignedWork {
    /// Their unresolved tickets, and the tickets that their interactions are about.
    pub tickets: Vec<Ticket>,
    /// Their unended interactions.
    pub interactions: Vec<Interaction>,
    /// The open escalations addressed to them.
    pub escalations: Vec<Escalation>,
}

fn unresolved_tickets_of(assignee: StaffId) -> Condition {
    let unresolved = [TicketStatus::Open, TicketStatus::Pending, TicketStatus::Escalated];
    let assigned = tickets::Column::AssigneeId.eq(IdColumn(assignee));
    Condition::all().add(assigned).add(tickets::Column::Status.is_in(unresolved.map(TextColumn)))
}

fn unended_interactions_of(agent: StaffId) -> Condition {
    let unended = [InteractionStatus::Active, InteractionStatus::Pending];
    let handled = interactions::Column::AgentId.eq(IdColumn(agent));
    Condition::all().add(handled).add(interactions::Column::Status.is_in(unended.map(TextColumn)))
}
