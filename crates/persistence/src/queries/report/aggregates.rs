//! Aggregate statements, one for each kind of record.

mod rows;

use caredesk_domain::metric::MetricTotals;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use self::rows::{
    handled, handled_for_trend, opened, opened_for_trend, raised, read_key, resolutions, resolutions_for_trend, resolved,
    resolved_for_trend, responses,
};
use super::{
    Grouping, ReportQuery, ReportRows,
    sql::{Sql, sum_if},
};
use crate::{engine::column::IdColumn, error::StoreError};

/// SQL condition: the ticket `t` was escalated.
pub(super) const ESCALATED: &str = "EXISTS (SELECT 1 FROM escalation e WHERE e.ticket_id = t.id AND e.deleted_at IS NULL)";
/// SQL condition: the ticket `t` is not a duplicate, and its customer opened another non-duplicate of the category shortly before.
pub(super) const REPEATED: &str = "t.duplicate_of IS NULL AND EXISTS (SELECT 1 FROM ticket o WHERE o.customer_id = t.customer_id \
     AND o.created_at >= t.repeats_since AND o.created_at < t.created_at AND o.category = t.category AND o.deleted_at IS NULL \
     AND o.duplicate_of IS NULL)";
/// SQL condition: the ticket `t` has no first response and needs one.
pub(super) const UNANSWERED: &str = "t.first_response_at IS NULL AND NOT t.answered_at_opening";
/// SQL condition: the open period `s` was followed by a reopening within the reopen window.
pub(super) const REOPENED: &str = "COALESCE(s.reopened_at < s.reopen_window_ends_at, FALSE)";

/// SQL condition: the open period `s` took more than a first contact, or was reopened within the reopen window.
pub(super) fn beyond_first_contact() -> String {
    format!("(s.beyond_first_contact OR {REOPENED})")
}

const ANSWERED: (&str, &str) = ("answered", "t.answered_at_opening");
const NOT_ANSWERED: (&str, &str) = ("unanswered", UNANSWERED);
pub(super) const LASTING: (&str, &str) = ("lasting", "NOT s.duplicate AND s.reopened_at IS NULL");
pub(super) const FIRSTS: (&str, &str) = ("firsts", "NOT s.duplicate AND s.number = 1");
const LASTED: (&str, &str) = ("seconds", "CASE WHEN s.duplicate OR s.reopened_at IS NOT NULL THEN 0 ELSE s.seconds END");
pub(super) const FIRST_DUPLICATES: (&str, &str) = ("first_duplicates", "s.duplicate AND s.number = 1");

/// Adds a row to the totals.
type RowReader = fn(&QueryResult, &mut MetricTotals) -> Result<(), DbErr>;

pub(super) async fn count<C: ConnectionTrait>(connection: &C, count: &ReportQuery) -> Result<ReportRows, StoreError> {
    let books = if count.trend_only { Aggregate::TREND_ONLY } else { Aggregate::ALL };
    let rows = futures::future::try_join_all(books.iter().map(|book| book.read(connection, count)));
    let (rows, mut counted) = futures::try_join!(async { Ok(rows.await?) }, count_resolved(connection, count))?;
    for (rows, book) in rows.into_iter().zip(books) {
        accumulate(&mut counted, count, &rows, book.read_row)?;
    }
    Ok(counted)
}

/// Counts resolved tickets only.
pub(super) async fn count_resolved<C: ConnectionTrait>(connection: &C, count: &ReportQuery) -> Result<ReportRows, StoreError> {
    let mut counted = ReportRows::new();
    let enter = if count.trend_only { resolved_for_trend } else { resolved };
    accumulate(&mut counted, count, &read_resolved(connection, count).await?, enter)?;
    Ok(counted)
}

fn accumulate(counted: &mut ReportRows, count: &ReportQuery, rows: &[QueryResult], enter: RowReader) -> Result<(), DbErr> {
    rows.iter().try_for_each(|row| {
        let (span, key) = read_key(row, count.group_by)?;
        enter(row, counted.entry((span, key)).or_default())
    })
}

