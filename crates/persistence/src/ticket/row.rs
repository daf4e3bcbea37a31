//! Mapping between tickets and rows.

use caredesk_domain::{
    change::Put,
    customer::Deleted,
    metric::REPEAT_DAYS,
    ticket::{FirstResponse, Priority, Standing, Ticket, TicketState, TicketStatus},
};
use sea_orm::{ConnectionTrait, DbErr};

use crate::{
    column::{JsonText, Moment, duration},
    entity::ticket,
    store::StoreError,
    versioned,
};

#[expect(clippy::disallowed_methods, reason = "the row was validated before it was saved")]
pub(crate) fn restore(row: ticket::Model) -> Result<Ticket, DbErr> {
    let broken = |what: &str| DbErr::Type(format!("the ticket {} has {what}", row.id.0));
    let standing = match (row.status.0, row.escalated_from, row.resolved_at.zip(row.resolved_by)) {
        (TicketStatus::Open, None, None) => Standing::Open,
        (TicketStatus::Pending, None, None) => Standing::Pending,
        (TicketStatus::Escalated, Some(from), None) => Standing::Escalated { from: from.0 },
        (TicketStatus::Resolved, None, Some((at, by))) => Standing::Resolved { at: at.0, by: by.0 },
        (TicketStatus::Open | TicketStatus::Pending | TicketStatus::Escalated | TicketStatus::Resolved, _, _) => {
            return Err(broken("a status that contradicts its other columns"));
        }
    };
    let priority = Priority::of_rank(row.priority).ok_or_else(|| broken("an unknown priority"))?;
    Ok(Ticket::restore(TicketState {
        id: row.id.0,
        number: row.number.0,
        customer: row.customer_id.0,
        assignee: row.assignee_id.map(|id| id.0),
        opened_by: row.opened_by.0,
        interaction: row.interaction_id.map(|id| id.0),
        category: row.category.0,
        priority,
        standing,
        subject: row.subject.0,
        description: row.description.0,
        waiting_since: row.waiting_since.happened(),
        answered_at_opening: row.answered_at_opening,
        first_response: row.first_response_at.zip(row.first_response_by).map(|(at, by)| FirstResponse { at: at.0, by: by.0 }),
        reopened_count: row.reopened_count,
        duplicate_of: row.duplicate_of.map(|id| id.0),
        open_escalation: row.open_escalation_id.map(|id| id.0),
        undoable: row.undoable.map(|undoable| undoable.0),
        reply_effects: row.reply_effects.map(|effects| effects.0).unwrap_or_default(),
        contacts: row.contacts.map(|contacts| contacts.0).unwrap_or_default(),
        created_at: row.created_at.0,
        updated_at: row.updated_at.0,
        public_updated_at: row.public_updated_at.0,
        deleted: row.deleted_at.zip(row.deleted_by).map(|(at, by)| Deleted { at: at.0, by: by.0 }),
        version: row.version,
    }))
}

fn row(ticket: &Ticket) -> ticket::Model {
    let (resolved, escalated_from) = match ticket.standing {
        Standing::Resolved { at, by } => (Some((at, by)), None),
        Standing::Escalated { from } => (None, Some(from)),
        Standing::Open | Standing::Pending => (None, None),
    };
    let first_took = ticket.first_response.map(|first| duration(first.at.seconds_since(ticket.created_at)));
    ticket::Model {
        id: ticket.id.into(),
        number: ticket.number.into(),
        customer_id: ticket.customer.into(),
        assignee_id: ticket.assignee.map(Into::into),
        opened_by: ticket.opened_by.into(),
        interaction_id: ticket.interaction.map(Into::into),
        category: ticket.category.into(),
        priority: ticket.priority.rank(),
        status: ticket.standing.status().into(),
        escalated_from: escalated_from.map(Into::into),
        open_escalation_id: ticket.open_escalation.map(Into::into),
        duplicate_of: ticket.duplicate_of.map(Into::into),
        subject: ticket.subject.clone().into(),
        description: ticket.description.clone().into(),
        waiting_since: ticket.waiting_since.map_or_else(Moment::never, Into::into),
        queue_rank: ticket.queue_rank(),
        first_response_at: ticket.first_response.map(|first| first.at.into()),
        first_response_by: ticket.first_response.map(|first| first.by.into()),
        first_response_seconds: first_took.map(|(seconds, _)| seconds),
        first_response_bucket: first_took.map(|(_, bucket)| bucket),
        answered_at_opening: ticket.answered_at_opening,
        resolved_at: resolved.map(|(at, _)| at.into()),
        resolved_by: resolved.map(|(_, by)| by.into()),
        reopened_count: ticket.reopened_count,
        undoable: ticket.undoable.clone().map(JsonText),
        reply_effects: (!ticket.reply_effects.is_empty()).then(|| JsonText(ticket.reply_effects.clone())),
        contacts: (!ticket.contacts.is_empty()).then(|| JsonText(ticket.contacts.clone())),
        created_at: ticket.created_at.into(),
        repeats_since: ticket.created_at.plus_days(-REPEAT_DAYS).into(),
        updated_at: ticket.updated_at.into(),
        public_updated_at: ticket.public_updated_at.into(),
        deleted_at: ticket.deleted.map(|deleted| deleted.at.into()),
        deleted_by: ticket.deleted.map(|deleted| deleted.by.into()),
        version: ticket.version,
    }
}

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: Vec<Put<Ticket>>) -> Result<(), StoreError> {
    versioned::save::<ticket::Entity, _, _>(connection, &puts, row).await
}
