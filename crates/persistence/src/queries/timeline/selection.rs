//! Filters for the events of a timeline.

use caredesk_domain::{
    actor::RowScope,
    event::{SubjectKind, TimelineKind},
    policy::Action,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait as _, SelectStatement},
};

use crate::{
    engine::column::TextColumn,
    tables::{
        entity::{customer, escalation, event, interaction, ticket},
        scope_filter,
    },
};

/// Filter of a customer's timeline.
#[derive(Debug, Clone, Copy, Default)]
pub struct TimelineFilter<'a> {
    /// Only of these kinds; empty for all.
    pub kinds: &'a [TimelineKind],
    /// Without these actions.
    pub excluded_actions: &'a [Action],
}

impl TimelineFilter<'_> {
    pub(super) fn narrow(&self, select: Select<event::Entity>) -> Select<event::Entity> {
        let select = exclude_actions(select, self.excluded_actions);
        if self.kinds.is_empty() {
            return select;
        }
        select.filter(self.kinds.iter().fold(Condition::any(), |any, kind| any.add(kind_condition(*kind))))
    }
}

/// The `changes` of an event that holds only an internal note.
const NOTE_ONLY_CHANGES: &str = r#"{"note":{}}"#;

/// Excludes the actions in `hidden`. With `Action::Note` it also excludes reassignments to the current assignee, which hold only a note to
/// them.
pub(super) fn exclude_actions(select: Select<event::Entity>, hidden: &[Action]) -> Select<event::Entity> {
    if hidden.is_empty() {
        return select;
    }
    let select = select.filter(event::Column::Action.is_not_in(hidden.iter().copied().map(TextColumn)));
    if hidden.contains(&Action::Note) { select.filter(event::Column::Changes.ne(NOTE_ONLY_CHANGES)) } else { select }
}

fn kind_condition(kind: TimelineKind) -> Condition {
    let about = |subject: SubjectKind| Condition::all().add(event::Column::SubjectKind.eq(TextColumn(subject)));
    let said = |actions: [Action; 2]| event::Column::Action.is_in(actions.map(TextColumn));
    let unsaid = |actions: [Action; 2]| event::Column::Action.is_not_in(actions.map(TextColumn));
    match kind {
        TimelineKind::Customer => about(SubjectKind::Customer),
        TimelineKind::Interaction => about(SubjectKind::Interaction).add(unsaid(TimelineKind::NOTE_ACTIONS)),
        TimelineKind::Ticket => {
            about(SubjectKind::Ticket).add(unsaid(TimelineKind::MESSAGE_ACTIONS)).add(unsaid(TimelineKind::NOTE_ACTIONS))
        }
        TimelineKind::Message => Condition::all().add(said(TimelineKind::MESSAGE_ACTIONS)),
        TimelineKind::Note => Condition::all().add(said(TimelineKind::NOTE_ACTIONS)),
        TimelineKind::Escalation => about(SubjectKind::Escalation),
    }
}

/// Events of records within `scope` that are not deleted. A doctor sees events of the records of their cases, not those of the customer record
/// itself.
pub(super) fn in_scope(scope: RowScope) -> Condition {
    match scope {
        RowScope::All => Condition::all()
            .add(Expr::exists(deleted_subject(ticket::Entity, ticket::Column::Id, ticket::Column::DeletedAt)).not())
            .add(Expr::exists(deleted_subject(interaction::Entity, interaction::Column::Id, interaction::Column::DeletedAt)).not())
            .add(Expr::exists(deleted_subject(escalation::Entity, escalation::Column::Id, escalation::Column::DeletedAt)).not()),
        RowScope::EscalatedTo(_) => {
            let tickets = live(ticket::Entity, ticket::Column::Id, ticket::Column::DeletedAt, scope_filter::tickets(scope));
            let interactions =
                live(interaction::Entity, interaction::Column::Id, interaction::Column::DeletedAt, scope_filter::interactions(scope));
            let escalations =
                live(escalation::Entity, escalation::Column::Id, escalation::Column::DeletedAt, scope_filter::listed_escalations(scope));
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
fn deleted_subject<E: EntityTrait>(entity: E, id: E::Column, deleted_at: E::Column) -> SelectStatement {
    let same = Expr::col((entity, id)).equals((event::Entity, event::Column::SubjectId));
    E::find().select_only().expr(Expr::value(1)).filter(same).filter(deleted_at.is_not_null()).into_query()
}

fn live<E: EntityTrait>(_: E, id: E::Column, deleted_at: E::Column, within: Condition) -> SelectStatement {
    E::find().select_only().column(id).filter(within).filter(deleted_at.is_null()).into_query()
}
