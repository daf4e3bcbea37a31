//! The records that hang on a ticket or an interaction and go where it goes.

use std::collections::BTreeSet;

use caredesk_domain::{
    InteractionId, TicketId,
    actor::Scope,
    escalation::{Escalation, Source},
    interaction::Interaction,
    staff::Staff,
    ticket::Ticket,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::ExprTrait as _};
use uuid::Uuid;

use crate::{
    column::IdColumn,
    entity::{escalation, interaction, ticket},
    escalation as escalations, interaction as interactions,
    row::{Lock, Row as _, locked},
    store::StoreError,
    ticket as tickets,
    work::Work,
};

impl Work {
    /// Holds a record that is to move to another customer with everything that may move with it or be parted from it.
    ///
    /// # Errors
    /// [`StoreError::Moved`] when something more hangs on it by the time all of it is held.
    pub async fn hold_linked(&mut self, record: Source) -> Result<(), StoreError> {
        let linked = self.linked(record).await?;
        let (of_tickets, of_interactions) = linked.clone();
        let select = ticket::Entity::find().filter(ticket::Column::Id.is_in(of_tickets.clone())).order_by_asc(ticket::Column::Id);
        let rows = locked(select, Lock::Exclusive).all(self.connection()).await?;
        self.loaded::<Ticket>(rows.into_iter().map(tickets::restore).collect::<Result<_, _>>()?);
        let select = interaction::Entity::find()
            .filter(interaction::Column::Id.is_in(of_interactions.clone()))
            .order_by_asc(interaction::Column::Id);
        let rows = locked(select, Lock::Exclusive).all(self.connection()).await?;
        self.loaded::<Interaction>(rows.into_iter().map(interactions::restore).collect::<Result<_, _>>()?);
        let raised = escalation::Column::TicketId.is_in(of_tickets).or(escalation::Column::InteractionId.is_in(of_interactions));
        let select = escalation::Entity::find().filter(raised).order_by_asc(escalation::Column::Id);
        let rows = locked(select, Lock::Exclusive).all(self.connection()).await?;
        self.loaded::<Escalation>(rows.into_iter().map(escalations::restore).collect::<Result<_, _>>()?);
        // Linked meanwhile, it would be met after records that come later in the order. From now on nothing can be.
        if self.linked(record).await? == linked { Ok(()) } else { Err(StoreError::Moved) }
    }

    /// The tickets and interactions that hang on a record.
    async fn linked(&self, record: Source) -> Result<(BTreeSet<Uuid>, BTreeSet<Uuid>), StoreError> {
        let (mut of_tickets, mut of_interactions) = match record {
            Source::Ticket(id) => (BTreeSet::from([id.uuid()]), BTreeSet::new()),
            Source::Interaction(id) => (BTreeSet::new(), BTreeSet::from([id.uuid()])),
        };
        // The record, what follows it, and what hangs on that.
        for _ in 0..3 {
            let connection = self.connection();
            let held = tickets_among(&of_tickets, &of_interactions);
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

    /// Holds whoever a ticket is assigned to, to be told whether they may go on having it; before the ticket itself is loaded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold_assignee(&mut self, id: TicketId) -> Result<(), StoreError> {
        let ticket = Ticket::find(self.connection(), Scope::All, id, Lock::None).await?;
        if let Some(assignee) = ticket.and_then(|ticket| ticket.assignee) {
            self.get_shared::<Staff>(Scope::All, assignee).await?;
        }
        Ok(())
    }

    /// Holds the ticket that an interaction is about, hidden or not; before the interaction itself is loaded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold_ticket_of(&mut self, id: InteractionId) -> Result<Option<Ticket>, StoreError> {
        let interaction = Interaction::find(self.connection(), Scope::All, id, Lock::None).await?;
        match interaction.and_then(|interaction| interaction.ticket) {
            Some(ticket) => Ok(Some(self.get_hidden_too(Scope::All, ticket).await?)),
            None => Ok(None),
        }
    }

    /// Every escalation raised from a record, hidden ones included, to change them with it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalations_of(&mut self, source: Source) -> Result<Vec<Escalation>, StoreError> {
        let select = locked(escalation::Entity::find().filter(escalations::raised_from(source)), Lock::Exclusive);
        let rows = select.all(self.connection()).await?.into_iter().map(escalations::restore).collect::<Result<_, _>>()?;
        Ok(self.loaded(rows))
    }

    /// The interactions about a ticket and the one it was opened in, hidden ones included, to change them with it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn interactions_of(&mut self, ticket: &Ticket) -> Result<Vec<Interaction>, StoreError> {
        let about = |id: TicketId| interaction::Column::TicketId.eq(IdColumn(id));
        let linked = match ticket.interaction {
            Some(opened_in) => about(ticket.id).or(interaction::Column::Id.eq(IdColumn(opened_in))),
            None => about(ticket.id),
        };
        let select = locked(interaction::Entity::find().filter(linked), Lock::Exclusive);
        let rows = select.all(self.connection()).await?.into_iter().map(interactions::restore).collect::<Result<_, _>>()?;
        Ok(self.loaded(rows))
    }

    /// The tickets opened in an interaction, or the duplicates of a ticket, hidden ones included, to change them with it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tickets_linked_to(&mut self, record: Source) -> Result<Vec<Ticket>, StoreError> {
        let linked = match record {
            Source::Interaction(id) => ticket::Column::InteractionId.eq(IdColumn(id)),
            Source::Ticket(id) => ticket::Column::DuplicateOf.eq(IdColumn(id)),
        };
        let select = locked(ticket::Entity::find().filter(linked).order_by_asc(ticket::Column::Id), Lock::Exclusive);
        let rows = select.all(self.connection()).await?.into_iter().map(tickets::restore).collect::<Result<_, _>>()?;
        Ok(self.loaded(rows))
    }
}

/// These tickets, their duplicates, and those opened in these interactions.
fn tickets_among(of_tickets: &BTreeSet<Uuid>, of_interactions: &BTreeSet<Uuid>) -> Condition {
    Condition::any()
        .add(ticket::Column::Id.is_in(of_tickets.clone()))
        .add(ticket::Column::DuplicateOf.is_in(of_tickets.clone()))
        .add(ticket::Column::InteractionId.is_in(of_interactions.clone()))
}
