//! Conditions for lists and counts of escalations.

use caredesk_domain::{
    PrincipalId, StaffId,
    escalation::{Awaiting, Ended, EscalationStatus, Source, SourceKind},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _, Select,
    sea_query::{Expr, ExprTrait as _},
};

use super::{Asked, EscalationFilter};
use crate::{
    column::{IdColumn, Moment, Typed},
    entity::{escalation, interaction, ticket},
};

/// Condition: raised from this record.
pub(crate) fn raised_from(source: Source) -> Expr {
    match source {
        Source::Ticket(id) => escalation::Column::TicketId.eq(IdColumn(id)),
        Source::Interaction(id) => escalation::Column::InteractionId.eq(IdColumn(id)),
    }
}

/// Applies a filter to a select.
pub(super) fn narrow(select: Select<escalation::Entity>, filter: &EscalationFilter) -> Select<escalation::Entity> {
    use escalation::Column as Of;
    let mut all = Condition::all().add(if filter.deleted { Of::DeletedAt.is_not_null() } else { Of::DeletedAt.is_null() });
    if !filter.statuses.is_empty() {
        all = all.add(Of::Status.is_in(filter.statuses.iter().copied().map(Typed)));
    }
    if !filter.ended.is_empty() {
        let any = filter.ended.iter().fold(Condition::any(), |any, ended| match ended {
            Ended::Answered => any.add(Of::ResolvedAt.is_not_null()),
            Ended::Withdrawn => any.add(Of::WithdrawnReason.is_not_null()),
        });
        all = all.add(any);
    }
    if let Some(accepted) = filter.accepted {
        all = all.add(if accepted { Of::AcceptedAt.is_not_null() } else { Of::AcceptedAt.is_null() });
    }
    if let Some(theirs) = filter.answered_by_target {
        let by_target = Of::ResolvedBy.into_expr().eq(Of::TargetId.into_expr());
        let by_another = Of::ResolvedBy.into_expr().ne(Of::TargetId.into_expr()).or(Of::TargetId.is_null());
        all = all.add(Of::ResolvedAt.is_not_null()).add(if theirs { by_target } else { by_another });
    }
    if !filter.target_roles.is_empty() {
        all = all.add(Of::TargetRole.is_in(filter.target_roles.iter().copied().map(Typed)));
    }
    if !filter.asked.is_empty() {
        let any = filter.asked.iter().fold(Condition::any(), |any, asked| match asked {
            Asked::Person(id) => any.add(Of::TargetId.eq(IdColumn(*id))),
            Asked::Pool => any.add(Of::TargetId.is_null()),
        });
        all = all.add(any);
    }
    if !filter.escalated_by.is_empty() {
        all = all.add(Of::EscalatedBy.is_in(filter.escalated_by.iter().copied().map(IdColumn)));
    }
    if !filter.concerns.is_empty() {
        all = all.add(filter.concerns.iter().fold(Condition::any(), |any, person| any.add(concerns(*person))));
    }
    if !filter.awaiting.is_empty() {
        all = all.add(filter.awaiting.iter().fold(Condition::any(), |any, whom| any.add(awaiting(*whom))));
    }
    if !filter.source_kinds.is_empty() {
        let any = filter.source_kinds.iter().fold(Condition::any(), |any, kind| match kind {
            SourceKind::Ticket => any.add(Of::TicketId.is_not_null()),
            SourceKind::Interaction => any.add(Of::InteractionId.is_not_null()),
        });
        all = all.add(any);
    }
    if let Some(source) = filter.source {
        all = all.add(raised_from(source));
    }
    if let Some(customer) = filter.customer {
        all = all.add(Of::CustomerId.eq(IdColumn(customer)));
    }
    if let Some(customer) = filter.customer {
        all = all.add(Of::CustomerId.eq(IdColumn(customer)));
    }
    let (from, before) = filter.created;
    if let Some(from) = from {
        all = all.add(Of::CreatedAt.gte(Moment(from)));
    }
    if let Some(before) = before {
        all = all.add(Of::CreatedAt.lt(Moment(before)));
    }
    select.filter(all)
}

/// Condition: not answered and not ended.
pub(crate) fn open() -> Expr {
    escalation::Column::Status.is_in([EscalationStatus::Pending, EscalationStatus::InProgress].map(Typed))
}

/// Condition: waiting for the target, or for the care team; see `Escalation::awaiting`.
pub(crate) fn awaiting(whom: Awaiting) -> Condition {
    use escalation::Column as Of;
    let open = |asked: Expr| Condition::all().add(open()).add(asked);
    match whom {
        Awaiting::Target => open(Of::AskedAt.is_null()),
        Awaiting::CareTeam => Condition::any().add(open(Of::AskedAt.is_not_null())).add(Of::Status.eq(Typed(EscalationStatus::Resolved))),
    }
}

/// Condition: raised by this principal, or from a ticket or an interaction assigned to them. As EXISTS per escalation, because a staff member
/// can have many tickets.
pub(crate) fn concerns(person: PrincipalId) -> Condition {
    let staff = StaffId::from_uuid(person.uuid());
    use escalation::Column as Of;
    let assigned = Expr::col((ticket::Entity, ticket::Column::Id)).equals((escalation::Entity, Of::TicketId));
    let worked = ticket::Entity::find().select_only().expr(Expr::value(1)).filter(assigned);
    let worked = worked.filter(ticket::Column::AssigneeId.eq(IdColumn(staff))).into_query();
    Condition::any().add(Of::EscalatedBy.eq(IdColumn(person))).add(Expr::exists(worked)).add(attended_by(staff))
}

/// Condition: raised from an interaction that this staff member handles.
fn attended_by(staff: StaffId) -> Expr {
    let held = Expr::col((interaction::Entity, interaction::Column::Id)).equals((escalation::Entity, escalation::Column::InteractionId));
    let attended = interaction::Entity::find().select_only().expr(Expr::value(1)).filter(held);
    Expr::exists(attended.filter(interaction::Column::AgentId.eq(IdColumn(staff))).into_query())
}
