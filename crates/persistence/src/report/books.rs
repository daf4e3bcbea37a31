//! The statements that count, one for each kind of fact.

use caredesk_domain::{PrincipalId, id::PrincipalKind, message::Channel, metric::Tallies, ticket::Category};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::{
    Count, Counted, Grouping, Key,
    sql::{Sql, number, sum_if},
};
use crate::{
    column::{IdColumn, Typed},
    store::StoreError,
};

/// That a ticket `t` was escalated.
pub(super) const ESCALATED: &str = "EXISTS (SELECT 1 FROM escalation e WHERE e.ticket_id = t.id AND e.deleted_at IS NULL)";
/// That it is no duplicate, and its customer had opened another of the category shortly before which is none either.
pub(super) const REPEATED: &str = "t.duplicate_of IS NULL AND EXISTS (SELECT 1 FROM ticket o WHERE o.customer_id = t.customer_id \
     AND o.created_at >= t.repeats_since AND o.created_at < t.created_at AND o.category = t.category AND o.deleted_at IS NULL \
     AND o.duplicate_of IS NULL)";
/// That a ticket has no first response and needed one.
pub(super) const UNANSWERED: &str = "t.first_response_at IS NULL AND NOT t.answered_at_opening";
/// That a spell's end was soon followed by another beginning.
pub(super) const REOPENED: &str = "COALESCE(s.reopened_at < s.settled_at, FALSE)";

/// That a spell `s` took more than a first contact, or did not last.
pub(super) fn beyond_first_contact() -> String {
    format!("(s.beyond_first_contact OR {REOPENED})")
}

pub(super) async fn count<C: ConnectionTrait>(connection: &C, count: &Count) -> Result<Counted, StoreError> {
    let opened = if count.briefly { Book { counts: BRIEFLY_OPENED, ..Book::OPENED } } else { Book::OPENED };
    let (opened, responses, resolved, resolutions, handled) = futures::try_join!(
        opened.read(connection, count),
        Book::RESPONSES.read(connection, count),
        resolved(connection, count),
        Book::RESOLUTIONS.read(connection, count),
        Book::HANDLED.read(connection, count),
    )?;
    let raised = if count.briefly { Vec::new() } else { Book::RAISED.read(connection, count).await? };
    let mut counted = Counted::new();
    let mut take = |rows: Vec<QueryResult>, enter: fn(&QueryResult, &mut Tallies) -> Result<(), DbErr>| {
        rows.iter().try_for_each(|row| {
            let (span, key) = place(row, count.by)?;
            enter(row, counted.entry((span, key)).or_default())
        })
    };
    take(opened, if count.briefly { enter_opened_briefly } else { enter_opened })?;
    take(responses, enter_responses)?;
    take(resolved, enter_resolved)?;
    take(resolutions, enter_resolutions)?;
    take(handled, enter_handled)?;
    take(raised, enter_raised)?;
    Ok(counted)
}

/// Of the tickets resolved alone.
pub(super) async fn count_resolved<C: ConnectionTrait>(connection: &C, count: &Count) -> Result<Counted, StoreError> {
    let mut counted = Counted::new();
    for row in resolved(connection, count).await? {
        let (span, key) = place(&row, count.by)?;
        enter_resolved(&row, counted.entry((span, key)).or_default())?;
    }
    Ok(counted)
}

/// Of tickets opened what a trend tells.
const BRIEFLY_OPENED: &[(&str, &str)] = &[("answered", "t.answered_at_opening"), ("unanswered", UNANSWERED)];

/// One kind of fact: where it is kept, when it happened, who is credited with it, and what is told of it.
struct Book {
    from: &'static str,
    at: &'static str,
    agent: &'static str,
    /// Empty where a fact has none.
    category: &'static str,
    customer: &'static str,
    /// What else it is counted by, each with the name of its column.
    by: &'static [(&'static str, &'static str)],
    /// How many fulfil a condition.
    counts: &'static [(&'static str, &'static str)],
    /// How many seconds they took together.
    sums: &'static [(&'static str, &'static str)],
}

