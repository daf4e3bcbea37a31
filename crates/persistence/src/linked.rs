//! The records that hang on a ticket or an interaction and go where it goes.

use caredesk_domain::{
    TicketId,
    escalation::{Escalation, Source},
    interaction::Interaction,
    ticket::Ticket,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    column::IdColumn,
    entity::{escalation, interaction, ticket},
    interaction as interactions,
    row::{Lock, locked},
    store::StoreError,
    ticket as tickets,
    work::Work,
};

impl Work {
    /// Every escalation raised from a record, hidden ones included, to change them with it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalations_of(&mut self, source: Source) -> Result<Vec<Escalation>, StoreError> {
        let select = locked(escalation::Entity::find().filter(raised_from(source)), Lock::Exclusive);
        Ok(select.all(self.connection()).await?.into_iter().map(crate::escalation::restore).collect::<Result<_, _>>()?)
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
        Ok(select.all(self.connection()).await?.into_iter().map(interactions::restore).collect::<Result<_, _>>()?)
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
        Ok(select.all(self.connection()).await?.into_iter().map(tickets::restore).collect::<Result<_, _>>()?)
    }
}

fn raised_from(source: Source) -> Expr {
    match source {
        Source::Ticket(id) => escalation::Column::TicketId.eq(IdColumn(id)),
        Source::Interaction(id) => escalation::Column::InteractionId.eq(IdColumn(id)),
    }
}
