//! Which rows of patients' data exist for an actor: all, or for a doctor those of their cases.
//!
//! A doctor's case is an escalation that names them or waits in the doctors' pool; once it is answered or over, only if they took it on.

use caredesk_domain::{
    StaffId,
    actor::Scope,
    escalation::{EscalationStatus, TargetRole},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IdenStatic, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use crate::{
    column::{IdColumn, Typed},
    entity::{customer, escalation, interaction, ticket},
};

/// The customers that exist within a scope.
pub(crate) fn customers(scope: Scope) -> Condition {
    match scope {
        Scope::All => Condition::all(),
        Scope::CasesOf(doctor) => Condition::all().add(customer::Column::Id.in_subquery(cases(doctor, escalation::Column::CustomerId))),
    }
}

/// The tickets that exist within a scope.
pub(crate) fn tickets(scope: Scope) -> Condition {
    match scope {
        Scope::All => Condition::all(),
        Scope::CasesOf(doctor) => Condition::all().add(ticket::Column::Id.in_subquery(cases(doctor, escalation::Column::TicketId))),
    }
}

/// The interactions that exist within a scope: those escalated, and those linked to a ticket that was.
pub(crate) fn interactions(scope: Scope) -> Condition {
    let of = interaction::Column::Id;
    match scope {
        Scope::All => Condition::all(),
        Scope::CasesOf(doctor) => {
            let tickets = || cases(doctor, escalation::Column::TicketId);
            let opened_in = ticket::Entity::find()
                .select_only()
                .column(ticket::Column::InteractionId)
                .filter(ticket::Column::Id.in_subquery(tickets()))
                .filter(ticket::Column::InteractionId.is_not_null());
            Condition::any()
                .add(of.in_subquery(cases(doctor, escalation::Column::InteractionId)))
                .add(interaction::Column::TicketId.in_subquery(tickets()))
                .add(of.in_subquery(opened_in.into_query()))
        }
    }
}

/// The escalations that exist within a scope.
pub(crate) fn escalations(scope: Scope) -> Condition {
    match scope {
        Scope::All => Condition::all(),
        Scope::CasesOf(doctor) => of(doctor),
    }
}

/// A column of the escalations that are cases of a doctor, where it is not empty.
fn cases(doctor: StaffId, column: escalation::Column) -> SelectStatement {
    escalation::Entity::find()
        .select_only()
        .column(column)
        .filter(of(doctor))
        .filter(Expr::col((escalation::Entity, column.as_str())).is_not_null())
        .into_query()
}

fn of(doctor: StaffId) -> Condition {
    use escalation::Column as Of;
    let mine = Of::TargetId.eq(IdColumn(doctor));
    let waiting = Condition::all().add(Of::Status.eq(Typed(EscalationStatus::Pending))).add(mine.or(Of::TargetId.is_null()));
    // An admin may have answered in the doctor's place: then it is not the doctor's afterwards.
    let taken_on = Of::AcceptedBy.eq(IdColumn(doctor));
    Condition::all()
        .add(Of::DeletedAt.is_null())
        .add(Of::TargetRole.eq(Typed(TargetRole::Doctor)))
        .add(Condition::any().add(waiting).add(taken_on))
}
