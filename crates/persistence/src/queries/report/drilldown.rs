//! Drill-down: exactly the tickets that a figure counts.

use caredesk_domain::{
    StaffId, TicketId, Timestamp,
    actor::RowScope,
    event::SubjectKind,
    id::TicketKind,
    metric::{BacklogAge, Drilldown},
    ticket::{Category, Priority},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryResult};

use super::{
    TimeBuckets,
    aggregates::{ESCALATED, FIRST_DUPLICATES, FIRSTS, LASTING, REOPENED, REPEATED, UNANSWERED, beyond_first_contact},
    backlog::{AGE_BANDS, covers_instant},
    sql::{Sql, number},
};
use crate::{
    audited::Audited,
    engine::{
        column::{IdColumn, InstantColumn, TextColumn},
        page::{COUNT_CAP, Page, PageRequest, SeekKey, Total},
    },
    error::StoreError,
    queries::ticket::{TicketView, views},
    read_log::ReadAction,
    store::Store,
    tables::{entity::ticket, scope_filter, ticket::from_row},
};

/// Filter of a drill-down.
#[derive(Debug, Clone)]
pub struct DrilldownFilter {
    /// What the figure counts.
    pub drilldown: Drilldown,
    /// Start (inclusive) and end (exclusive) of the period.
    pub period: (Timestamp, Timestamp),
    /// Only those credited to this staff member.
    pub agent: Option<StaffId>,
    /// Only of this category.
    pub category: Option<Category>,
    /// Only of this priority.
    pub priority: Option<Priority>,
    /// Only of this age at the end of the period.
    pub age: Option<BacklogAge>,
    /// Only with a word of this stem in their subject.
    pub stem: Option<String>,
    /// The current time.
    pub now: Timestamp,
}

impl DrilldownFilter {
    /// SQL condition on a ticket `t`.
    fn condition(&self, sql: &mut Sql) -> String {
        let (from, to) = self.period;
        let cut = TimeBuckets::new(vec![from, to]);
        let agent = self.agent.map(|id| sql.staff(id));
        let theirs = |column: &str| agent.as_ref().map(|id| format!(" AND {column} = {id}")).unwrap_or_default();
        let opened = |sql: &mut Sql, also: &str| format!("{}{} AND {also}", sql.within("t.created_at", &cut), theirs("t.assignee_id"));
        let resolved = |sql: &mut Sql, also: &str| {
            let within = sql.within("s.ended_at", &cut);
            format!("t.id IN (SELECT s.ticket_id FROM open_period s WHERE {within}{} AND {also})", theirs("s.ended_by"))
        };
        match self.drilldown {
            Drilldown::Opened => opened(sql, "1 = 1"),
            Drilldown::Escalated => opened(sql, ESCALATED),
            Drilldown::Repeats => opened(sql, REPEATED),
            Drilldown::Duplicates => opened(sql, "t.duplicate_of IS NOT NULL"),
            Drilldown::WithoutDuplicates => opened(sql, "t.duplicate_of IS NULL"),
            Drilldown::AnsweredAtOpening => opened(sql, "t.answered_at_opening"),
            Drilldown::Unanswered => opened(sql, UNANSWERED),
            Drilldown::Responded => {
                format!("NOT t.answered_at_opening AND {}{}", sql.within("t.first_response_at", &cut), theirs("t.first_response_by"))
            }
            Drilldown::Resolved => resolved(sql, "NOT s.duplicate"),
            Drilldown::ResolvedStill => resolved(sql, LASTING.1),
            Drilldown::ReopenedSince => {
                let (all, still) = (resolved(sql, "NOT s.duplicate"), resolved(sql, LASTING.1));
                format!("{all} AND NOT ({still})")
            }
            Drilldown::FirstResolved => resolved(sql, FIRSTS.1),
            Drilldown::ResolvedAsDuplicates => resolved(sql, "s.duplicate"),
            Drilldown::FirstResolvedAsDuplicates => resolved(sql, FIRST_DUPLICATES.1),
            Drilldown::PastReopenWindow => self.past_reopen_window(sql, resolved, "1 = 1"),
            Drilldown::TooRecent => {
                let (all, judged) = (resolved(sql, "NOT s.duplicate"), self.past_reopen_window(sql, resolved, "1 = 1"));
                format!("{all} AND NOT ({judged})")
            }
            Drilldown::Reopened => self.past_reopen_window(sql, resolved, REOPENED),
            Drilldown::FirstContact => {
                let all = self.past_reopen_window(sql, resolved, "1 = 1");
                let beyond = self.past_reopen_window(sql, resolved, &beyond_first_contact());
                format!("{all} AND NOT ({beyond})")
            }
            Drilldown::Backlog => {
                let covering = covers_instant(sql, to);
                format!("t.id IN (SELECT s.ticket_id FROM open_period s WHERE {covering}){}", theirs("t.assignee_id"))
            }
        }
    }