/// One kind of record: its table, timestamp, credited agent, and what is counted of it.
struct Aggregate {
    from: &'static str,
    timestamp: &'static str,
    agent: &'static str,
    /// Empty where the record has none.
    category: &'static str,
    customer: &'static str,
    /// Further grouping: (name of the result column, column).
    group_by: &'static [(&'static str, &'static str)],
    /// Conditional counts: (name of the result column, condition).
    counts: &'static [(&'static str, &'static str)],
    /// Sums of seconds: (name of the result column, expression).
    sums: &'static [(&'static str, &'static str)],
    read_row: RowReader,
}

impl Aggregate {
    const ALL: &'static [Self] = &[Self::OPENED, Self::RESPONSES, Self::RESOLUTIONS, Self::HANDLED, Self::RAISED];
    /// The counts of a trend.
    const TREND_ONLY: &'static [Self] = &[
        Self { counts: &[ANSWERED, NOT_ANSWERED], read_row: opened_for_trend, ..Self::OPENED },
        Self::RESPONSES,
        Self { counts: &[LASTING], sums: &[LASTED], read_row: resolutions_for_trend, ..Self::RESOLUTIONS },
        Self { group_by: &[], sums: &[], read_row: handled_for_trend, ..Self::HANDLED },
    ];
    const OPENED: Self = Self {
        from: "ticket t WHERE t.deleted_at IS NULL",
        timestamp: "t.created_at",
        agent: "t.assignee_id",
        category: "t.category",
        customer: "t.customer_id",
        group_by: &[],
        counts: &[("duplicates", "t.duplicate_of IS NOT NULL"), ("escalated", ESCALATED), ("repeats", REPEATED), ANSWERED, NOT_ANSWERED],
        sums: &[],
        read_row: opened,
    };
    const RESPONSES: Self = Self {
        from: "ticket t WHERE t.deleted_at IS NULL AND NOT t.answered_at_opening",
        timestamp: "t.first_response_at",
        agent: "t.first_response_by",
        category: "t.category",
        customer: "t.customer_id",
        group_by: &[("bucket", "t.first_response_bucket")],
        counts: &[],
        sums: &[("seconds", "t.first_response_seconds")],
        read_row: responses,
    };
    const RESOLUTIONS: Self = Self {
        from: "open_period s WHERE NOT s.ticket_deleted",
        timestamp: "s.ended_at",
        agent: "s.ended_by",
        category: "s.category",
        customer: "s.customer_id",
        group_by: &[("bucket", "s.bucket")],
        counts: &[LASTING, FIRSTS, FIRST_DUPLICATES],
        sums: &[LASTED, ("first_seconds", "CASE WHEN s.duplicate OR s.number > 1 THEN 0 ELSE s.seconds END")],
        read_row: resolutions,
    };
    const HANDLED: Self = Self {
        from: "interaction i WHERE i.deleted_at IS NULL",
        timestamp: "i.ended_at",
        agent: "i.agent_id",
        category: "",
        customer: "i.customer_id",
        group_by: &[("bucket", "i.duration_bucket"), ("channel", "i.channel"), ("given", "i.end_given")],
        counts: &[],
        sums: &[("seconds", "i.duration_seconds")],
        read_row: handled,
    };
    const RAISED: Self = Self {
        from: "escalation e LEFT JOIN ticket t ON t.id = e.ticket_id WHERE e.deleted_at IS NULL",
        timestamp: "e.created_at",
        agent: "e.escalated_by",
        category: "t.category",
        customer: "e.customer_id",
        group_by: &[("bucket", "e.accept_bucket"), ("answer_bucket", "e.answer_bucket")],
        counts: &[
            ("answered", "e.resolved_at IS NOT NULL"),
            ("by_target", "e.resolved_by = e.target_id"),
            ("withdrawn", "e.withdrawn_reason IS NOT NULL"),
            ("withdrawn_accepted", "e.withdrawn_reason IS NOT NULL AND e.accepted_at IS NOT NULL"),
        ],
        sums: &[("seconds", "e.accept_seconds"), ("answer_seconds", "e.answer_seconds")],
        read_row: raised,
    };

    async fn read<C: ConnectionTrait>(&self, connection: &C, count: &ReportQuery) -> Result<Vec<QueryResult>, DbErr> {
        let mut sql = Sql::default();
        let Some((mut columns, mut groups)) = self.grouped(&mut sql, count) else { return Ok(Vec::new()) };
        columns.push("CAST(COUNT(*) AS BIGINT) AS n".to_owned());
        columns.extend(self.counts.iter().map(|(name, condition)| format!("{} AS {name}", sum_if(condition))));
        columns.extend(self.sums.iter().map(|(name, seconds)| format!("CAST(SUM({seconds}) AS BIGINT) AS {name}")));
        columns.extend(self.group_by.iter().map(|(name, column)| format!("{column} AS {name}")));
        groups.extend(self.group_by.iter().map(|(_, column)| (*column).to_owned()));
        let condition = self.condition(&mut sql, count);
        let (columns, from, groups) = (columns.join(", "), self.from, groups.join(", "));
        let text = format!("SELECT {columns} FROM {from} AND {condition} GROUP BY {groups}");
        sql.fetch_all(connection, text).await
    }

    /// Columns of the span and the group, and the GROUP BY terms; `None` where this kind of record cannot be grouped so.
    fn grouped(&self, sql: &mut Sql, count: &ReportQuery) -> Option<(Vec<String>, Vec<String>)> {
        let span = sql.span(self.timestamp, &count.buckets);
        let (name, of) = match count.group_by {
            Grouping::None => return Some((vec![format!("{span} AS span")], vec!["1".to_owned()])),
            Grouping::Agent => ("agent", self.agent),
            Grouping::Category if self.category.is_empty() => return None,
            Grouping::Category => ("category", self.category),
        };
        Some((vec![format!("{span} AS span"), format!("{of} AS {name}")], vec!["1".to_owned(), "2".to_owned()]))
    }

    /// SQL condition: the records to count.
    fn condition(&self, sql: &mut Sql, count: &ReportQuery) -> String {
        let mut all = sql.within(self.timestamp, &count.buckets);
        if let Some(agent) = count.agent {
            all += &format!(" AND {}", sql.credited(self.agent, agent));
        }
        if let Some(customer) = count.customer {
            all += &format!(" AND {} = {}", self.customer, sql.bind(IdColumn(customer)));
        }
        all
    }
}

