//! SQL of reports: one text for both engines, its values bound.

use caredesk_domain::{StaffId, Timestamp};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};

use super::Cut;
use crate::column::{IdColumn, Moment};

/// A statement in the making. Both engines know `$1`.
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
        self.bind(Moment(at))
    }

    pub(super) fn staff(&mut self, id: StaffId) -> String {
        self.bind(IdColumn(id))
    }

    /// That a column names this colleague, so that no index answers it: somebody who has worked here for long has more records than a period.
    pub(super) fn credited(&mut self, column: &str, id: StaffId) -> String {
        format!("({column} = {}) IS TRUE", self.staff(id))
    }

    /// That a column's instant is in one of the spans.
    pub(super) fn within(&mut self, column: &str, cut: &Cut) -> String {
        let ends = [cut.bounds().first(), cut.bounds().last()].map(|at| at.copied());
        let [Some(from), Some(to)] = ends else { return "1 = 0".to_owned() };
        format!("{column} >= {} AND {column} < {}", self.moment(from), self.moment(to))
    }

    /// The number of the span that a column's instant is in.
    pub(super) fn span(&mut self, column: &str, cut: &Cut) -> String {
        if cut.spans() < 2 {
            return "0".to_owned();
        }
        let ends = cut.bounds().iter().skip(1).take(cut.spans() - 1).enumerate();
        let whens: Vec<String> = ends.map(|(span, end)| format!("WHEN {column} < {} THEN {span}", self.moment(*end))).collect();
        format!("CASE {} ELSE {} END", whens.join(" "), cut.spans() - 1)
    }

    pub(super) async fn all<C: ConnectionTrait>(self, connection: &C, text: String) -> Result<Vec<QueryResult>, DbErr> {
        let backend = connection.get_database_backend();
        connection.query_all_raw(Statement::from_sql_and_values(backend, text, self.values)).await
    }
}

/// How many rows fulfil a condition.
pub(super) fn sum_if(condition: &str) -> String {
    format!("CAST(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END) AS BIGINT)")
}

/// A whole number of a row; none is nought.
pub(super) fn number(row: &QueryResult, column: &str) -> Result<i64, DbErr> {
    Ok(row.try_get::<Option<i64>>("", column)?.unwrap_or(0))
}
