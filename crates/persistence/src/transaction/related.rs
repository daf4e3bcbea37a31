//! The records related to a ticket or an interaction, which move with it.

use std::collections::BTreeSet;

use caredesk_domain::{
    EscalationId, InteractionId, TicketId,
    actor::RowScope,
    escalated_record::EscalatedRecord,
    escalation::{Escalation, EscalationSource},
    interaction::Interaction,
    staff::Staff,
    ticket::Ticket,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::ExprTrait as _};
use uuid::Uuid;

use crate::{
    engine::column::IdColumn,
    error::StoreError,
    scoped_record::{Lock, ScopedRecord as _, with_lock},
    tables::{
        entity::{escalation, interaction, ticket},
        escalation as escalations, interaction as interactions, ticket as tickets,
    },
    transaction::Transaction,
};

impl Transaction {
    /// Locks a record that is to move to another customer and all records that may move with it or be unlinked from it.
    ///
    /// # Errors
    /// [`StoreError::LinksChanged`] when more records are related to it by the time all locks are held.
    pub async fn lock_related(&mut self, record: EscalationSource) -> Result<(), StoreError> {
        let linked = self.related_records(record).await?;
        let (of_tickets, of_interactions) = linked.clone();
        let select = ticket::Entity::find().filter(ticket::Column::Id.is_in(of_tickets.clone())).order_by_asc(ticket::Column::Id);
        let rows = with_lock(select, Lock::Exclusive).all(self.connection()).await?;
        self.register_locks::<Ticket>(rows.into_iter().map(tickets::from_row).collect::<Result<_, _>>()?);
        let select = interaction::Entity::find()
            .filter(interaction::Column::Id.is_in(of_interactions.clone()))
            .order_by_asc(interaction::Column::Id);
        let rows = with_lock(select, Lock::Exclusive).all(self.connection()).await?;
        self.register_locks::<Interaction>(rows.into_iter().map(interactions::from_row).collect::<Result<_, _>>()?);
        let raised = escalation::Column::TicketId.is_in(of_tickets).or(escalation::Column::InteractionId.is_in(of_interactions));
        let select = escalation::Entity::find().filter(raised).order_by_asc(escalation::Column::Id);
        let rows = with_lock(select, Lock::Exclusive).all(self.connection()).await?;
        self.register_locks::<Escalation>(rows.into_iter().map(escalations::from_row).collect::<Result<_, _>>()?);
        // A record linked meanwhile would have to be locked against the lock order. From now on none can be linked.
        if self.related_records(record).await? == linked { Ok(()) } else { Err(StoreError::LinksChanged) }
    }

    /// The tickets and interactions related to a record, itself included.
    async fn related_records(&self, record: EscalationSource) -> Result<(BTreeSet<Uuid>, BTreeSet<Uuid>), StoreError> {
        let (mut of_tickets, mut of_interactions) = match record {
            EscalationSource::Ticket(id) => (BTreeSet::from([id.uuid()]), BTreeSet::new()),
            EscalationSource::Interaction(id) => (BTreeSet::new(), BTreeSet::from([id.uuid()])),
        };
        // Three steps: the record, its related records, and those related to these.
        for _ in 0..3 {
            let connection = self.connection();
            let held = related_tickets(&of_tickets, &of_interactions);
            for row in ticket::Entity::find().filter(held).all(connection).await? {
                of_tickets.insert(row.id.0.uuid());
                of_interactions.extend(row.interaction_id.map(|id| id.0.uuid()));
            }
            let held = interaction::Column::Id.is_in(of_interactions.clone()).or(interaction::Column::TicketId.is_in(of_tickets.clone()));
            for row in interaction::Entity::find().filter(held).all(connection).await? {
                of_interactions.insert(row.id.0.uuid());
                of_tickets.extend(row.ticket_id.map(|id| id.0.uuid()));
            }
        }
        Ok((of_tickets, of_interactions))
    }

