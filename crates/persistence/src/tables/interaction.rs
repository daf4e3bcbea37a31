//! Mapping between interactions and rows.

use caredesk_domain::{
    CustomerId, Timestamp,
    actor::RowScope,
    change::VersionedWrite,
    customer::Deletion,
    event::SubjectKind,
    id::{Id, InteractionKind},
    interaction::{Interaction, InteractionPhase, InteractionRecord, InteractionStatus},
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::{
    engine::column::{IdColumn, seconds_and_bucket},
    error::StoreError,
    scoped_record::{Lock, ScopedRecord, with_lock},
    tables::{entity::interaction, scope_filter, versioned},
};

impl ScopedRecord for Interaction {
    type Kind = InteractionKind;
    const SUBJECT: SubjectKind = SubjectKind::Interaction;

    async fn find<C: ConnectionTrait>(
        connection: &C,
        scope: RowScope,
        id: Id<InteractionKind>,
        lock: Lock,
    ) -> Result<Option<Self>, StoreError> {
        let select = with_lock(interaction::Entity::find_by_id(IdColumn(id)).filter(scope_filter::interactions(scope)), lock);
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
pub(crate) fn from_row(row: interaction::Model) -> Result<Interaction, DbErr> {
    let course = match (row.status.0, row.ended_at) {
        (InteractionStatus::Active, None) => InteractionPhase::Active,
        (InteractionStatus::Pending, None) => InteractionPhase::Pending,
        (InteractionStatus::Resolved, Some(at)) => InteractionPhase::Ended(at.0),
        (InteractionStatus::Active | InteractionStatus::Pending | InteractionStatus::Resolved, _) => {
            return Err(DbErr::Type(format!("the interaction {} has a status that contradicts its other columns", row.id.0)));
        }
    };
    Ok(Interaction::from_row(InteractionRecord {
        id: row.id.0,
        customer: row.customer_id.0,
        agent: row.agent_id.map(|id| id.0),
        logged_by: row.logged_by.0,
        channel: row.channel.0,
        direction: row.direction.0,
        summary: row.summary.map(|summary| summary.0),
        transcript: row.transcript.map(|transcript| transcript.0),
        phase: course,
        end_given: row.end_given,
        no_answer: row.no_answer,
        started_at: row.started_at.0,
        ticket: row.ticket_id.map(|id| id.0),
        open_escalation: row.open_escalation_id.map(|id| id.0),
        created_at: row.created_at.0,
        updated_at: row.updated_at.0,
        public_updated_at: row.public_updated_at.0,
        deleted: row.deleted_at.zip(row.deleted_by).map(|(at, by)| Deletion { at: at.0, by: by.0 }),
        version: row.version,
    }))
}

fn to_row(interaction: &Interaction) -> interaction::Model {
    let took = interaction.duration_seconds().map(seconds_and_bucket);
    interaction::Model {
        id: interaction.id.into(),
        customer_id: interaction.customer.into(),
        agent_id: interaction.agent.map(Into::into),
        logged_by: interaction.logged_by.into(),
        channel: interaction.channel.into(),
        direction: interaction.direction.into(),
        summary: interaction.summary.clone().map(Into::into),
        transcript: interaction.transcript.clone().map(Into::into),
        status: interaction.phase.status().into(),
        started_at: interaction.started_at.into(),
        ended_at: interaction.phase.ended_at().map(Into::into),
        duration_seconds: took.map(|(seconds, _)| seconds),
        duration_bucket: took.map(|(_, bucket)| bucket),
        end_given: interaction.end_given,
        no_answer: interaction.no_answer,
        ticket_id: interaction.ticket.map(Into::into),
        open_escalation_id: interaction.open_escalation.map(Into::into),
        created_at: interaction.created_at.into(),
        updated_at: interaction.updated_at.into(),
        public_updated_at: interaction.public_updated_at.into(),
        deleted_at: interaction.deleted.map(|deleted| deleted.at.into()),
        deleted_by: interaction.deleted.map(|deleted| deleted.by.into()),
        version: interaction.version,
    }
}

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: &[VersionedWrite<Interaction>]) -> Result<(), StoreError> {
    versioned::save::<interaction::Entity, _, _>(connection, puts, to_row).await
}