impl Book {
    const OPENED: Self = Self {
        from: "ticket t WHERE t.deleted_at IS NULL",
        at: "t.created_at",
        agent: "t.assignee_id",
        category: "t.category",
        customer: "t.customer_id",
        by: &[],
        counts: &[
            ("duplicates", "t.duplicate_of IS NOT NULL"),
            ("escalated", ESCALATED),
            ("repeats", REPEATED),
            ("answered", "t.answered_at_opening"),
            ("unanswered", UNANSWERED),
        ],
        sums: &[],
    };
    const RESPONSES: Self = Self {
        from: "ticket t WHERE t.deleted_at IS NULL AND NOT t.answered_at_opening",
        at: "t.first_response_at",
        agent: "t.first_response_by",
        category: "t.category",
        customer: "t.customer_id",
        by: &[("bucket", "t.first_response_bucket")],
        counts: &[],
        sums: &[("seconds", "t.first_response_seconds")],
    };
    const RESOLUTIONS: Self = Self {
        from: "spell s WHERE NOT s.hidden",
        at: "s.ended_at",
        agent: "s.ended_by",
        category: "s.category",
        customer: "s.customer_id",
        by: &[("bucket", "s.bucket")],
        counts: &[
            ("lasting", "NOT s.duplicate AND s.reopened_at IS NULL"),
            ("firsts", "NOT s.duplicate AND s.number = 1"),
            ("reopened", "NOT s.duplicate AND s.reopened_at IS NOT NULL"),
            ("duplicates", "s.duplicate"),
            ("first_duplicates", "s.duplicate AND s.number = 1"),
        ],
        sums: &[
            ("seconds", "CASE WHEN s.duplicate OR s.reopened_at IS NOT NULL THEN 0 ELSE s.seconds END"),
            ("first_seconds", "CASE WHEN s.duplicate OR s.number > 1 THEN 0 ELSE s.seconds END"),
        ],
    };
    const HANDLED: Self = Self {
        from: "interaction i WHERE i.deleted_at IS NULL",
        at: "i.ended_at",
        agent: "i.agent_id",
        category: "",
        customer: "i.customer_id",
        by: &[("bucket", "i.duration_bucket"), ("channel", "i.channel"), ("given", "i.end_given")],
        counts: &[],
        sums: &[("seconds", "i.duration_seconds")],
    };
    const RAISED: Self = Self {
        from: "escalation e LEFT JOIN ticket t ON t.id = e.ticket_id WHERE e.deleted_at IS NULL",
        at: "e.created_at",
        agent: "e.escalated_by",
        category: "t.category",
        customer: "e.customer_id",
        by: &[("bucket", "e.accept_bucket"), ("answer_bucket", "e.answer_bucket")],
        counts: &[
            ("answered", "e.resolved_at IS NOT NULL"),
            ("by_target", "e.resolved_by = e.target_id"),
            ("withdrawn", "e.withdrawn_reason IS NOT NULL"),
            ("withdrawn_accepted", "e.withdrawn_reason IS NOT NULL AND e.accepted_at IS NOT NULL"),
        ],
        sums: &[("seconds", "e.accept_seconds"), ("answer_seconds", "e.answer_seconds")],
    };

    async fn read<C: ConnectionTrait>(&self, connection: &C, count: &Count) -> Result<Vec<QueryResult>, DbErr> {
        let mut sql = Sql::default();
        let Some((mut columns, mut groups)) = self.grouped(&mut sql, count) else { return Ok(Vec::new()) };
        columns.push("CAST(COUNT(*) AS BIGINT) AS n".to_owned());
        columns.extend(self.counts.iter().map(|(name, condition)| format!("{} AS {name}", sum_if(condition))));
        columns.extend(self.sums.iter().map(|(name, seconds)| format!("CAST(SUM({seconds}) AS BIGINT) AS {name}")));
        columns.extend(self.by.iter().map(|(name, column)| format!("{column} AS {name}")));
        groups.extend(self.by.iter().map(|(_, column)| (*column).to_owned()));
        let condition = self.condition(&mut sql, count);
        let (columns, from, groups) = (columns.join(", "), self.from, groups.join(", "));
        let text = format!("SELECT {columns} FROM {from} AND {condition} GROUP BY {groups}");
        sql.all(connection, text).await
    }

    /// The columns that say whose a number is, with what to group by; nothing where that cannot be said of this kind of fact.
    fn grouped(&self, sql: &mut Sql, count: &Count) -> Option<(Vec<String>, Vec<String>)> {
        let span = sql.span(self.at, &count.cut);
        let (name, of) = match count.by {
            Grouping::Whole => return Some((vec![format!("{span} AS span")], vec!["1".to_owned()])),
            Grouping::Agent => ("agent", self.agent),
            Grouping::Category if self.category.is_empty() => return None,
            Grouping::Category => ("category", self.category),
        };
        Some((vec![format!("{span} AS span"), format!("{of} AS {name}")], vec!["1".to_owned(), "2".to_owned()]))
    }

    /// Which facts are counted.
    fn condition(&self, sql: &mut Sql, count: &Count) -> String {
        let mut all = sql.within(self.at, &count.cut);
        if let Some(agent) = count.agent {
            // So that no index answers it: somebody who has worked here for long has more records than a period.
            all += &format!(" AND ({} = {}) IS TRUE", self.agent, sql.staff(agent));
        }
        if let Some(customer) = count.customer {
            all += &format!(" AND {} = {}", self.customer, sql.bind(IdColumn(customer)));
        }
        all
    }
}

