//! Search for tickets and interactions by their words, by their customer's name, phone or e-mail address, and for tickets by number.

use std::cmp::Reverse;

use caredesk_domain::{
    actor::Scope,
    event::SubjectKind,
    interaction::Interaction,
    search::{Query, Relevance, may_be_misspelt, words},
    ticket::{Ticket, TicketStatus},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait as _, Query as Sql, SimpleExpr},
};
use uuid::Uuid;

use super::{CANDIDATES, Found, contacts_asked, cut, identified, text::names};
use crate::{
    cases,
    column::{IdColumn, Typed},
    dialect,
    entity::{customer, interaction as interaction_row, ticket as ticket_row},
    interaction,
    ledger::ReadAction,
    page::{Page, PageRequest},
    row::Lock,
    seen::Seen,
    store::{Store, StoreError},
    ticket::{self, TicketFilter, TicketView},
};

/// A record with its relevance, and whether it is an exact match.
pub(super) struct Ranked<T> {
    pub(super) exact: bool,
    pub(super) relevance: Relevance,
    pub(super) record: T,
}

/// A table whose records are searched by words.
#[derive(Clone, Copy)]
struct Table<E: EntityTrait> {
    entity: E,
    id: E::Column,
    customer: E::Column,
}

const TICKETS: Table<ticket_row::Entity> =
    Table { entity: ticket_row::Entity, id: ticket_row::Column::Id, customer: ticket_row::Column::CustomerId };
const INTERACTIONS: Table<interaction_row::Entity> =
    Table { entity: interaction_row::Entity, id: interaction_row::Column::Id, customer: interaction_row::Column::CustomerId };

impl<E: EntityTrait> Table<E> {
    /// The customer of the record is not deleted: a search must not name deleted customers.
    fn of_shown_customer(self) -> SimpleExpr {
        let theirs = Expr::col((customer::Entity, customer::Column::Id)).equals((self.entity, self.customer));
        let shown = customer::Entity::find().select_only().expr(Expr::value(1)).filter(theirs);
        Expr::exists(shown.filter(customer::Column::DeletedAt.is_null()).into_query())
    }
}

