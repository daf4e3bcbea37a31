//! Which rows of patients' data exist for an actor: all, or for a doctor those of their cases.
//!
//! A doctor's case is an escalation that names them or waits in the doctors' pool; once it is answered or over, only if they took it on.

use caredesk_domain::{
    StaffId,
    actor::Scope,
    escalation::{EscalationStatus, TargetRole},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{SelectStatement, UnionType},
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

/// The escalations that exist within a scope, to find one of them.
pub(crate) fn escalations(scope: Scope) -> Condition {
    match scope {
        Scope::All => Condition::all(),
        Scope::CasesOf(doctor) => {
            let any = ways(doctor).into_iter().fold(Condition::any(), Condition::add);
            Condition::all().add(escalation::Column::DeletedAt.is_null()).add(any)
        }
    }
}

/// The escalations that exist within a scope, to list them.
pub(crate) fn all_escalations(scope: Scope) -> Condition {
    match scope {
        Scope::All => Condition::all(),
        Scope::CasesOf(doctor) => Condition::all().add(escalation::Column::Id.in_subquery(cases(doctor, escalation::Column::Id))),
    }
}

/// A column of the escalations that are cases of a doctor. One select for each way, because each has an index of its own: what is read does not
/// grow with the desk.
fn cases(doctor: StaffId, column: escalation::Column) -> SelectStatement {
    let select = |way: Condition| {
        let live = escalation::Entity::find().select_only().column(column).filter(escalation::Column::DeletedAt.is_null());
        live.filter(way).into_query()
    };
    let [mine, in_the_pool, taken_on] = ways(doctor).map(select);
    let mut all = mine;
    all.union(UnionType::All, in_the_pool).union(UnionType::All, taken_on);
    all
}

/// The ways in which an escalation is a doctor's case: it names them, it waits in their pool, or they took it on.
fn ways(doctor: StaffId) -> [Condition; 3] {
    use escalation::Column as Of;
    let asked = || {
        let pending = Condition::all().add(Of::Status.eq(Typed(EscalationStatus::Pending)));
        pending.add(Of::TargetRole.eq(Typed(TargetRole::Doctor)))
    };
    // Not all that name the doctor: an admin may have answered in their place, and then it is not theirs afterwards.
    let taken_on = Condition::all().add(Of::AcceptedBy.eq(IdColumn(doctor)));
    [asked().add(Of::TargetId.eq(IdColumn(doctor))), asked().add(Of::TargetId.is_null()), taken_on]
}
