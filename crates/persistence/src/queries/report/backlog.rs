//! The backlog at an instant, and the current workload of each staff member.

use std::collections::BTreeMap;

use caredesk_domain::{
    StaffId, Timestamp,
    id::StaffKind,
    ticket::{Priority, TicketStatus},
};
use sea_orm::QueryResult;

use super::{
    TimeBuckets,
    sql::{Sql, number, sum_if},
};
use crate::{
    engine::column::{IdColumn, InstantColumn, TextColumn},
    error::StoreError,
    queries::profile::CountBy,
    store::Store,
};

/// Bounds between the age bands of the backlog, in days since the ticket was opened.
pub const AGE_BANDS: [i64; 4] = [1, 3, 7, 30];

/// Tickets unresolved at an instant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Number of tickets.
    pub tickets: i64,
    /// By age: in each of the bands, and older.
    pub by_age: [i64; AGE_BANDS.len() + 1],
    /// By their current priority.
    pub by_priority: CountBy<Priority>,
}

/// Current workload of a staff member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workload {
    /// Unresolved tickets by status.
    pub tickets: CountBy<TicketStatus>,
    /// Since when the longest waiting customer waits.
    pub waiting_since: Option<Timestamp>,
    /// Active and pending interactions.
    pub interactions: u64,
}

impl Store {
    /// The tickets that were unresolved just before an instant, with their current priority; deleted ones are not counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn backlog(&self, at: Timestamp) -> Result<Backlog, StoreError> {
        let mut sql = Sql::default();
        let bands = AGE_BANDS.map(|days| sql.moment(at.plus_days(-days)));
        let younger =
            bands.iter().enumerate().map(|(band, since)| format!("{} AS band_{band}", sum_if(&format!("t.created_at > {since}"))));
        let (columns, covering) = (younger.collect::<Vec<_>>().join(", "), covers_instant(&mut sql, at));
        let text = format!(
            "SELECT t.priority AS priority, CAST(COUNT(*) AS BIGINT) AS n, {columns} FROM open_period s JOIN ticket t ON t.id = s.ticket_id \
             WHERE NOT s.ticket_deleted AND {covering} GROUP BY t.priority"
        );
        let mut backlog = Backlog::default();
        for row in sql.fetch_all(self.reader(), text).await? {
            let n = number(&row, "n")?;
            backlog.tickets += n;
            if let Some(priority) = Priority::from_rank(row.try_get("", "priority")?) {
                backlog.by_priority.insert(priority, u64::try_from(n).unwrap_or(0));
            }
            let mut counted = 0;
            for (band, tickets) in backlog.by_age.iter_mut().enumerate() {
                let younger = if band < AGE_BANDS.len() { number(&row, &format!("band_{band}"))? } else { n };
                *tickets += younger - counted;
                counted = younger;
            }
        }
        Ok(backlog)
    }

    /// The number of tickets unresolved just before the first span, and just before the end of each span.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn backlogs(&self, cut: &TimeBuckets) -> Result<(i64, Vec<i64>), StoreError> {
        let Some(first) = cut.bounds().first() else { return Ok((0, Vec::new())) };
        let (before, began, ended) =
            futures::try_join!(self.unresolved(*first), self.per_span("s.began_at", cut), self.per_span("s.ended_at", cut))?;
        let mut unresolved = before;
        let change = |span: usize| began.get(&span).copied().unwrap_or(0) - ended.get(&span).copied().unwrap_or(0);
        let ends = (0..cut.spans()).map(|span| {
            unresolved += change(span);
            unresolved
        });
        Ok((before, ends.collect()))
    }

    async fn unresolved(&self, at: Timestamp) -> Result<i64, StoreError> {
        let mut sql = Sql::default();
        let covering = covers_instant(&mut sql, at);
        let text = format!("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM open_period s WHERE NOT s.ticket_deleted AND {covering}");
        let rows = sql.fetch_all(self.reader(), text).await?;
        Ok(rows.first().map(|row| number(row, "n")).transpose()?.unwrap_or(0))
    }

    async fn per_span(&self, at: &str, cut: &TimeBuckets) -> Result<BTreeMap<usize, i64>, StoreError> {
        let mut sql = Sql::default();
        let (span, within) = (sql.span(at, cut), sql.within(at, cut));
        let text = format!(
            "SELECT {span} AS span, CAST(COUNT(*) AS BIGINT) AS n FROM open_period s WHERE NOT s.ticket_deleted AND {within} GROUP BY 1"
        );
        let rows = sql.fetch_all(self.reader(), text).await?;
        let read = |row: &QueryResult| Ok((usize::try_from(row.try_get::<i32>("", "span")?).unwrap_or(0), number(row, "n")?));
        rows.iter().map(read).collect()
    }

    /// Workload of each staff member; unassigned work is under `None`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn workloads(&self) -> Result<BTreeMap<Option<StaffId>, Workload>, StoreError> {
        let tickets = "SELECT t.assignee_id AS agent, t.status AS status, CAST(COUNT(*) AS BIGINT) AS n, MIN(t.waiting_since) AS since \
                       FROM ticket t WHERE t.deleted_at IS NULL AND t.status IN ('open', 'pending', 'escalated') GROUP BY t.assignee_id, t.status";
        let interactions = "SELECT i.agent_id AS agent, CAST(COUNT(*) AS BIGINT) AS n FROM interaction i \
                            WHERE i.deleted_at IS NULL AND i.status IN ('active', 'pending') GROUP BY i.agent_id";
        let mut loads: BTreeMap<Option<StaffId>, Workload> = BTreeMap::new();
        for row in Sql::default().fetch_all(self.reader(), tickets.to_owned()).await? {
            let load = loads.entry(agent(&row)?).or_default();
            let (status, since): (TextColumn<TicketStatus>, InstantColumn) = (row.try_get("", "status")?, row.try_get("", "since")?);
            load.tickets.insert(status.0, u64::try_from(number(&row, "n")?).unwrap_or(0));
            load.waiting_since = load.waiting_since.into_iter().chain(since.to_option()).min();
        }
        for row in Sql::default().fetch_all(self.reader(), interactions.to_owned()).await? {
            loads.entry(agent(&row)?).or_default().interactions = u64::try_from(number(&row, "n")?).unwrap_or(0);
        }
        Ok(loads)
    }
}

/// SQL condition: the open period `s` covers the time just before an instant.
pub(super) fn covers_instant(sql: &mut Sql, at: Timestamp) -> String {
    // `IS TRUE` makes the planner use the index on `ended_at`: only unresolved tickets end later, while nearly all began before.
    format!("s.ended_at >= {} AND (s.began_at < {}) IS TRUE", sql.moment(at), sql.moment(at))
}

fn agent(row: &QueryResult) -> Result<Option<StaffId>, sea_orm::DbErr> {
    let agent: Option<IdColumn<StaffKind>> = row.try_get("", "agent")?;
    Ok(agent.map(|id| id.0))
}
