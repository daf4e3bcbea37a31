//! Escalations with the names they refer to.

use std::collections::HashMap;

use caredesk_domain::{
    InteractionId,
    escalation::{Escalation, EscalationSource},
    id::InteractionKind,
    message::Channel,
    text::Summary,
    ticket_number::TicketNumber,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    engine::column::{IdColumn, InstantColumn, TextColumn},
    error::StoreError,
    queries::{
        customer::{self, CustomerRef},
        principal::{self, PrincipalRef},
        staff::StaffRef,
        ticket,
    },
    tables::entity::interaction,
};

/// Maximum characters of an interaction's summary used as its subject; the same as a ticket's subject.
const MAX_SUBJECT_CHARS: usize = 255;

/// An escalation with the names it refers to.
#[derive(Debug)]
pub struct EscalationView {
    /// The escalation.
    pub escalation: Escalation,
    /// The record it was raised from.
    pub source: SourceRef,
    /// The customer.
    pub customer: CustomerRef,
    /// The target; `None` for the pool.
    pub target: Option<StaffRef>,
    /// Who raised it.
    pub escalated_by: Option<PrincipalRef>,
    /// Who accepted it.
    pub accepted_by: Option<StaffRef>,
    /// Who answered it.
    pub resolved_by: Option<StaffRef>,
    /// Who closed or withdrew it.
    pub closed_by: Option<StaffRef>,
}

/// A reference to the record an escalation was raised from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRef {
    /// The record.
    pub source: EscalationSource,
    /// The ticket's number.
    pub number: Option<TicketNumber>,
    /// The interaction's channel.
    pub channel: Option<Channel>,
    /// The ticket's subject, or the first line of the interaction's summary if it has one; `None` when the record is deleted.
    pub subject: Option<String>,
}

/// Adds the names that escalations refer to, in a constant number of queries.
pub(crate) async fn views<C: ConnectionTrait>(connection: &C, escalations: Vec<Escalation>) -> Result<Vec<EscalationView>, StoreError> {
    let closer = |escalation: &Escalation| escalation.state.closed_by();
    let people = escalations.iter().flat_map(|escalation| {
        let staff = [
            escalation.target.staff(),
            escalation.state.accepted().map(|accepted| accepted.by),
            escalation.state.resolution().map(|answer| answer.by),
            closer(escalation),
        ];
        staff.into_iter().flatten().map(Into::into).chain(std::iter::once(escalation.escalated_by))
    });
    let names = principal::names(connection, people).await?;
    let customers = customer::names(connection, escalations.iter().map(|escalation| escalation.customer)).await?;
    let sources = source_refs(connection, escalations.iter().map(|escalation| escalation.source)).await?;
    let view = |escalation: Escalation| {
        let staff = |id| names.staff(id);
        Some(EscalationView {
            source: sources.get(&escalation.source.uuid())?.clone(),
            customer: customers.get(&escalation.customer)?.clone(),
            target: escalation.target.staff().and_then(staff),
            escalated_by: names.principal(escalation.escalated_by),
            accepted_by: escalation.state.accepted().and_then(|accepted| staff(accepted.by)),
            resolved_by: escalation.state.resolution().and_then(|answer| staff(answer.by)),
            closed_by: closer(&escalation).and_then(staff),
            escalation,
        })
    };
    escalations.into_iter().map(view).collect::<Option<Vec<_>>>().ok_or(StoreError::NotFound)
}

async fn source_refs<C: ConnectionTrait>(
    connection: &C,
    wanted: impl Iterator<Item = EscalationSource>,
) -> Result<HashMap<uuid::Uuid, SourceRef>, DbErr> {
    let (mut tickets, mut interactions) = (Vec::new(), Vec::new());
    for source in wanted {
        match source {
            EscalationSource::Ticket(id) => tickets.push(id),
            EscalationSource::Interaction(id) => interactions.push(id),
        }
    }
    let tickets = ticket::names(connection, tickets.into_iter()).await?.into_values().map(|ticket| SourceRef {
        source: EscalationSource::Ticket(ticket.id),
        number: Some(ticket.number),
        channel: None,
        subject: ticket.subject.map(|subject| subject.into_string()),
    });
    let interactions = interaction_refs(connection, interactions).await?;
    Ok(tickets.chain(interactions).map(|source| (source.source.uuid(), source)).collect())
}

async fn interaction_refs<C: ConnectionTrait>(connection: &C, mut wanted: Vec<InteractionId>) -> Result<Vec<SourceRef>, DbErr> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    wanted.sort_unstable();
    wanted.dedup();
    type Row = (IdColumn<InteractionKind>, TextColumn<Channel>, Option<TextColumn<Summary>>, Option<InstantColumn>);
    let rows: Vec<Row> = interaction::Entity::find()
        .select_only()
        .columns([interaction::Column::Id, interaction::Column::Channel, interaction::Column::Summary, interaction::Column::DeletedAt])
        .filter(interaction::Column::Id.is_in(wanted.into_iter().map(IdColumn)))
        .into_tuple()
        .all(connection)
        .await?;
    let named = |(id, channel, summary, deleted): Row| SourceRef {
        source: EscalationSource::Interaction(id.0),
        number: None,
        channel: Some(channel.0),
        subject: summary.filter(|_| deleted.is_none()).map(|summary| first_line(summary.0.as_str())),
    };
    Ok(rows.into_iter().map(named).collect())
}

fn first_line(summary: &str) -> String {
    summary.trim().lines().next().unwrap_or_default().chars().take(MAX_SUBJECT_CHARS).collect()
}
