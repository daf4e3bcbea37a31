//! Drill-down: exactly the tickets that a figure counts.

use caredesk_domain::{
    StaffId, TicketId, Timestamp,
    actor::Scope,
    event::SubjectKind,
    id::TicketKind,
    metric::{BacklogAge, Behind},
    ticket::{Category, Priority},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryResult};

use super::{
    Cut,
    backlog::{AGE_BANDS, covering},
    books::{ESCALATED, FIRST_DUPLICATES, FIRSTS, LASTING, REOPENED, REPEATED, UNANSWERED, beyond_first_contact},
    sql::{Sql, number},
};
use crate::{
    cases,
    column::{IdColumn, Moment, Typed},
    entity::ticket,
    ledger::ReadAction,
    page::{COUNTED, Page, PageRequest, Position, Total},
    seen::Seen,
    store::{Store, StoreError},
    ticket::{TicketView, restore, views},
};

/// Filter of a drill-down.
#[derive(Debug, Clone)]
pub struct BehindFilter {
    /// What the figure counts.
    pub behind: Behind,
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

impl BehindFilter {
    /// SQL condition on a ticket `t`.
    fn condition(&self, sql: &mut Sql) -> String {
        let (from, to) = self.period;
        let cut = Cut::at(vec![from, to]);
        let agent = self.agent.map(|id| sql.staff(id));
        let theirs = |column: &str| agent.as_ref().map(|id| format!(" AND {column} = {id}")).unwrap_or_default();
        let opened = |sql: &mut Sql, also: &str| format!("{}{} AND {also}", sql.within("t.created_at", &cut), theirs("t.assignee_id"));
        let resolved = |sql: &mut Sql, also: &str| {
            let within = sql.within("s.ended_at", &cut);
            format!("t.id IN (SELECT s.ticket_id FROM spell s WHERE {within}{} AND {also})", theirs("s.ended_by"))
        };
        match self.behind {
            Behind::Opened => opened(sql, "1 = 1"),
            Behind::Escalated => opened(sql, ESCALATED),
            Behind::Repeats => opened(sql, REPEATED),
            Behind::Duplicates => opened(sql, "t.duplicate_of IS NOT NULL"),
            Behind::WithoutDuplicates => opened(sql, "t.duplicate_of IS NULL"),
            Behind::AnsweredAtOpening => opened(sql, "t.answered_at_opening"),
            Behind::Unanswered => opened(sql, UNANSWERED),
            Behind::Responded => {
                format!("NOT t.answered_at_opening AND {}{}", sql.within("t.first_response_at", &cut), theirs("t.first_response_by"))
            }
            Behind::Resolved => resolved(sql, "NOT s.duplicate"),
            Behind::ResolvedStill => resolved(sql, LASTING.1),
            Behind::ReopenedSince => {
                let (all, still) = (resolved(sql, "NOT s.duplicate"), resolved(sql, LASTING.1));
                format!("{all} AND NOT ({still})")
            }
            Behind::FirstResolved => resolved(sql, FIRSTS.1),
            Behind::ResolvedAsDuplicates => resolved(sql, "s.duplicate"),
            Behind::FirstResolvedAsDuplicates => resolved(sql, FIRST_DUPLICATES.1),
            Behind::Judged => self.judged(sql, resolved, "1 = 1"),
            Behind::TooRecent => {
                let (all, judged) = (resolved(sql, "NOT s.duplicate"), self.judged(sql, resolved, "1 = 1"));
                format!("{all} AND NOT ({judged})")
            }
            Behind::Reopened => self.judged(sql, resolved, REOPENED),
            Behind::FirstContact => {
                let all = self.judged(sql, resolved, "1 = 1");
                let beyond = self.judged(sql, resolved, &beyond_first_contact());
                format!("{all} AND NOT ({beyond})")
            }
            Behind::Backlog => {
                let covering = covering(sql, to);
                format!("t.id IN (SELECT s.ticket_id FROM spell s WHERE {covering}){}", theirs("t.assignee_id"))
            }
        }
    }

    fn judged(&self, sql: &mut Sql, resolved: impl Fn(&mut Sql, &str) -> String, also: &str) -> String {
        let settled = format!("NOT s.duplicate AND s.settled_at <= {} AND {also}", sql.moment(self.now));
        resolved(sql, &settled)
    }

    fn narrowed(&self, sql: &mut Sql) -> String {
        let mut all = self.condition(sql);
        if let Some(category) = self.category {
            all += &format!(" AND t.category = {}", sql.bind(Typed(category)));
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
    pub async fn tickets_behind(&self, filter: &BehindFilter, request: PageRequest) -> Result<Seen<Page<TicketView>>, StoreError> {
        let total = if request.with_total { Some(self.count_behind(filter).await?) } else { None };
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
        let rows = sql.all(self.reader(), text).await?;
        let mut places = rows.iter().map(place).collect::<Result<Vec<_>, _>>()?;
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let more = places.len() > limit;
        places.truncate(limit);
        let next = places.last().filter(|_| more).map(|(id, at)| Position { key: at.utc().timestamp_micros(), id: id.uuid() });
        let ids = places.into_iter().map(|(id, _)| IdColumn(id));
        let select = ticket::Entity::find().filter(ticket::Column::Id.is_in(ids)).filter(cases::tickets(Scope::All));
        let mut tickets = select.all(self.reader()).await?.into_iter().map(restore).collect::<Result<Vec<_>, _>>()?;
        tickets.sort_unstable_by_key(|ticket| std::cmp::Reverse((ticket.created_at, ticket.id)));
        let patients = tickets.iter().map(|ticket| ticket.customer).collect();
        let page = Page { rows: views(self.reader(), tickets).await?, next, total };
        Ok(Seen::of(page, ReadAction::Listed, SubjectKind::Ticket, None, patients))
    }

    async fn count_behind(&self, filter: &BehindFilter) -> Result<Total, StoreError> {
        let mut sql = Sql::default();
        let condition = filter.narrowed(&mut sql);
        let some = format!("SELECT t.id FROM ticket t WHERE t.deleted_at IS NULL AND {condition} LIMIT {}", COUNTED + 1);
        let rows = sql.all(self.reader(), format!("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM ({some}) found")).await?;
        let found = rows.first().map(|row| number(row, "n")).transpose()?.unwrap_or(0);
        let found = u64::try_from(found).unwrap_or(0);
        Ok(Total { count: found.min(COUNTED), capped: found > COUNTED })
    }
}

fn place(row: &QueryResult) -> Result<(TicketId, Timestamp), sea_orm::DbErr> {
    let (id, at): (IdColumn<TicketKind>, Moment) = (row.try_get("", "id")?, row.try_get("", "at")?);
    Ok((id.0, at.0))
}