/// Of the tickets resolved, each once in a span and for whoever resolved it: it may have been resolved more than once.
async fn resolved<C: ConnectionTrait>(connection: &C, count: &Count) -> Result<Vec<QueryResult>, DbErr> {
    let mut sql = Sql::default();
    let Some((columns, groups)) = Book::RESOLUTIONS.grouped(&mut sql, count) else { return Ok(Vec::new()) };
    let settled = format!("NOT s.duplicate AND s.settled_at <= {}", sql.moment(count.now));
    let once = |condition: &str| format!("CAST(COUNT(DISTINCT CASE WHEN {condition} THEN s.ticket_id END) AS BIGINT)");
    let counts = [
        ("tickets", once("NOT s.duplicate")),
        ("duplicates", once("s.duplicate")),
        ("settled", once(&settled)),
        ("reopened", once(&format!("{settled} AND {REOPENED}"))),
        ("beyond", once(&format!("{settled} AND {}", beyond_first_contact()))),
    ];
    let columns: Vec<String> = columns.into_iter().chain(counts.map(|(name, counted)| format!("{counted} AS {name}"))).collect();
    let condition = Book::RESOLUTIONS.condition(&mut sql, count);
    let (columns, from, groups) = (columns.join(", "), Book::RESOLUTIONS.from, groups.join(", "));
    sql.all(connection, format!("SELECT {columns} FROM {from} AND {condition} GROUP BY {groups}")).await
}

fn place(row: &QueryResult, by: Grouping) -> Result<(usize, Key), DbErr> {
    let span = usize::try_from(row.try_get::<i32>("", "span")?).unwrap_or(0);
    let key = match by {
        Grouping::Whole => Key::default(),
        Grouping::Agent => {
            let agent: Option<IdColumn<PrincipalKind>> = row.try_get("", "agent")?;
            Key { agent: agent.map(|id: IdColumn<PrincipalKind>| -> PrincipalId { id.0 }), ..Key::default() }
        }
        Grouping::Category => {
            let category: Option<Typed<Category>> = row.try_get("", "category")?;
            Key { category: category.map(|category| category.0), ..Key::default() }
        }
    };
    Ok((span, key))
}

fn enter_opened(row: &QueryResult, tallies: &mut Tallies) -> Result<(), DbErr> {
    let opened = &mut tallies.opened;
    opened.tickets += number(row, "n")?;
    opened.duplicates += number(row, "duplicates")?;
    opened.escalated += number(row, "escalated")?;
    opened.repeats += number(row, "repeats")?;
    opened.answered_at_opening += number(row, "answered")?;
    opened.unanswered += number(row, "unanswered")?;
    Ok(())
}

fn enter_opened_briefly(row: &QueryResult, tallies: &mut Tallies) -> Result<(), DbErr> {
    let opened = &mut tallies.opened;
    opened.tickets += number(row, "n")?;
    opened.answered_at_opening += number(row, "answered")?;
    opened.unanswered += number(row, "unanswered")?;
    Ok(())
}

fn enter_responses(row: &QueryResult, tallies: &mut Tallies) -> Result<(), DbErr> {
    tallies.responses.add(row.try_get("", "bucket")?, number(row, "n")?, number(row, "seconds")?);
    Ok(())
}

fn enter_resolved(row: &QueryResult, tallies: &mut Tallies) -> Result<(), DbErr> {
    let resolved = &mut tallies.resolved;
    resolved.tickets += number(row, "tickets")?;
    resolved.duplicates += number(row, "duplicates")?;
    resolved.settled += number(row, "settled")?;
    resolved.reopened += number(row, "reopened")?;
    resolved.beyond_first_contact += number(row, "beyond")?;
    Ok(())
}

fn enter_resolutions(row: &QueryResult, tallies: &mut Tallies) -> Result<(), DbErr> {
    let (bucket, resolutions) = (row.try_get("", "bucket")?, &mut tallies.resolutions);
    resolutions.last.add(bucket, number(row, "lasting")?, number(row, "seconds")?);
    resolutions.first.add(bucket, number(row, "firsts")?, number(row, "first_seconds")?);
    resolutions.reopened += number(row, "reopened")?;
    resolutions.duplicates += number(row, "duplicates")?;
    resolutions.first_duplicates += number(row, "first_duplicates")?;
    Ok(())
}

fn enter_handled(row: &QueryResult, tallies: &mut Tallies) -> Result<(), DbErr> {
    let (bucket, n, seconds) = (row.try_get("", "bucket")?, number(row, "n")?, number(row, "seconds")?);
    let handled = &mut tallies.handled;
    match (row.try_get::<Typed<Channel>>("", "channel")?.0, row.try_get("", "given")?) {
        (Channel::Call, _) => handled.calls.add(bucket, n, seconds),
        (Channel::Chat, _) => handled.chats.add(bucket, n, seconds),
        (Channel::Email, true) => handled.emails.add(bucket, n, seconds),
        (Channel::Email, false) => handled.emails_without_end += n,
    }
    Ok(())
}

fn enter_raised(row: &QueryResult, tallies: &mut Tallies) -> Result<(), DbErr> {
    let (n, raised) = (number(row, "n")?, &mut tallies.raised);
    raised.escalations += n;
    raised.answered += number(row, "answered")?;
    raised.by_target += number(row, "by_target")?;
    raised.withdrawn += number(row, "withdrawn")?;
    raised.withdrawn_accepted += number(row, "withdrawn_accepted")?;
    if let Some(bucket) = row.try_get("", "bucket")? {
        raised.accepted.add(bucket, n, number(row, "seconds")?);
    }
    if let Some(bucket) = row.try_get("", "answer_bucket")? {
        raised.answers.add(bucket, n, number(row, "answer_seconds")?);
    }
    Ok(())
}
