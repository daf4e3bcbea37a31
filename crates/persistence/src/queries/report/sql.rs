//! SQL of reports: one text for both engines, with bound values.

use caredesk_domain::{StaffId, Timestamp};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};

use super::TimeBuckets;
use crate::engine::column::{IdColumn, InstantColumn};

/// Builder of a statement. Both engines accept `$1`.
#[derive(Default)]
pub(super) struct Sql {
    values: Vec<Value>,
}

impl Sql {
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    pub(super) fn moment(&mut self, at: Timestamp) -> String {
        self.bind(InstantColumn(at))
    }

    pub(super) fn staff(&mut self, id: StaffId) -> String {
        self.bind(IdColumn(id))
    }

    /// SQL condition: the column is this staff member; `IS TRUE` keeps the planner off its index, since one person has more records than a period.
    pub(super) fn credited(&mut self, column: &str, id: StaffId) -> String {
        format!("({column} = {}) IS TRUE", self.staff(id))
    }

    /// SQL condition: the instant of the column is in one of the spans.
    pub(super) fn within(&mut self, column: &str, cut: &TimeBuckets) -> String {
        let ends = [cut.bounds().first(), cut.bounds().last()].map(|at| at.copied());
        let [Some(from), Some(to)] = ends else { return "1 = 0".to_owned() };
        format!("{column} >= {} AND {column} < {}", self.moment(from), self.moment(to))
    }

    /// SQL expression: the index of the span that the instant of the column is in.
    pub(super) fn span(&mut self, column: &str, cut: &TimeBuckets) -> String {
        if cut.spans() < 2 {
            return "0".to_owned();
        }
        let ends = cut.bounds().iter().skip(1).take(cut.spans() - 1).enumerate();
        let whens: Vec<String> = ends.map(|(span, end)| format!("WHEN {column} < {} THEN {span}", self.moment(*end))).collect();
        format!("CASE {} ELSE {} END", whens.join(" "), cut.spans() - 1)
    }

    pub(super) async fn fetch_all<C: ConnectionTrait>(self, connection: &C, text: String) -> Result<Vec<QueryResult>, DbErr> {
        let backend = connection.get_database_backend();
        connection.query_all_raw(Statement::from_sql_and_values(backend, text, self.values)).await
    }
}

/// SQL expression: the number of rows that match a condition.
pub(super) fn sum_if(condition: &str) -> String {
    format!("CAST(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END) AS BIGINT)")
}

/// An integer of a row; NULL is 0.
pub(super) fn number(row: &QueryResult, column: &str) -> Result<i64, DbErr> {
    Ok(row.try_get::<Option<i64>>("", column)?.unwrap_or(0))
}
