//! Filters for the events of a timeline.

use caredesk_domain::{
    actor::Scope,
    event::{SubjectKind, TimelineKind},
    policy::Action,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait as _, SelectStatement},
};

use crate::{
    cases,
    column::Typed,
    entity::{customer, escalation, event, interaction, ticket},
};

/// Filter of a customer's timeline.
#[derive(Debug, Clone, Copy, Default)]
pub struct TimelineFilter<'a> {
    /// Only of these kinds; empty for all.
    pub kinds: &'a [TimelineKind],
    /// Without these actions.
    pub hidden: &'a [Action],
}

impl TimelineFilter<'_> {
    pub(super) fn narrow(&self, select: Select<event::Entity>) -> Select<event::Entity> {
        let select = without(select, self.hidden);
        if self.kinds.is_empty() {
            return select;
        }
        select.filter(self.kinds.iter().fold(Condition::any(), |any, kind| any.add(of_kind(*kind))))
    }
}

/// The `changes` of an event that holds only an internal note.
const ONLY_A_NOTE: &str = r#"{"note":{}}"#;

/// Excludes the actions in `hidden`. With `Action::Note` it also excludes reassignments to the current assignee, which hold only a note to
/// them.
pub(super) fn without(select: Select<event::Entity>, hidden: &[Action]) -> Select<event::Entity> {
    if hidden.is_empty() {
        return select;
    }
    let select = select.filter(event::Column::Action.is_not_in(hidden.iter().copied().map(Typed)));
    if hidden.contains(&Action::Note) { select.filter(event::Column::Changes.ne(ONLY_A_NOTE)) } else { select }
}

fn of_kind(kind: TimelineKind) -> Condition {
    let about = |subject: SubjectKind| Condition::all().add(event::Column::SubjectKind.eq(Typed(subject)));
    let said = |actions: [Action; 2]| event::Column::Action.is_in(actions.map(Typed));
    let unsaid = |actions: [Action; 2]| event::Column::Action.is_not_in(actions.map(Typed));
    match kind {
        TimelineKind::Customer => about(SubjectKind::Customer),
        TimelineKind::Interaction => about(SubjectKind::Interaction).add(unsaid(TimelineKind::NOTES)),
        TimelineKind::Ticket => about(SubjectKind::Ticket).add(unsaid(TimelineKind::MESSAGES)).add(unsaid(TimelineKind::NOTES)),
        TimelineKind::Message => Condition::all().add(said(TimelineKind::MESSAGES)),
        TimelineKind::Note => Condition::all().add(said(TimelineKind::NOTES)),
        TimelineKind::Escalation => about(SubjectKind::Escalation),
    }
}

/// Events of records within `scope` that are not deleted. A doctor sees events of the records of their cases, not those of the customer record
/// itself.
pub(super) fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::All => Condition::all()
            .add(Expr::exists(hidden(ticket::Entity, ticket::Column::Id, ticket::Column::DeletedAt)).not())
            .add(Expr::exists(hidden(interaction::Entity, interaction::Column::Id, interaction::Column::DeletedAt)).not())
            .add(Expr::exists(hidden(escalation::Entity, escalation::Column::Id, escalation::Column::DeletedAt)).not()),
        Scope::CasesOf(_) => {
            let tickets = live(ticket::Entity, ticket::Column::Id, ticket::Column::DeletedAt, cases::tickets(scope));
            let interactions =
                live(interaction::Entity, interaction::Column::Id, interaction::Column::DeletedAt, cases::interactions(scope));
            let escalations =
                live(escalation::Entity, escalation::Column::Id, escalation::Column::DeletedAt, cases::all_escalations(scope));
            let of = event::Column::SubjectId;
            Condition::any().add(of.in_subquery(tickets)).add(of.in_subquery(interactions)).add(of.in_subquery(escalations))
        }
    }
}

/// Events of customers who are not deleted.
pub(super) fn of_shown_customers() -> Condition {
    let same = Expr::col((customer::Entity, customer::Column::Id)).equals((event::Entity, event::Column::CustomerId));
    let shown = customer::Entity::find().select_only().expr(Expr::value(1)).filter(same).filter(customer::Column::DeletedAt.is_null());
    Condition::all().add(Expr::exists(shown.into_query()))
}

/// The subject of an event, if it is a deleted record of this table.
fn hidden<E: EntityTrait>(entity: E, id: E::Column, deleted_at: E::Column) -> SelectStatement {
    let same = Expr::col((entity, id)).equals((event::Entity, event::Column::SubjectId));
    E::find().select_only().expr(Expr::value(1)).filter(same).filter(deleted_at.is_not_null()).into_query()
}

fn live<E: EntityTrait>(_: E, id: E::Column, deleted_at: E::Column, within: Condition) -> SelectStatement {
    E::find().select_only().column(id).filter(within).filter(deleted_at.is_null()).into_query()
}
