//! Adds a result row of each statement to the totals. Variants for trends read fewer columns.

use caredesk_domain::{PrincipalId, id::PrincipalKind, message::Channel, metric::MetricTotals, ticket::Category};
use sea_orm::{DbErr, QueryResult};

use super::super::{GroupKey, Grouping, sql::number};
use crate::engine::column::{IdColumn, TextColumn};

pub(super) fn read_key(row: &QueryResult, by: Grouping) -> Result<(usize, GroupKey), DbErr> {
    let span = usize::try_from(row.try_get::<i32>("", "span")?).unwrap_or(0);
    let key = match by {
        Grouping::None => GroupKey::default(),
        Grouping::Agent => {
            let agent: Option<IdColumn<PrincipalKind>> = row.try_get("", "agent")?;
            GroupKey { agent: agent.map(|id: IdColumn<PrincipalKind>| -> PrincipalId { id.0 }), ..GroupKey::default() }
        }
        Grouping::Category => {
            let category: Option<TextColumn<Category>> = row.try_get("", "category")?;
            GroupKey { category: category.map(|category| category.0), ..GroupKey::default() }
        }
    };
    Ok((span, key))
}

pub(super) fn opened(row: &QueryResult, tallies: &mut MetricTotals) -> Result<(), DbErr> {
    opened_for_trend(row, tallies)?;
    let opened = &mut tallies.opened;
    opened.duplicates += number(row, "duplicates")?;
    opened.escalated += number(row, "escalated")?;
    opened.repeats += number(row, "repeats")?;
    Ok(())
}

pub(super) fn opened_for_trend(row: &QueryResult, tallies: &mut MetricTotals) -> Result<(), DbErr> {
    let opened = &mut tallies.opened;
    opened.tickets += number(row, "n")?;
    opened.answered_at_opening += number(row, "answered")?;
    opened.unanswered += number(row, "unanswered")?;
    Ok(())
}

pub(super) fn responses(row: &QueryResult, tallies: &mut MetricTotals) -> Result<(), DbErr> {
    tallies.responses.add(row.try_get("", "bucket")?, number(row, "n")?, number(row, "seconds")?);
    Ok(())
}

pub(super) fn resolved(row: &QueryResult, tallies: &mut MetricTotals) -> Result<(), DbErr> {
    resolved_for_trend(row, tallies)?;
    let resolved = &mut tallies.resolved;
    resolved.past_reopen_window += number(row, "settled")?;
    resolved.reopened += number(row, "reopened")?;
    resolved.beyond_first_contact += number(row, "beyond")?;
    Ok(())
}

pub(super) fn resolved_for_trend(row: &QueryResult, tallies: &mut MetricTotals) -> Result<(), DbErr> {
    let resolved = &mut tallies.resolved;
    resolved.tickets += number(row, "tickets")?;
    resolved.duplicates += number(row, "duplicates")?;
    Ok(())
}

pub(super) fn resolutions(row: &QueryResult, tallies: &mut MetricTotals) -> Result<(), DbErr> {
    resolutions_for_trend(row, tallies)?;
    let resolutions = &mut tallies.resolutions;
    resolutions.first.add(row.try_get("", "bucket")?, number(row, "firsts")?, number(row, "first_seconds")?);
    resolutions.first_duplicates += number(row, "first_duplicates")?;
    Ok(())
}

pub(super) fn resolutions_for_trend(row: &QueryResult, tallies: &mut MetricTotals) -> Result<(), DbErr> {
    let resolutions = &mut tallies.resolutions;
    resolutions.last.add(row.try_get("", "bucket")?, number(row, "lasting")?, number(row, "seconds")?);
    Ok(())
}

pub(super) fn handled(row: &QueryResult, tallies: &mut MetricTotals) -> Result<(), DbErr> {
    handled_for_trend(row, tallies)?;
    let (bucket, n, seconds) = (row.try_get("", "bucket")?, number(row, "n")?, number(row, "seconds")?);
    let handled = &mut tallies.handled;
    match (row.try_get::<TextColumn<Channel>>("", "channel")?.0, row.try_get("", "given")?) {
        (Channel::Call, _) => handled.calls.add(bucket, n, seconds),
        (Channel::Chat, _) => handled.chats.add(bucket, n, seconds),
        (Channel::Email, true) => handled.emails.add(bucket, n, seconds),
        (Channel::Email, false) => handled.emails_without_end += n,
    }
    Ok(())
}

pub(super) fn handled_for_trend(row: &QueryResult, tallies: &mut MetricTotals) -> Result<(), DbErr> {
    tallies.handled.interactions += number(row, "n")?;
    Ok(())
}

pub(super) fn raised(row: &QueryResult, tallies: &mut MetricTotals) -> Result<(), DbErr> {
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
