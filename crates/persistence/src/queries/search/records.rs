//! Search for tickets and interactions by their words, by their customer's name, phone or e-mail address, and for tickets by number.

use std::cmp::Reverse;

use caredesk_domain::{
    actor::RowScope,
    event::SubjectKind,
    interaction::Interaction,
    search::{RecordRank, SearchQuery, allows_typos, folded_words},
    ticket::{Ticket, TicketStatus},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait as _, Query as Sql, SimpleExpr},
};
use uuid::Uuid;

use super::{MAX_CANDIDATES, SearchPage, contact_parts, identifier_part, paginate};
use crate::{
    audited::Audited,
    engine::{
        column::{IdColumn, TextColumn},
        dialect,
        page::{Page, PageRequest},
    },
    error::StoreError,
    projections::search_text::name_words_by_customer,
    queries::ticket::{self, TicketFilter, TicketView},
    read_log::ReadAction,
    scoped_record::Lock,
    store::Store,
    tables::{
        entity::{customer, interaction as interaction_row, ticket as ticket_row},
        interaction::from_row as interaction_from_row,
        scope_filter,
        ticket::from_row as ticket_from_row,
    },
};

/// A record with its relevance, and whether it is an exact match.
pub(super) struct Ranked<T> {
    pub(super) exact: bool,
    pub(super) relevance: RecordRank,
    pub(super) record: T,
}

/// A table whose records are searched by words.
#[derive(Clone, Copy)]
struct SearchTable<E: EntityTrait> {
    entity: E,
    id: E::Column,
    customer: E::Column,
}

const TICKETS: SearchTable<ticket_row::Entity> =
    SearchTable { entity: ticket_row::Entity, id: ticket_row::Column::Id, customer: ticket_row::Column::CustomerId };
const INTERACTIONS: SearchTable<interaction_row::Entity> =
    SearchTable { entity: interaction_row::Entity, id: interaction_row::Column::Id, customer: interaction_row::Column::CustomerId };