    fn past_reopen_window(&self, sql: &mut Sql, resolved: impl Fn(&mut Sql, &str) -> String, also: &str) -> String {
        let settled = format!("NOT s.duplicate AND s.reopen_window_ends_at <= {} AND {also}", sql.moment(self.now));
        resolved(sql, &settled)
    }

    fn narrowed(&self, sql: &mut Sql) -> String {
        let mut all = self.condition(sql);
        if let Some(category) = self.category {
            all += &format!(" AND t.category = {}", sql.bind(TextColumn(category)));
        }
        if let Some(priority) = self.priority {
            all += &format!(" AND t.priority = {}", sql.bind(priority.rank()));
        }
        if let Some(band) = self.age.and_then(|age| BacklogAge::ALL.iter().position(|band| *band == age)) {
            let ago = |days: &i64| self.period.1.plus_days(-days);
            if let Some(since) = AGE_BANDS.get(band).map(ago) {
                all += &format!(" AND t.created_at > {}", sql.moment(since));
            }
            if let Some(until) = band.checked_sub(1).and_then(|younger| AGE_BANDS.get(younger)).map(ago) {
                all += &format!(" AND t.created_at <= {}", sql.moment(until));
            }
        }
        if let Some(stem) = &self.stem {
            all += &format!(" AND EXISTS (SELECT 1 FROM ticket_term w WHERE w.ticket_id = t.id AND w.stem = {})", sql.bind(stem.clone()));
        }
        all
    }
}

impl Store {
    /// A page of the tickets that a figure counts, most recently opened first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drilldown_tickets(&self, filter: &DrilldownFilter, request: PageRequest) -> Result<Audited<Page<TicketView>>, StoreError> {
        let total = if request.with_total { Some(self.count_drilldown(filter).await?) } else { None };
        let mut sql = Sql::default();
        let mut condition = filter.narrowed(&mut sql);
        if let Some(after) = request.after {
            condition += &format!(" AND (t.created_at, t.id) < ({}, {})", sql.bind(after.key), sql.bind(after.id));
        }
        let limit = sql.bind(i64::try_from(request.limit + 1).unwrap_or(i64::MAX));
        let text = format!(
            "SELECT t.id AS id, t.created_at AS at FROM ticket t WHERE t.deleted_at IS NULL AND {condition} \
             ORDER BY t.created_at DESC, t.id DESC LIMIT {limit}"
        );
        let rows = sql.fetch_all(self.reader(), text).await?;
        let mut places = rows.iter().map(seek_key).collect::<Result<Vec<_>, _>>()?;
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let more = places.len() > limit;
        places.truncate(limit);
        let next = places.last().filter(|_| more).map(|(id, at)| SeekKey { key: at.utc().timestamp_micros(), id: id.uuid() });
        let ids = places.into_iter().map(|(id, _)| IdColumn(id));
        let select = ticket::Entity::find().filter(ticket::Column::Id.is_in(ids)).filter(scope_filter::tickets(RowScope::All));
        let mut tickets = select.all(self.reader()).await?.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
        tickets.sort_unstable_by_key(|ticket| std::cmp::Reverse((ticket.created_at, ticket.id)));
        let patients = tickets.iter().map(|ticket| ticket.customer).collect();
        let page = Page { rows: views(self.reader(), tickets).await?, next, total };
        Ok(Audited::new(page, ReadAction::Listed, SubjectKind::Ticket, None, patients))
    }

    async fn count_drilldown(&self, filter: &DrilldownFilter) -> Result<Total, StoreError> {
        let mut sql = Sql::default();
        let condition = filter.narrowed(&mut sql);
        let some = format!("SELECT t.id FROM ticket t WHERE t.deleted_at IS NULL AND {condition} LIMIT {}", COUNT_CAP + 1);
        let rows = sql.fetch_all(self.reader(), format!("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM ({some}) found")).await?;
        let found = rows.first().map(|row| number(row, "n")).transpose()?.unwrap_or(0);
        let found = u64::try_from(found).unwrap_or(0);
        Ok(Total { count: found.min(COUNT_CAP), capped: found > COUNT_CAP })
    }
}

fn seek_key(row: &QueryResult) -> Result<(TicketId, Timestamp), sea_orm::DbErr> {
    let (id, at): (IdColumn<TicketKind>, InstantColumn) = (row.try_get("", "id")?, row.try_get("", "at")?);
    Ok((id.0, at.0))
}
