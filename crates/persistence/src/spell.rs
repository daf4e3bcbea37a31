//! Open periods: the times during which tickets were unresolved. Updated with every change of a ticket that begins or ends one, or that changes the
//! customer, category or deletion copied into them.

mod contacts;

use std::collections::BTreeMap;

use caredesk_domain::{
    TicketId,
    change::Put,
    event::Event,
    metric::REOPEN_DAYS,
    ticket::{SpellEnd, Ticket, Turn},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

pub(crate) use self::contacts::Contacts;

use crate::{
    batch,
    column::{IdColumn, Moment, Typed, duration},
    entity::spell,
    store::StoreError,
};

/// Event fields of a ticket whose values are copied into its open periods.
const FACTS: [&str; 3] = ["customer", "category", "deleted"];

/// Applies the period changes of tickets, in order. A period that begins and changes in one transaction is written once.
pub(crate) async fn save<C: ConnectionTrait>(connection: &C, turns: Vec<Turn>) -> Result<(), StoreError> {
    let mut new: BTreeMap<(TicketId, i32), spell::Model> = BTreeMap::new();
    for turn in turns {
        let Turn { ticket, number, .. } = turn;
        if turn.undone {
            new.retain(|(of, later), _| *of != ticket || *later <= number);
            spell::Entity::delete_many().filter(of(ticket)).filter(spell::Column::Number.gt(number)).exec(connection).await?;
        }
        match (turn.began, new.get_mut(&(ticket, number))) {
            (Some(began), _) => {
                if number > 1 {
                    reopen(connection, &mut new, turn, began.into()).await?;
                }
                let spell = begun(turn, began.into());
                new.insert((ticket, number), spell);
            }
            (None, Some(spell)) => *spell = ended(spell.clone(), turn),
            (None, None) => update(connection, turn).await?,
        }
    }
    batch::insert(connection, new.into_values().map(IntoActiveModel::into_active_model)).await
}

/// Tickets with a changed customer, category or deletion, to copy into their open periods.
pub(crate) struct Described(Vec<Ticket>);

impl Described {
    /// The tickets with such a change in their events.
    pub(crate) fn of(tickets: &[Put<Ticket>], events: &[Event]) -> Self {
        let told = |event: &&Event| FACTS.iter().any(|fact| event.changes().contains_key(*fact));
        let changed: std::collections::HashSet<_> = events.iter().filter(told).map(|event| event.subject().id).collect();
        Self(tickets.iter().filter(|put| changed.contains(&put.id.uuid())).map(|put| Ticket::clone(put)).collect())
    }

    /// Updates the periods; to be called after they are saved.
    pub(crate) async fn keep<C: ConnectionTrait>(self, connection: &C) -> Result<(), StoreError> {
        for ticket in self.0.into_iter().filter(|ticket| ticket.version > 1) {
            let update = spell::Entity::update_many().filter(of(ticket.id));
            update
                .col_expr(spell::Column::CustomerId, Expr::value(IdColumn(ticket.customer)))
                .col_expr(spell::Column::Category, Expr::value(Typed(ticket.category)))
                .col_expr(spell::Column::Hidden, Expr::value(ticket.deleted.is_some()))
                .exec(connection)
                .await?;
        }
        Ok(())
    }
}

fn of(ticket: TicketId) -> sea_orm::sea_query::SimpleExpr {
    spell::Column::TicketId.eq(IdColumn(ticket))
}

fn begun(turn: Turn, began: Moment) -> spell::Model {
    let (ticket_id, number) = (turn.ticket.into(), turn.number);
    let empty = spell::Model {
        ticket_id,
        number,
        began_at: began,
        ended_at: Moment::never(),
        ended_by: None,
        duplicate: false,
        seconds: None,
        bucket: None,
        settled_at: None,
        reopened_at: None,
        beyond_first_contact: false,
        customer_id: turn.customer.into(),
        category: turn.category.into(),
        hidden: false,
    };
    ended(empty, turn)
}

/// The period after the change: ended, or open again.
fn ended(spell: spell::Model, turn: Turn) -> spell::Model {
    let took = turn.end.map(|end| duration(end.at.seconds_since(turn.opened_at)));
    spell::Model {
        ended_at: turn.end.map_or_else(Moment::never, |end| end.at.into()),
        ended_by: turn.end.map(|end| end.by.into()),
        duplicate: turn.end.is_some_and(|end| end.duplicate),
        seconds: took.map(|(seconds, _)| seconds),
        bucket: took.map(|(_, bucket)| bucket),
        settled_at: turn.end.map(|SpellEnd { at, .. }| at.plus_days(REOPEN_DAYS).into()),
        reopened_at: None,
        ..spell
    }
}

async fn update<C: ConnectionTrait>(connection: &C, turn: Turn) -> Result<(), StoreError> {
    let row = begun(turn, Moment::never());
    let update = spell::Entity::update_many().filter(of(turn.ticket)).filter(spell::Column::Number.eq(turn.number));
    update
        .col_expr(spell::Column::EndedAt, Expr::value(row.ended_at))
        .col_expr(spell::Column::EndedBy, Expr::value(row.ended_by))
        .col_expr(spell::Column::Duplicate, Expr::value(row.duplicate))
        .col_expr(spell::Column::Seconds, Expr::value(row.seconds))
        .col_expr(spell::Column::Bucket, Expr::value(row.bucket))
        .col_expr(spell::Column::SettledAt, Expr::value(row.settled_at))
        .col_expr(spell::Column::ReopenedAt, Expr::value(row.reopened_at))
        .exec(connection)
        .await?;
    Ok(())
}

/// Marks the previous period as reopened.
async fn reopen<C: ConnectionTrait>(
    connection: &C,
    new: &mut BTreeMap<(TicketId, i32), spell::Model>,
    turn: Turn,
    at: Moment,
) -> Result<(), StoreError> {
    let before = turn.number - 1;
    if let Some(spell) = new.get_mut(&(turn.ticket, before)) {
        spell.reopened_at = Some(at);
        return Ok(());
    }
    let update = spell::Entity::update_many().filter(of(turn.ticket)).filter(spell::Column::Number.eq(before));
    update.col_expr(spell::Column::ReopenedAt, Expr::value(Some(at))).exec(connection).await?;
    Ok(())
}
