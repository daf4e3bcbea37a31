//! Mapping between tickets and rows.

use caredesk_domain::{
    CustomerId, Timestamp,
    actor::RowScope,
    change::VersionedWrite,
    customer::Deletion,
    event::SubjectKind,
    id::{Id, TicketKind},
    metric::REPEAT_DAYS,
    ticket::{FirstResponse, Priority, Ticket, TicketRecord, TicketState, TicketStatus},
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::{
    engine::column::{IdColumn, InstantColumn, JsonText, seconds_and_bucket},
    error::StoreError,
    scoped_record::{Lock, ScopedRecord, with_lock},
    tables::{entity::ticket, scope_filter, versioned},
};

impl ScopedRecord for Ticket {
    type Kind = TicketKind;
    const SUBJECT: SubjectKind = SubjectKind::Ticket;

    async fn find<C: ConnectionTrait>(connection: &C, scope: RowScope, id: Id<TicketKind>, lock: Lock) -> Result<Option<Self>, StoreError> {
        let select = with_lock(ticket::Entity::find_by_id(IdColumn(id)).filter(scope_filter::tickets(scope)), lock);
        Ok(select.one(connection).await?.map(from_row).transpose()?)
    }

    fn id(&self) -> uuid::Uuid {
        self.id.uuid()
    }

    fn changed_at(&self) -> Timestamp {
        self.updated_at
    }

    fn customers(&self) -> Vec<CustomerId> {
        vec![self.customer]
    }

    fn is_deleted(&self) -> bool {
        self.deleted.is_some()
    }
}

#[expect(clippy::disallowed_methods, reason = "the row was validated before it was saved")]
pub(crate) fn from_row(row: ticket::Model) -> Result<Ticket, DbErr> {
    let broken = |what: &str| DbErr::Type(format!("the ticket {} has {what}", row.id.0));
    let standing = match (row.status.0, row.escalated_from, row.resolved_at.zip(row.resolved_by)) {
        (TicketStatus::Open, None, None) => TicketState::Open,
        (TicketStatus::Pending, None, None) => TicketState::Pending,
        (TicketStatus::Escalated, Some(from), None) => TicketState::Escalated { from: from.0 },
        (TicketStatus::Resolved, None, Some((at, by))) => TicketState::Resolved { at: at.0, by: by.0 },
        (TicketStatus::Open | TicketStatus::Pending | TicketStatus::Escalated | TicketStatus::Resolved, _, _) => {
            return Err(broken("a status that contradicts its other columns"));
        }
    };
    let priority = Priority::from_rank(row.priority).ok_or_else(|| broken("an unknown priority"))?;
    Ok(Ticket::from_row(TicketRecord {
        id: row.id.0,
        number: row.number.0,
        customer: row.customer_id.0,
        assignee: row.assignee_id.map(|id| id.0),
        opened_by: row.opened_by.0,
        interaction: row.interaction_id.map(|id| id.0),
        category: row.category.0,
        priority,
        state: standing,
        subject: row.subject.0,
        description: row.description.0,
        waiting_since: row.waiting_since.to_option(),
        answered_at_opening: row.answered_at_opening,
        first_response: row.first_response_at.zip(row.first_response_by).map(|(at, by)| FirstResponse { at: at.0, by: by.0 }),
        reopened_count: row.reopened_count,
        duplicate_of: row.duplicate_of.map(|id| id.0),
        open_escalation: row.open_escalation_id.map(|id| id.0),
        pending_undo: row.pending_undo.map(|undo| undo.0),
        reply_effects: row.reply_effects.map(|effects| effects.0).unwrap_or_default(),
        contacts: row.contacts.map(|contacts| contacts.0).unwrap_or_default(),
        created_at: row.created_at.0,
        updated_at: row.updated_at.0,
        public_updated_at: row.public_updated_at.0,
        deleted: row.deleted_at.zip(row.deleted_by).map(|(at, by)| Deletion { at: at.0, by: by.0 }),
        version: row.version,
    }))
}

fn to_row(ticket: &Ticket) -> ticket::Model {
    let (resolved, escalated_from) = match ticket.state {
        TicketState::Resolved { at, by } => (Some((at, by)), None),
        TicketState::Escalated { from } => (None, Some(from)),
        TicketState::Open | TicketState::Pending => (None, None),
    };
    let first_took = ticket.first_response.map(|first| seconds_and_bucket(first.at.seconds_since(ticket.created_at)));
    ticket::Model {
        id: ticket.id.into(),
        number: ticket.number.into(),
        customer_id: ticket.customer.into(),
        assignee_id: ticket.assignee.map(Into::into),
        opened_by: ticket.opened_by.into(),
        interaction_id: ticket.interaction.map(Into::into),
        category: ticket.category.into(),
        priority: ticket.priority.rank(),
        status: ticket.state.status().into(),
        escalated_from: escalated_from.map(Into::into),
        open_escalation_id: ticket.open_escalation.map(Into::into),
        duplicate_of: ticket.duplicate_of.map(Into::into),
        subject: ticket.subject.clone().into(),
        description: ticket.description.clone().into(),
        waiting_since: ticket.waiting_since.map_or_else(InstantColumn::far_future, Into::into),
        queue_rank: ticket.queue_rank(),
        first_response_at: ticket.first_response.map(|first| first.at.into()),
        first_response_by: ticket.first_response.map(|first| first.by.into()),
        first_response_seconds: first_took.map(|(seconds, _)| seconds),
        first_response_bucket: first_took.map(|(_, bucket)| bucket),
        answered_at_opening: ticket.answered_at_opening,
        resolved_at: resolved.map(|(at, _)| at.into()),
        resolved_by: resolved.map(|(_, by)| by.into()),
        reopened_count: ticket.reopened_count,
        pending_undo: ticket.pending_undo.clone().map(JsonText),
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

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: &[VersionedWrite<Ticket>]) -> Result<(), StoreError> {
    versioned::save::<ticket::Entity, _, _>(connection, puts, to_row).await
}
