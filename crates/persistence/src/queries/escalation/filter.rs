//! Filter and conditions for lists and counts of escalations.

use caredesk_domain::{
    CustomerId, PrincipalId, StaffId, Timestamp,
    escalation::{EscalationEndKind, EscalationSource, EscalationSourceKind, EscalationStatus, TargetRole, WaitingOn},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _, Select,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    engine::column::{IdColumn, InstantColumn, TextColumn},
    tables::{
        entity::{escalation, interaction, ticket},
        escalation::raised_from,
    },
};

/// Filter by the target of escalations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetFilter {
    /// Addressed to this staff member.
    Person(StaffId),
    /// Addressed to the pool of a role.
    Pool,
}

/// Sort keys of the escalation list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EscalationSort {
    #[default]
    /// Inbox order: open ones by priority, then the longest waiting first; answered and ended ones last.
    Inbox,
    /// Creation time.
    CreatedAt,
}

/// Filter and order of the escalation list. An empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct EscalationFilter {
    /// With one of these statuses.
    pub statuses: Vec<EscalationStatus>,
    /// Ended in one of these ways.
    pub ended: Vec<EscalationEndKind>,
    /// Accepted at any time, or never accepted.
    pub accepted: Option<bool>,
    /// Answered by the target, or by another staff member.
    pub answered_by_target: Option<bool>,
    /// Addressed to one of these roles.
    pub target_roles: Vec<TargetRole>,
    /// Addressed to one of these staff members or to a pool.
    pub targets: Vec<TargetFilter>,
    /// Raised by one of these staff members or service accounts.
    pub escalated_by: Vec<PrincipalId>,
    /// Raised by one of these, or from a ticket or an interaction assigned to one of them.
    pub involves: Vec<PrincipalId>,
    /// Waiting for one of these sides.
    pub awaiting: Vec<WaitingOn>,
    /// Raised from records of these kinds.
    pub source_kinds: Vec<EscalationSourceKind>,
    /// Raised from this record.
    pub source: Option<EscalationSource>,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// Creation time: from (inclusive) and before (exclusive).
    pub created: (Option<Timestamp>, Option<Timestamp>),
    /// Only deleted escalations instead of only existing ones.
    pub deleted: bool,
    /// The sort key.
    pub sort: EscalationSort,
    /// In descending order.
    pub descending: bool,
}

/// Applies a filter to a select.
pub(super) fn apply_filter(select: Select<escalation::Entity>, filter: &EscalationFilter) -> Select<escalation::Entity> {
    use escalation::Column as Of;
    let mut all = Condition::all().add(if filter.deleted { Of::DeletedAt.is_not_null() } else { Of::DeletedAt.is_null() });
    if !filter.statuses.is_empty() {
        all = all.add(Of::Status.is_in(filter.statuses.iter().copied().map(TextColumn)));
    }
    if !filter.ended.is_empty() {
        let any = filter.ended.iter().fold(Condition::any(), |any, ended| match ended {
            EscalationEndKind::Answered => any.add(Of::ResolvedAt.is_not_null()),
            EscalationEndKind::Withdrawn => any.add(Of::WithdrawnReason.is_not_null()),
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
        all = all.add(Of::TargetRole.is_in(filter.target_roles.iter().copied().map(TextColumn)));
    }
    if !filter.targets.is_empty() {
        let any = filter.targets.iter().fold(Condition::any(), |any, asked| match asked {
            TargetFilter::Person(id) => any.add(Of::TargetId.eq(IdColumn(*id))),
            TargetFilter::Pool => any.add(Of::TargetId.is_null()),
        });
        all = all.add(any);
    }
    if !filter.escalated_by.is_empty() {
        all = all.add(Of::EscalatedBy.is_in(filter.escalated_by.iter().copied().map(IdColumn)));
    }
    if !filter.involves.is_empty() {
        all = all.add(filter.involves.iter().fold(Condition::any(), |any, person| any.add(involves(*person))));
    }
    if !filter.awaiting.is_empty() {
        all = all.add(filter.awaiting.iter().fold(Condition::any(), |any, whom| any.add(awaiting(*whom))));
    }
    if !filter.source_kinds.is_empty() {
        let any = filter.source_kinds.iter().fold(Condition::any(), |any, kind| match kind {
            EscalationSourceKind::Ticket => any.add(Of::TicketId.is_not_null()),
            EscalationSourceKind::Interaction => any.add(Of::InteractionId.is_not_null()),
        });
        all = all.add(any);
    }
    if let Some(source) = filter.source {
        all = all.add(raised_from(source));
    }
    if let Some(customer) = filter.customer {
        all = all.add(Of::CustomerId.eq(IdColumn(customer)));
    }
    let (from, before) = filter.created;
    if let Some(from) = from {
        all = all.add(Of::CreatedAt.gte(InstantColumn(from)));
    }
    if let Some(before) = before {
        all = all.add(Of::CreatedAt.lt(InstantColumn(before)));
    }
    select.filter(all)
}

/// Condition: not answered and not ended.
pub(crate) fn open() -> Expr {
    escalation::Column::Status.is_in([EscalationStatus::Pending, EscalationStatus::InProgress].map(TextColumn))
}

/// Condition: waiting for the target, or for the care team; see `Escalation::waiting_on`.
pub(crate) fn awaiting(whom: WaitingOn) -> Condition {
    use escalation::Column as Of;
    let open = |asked: Expr| Condition::all().add(open()).add(asked);
    match whom {
        WaitingOn::Target => open(Of::AskedAt.is_null()),
        WaitingOn::CareTeam => {
            Condition::any().add(open(Of::AskedAt.is_not_null())).add(Of::Status.eq(TextColumn(EscalationStatus::Resolved)))
        }
    }
}

/// Condition: raised by this principal, or from a ticket or an interaction assigned to them. As EXISTS per escalation, because a staff member
/// can have many tickets.
pub(crate) fn involves(person: PrincipalId) -> Condition {
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
