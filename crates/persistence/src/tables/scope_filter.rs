//! Row filters by scope: which customers, tickets, interactions and escalations an actor can access: all, or for a doctor those of
//! their cases.
//!
//! A doctor's case is an escalation that is addressed to them or pending in the doctors' pool; once accepted or ended, only if they accepted it.

use caredesk_domain::{
    StaffId,
    actor::RowScope,
    escalation::{EscalationStatus, TargetRole},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{SelectStatement, UnionType},
};

use crate::{
    engine::column::{IdColumn, TextColumn},
    tables::entity::{customer, escalation, interaction, ticket},
};

/// Customers within a scope.
pub(crate) fn customers(scope: RowScope) -> Condition {
    match scope {
        RowScope::All => Condition::all(),
        RowScope::EscalatedTo(doctor) => {
            Condition::all().add(customer::Column::Id.in_subquery(select_cases(doctor, escalation::Column::CustomerId)))
        }
    }
}

/// Tickets within a scope.
pub(crate) fn tickets(scope: RowScope) -> Condition {
    match scope {
        RowScope::All => Condition::all(),
        RowScope::EscalatedTo(doctor) => {
            Condition::all().add(ticket::Column::Id.in_subquery(select_cases(doctor, escalation::Column::TicketId)))
        }
    }
}

/// Interactions within a scope; for a doctor those escalated to them, and those linked to a ticket that was.
pub(crate) fn interactions(scope: RowScope) -> Condition {
    let of = interaction::Column::Id;
    match scope {
        RowScope::All => Condition::all(),
        RowScope::EscalatedTo(doctor) => {
            let tickets = || select_cases(doctor, escalation::Column::TicketId);
            let opened_in = ticket::Entity::find()
                .select_only()
                .column(ticket::Column::InteractionId)
                .filter(ticket::Column::Id.in_subquery(tickets()))
                .filter(ticket::Column::InteractionId.is_not_null());
            Condition::any()
                .add(of.in_subquery(select_cases(doctor, escalation::Column::InteractionId)))
                .add(interaction::Column::TicketId.in_subquery(tickets()))
                .add(of.in_subquery(opened_in.into_query()))
        }
    }
}

/// Escalations within a scope, for a lookup by id.
pub(crate) fn escalations(scope: RowScope) -> Condition {
    match scope {
        RowScope::All => Condition::all(),
        RowScope::EscalatedTo(doctor) => {
            let any = case_conditions(doctor).into_iter().fold(Condition::any(), Condition::add);
            Condition::all().add(escalation::Column::DeletedAt.is_null()).add(any)
        }
    }
}

/// Escalations within a scope, for a list: by subquery, so that each index is used.
pub(crate) fn listed_escalations(scope: RowScope) -> Condition {
    match scope {
        RowScope::All => Condition::all(),
        RowScope::EscalatedTo(doctor) => {
            Condition::all().add(escalation::Column::Id.in_subquery(select_cases(doctor, escalation::Column::Id)))
        }
    }
}

/// A column of the escalations that are cases of a doctor. One SELECT per condition, because each has its own index: the rows read do not
/// grow with the table.
fn select_cases(doctor: StaffId, column: escalation::Column) -> SelectStatement {
    let select = |way: Condition| {
        let live = escalation::Entity::find().select_only().column(column).filter(escalation::Column::DeletedAt.is_null());
        live.filter(way).into_query()
    };
    let [mine, in_the_pool, taken_on] = case_conditions(doctor).map(select);
    let mut all = mine;
    all.union(UnionType::All, in_the_pool).union(UnionType::All, taken_on);
    all
}

/// The conditions that make an escalation a doctor's case: pending and addressed to them, pending in the doctors' pool, or accepted by them.
fn case_conditions(doctor: StaffId) -> [Condition; 3] {
    use escalation::Column as Of;
    let asked = || {
        let pending = Condition::all().add(Of::Status.eq(TextColumn(EscalationStatus::Pending)));
        pending.add(Of::TargetRole.eq(TextColumn(TargetRole::Doctor)))
    };
    // Not by target: an admin may have answered in the doctor's place, and then it is no longer the doctor's case.
    let taken_on = Condition::all().add(Of::AcceptedBy.eq(IdColumn(doctor)));
    [asked().add(Of::TargetId.eq(IdColumn(doctor))), asked().add(Of::TargetId.is_null()), taken_on]
}