/// Resolved tickets, each once per span and resolver, because a ticket may be resolved more than once.
async fn read_resolved<C: ConnectionTrait>(connection: &C, count: &ReportQuery) -> Result<Vec<QueryResult>, DbErr> {
    let mut sql = Sql::default();
    let Some((columns, groups)) = Aggregate::RESOLUTIONS.grouped(&mut sql, count) else { return Ok(Vec::new()) };
    let once = |condition: &str| format!("CAST(COUNT(DISTINCT CASE WHEN {condition} THEN s.ticket_id END) AS BIGINT)");
    let mut counts = vec![("tickets", once("NOT s.duplicate")), ("duplicates", once("s.duplicate"))];
    if !count.trend_only {
        let settled = format!("NOT s.duplicate AND s.reopen_window_ends_at <= {}", sql.moment(count.now));
        counts.extend([
            ("settled", once(&settled)),
            ("reopened", once(&format!("{settled} AND {REOPENED}"))),
            ("beyond", once(&format!("{settled} AND {}", beyond_first_contact()))),
        ]);
    }
    let counts = counts.into_iter().map(|(name, counted)| format!("{counted} AS {name}"));
    let columns: Vec<String> = columns.into_iter().chain(counts).collect();
    let condition = Aggregate::RESOLUTIONS.condition(&mut sql, count);
    let (columns, from, groups) = (columns.join(", "), Aggregate::RESOLUTIONS.from, groups.join(", "));
    sql.fetch_all(connection, format!("SELECT {columns} FROM {from} AND {condition} GROUP BY {groups}")).await
}