impl Store {
    /// Finds the tickets that match every part of `query` and the filter, best first, without deleted ones. Without `by_customer` only the number
    /// and words of the tickets are searched, nothing of their customers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search_tickets(
        &self,
        scope: Scope,
        query: &Query,
        filter: &TicketFilter,
        by_customer: bool,
        request: PageRequest,
    ) -> Result<Seen<Found<TicketView>>, StoreError> {
        let (ranked, capped) = self.ranked_tickets(scope, query, filter, by_customer).await?;
        let page = cut(ranked.into_iter().map(|found| found.record).collect(), |ticket: &Ticket| ticket.id.uuid(), request);
        let patients = page.rows.iter().map(|ticket| ticket.customer).collect();
        let page = Page { rows: ticket::views(self.reader(), page.rows).await?, next: page.next, total: page.total };
        Ok(Seen::of(Found { page, capped }, ReadAction::Searched, SubjectKind::Ticket, None, patients))
    }

    /// The matching tickets, best first: by typed number, then by relevance, then unresolved before resolved, then latest first.
    pub(super) async fn ranked_tickets(
        &self,
        scope: Scope,
        query: &Query,
        filter: &TicketFilter,
        by_customer: bool,
    ) -> Result<(Vec<Ranked<Ticket>>, bool), StoreError> {
        let within = Condition::all().add(cases::tickets(scope)).add(ticket::condition(filter)).add(TICKETS.of_shown_customer());
        let (mut ids, capped) = self.candidates(scope, query, TICKETS, &within, by_customer).await?;
        let number = query.ticket_number();
        if let Some(number) = number {
            let exact = ticket_row::Entity::find().filter(within).filter(ticket_row::Column::Number.eq(Typed(number)));
            ids.extend(exact.one(self.reader()).await?.map(|row| row.id.0.uuid()));
        }
        let rows = ticket_row::Entity::find().filter(ticket_row::Column::Id.is_in(ids)).all(self.reader()).await?;
        let tickets = rows.into_iter().map(ticket::restore).collect::<Result<Vec<_>, _>>()?;
        let names = names(self.reader(), tickets.iter().map(|ticket| ticket.customer).filter(|_| by_customer), Lock::None).await?;
        let asked = Asked::of(query);
        let rank = |record: Ticket| {
            let exact = number == Some(record.number);
            let mut head = words(record.subject.as_str());
            head.extend(names.get(&record.customer).into_iter().flatten().cloned());
            let relevance = asked.relevance(&head, &words(record.description.as_str()));
            Ranked { exact, relevance, record }
        };
        let mut ranked: Vec<_> = tickets.into_iter().map(rank).collect();
        ranked.sort_by_key(|Ranked { exact, relevance, record }| {
            (!exact, *relevance, record.standing.status() == TicketStatus::Resolved, Reverse((record.created_at, record.id)))
        });
        Ok((ranked, capped))
    }

    /// The matching interactions, best first: by relevance, then latest first.
    pub(super) async fn ranked_interactions(&self, scope: Scope, query: &Query) -> Result<(Vec<Ranked<Interaction>>, bool), StoreError> {
        let within = Condition::all().add(cases::interactions(scope)).add(interaction_row::Column::DeletedAt.is_null());
        let within = within.add(INTERACTIONS.of_shown_customer());
        let (ids, capped) = self.candidates(scope, query, INTERACTIONS, &within, true).await?;
        let rows = interaction_row::Entity::find().filter(interaction_row::Column::Id.is_in(ids)).all(self.reader()).await?;
        let found = rows.into_iter().map(interaction::restore).collect::<Result<Vec<_>, _>>()?;
        let names = names(self.reader(), found.iter().map(|interaction| interaction.customer), Lock::None).await?;
        let asked = Asked::of(query);
        let rank = |record: Interaction| {
            let mut head = record.summary.as_ref().map(|summary| words(summary.as_str())).unwrap_or_default();
            head.extend(names.get(&record.customer).into_iter().flatten().cloned());
            Ranked { exact: false, relevance: asked.relevance(&head, &[]), record }
        };
        let mut ranked: Vec<_> = found.into_iter().map(rank).collect();
        ranked.sort_by_key(|Ranked { relevance, record, .. }| (*relevance, Reverse((record.started_at, record.id))));
        Ok((ranked, capped))
    }

    /// The records of a table that may match the query, and whether there were more than are ranked: those that hold all its words (with
    /// `by_customer` also in their customer's name), and those of customers given by phone, e-mail address or identifier that hold its other words.
    async fn candidates<E: EntityTrait>(
        &self,
        scope: Scope,
        query: &Query,
        table: Table<E>,
        within: &Condition,
        by_customer: bool,
    ) -> Result<(Vec<Uuid>, bool), StoreError> {
        let mut capped = false;
        let words = query.text_words();
        if !by_customer {
            // A query without words is for a customer only, or for a ticket by number.
            let ids = if words.is_empty() { Vec::new() } else { self.holding(table, &words, within.clone(), false, &mut capped).await? };
            return Ok((ids, capped));
        }
        let mut ids = self.holding(table, &words, within.clone(), true, &mut capped).await?;
        let contacts = contacts_asked(query);
        if !contacts.is_empty() {
            let of = self.of_customers(scope, table, contacts).await?;
            ids.extend(self.holding(table, query.words(), within.clone().add(of), true, &mut capped).await?);
        }
        let identified = self.of_customers(scope, table, vec![identified(query)]).await?;
        ids.extend(self.holding(table, &[], within.clone().add(identified), true, &mut capped).await?);
        ids.sort_unstable();
        ids.dedup();
        Ok((ids, capped))
    }

    /// The records that hold every word of `asked`, or a similar spelling, in their own words or, with `names`, in their customer's name; without
    /// words all records that match `within`.
    async fn holding<E: EntityTrait>(
        &self,
        table: Table<E>,
        asked: &[String],
        within: Condition,
        names: bool,
        capped: &mut bool,
    ) -> Result<Vec<Uuid>, StoreError> {
        let most = u64::try_from(CANDIDATES + 1).unwrap_or(u64::MAX);
        let mut groups = Vec::with_capacity(asked.len());
        for word in asked {
            let near = if may_be_misspelt(word) { self.misspelt(word).await? } else { Vec::new() };
            groups.push(std::iter::once(word.clone()).chain(near).collect::<Vec<_>>());
        }
        let mut select = if groups.is_empty() {
            Sql::select().column((table.entity, table.id)).from(table.entity).limit(most).take()
        } else {
            dialect::texts::select(self.reader().get_database_backend(), table.entity, table.id, &groups, names, most)
        };
        let rows = self.reader().query_all(select.cond_where(within)).await?;
        let mut ids = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<Uuid>, _>>()?;
        *capped |= ids.len() > CANDIDATES;
        ids.truncate(CANDIDATES);
        Ok(ids)
    }

    /// Condition: the record belongs to a customer who has all these keys.
    async fn of_customers<E: EntityTrait>(&self, scope: Scope, table: Table<E>, parts: Vec<super::Part>) -> Result<Condition, StoreError> {
        let customers = self.matching(scope, parts).await?;
        let of = Expr::col((table.entity, table.customer)).is_in(customers.into_iter().map(IdColumn));
        Ok(Condition::all().add(of))
    }
}

/// The words of a query: all of them, and those without possible phone numbers and e-mail addresses.
struct Asked<'a> {
    all: Vec<String>,
    words: &'a [String],
}

impl<'a> Asked<'a> {
    fn of(query: &'a Query) -> Self {
        Self { all: query.text_words(), words: query.words() }
    }

    /// Relevance of a candidate: by all words, or else by those other than the phone number or e-mail address.
    fn relevance(&self, head: &[String], text: &[String]) -> Relevance {
        Relevance::of(&self.all, head, text).or_else(|| Relevance::of(self.words, head, text)).unwrap_or_default()
    }
}
