//! A staff member sees one notice per ticket or interaction.

use caredesk_domain::{StaffId, actor::Role};
use sea_orm::sea_query::{Expr, ExprTrait as _, IntoColumnRef as _, Query};

use super::recipients::recipient_conditions;
use crate::tables::entity::notice::{Column, Entity};

/// Alias of the later notice in the subquery.
const LATER: &str = "later";

/// Condition: the reader has no later notice of the same ticket or interaction, or of an escalation raised from it. So each record is listed once.
pub(super) fn latest(staff: StaffId, role: Role) -> Expr {
    let of_later = |column: Column| (LATER, column).into_column_ref();
    let later = Expr::tuple([Expr::col(of_later(Column::At)), Expr::col(of_later(Column::Id))]);
    let now = Expr::tuple([Expr::col((Entity, Column::At)), Expr::col((Entity, Column::Id))]);
    let [mine, everybodys] = recipient_conditions(staff, role, of_later);
    let told = Query::select()
        .expr(Expr::value(1))
        .from_as(Entity, LATER)
        .and_where(Expr::col(of_later(Column::CaseId)).equals((Entity, Column::CaseId)))
        .cond_where(sea_orm::Condition::any().add(mine).add(everybodys))
        .and_where(later.gt(now))
        .take();
    Expr::exists(told).not()
}
