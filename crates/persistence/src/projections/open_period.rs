//! Open periods: the times during which tickets were unresolved. Updated with every change of a ticket that begins or ends one, or that changes the
//! customer, category or deletion copied into them.

use std::collections::BTreeMap;

use caredesk_domain::{
    TicketId,
    change::RecordChange,
    metric::REOPEN_DAYS,
    ticket::{PeriodChange, PeriodEnd, Ticket, period_changes},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

use super::saved_changes::SavedChanges;
use crate::{
    engine::{
        bulk_insert,
        column::{IdColumn, InstantColumn, TextColumn, seconds_and_bucket},
    },
    error::StoreError,
    tables::entity::open_period,
};

/// Begins and ends periods, and copies the labels of changed tickets.
pub(super) async fn update<C: ConnectionTrait>(connection: &C, changes: &SavedChanges<'_>) -> Result<(), StoreError> {
    save(connection, changes.events.iter().flat_map(|events| period_changes(events))).await?;
    let labelled = |change: &RecordChange<Ticket>| change.changes(|ticket| (ticket.customer, ticket.category, ticket.deleted.is_some()));
    for ticket in changes.tickets_where(labelled) {
        let update = open_period::Entity::update_many().filter(of_ticket(ticket.id));
        update
            .col_expr(open_period::Column::CustomerId, Expr::value(IdColumn(ticket.customer)))
            .col_expr(open_period::Column::Category, Expr::value(TextColumn(ticket.category)))
            .col_expr(open_period::Column::TicketDeleted, Expr::value(ticket.deleted.is_some()))
            .exec(connection)
            .await?;
    }
    Ok(())
}

/// Applies the period changes of tickets, in order. A period that begins and changes in one transaction is written once.
async fn save<C: ConnectionTrait>(connection: &C, changes: impl Iterator<Item = PeriodChange>) -> Result<(), StoreError> {
    let mut new: BTreeMap<(TicketId, i32), open_period::Model> = BTreeMap::new();
    for change in changes {
        let PeriodChange { ticket, number, .. } = change;
        if change.undone {
            new.retain(|(of, later), _| *of != ticket || *later <= number);
            open_period::Entity::delete_many()
                .filter(of_ticket(ticket))
                .filter(open_period::Column::Number.gt(number))
                .exec(connection)
                .await?;
        }
        match (change.began, new.get_mut(&(ticket, number))) {
            (Some(began), _) => {
                if number > 1 {
                    mark_reopened(connection, &mut new, change, began.into()).await?;
                }
                let period = new_period(change, began.into());
                new.insert((ticket, number), period);
            }
            (None, Some(period)) => *period = with_end(period.clone(), change),
            (None, None) => update_one(connection, change).await?,
        }
    }
    bulk_insert::insert(connection, new.into_values().map(IntoActiveModel::into_active_model)).await
}

fn of_ticket(ticket: TicketId) -> sea_orm::sea_query::SimpleExpr {
    open_period::Column::TicketId.eq(IdColumn(ticket))
}

fn new_period(change: PeriodChange, began: InstantColumn) -> open_period::Model {
    let (ticket_id, number) = (change.ticket.into(), change.number);
    let empty = open_period::Model {
        ticket_id,
        number,
        began_at: began,
        ended_at: InstantColumn::far_future(),
        ended_by: None,
        duplicate: false,
        seconds: None,
        bucket: None,
        reopen_window_ends_at: None,
        reopened_at: None,
        beyond_first_contact: false,
        customer_id: change.customer.into(),
        category: change.category.into(),
        ticket_deleted: false,
    };
    with_end(empty, change)
}

/// The period after the change: ended, or open again.
fn with_end(period: open_period::Model, change: PeriodChange) -> open_period::Model {
    let took = change.end.map(|end| seconds_and_bucket(end.at.seconds_since(change.opened_at)));
    open_period::Model {
        ended_at: change.end.map_or_else(InstantColumn::far_future, |end| end.at.into()),
        ended_by: change.end.map(|end| end.by.into()),
        duplicate: change.end.is_some_and(|end| end.duplicate),
        seconds: took.map(|(seconds, _)| seconds),
        bucket: took.map(|(_, bucket)| bucket),
        reopen_window_ends_at: change.end.map(|PeriodEnd { at, .. }| at.plus_days(REOPEN_DAYS).into()),
        reopened_at: None,
        ..period
    }
}

async fn update_one<C: ConnectionTrait>(connection: &C, change: PeriodChange) -> Result<(), StoreError> {
    let row = new_period(change, InstantColumn::far_future());
    let update = open_period::Entity::update_many().filter(of_ticket(change.ticket)).filter(open_period::Column::Number.eq(change.number));
    update
        .col_expr(open_period::Column::EndedAt, Expr::value(row.ended_at))
        .col_expr(open_period::Column::EndedBy, Expr::value(row.ended_by))
        .col_expr(open_period::Column::Duplicate, Expr::value(row.duplicate))
        .col_expr(open_period::Column::Seconds, Expr::value(row.seconds))
        .col_expr(open_period::Column::Bucket, Expr::value(row.bucket))
        .col_expr(open_period::Column::ReopenWindowEndsAt, Expr::value(row.reopen_window_ends_at))
        .col_expr(open_period::Column::ReopenedAt, Expr::value(row.reopened_at))
        .exec(connection)
        .await?;
    Ok(())
}

/// Marks the previous period as reopened.
async fn mark_reopened<C: ConnectionTrait>(
    connection: &C,
    new: &mut BTreeMap<(TicketId, i32), open_period::Model>,
    change: PeriodChange,
    at: InstantColumn,
) -> Result<(), StoreError> {
    let before = change.number - 1;
    if let Some(period) = new.get_mut(&(change.ticket, before)) {
        period.reopened_at = Some(at);
        return Ok(());
    }
    let update = open_period::Entity::update_many().filter(of_ticket(change.ticket)).filter(open_period::Column::Number.eq(before));
    update.col_expr(open_period::Column::ReopenedAt, Expr::value(Some(at))).exec(connection).await?;
    Ok(())
}
