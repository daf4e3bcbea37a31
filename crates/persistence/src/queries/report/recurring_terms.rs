//! Recurring terms in ticket subjects, and the agents and customers with most tickets.

use caredesk_domain::{
    CustomerId, StaffId,
    event::SubjectKind,
    id::{CustomerKind, StaffKind},
};
use sea_orm::QueryResult;

use super::{
    TimeBuckets,
    activity::JOIN_NOT_DELETED_CUSTOMER,
    aggregates::{ESCALATED, REPEATED},
    sql::{Sql, number, sum_if},
};
use crate::{
    audited::Audited,
    engine::column::IdColumn,
    error::StoreError,
    queries::{
        customer::{self, CustomerRef},
        staff::{self, StaffRef},
    },
    read_log::ReadAction,
    store::Store,
};

/// Minimum number of tickets and of customers of a term: what only one customer reports is not a recurring issue.
const MIN_TICKETS: i64 = 3;
/// Maximum number of terms returned.
const MAX_TERMS: usize = 50;

/// A term and the number of tickets with it in two spans, the previous and the reported one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCount {
    /// The stem.
    pub stem: String,
    /// The most frequent word of that stem.
    pub word: String,
    /// Tickets in the previous span.
    pub before: i64,
    /// Tickets in the reported span.
    pub tickets: i64,
    /// Of `tickets`: duplicates.
    pub duplicates: i64,
    /// Of `tickets`: escalated.
    pub escalated: i64,
    /// Of `tickets`: repeats.
    pub repeats: i64,
    /// Number of their customers.
    pub customers: i64,
}

/// Agents and customers with most of the tickets of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopAffected {
    /// Current assignees, with their number of tickets.
    pub agents: Vec<(StaffRef, i64)>,
    /// Customers, with their number of tickets.
    pub customers: Vec<(CustomerRef, i64)>,
}

