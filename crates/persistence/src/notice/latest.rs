//! Of one record a person has one notice.

use caredesk_domain::event::SubjectKind;
use sea_orm::{
    ColumnTrait,
    sea_query::{Expr, ExprTrait as _, Query},
};

use crate::{
    column::Typed,
    entity::notice::{Column, Entity},
};

/// What another notice is called in the query.
const LATER: &str = "later";

/// That somebody was told nothing later of the same ticket or interaction, or of the same kind of the same escalation: they have one notice of it, not
/// thirteen.
pub(super) fn latest() -> Expr {
    let same = |column: Column| Expr::col((LATER, column)).equals((Entity, column));
    let later = Expr::tuple([Expr::col((LATER, Column::At)), Expr::col((LATER, Column::Id))]);
    let now = Expr::tuple([Expr::col((Entity, Column::At)), Expr::col((Entity, Column::Id))]);
    let told = Query::select()
        .expr(Expr::value(1))
        .from_as(Entity, LATER)
        .and_where(same(Column::SubjectId))
        .and_where(same(Column::StaffId))
        .and_where(Column::SubjectKind.ne(Typed(SubjectKind::Escalation)).or(same(Column::Kind)))
        .and_where(later.gt(now))
        .take();
    Expr::exists(told).not()
}