impl<E: EntityTrait> SearchTable<E> {
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
        scope: RowScope,
        query: &SearchQuery,
        filter: &TicketFilter,
        by_customer: bool,
        request: PageRequest,
    ) -> Result<Audited<SearchPage<TicketView>>, StoreError> {
        let (ranked, capped) = self.ranked_tickets(scope, query, filter, by_customer).await?;
        let page = paginate(ranked.into_iter().map(|found| found.record).collect(), |ticket: &Ticket| ticket.id.uuid(), request);
        let patients = page.rows.iter().map(|ticket| ticket.customer).collect();
        let page = Page { rows: ticket::views(self.reader(), page.rows).await?, next: page.next, total: page.total };
        Ok(Audited::new(SearchPage { page, capped }, ReadAction::Searched, SubjectKind::Ticket, None, patients))
    }

    /// The matching tickets, best first: by typed number, then by relevance, then unresolved before resolved, then latest first.
    pub(super) async fn ranked_tickets(
        &self,
        scope: RowScope,
        query: &SearchQuery,
        filter: &TicketFilter,
        by_customer: bool,
    ) -> Result<(Vec<Ranked<Ticket>>, bool), StoreError> {
        let within = Condition::all().add(scope_filter::tickets(scope)).add(ticket::condition(filter)).add(TICKETS.of_shown_customer());
        let (mut ids, capped) = self.candidates(scope, query, TICKETS, &within, by_customer).await?;
        let number = query.ticket_number();
        if let Some(number) = number {
            let exact = ticket_row::Entity::find().filter(within).filter(ticket_row::Column::Number.eq(TextColumn(number)));
            ids.extend(exact.one(self.reader()).await?.map(|row| row.id.0.uuid()));
        }
        let rows = ticket_row::Entity::find().filter(ticket_row::Column::Id.is_in(ids)).all(self.reader()).await?;
        let tickets = rows.into_iter().map(ticket_from_row).collect::<Result<Vec<_>, _>>()?;
        let names =
            name_words_by_customer(self.reader(), tickets.iter().map(|ticket| ticket.customer).filter(|_| by_customer), Lock::None).await?;
        let asked = QueryTerms::of(query);
        let rank = |record: Ticket| {
            let exact = number == Some(record.number);
            let mut head = folded_words(record.subject.as_str());
            head.extend(names.get(&record.customer).into_iter().flatten().cloned());
            let relevance = asked.relevance(&head, &folded_words(record.description.as_str()));
            Ranked { exact, relevance, record }
        };
        let mut ranked: Vec<_> = tickets.into_iter().map(rank).collect();
        ranked.sort_by_key(|Ranked { exact, relevance, record }| {
            (!exact, *relevance, record.state.status() == TicketStatus::Resolved, Reverse((record.created_at, record.id)))
        });
        Ok((ranked, capped))
    }

    /// The matching interactions, best first: by relevance, then latest first.
    pub(super) async fn ranked_interactions(
        &self,
        scope: RowScope,
        query: &SearchQuery,
    ) -> Result<(Vec<Ranked<Interaction>>, bool), StoreError> {
        let within = Condition::all().add(scope_filter::interactions(scope)).add(interaction_row::Column::DeletedAt.is_null());
        let within = within.add(INTERACTIONS.of_shown_customer());
        let (ids, capped) = self.candidates(scope, query, INTERACTIONS, &within, true).await?;
        let rows = interaction_row::Entity::find().filter(interaction_row::Column::Id.is_in(ids)).all(self.reader()).await?;
        let found = rows.into_iter().map(interaction_from_row).collect::<Result<Vec<_>, _>>()?;
        let names = name_words_by_customer(self.reader(), found.iter().map(|interaction| interaction.customer), Lock::None).await?;
        let asked = QueryTerms::of(query);
        let rank = |record: Interaction| {
            let mut head = record.summary.as_ref().map(|summary| folded_words(summary.as_str())).unwrap_or_default();
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
        scope: RowScope,
        query: &SearchQuery,
        table: SearchTable<E>,
        within: &Condition,
        by_customer: bool,
    ) -> Result<(Vec<Uuid>, bool), StoreError> {
        let mut capped = false;
        let words = query.text_words();
        if !by_customer {
            // A query without words is for a customer only, or for a ticket by number.
            let ids = if words.is_empty() {
                Vec::new()
            } else {
                self.records_with_words(table, &words, within.clone(), false, &mut capped).await?
            };
            return Ok((ids, capped));
        }
        let mut ids = self.records_with_words(table, &words, within.clone(), true, &mut capped).await?;
        let contacts = contact_parts(query);
        if !contacts.is_empty() {
            let of = self.customer_condition(scope, table, contacts).await?;
            ids.extend(self.records_with_words(table, query.words(), within.clone().add(of), true, &mut capped).await?);
        }
        let identified = self.customer_condition(scope, table, vec![identifier_part(query)]).await?;
        ids.extend(self.records_with_words(table, &[], within.clone().add(identified), true, &mut capped).await?);
        ids.sort_unstable();
        ids.dedup();
        Ok((ids, capped))
    }

    /// The records that hold every word of `asked`, or a similar spelling, in their own words or, with `names`, in their customer's name; without
    /// words all records that match `within`.
    async fn records_with_words<E: EntityTrait>(
        &self,
        table: SearchTable<E>,
        asked: &[String],
        within: Condition,
        names: bool,
        capped: &mut bool,
    ) -> Result<Vec<Uuid>, StoreError> {
        let most = u64::try_from(MAX_CANDIDATES + 1).unwrap_or(u64::MAX);
        let mut groups = Vec::with_capacity(asked.len());
        for word in asked {
            let near = if allows_typos(word) { self.similar_words(word).await? } else { Vec::new() };
            groups.push(std::iter::once(word.clone()).chain(near).collect::<Vec<_>>());
        }
        let mut select = if groups.is_empty() {
            Sql::select().column((table.entity, table.id)).from(table.entity).limit(most).take()
        } else {
            dialect::full_text::select(self.reader().get_database_backend(), table.entity, table.id, &groups, names, most)
        };
        let rows = self.reader().query_all(select.cond_where(within)).await?;
        let mut ids = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<Uuid>, _>>()?;
        *capped |= ids.len() > MAX_CANDIDATES;
        ids.truncate(MAX_CANDIDATES);
        Ok(ids)
    }

    /// Condition: the record belongs to a customer who has all these keys.
    async fn customer_condition<E: EntityTrait>(
        &self,
        scope: RowScope,
        table: SearchTable<E>,
        parts: Vec<super::SearchPart>,
    ) -> Result<Condition, StoreError> {
        let customers = self.matching_customers(scope, parts).await?;
        let of = Expr::col((table.entity, table.customer)).is_in(customers.into_iter().map(IdColumn));
        Ok(Condition::all().add(of))
    }
}

/// The words of a query: all of them, and those without possible phone numbers and e-mail addresses.
struct QueryTerms<'a> {
    all: Vec<String>,
    words: &'a [String],
}

impl<'a> QueryTerms<'a> {
    fn of(query: &'a SearchQuery) -> Self {
        Self { all: query.text_words(), words: query.words() }
    }

    /// Relevance of a candidate: by all words, or else by those other than the phone number or e-mail address.
    fn relevance(&self, head: &[String], text: &[String]) -> RecordRank {
        RecordRank::of(&self.all, head, text).or_else(|| RecordRank::of(self.words, head, text)).unwrap_or_default()
    }
}
