//! The notices that a staff member receives.

use caredesk_domain::{PrincipalId, StaffId, Timestamp, actor::Role};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, Select,
    sea_query::{ColumnRef, Expr, IntoColumnRef as _},
};

use crate::{
    engine::column::{IdColumn, InstantColumn, TextColumn},
    tables::entity::notice::{Column, Entity},
};

/// The notices to a staff member, and those to all of their role that they did not cause: two lists, because each has its own index.
pub(super) fn recipient_lists(staff: StaffId, role: Role, since: Timestamp) -> (Select<Entity>, Select<Entity>) {
    let shown = || Entity::find().filter(Column::At.gt(InstantColumn(since)));
    let [mine, everybodys] = recipient_conditions(staff, role, |column| (Entity, column).into_column_ref());
    (shown().filter(mine), shown().filter(everybodys))
}

/// The conditions of the two lists; `of` qualifies the columns.
pub(super) fn recipient_conditions(staff: StaffId, role: Role, of: impl Fn(Column) -> ColumnRef) -> [Condition; 2] {
    use sea_orm::sea_query::ExprTrait as _;
    let column = |column| Expr::col(of(column));
    let others =
        Condition::any().add(column(Column::CausedBy).is_null()).add(column(Column::CausedBy).ne(IdColumn(PrincipalId::from(staff))));
    let mine = Condition::all().add(column(Column::StaffId).eq(IdColumn(staff)));
    [mine, Condition::all().add(column(Column::Role).eq(TextColumn(role))).add(others)]
}