    /// Locks the assignee of a ticket before the ticket itself is loaded, to check whether they can keep it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_assignee(&mut self, id: TicketId) -> Result<(), StoreError> {
        let ticket = Ticket::find(self.connection(), RowScope::All, id, Lock::None).await?;
        if let Some(assignee) = ticket.and_then(|ticket| ticket.assignee) {
            self.get_shared::<Staff>(RowScope::All, assignee).await?;
        }
        Ok(())
    }

    /// Locks the ticket that an interaction is linked to, deleted or not, before the interaction itself is loaded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_ticket_of(&mut self, id: InteractionId) -> Result<Option<Ticket>, StoreError> {
        let interaction = Interaction::find(self.connection(), RowScope::All, id, Lock::None).await?;
        match interaction.and_then(|interaction| interaction.ticket) {
            Some(ticket) => Ok(Some(self.get_including_deleted(RowScope::All, ticket).await?)),
            None => Ok(None),
        }
    }

    /// All escalations raised from a record, deleted ones included, locked for a change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalations_of(&mut self, source: EscalationSource) -> Result<Vec<Escalation>, StoreError> {
        let select = with_lock(escalation::Entity::find().filter(escalations::raised_from(source)), Lock::Exclusive);
        let rows = select.all(self.connection()).await?.into_iter().map(escalations::from_row).collect::<Result<_, _>>()?;
        Ok(self.register_locks(rows))
    }

    /// The interactions linked to a ticket and the one it was opened from, deleted ones included, locked for a change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn interactions_of(&mut self, ticket: &Ticket) -> Result<Vec<Interaction>, StoreError> {
        let about = |id: TicketId| interaction::Column::TicketId.eq(IdColumn(id));
        let linked = match ticket.interaction {
            Some(opened_in) => about(ticket.id).or(interaction::Column::Id.eq(IdColumn(opened_in))),
            None => about(ticket.id),
        };
        let select = with_lock(interaction::Entity::find().filter(linked), Lock::Exclusive);
        let rows = select.all(self.connection()).await?.into_iter().map(interactions::from_row).collect::<Result<_, _>>()?;
        Ok(self.register_locks(rows))
    }

    /// The tickets opened from an interaction, or the duplicates of a ticket, deleted ones included, locked for a change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tickets_linked_to(&mut self, record: EscalationSource) -> Result<Vec<Ticket>, StoreError> {
        let linked = match record {
            EscalationSource::Interaction(id) => ticket::Column::InteractionId.eq(IdColumn(id)),
            EscalationSource::Ticket(id) => ticket::Column::DuplicateOf.eq(IdColumn(id)),
        };
        let select = with_lock(ticket::Entity::find().filter(linked).order_by_asc(ticket::Column::Id), Lock::Exclusive);
        let rows = select.all(self.connection()).await?.into_iter().map(tickets::from_row).collect::<Result<_, _>>()?;
        Ok(self.register_locks(rows))
    }

    /// The record that an escalation is raised from, within `scope`, locked until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn lock_source(&mut self, scope: RowScope, source: EscalationSource) -> Result<EscalatedRecord, StoreError> {
        Ok(match source {
            EscalationSource::Ticket(id) => EscalatedRecord::Ticket(self.get(scope, id).await?),
            EscalationSource::Interaction(id) => EscalatedRecord::Interaction(self.get(scope, id).await?),
        })
    }

    /// An escalation with the record it was raised from, within `scope`, locked until this transaction ends. The record is locked before the
    /// escalation, as in all transactions that change both, to prevent deadlocks.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn escalation_with_source(&mut self, scope: RowScope, id: EscalationId) -> Result<(Escalation, EscalatedRecord), StoreError> {
        let found = Escalation::find(self.connection(), scope, id, Lock::None).await?;
        let source = found.ok_or(StoreError::NotFound)?.source;
        // Deleted records included: an ended escalation changes nothing in its record, which may be deleted by now.
        let case = match source {
            EscalationSource::Ticket(id) => EscalatedRecord::Ticket(self.get_including_deleted(scope, id).await?),
            EscalationSource::Interaction(id) => EscalatedRecord::Interaction(self.get_including_deleted(scope, id).await?),
        };
        Ok((self.get(scope, id).await?, case))
    }
}

/// Condition: these tickets, their duplicates, and the tickets opened from these interactions.
fn related_tickets(of_tickets: &BTreeSet<Uuid>, of_interactions: &BTreeSet<Uuid>) -> Condition {
    Condition::any()
        .add(ticket::Column::Id.is_in(of_tickets.clone()))
        .add(ticket::Column::DuplicateOf.is_in(of_tickets.clone()))
        .add(ticket::Column::InteractionId.is_in(of_interactions.clone()))
}