impl Store {
    /// Terms of the tickets opened in the second of two spans, most significant increase first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recurring_terms(&self, cut: &TimeBuckets) -> Result<Vec<TermCount>, StoreError> {
        let mut risen = self.term_numbers(cut).await?;
        risen.sort_by(|one, other| other.rise().total_cmp(&one.rise()).then_with(|| one.stem.cmp(&other.stem)));
        risen.truncate(MAX_TERMS);
        self.describe(cut, &mut risen).await?;
        Ok(risen)
    }

    /// Terms with enough tickets and customers. The filter is here, before truncation, so that a filtered term takes no place in the list.
    async fn term_numbers(&self, cut: &TimeBuckets) -> Result<Vec<TermCount>, StoreError> {
        let mut sql = Sql::default();
        let span = sql.span("w.opened_at", cut);
        let (now, before) = (sum_if(&format!("w.leads AND {span} = 1")), sum_if(&format!("w.leads AND {span} = 0")));
        let customers = format!("CAST(COUNT(DISTINCT CASE WHEN {span} = 1 THEN w.customer_id END) AS BIGINT)");
        let (within, fewest) = (sql.within("w.opened_at", cut), sql.bind(MIN_TICKETS));
        let text = format!(
            "SELECT w.stem AS stem, {now} AS n, {before} AS before, {customers} AS customers FROM ticket_term w WHERE {within} \
             GROUP BY w.stem HAVING {now} >= {fewest} AND {customers} >= {fewest}"
        );
        let rows = sql.fetch_all(self.reader(), text).await?;
        let read = |row: &QueryResult| {
            Ok(TermCount {
                stem: row.try_get("", "stem")?,
                word: String::new(),
                before: number(row, "before")?,
                tickets: number(row, "n")?,
                duplicates: 0,
                escalated: 0,
                repeats: 0,
                customers: number(row, "customers")?,
            })
        };
        rows.iter().map(read).collect()
    }

    async fn describe(&self, cut: &TimeBuckets, terms: &mut [TermCount]) -> Result<(), StoreError> {
        let [_, from, to] = cut.bounds() else { return Ok(()) };
        let cut = TimeBuckets::new(vec![*from, *to]);
        let mut sql = Sql::default();
        let within = sql.within("w.opened_at", &cut);
        let stems: Vec<String> = terms.iter().map(|term| sql.bind(term.stem.clone())).collect();
        if stems.is_empty() {
            return Ok(());
        }
        let leading = |condition: &str| sum_if(&format!("w.leads AND {condition}"));
        let (escalated, repeats, duplicates) = (leading(ESCALATED), leading(REPEATED), leading("t.duplicate_of IS NOT NULL"));
        // Of equally frequent words the first is returned.
        let text = format!(
            "SELECT w.stem AS stem, w.word AS word, {escalated} AS escalated, {repeats} AS repeats, {duplicates} AS duplicates, \
             CAST(SUM(w.times) AS BIGINT) AS written FROM ticket_term w JOIN ticket t ON t.id = w.ticket_id \
             WHERE {within} AND w.stem IN ({}) GROUP BY w.stem, w.word ORDER BY written DESC, word",
            stems.join(", ")
        );
        for row in sql.fetch_all(self.reader(), text).await? {
            let stem: String = row.try_get("", "stem")?;
            if let Some(term) = terms.iter_mut().find(|term| term.stem == stem) {
                if term.word.is_empty() {
                    term.word = row.try_get("", "word")?;
                }
                term.escalated += number(&row, "escalated")?;
                term.repeats += number(&row, "repeats")?;
                term.duplicates += number(&row, "duplicates")?;
            }
        }
        Ok(())
    }

    /// The agents and, with `customers_too`, the customers with most of the tickets opened in one span, at most `most` of each; without deleted
    /// customers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn top_affected(&self, cut: &TimeBuckets, most: u64, customers_too: bool) -> Result<Audited<TopAffected>, StoreError> {
        let agents = self.top_by("t.assignee_id", "", cut, most).await?;
        let customers = if customers_too { self.top_by("t.customer_id", JOIN_NOT_DELETED_CUSTOMER, cut, most).await? } else { Vec::new() };
        let ids = |rows: &[QueryResult]| -> Result<Vec<(uuid::Uuid, i64)>, StoreError> {
            rows.iter().map(|row| Ok((row.try_get("", "id")?, number(row, "n")?))).collect()
        };
        let agents = ids(&agents)?.into_iter().map(|(id, n)| (IdColumn::<StaffKind>(caredesk_domain::id::Id::from_uuid(id)).0, n));
        let agents: Vec<(StaffId, i64)> = agents.collect();
        let customers = ids(&customers)?.into_iter().map(|(id, n)| (IdColumn::<CustomerKind>(caredesk_domain::id::Id::from_uuid(id)).0, n));
        let customers: Vec<(CustomerId, i64)> = customers.collect();
        let mut colleagues = staff::names(self.reader(), agents.iter().map(|(id, _)| *id)).await?;
        let mut patients = customer::names(self.reader(), customers.iter().map(|(id, _)| *id)).await?;
        let shown = customers.iter().map(|(id, _)| *id).collect();
        let concerned = TopAffected {
            agents: agents.into_iter().filter_map(|(id, n)| colleagues.remove(&id).map(|staff| (staff, n))).collect(),
            customers: customers.into_iter().filter_map(|(id, n)| patients.remove(&id).map(|customer| (customer, n))).collect(),
        };
        Ok(Audited::new(concerned, ReadAction::Listed, SubjectKind::Customer, None, shown))
    }

    async fn top_by(&self, column: &str, shown: &str, cut: &TimeBuckets, most: u64) -> Result<Vec<QueryResult>, StoreError> {
        let mut sql = Sql::default();
        let (within, most) = (sql.within("t.created_at", cut), sql.bind(i64::try_from(most).unwrap_or(i64::MAX)));
        let text = format!(
            "SELECT d.id AS id, d.n AS n FROM (SELECT {column} AS id, CAST(COUNT(*) AS BIGINT) AS n FROM ticket t \
             WHERE t.deleted_at IS NULL AND {column} IS NOT NULL AND {within} GROUP BY {column}) d {shown} ORDER BY d.n DESC, d.id LIMIT {most}"
        );
        Ok(sql.fetch_all(self.reader(), text).await?)
    }
}

impl TermCount {
    /// Significance of the change: the difference divided by the square root of the sum, as for two Poisson counts.
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a number of tickets is far below 2^53")]
    pub fn rise(&self) -> f64 {
        let (before, now) = (self.before as f64, self.tickets as f64);
        (now - before) / (now + before).max(1.0).sqrt()
    }
}
