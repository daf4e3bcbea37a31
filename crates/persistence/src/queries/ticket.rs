//! Tickets: lookup and lists, with the names they refer to.

mod list;

use std::collections::HashMap;

use caredesk_domain::{
    StaffId, TicketId,
    actor::RowScope,
    id::TicketKind,
    text::Subject,
    ticket::{Ticket, TicketState},
    ticket_number::TicketNumber,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    audited::Audited,
    engine::column::{IdColumn, InstantColumn, TextColumn},
    error::StoreError,
    queries::{
        customer::{self, CustomerRef},
        principal::{self, PrincipalRef},
        staff::{self, StaffRef},
    },
    store::Store,
    tables::entity::ticket,
    transaction::Transaction,
};

pub(crate) use list::condition;
pub use list::{AssigneeFilter, TicketFilter, TicketSort};

/// A ticket with the names it refers to.
#[derive(Debug)]
pub struct TicketView {
    /// The ticket.
    pub ticket: Ticket,
    /// The customer.
    pub customer: CustomerRef,
    /// The assignee.
    pub assignee: Option<StaffRef>,
    /// Who opened it.
    pub opened_by: Option<PrincipalRef>,
    /// Who resolved it.
    pub resolved_by: Option<PrincipalRef>,
    /// The original that it is a duplicate of.
    pub duplicate_of: Option<TicketRef>,
}

/// A reference to a ticket: id, number and subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRef {
    /// The id.
    pub id: TicketId,
    /// The number.
    pub number: TicketNumber,
    /// The subject; `None` when the ticket is deleted.
    pub subject: Option<Subject>,
}

impl Store {
    /// The id of the ticket with this number. Does not check the scope of the actor.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn ticket_id(&self, number: TicketNumber) -> Result<TicketId, StoreError> {
        let found: Option<IdColumn<TicketKind>> = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::Id)
            .filter(ticket::Column::Number.eq(TextColumn(number)))
            .into_tuple()
            .one(self.reader())
            .await?;
        found.map(|id| id.0).ok_or(StoreError::NotFound)
    }

    /// One ticket with its names, within `scope`; a deleted one only if asked for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn ticket(&self, scope: RowScope, id: TicketId, include_deleted: bool) -> Result<Audited<TicketView>, StoreError> {
        let seen: Audited<Ticket> =
            if include_deleted { self.get_including_deleted(scope, id).await? } else { self.get(scope, id).await? };
        let mut views = views(self.reader(), vec![seen.unlogged_value().clone()]).await?;
        let view = views.pop().ok_or(StoreError::NotFound)?;
        Ok(seen.map(|_| view))
    }
}

impl Transaction {
    /// A ticket with its names, for the response to a write; the write's own event covers this read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ticket_view(&mut self, ticket: Ticket) -> Result<TicketView, StoreError> {
        self.set_response_record(ticket.id);
        views(self.connection(), vec![ticket]).await?.pop().ok_or(StoreError::NotFound)
    }

    /// The name of a staff member.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff_name(&mut self, id: StaffId) -> Result<Option<StaffRef>, StoreError> {
        Ok(staff::names(self.connection(), std::iter::once(id)).await?.remove(&id))
    }
}

/// Adds the names that tickets refer to, in a constant number of queries.
pub(crate) async fn views<C: ConnectionTrait>(connection: &C, tickets: Vec<Ticket>) -> Result<Vec<TicketView>, StoreError> {
    let resolver = |ticket: &Ticket| match ticket.state {
        TicketState::Resolved { by, .. } => Some(by),
        TicketState::Open | TicketState::Pending | TicketState::Escalated { .. } => None,
    };
    let people = tickets.iter().flat_map(|ticket| [ticket.assignee.map(Into::into), Some(ticket.opened_by), resolver(ticket)]).flatten();
    let people = principal::names(connection, people).await?;
    let customers = customer::names(connection, tickets.iter().map(|ticket| ticket.customer)).await?;
    let originals = names(connection, tickets.iter().filter_map(|ticket| ticket.duplicate_of)).await?;
    let view = |ticket: Ticket| {
        Some(TicketView {
            customer: customers.get(&ticket.customer)?.clone(),
            assignee: ticket.assignee.and_then(|id| people.staff(id)),
            opened_by: people.principal(ticket.opened_by),
            resolved_by: resolver(&ticket).and_then(|id| people.principal(id)),
            duplicate_of: ticket.duplicate_of.and_then(|id| originals.get(&id).cloned()),
            ticket,
        })
    };
    tickets.into_iter().map(view).collect::<Option<Vec<_>>>().ok_or(StoreError::NotFound)
}

/// Id, number, subject and time of deletion of a ticket.
type TicketNameRow = (IdColumn<TicketKind>, TextColumn<TicketNumber>, TextColumn<Subject>, Option<InstantColumn>);

/// The references of tickets by id, in one query.
pub(crate) async fn names<C: ConnectionTrait>(
    connection: &C,
    ids: impl Iterator<Item = TicketId>,
) -> Result<HashMap<TicketId, TicketRef>, DbErr> {
    let mut wanted: Vec<TicketId> = ids.collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Id, ticket::Column::Number, ticket::Column::Subject, ticket::Column::DeletedAt])
        .filter(ticket::Column::Id.is_in(wanted.into_iter().map(IdColumn)))
        .into_tuple()
        .all(connection)
        .await?;
    let named = |(id, number, subject, deleted): TicketNameRow| {
        (id.0, TicketRef { id: id.0, number: number.0, subject: deleted.is_none().then_some(subject.0) })
    };
    Ok(rows.into_iter().map(named).collect())
}
