//! Mapping between escalations and rows.

use caredesk_domain::{
    CustomerId, StaffId, Timestamp,
    actor::RowScope,
    change::VersionedWrite,
    customer::Deletion,
    escalation::{
        Accepted, Escalation, EscalationEnd, EscalationMessage, EscalationRecord, EscalationSource, EscalationState, EscalationStatus,
        Resolution, Target,
    },
    event::SubjectKind,
    id::{EscalationKind, Id},
    ticket::Priority,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use crate::{
    engine::{
        bulk_insert,
        column::{IdColumn, seconds_and_bucket},
    },
    error::StoreError,
    scoped_record::{Lock, ScopedRecord, with_lock},
    tables::{
        entity::{escalation, escalation_message},
        scope_filter, versioned,
    },
};

impl ScopedRecord for Escalation {
    type Kind = EscalationKind;
    const SUBJECT: SubjectKind = SubjectKind::Escalation;

    async fn find<C: ConnectionTrait>(
        connection: &C,
        scope: RowScope,
        id: Id<EscalationKind>,
        lock: Lock,
    ) -> Result<Option<Self>, StoreError> {
        let select = with_lock(escalation::Entity::find_by_id(IdColumn(id)).filter(scope_filter::escalations(scope)), lock);
        Ok(select.one(connection).await?.map(from_row).transpose()?)
    }

    fn id(&self) -> Uuid {
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

/// The difference in sort rank between two priorities: more microseconds than any instant has.
const RANK_STEP: i64 = 1_000_000_000_000_000_000;

/// Sort rank in the inbox: open ones by priority, then the longest waiting first; answered and ended ones last.
fn sort_rank(escalation: &Escalation) -> i64 {
    let last = Priority::Urgent.rank() - Priority::Low.rank() + 1;
    let rank = if escalation.state.is_open() { Priority::Urgent.rank() - escalation.priority.rank() } else { last };
    i64::from(rank) * RANK_STEP + escalation.created_at.utc().timestamp_micros()
}

#[expect(clippy::disallowed_methods, reason = "the row was validated before it was saved")]
pub(crate) fn from_row(row: escalation::Model) -> Result<Escalation, DbErr> {
    let broken = |what: &str| DbErr::Type(format!("the escalation {} has {what}", row.id.0));
    let source = match (row.ticket_id, row.interaction_id) {
        (Some(ticket), None) => EscalationSource::Ticket(ticket.0),
        (None, Some(interaction)) => EscalationSource::Interaction(interaction.0),
        (None, None) | (Some(_), Some(_)) => return Err(broken("no source record, or two")),
    };
    let answer = match (row.outcome, row.resolved_at, row.resolved_by) {
        (Some(outcome), Some(at), Some(by)) => Some(Resolution { outcome: outcome.0, at: at.0, by: by.0 }),
        (None, None, None) => None,
        (Some(_) | None, _, _) => return Err(broken("an incomplete answer")),
    };
    let accepted = row.accepted_at.zip(row.accepted_by).map(|(at, by)| Accepted { at: at.0, by: by.0 });
    let closed = row.closed_at.zip(row.closed_by);
    let withdrawn = row.withdrawn_reason.map(|reason| EscalationEnd::Withdrawn(reason.0));
    let disagrees = || broken("a status that contradicts its other columns");
    let progress = match row.status.0 {
        EscalationStatus::Pending => EscalationState::Pending,
        EscalationStatus::InProgress => EscalationState::InProgress { accepted: accepted.ok_or_else(disagrees)? },
        EscalationStatus::Resolved => {
            EscalationState::Resolved { accepted: accepted.ok_or_else(disagrees)?, resolution: answer.ok_or_else(disagrees)? }
        }
        EscalationStatus::Closed => {
            let (at, by) = closed.ok_or_else(disagrees)?;
            let ending = answer.map(EscalationEnd::Answered).or(withdrawn).ok_or_else(disagrees)?;
            EscalationState::Closed { accepted, end: ending, at: at.0, by: by.0 }
        }
    };
    let priority = Priority::from_rank(row.priority).ok_or_else(|| broken("an unknown priority"))?;
    Ok(Escalation::from_row(EscalationRecord {
        id: row.id.0,
        source,
        customer: row.customer_id.0,
        target: Target::from_row(row.target_role.0, row.target_id.map(|id| id.0)),
        priority,
        reason: row.reason.0,
        state: progress,
        asked_at: row.asked_at.map(|at| at.0),
        last_message_at: row.last_message_at.map(|at| at.0),
        escalated_by: row.escalated_by.0,
        created_at: row.created_at.0,
        updated_at: row.updated_at.0,
        deleted: row.deleted_at.zip(row.deleted_by).map(|(at, by)| Deletion { at: at.0, by: by.0 }),
        version: row.version,
    }))
}

fn to_row(escalation: &Escalation) -> escalation::Model {
    let (ticket, interaction) = match escalation.source {
        EscalationSource::Ticket(id) => (Some(id.into()), None),
        EscalationSource::Interaction(id) => (None, Some(id.into())),
    };
    let (closed, withdrawn): (Option<(Timestamp, StaffId)>, _) = match &escalation.state {
        EscalationState::Closed { end: EscalationEnd::Withdrawn(reason), at, by, .. } => (Some((*at, *by)), Some(reason.clone())),
        EscalationState::Closed { end: EscalationEnd::Answered(_), at, by, .. } => (Some((*at, *by)), None),
        EscalationState::Pending | EscalationState::InProgress { .. } | EscalationState::Resolved { .. } => (None, None),
    };
    let (accepted, answer) = (escalation.state.accepted(), escalation.state.resolution());
    let took = |until: Timestamp| seconds_and_bucket(until.seconds_since(escalation.created_at));
    let (accept_took, answer_took) = (accepted.map(|accepted| took(accepted.at)), answer.map(|answer| took(answer.at)));
    escalation::Model {
        id: escalation.id.into(),
        ticket_id: ticket,
        interaction_id: interaction,
        customer_id: escalation.customer.into(),
        target_role: escalation.target.role().into(),
        target_id: escalation.target.staff().map(Into::into),
        priority: escalation.priority.rank(),
        sort_rank: sort_rank(escalation),
        reason: escalation.reason.clone().into(),
        status: escalation.state.status().into(),
        escalated_by: escalation.escalated_by.into(),
        accepted_at: accepted.map(|accepted| accepted.at.into()),
        accepted_by: accepted.map(|accepted| accepted.by.into()),
        accept_seconds: accept_took.map(|(seconds, _)| seconds),
        accept_bucket: accept_took.map(|(_, bucket)| bucket),
        asked_at: escalation.asked_at.map(Into::into),
        last_message_at: escalation.last_message_at.map(Into::into),
        outcome: answer.map(|answer| answer.outcome.clone().into()),
        resolved_at: answer.map(|answer| answer.at.into()),
        resolved_by: answer.map(|answer| answer.by.into()),
        answer_seconds: answer_took.map(|(seconds, _)| seconds),
        answer_bucket: answer_took.map(|(_, bucket)| bucket),
        withdrawn_reason: withdrawn.map(Into::into),
        closed_at: closed.map(|(at, _)| at.into()),
        closed_by: closed.map(|(_, by)| by.into()),
        created_at: escalation.created_at.into(),
        updated_at: escalation.updated_at.into(),
        deleted_at: escalation.deleted.map(|deleted| deleted.at.into()),
        deleted_by: escalation.deleted.map(|deleted| deleted.by.into()),
        version: escalation.version,
    }
}

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: &[VersionedWrite<Escalation>]) -> Result<(), StoreError> {
    versioned::save::<escalation::Entity, _, _>(connection, puts, to_row).await
}

pub(crate) async fn save_messages<C: ConnectionTrait>(connection: &C, messages: &[EscalationMessage]) -> Result<(), StoreError> {
    let rows = messages.iter().map(|message| {
        escalation_message::Model {
            id: message.id.into(),
            escalation_id: message.escalation.into(),
            author_id: message.author.into(),
            body: message.body.clone().into(),
            created_at: message.created_at.into(),
        }
        .into_active_model()
    });
    bulk_insert::insert(connection, rows).await
}

/// Condition: raised from this record.
pub(crate) fn raised_from(source: EscalationSource) -> Expr {
    match source {
        EscalationSource::Ticket(id) => escalation::Column::TicketId.eq(IdColumn(id)),
        EscalationSource::Interaction(id) => escalation::Column::InteractionId.eq(IdColumn(id)),
    }
}
