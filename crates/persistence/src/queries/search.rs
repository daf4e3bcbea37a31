//! Search: keys and words are indexed by `save`, candidates come from the database, the domain ranks them.
//!
//! Customers are found by keys (`projections::search_keys`), tickets and interactions by their words (`projections::search_text`); a global
//! search covers all of them.

mod global;
mod records;

use caredesk_domain::{
    CustomerId,
    actor::RowScope,
    customer::Customer,
    event::SubjectKind,
    id::CustomerKind,
    search::{self, NameRank, SearchQuery},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Condition, Expr, ExprTrait, Query as Sql},
};

use crate::{
    audited::Audited,
    engine::{
        column::IdColumn,
        page::{Page, PageRequest, SeekKey},
    },
    error::StoreError,
    projections::search_keys::name_words,
    read_log::ReadAction,
    store::Store,
    tables::{
        customer::from_row,
        entity::{
            customer as row,
            search_key::{self, KeyKind},
            search_word,
        },
        scope_filter,
    },
};

pub use global::{GlobalResults, SearchHit};

/// Maximum number of candidates that are ranked.
pub const MAX_CANDIDATES: usize = 2_000;

/// Search results, best first.
#[derive(Debug)]
pub struct SearchPage<T> {
    /// A page of records.
    pub page: Page<T>,
    /// Whether there were more candidates than are ranked, so that further records may match.
    pub capped: bool,
}

impl Store {
    /// Finds the customers who match every part of `query`, without deleted ones.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search_customers(
        &self,
        scope: RowScope,
        query: &SearchQuery,
        request: PageRequest,
    ) -> Result<Audited<SearchPage<Customer>>, StoreError> {
        let (ranked, capped) = self.ranked_customers(scope, query).await?;
        let found = SearchPage { page: paginate(ranked, |customer| customer.id.uuid(), request), capped };
        let patients = found.page.rows.iter().map(|customer| customer.id).collect();
        Ok(Audited::new(found, ReadAction::Searched, SubjectKind::Customer, None, patients))
    }

    /// The matching customers, best first, and whether there were more candidates than are ranked.
    async fn ranked_customers(&self, scope: RowScope, query: &SearchQuery) -> Result<(Vec<Customer>, bool), DbErr> {
        let mut parts = self.word_parts(query).await?;
        parts.extend(contact_parts(query));
        let mut ids = self.matching_customers(scope, vec![identifier_part(query)]).await?;
        let mut capped = ids.len() > MAX_CANDIDATES;
        if !parts.is_empty() {
            let matching = self.matching_customers(scope, parts).await?;
            capped |= matching.len() > MAX_CANDIDATES;
            ids.extend(matching.into_iter().take(MAX_CANDIDATES));
        }
        ids.sort_unstable();
        ids.dedup();
        let rows = row::Entity::find().filter(row::Column::Id.is_in(ids.into_iter().map(IdColumn))).all(self.reader()).await?;
        Ok((rank(rows.into_iter().map(from_row).collect(), query), capped))
    }

    /// The words that the name of a customer must hold, each as typed or in a similar spelling.
    async fn word_parts(&self, query: &SearchQuery) -> Result<Vec<SearchPart>, DbErr> {
        let mut parts = Vec::new();
        for word in query.words() {
            let key = Condition::any().add(has_prefix(word)).add(key().is_in(self.similar_words(word).await?));
            parts.push(SearchPart { length: word.len(), keys: of_kind(KeyKind::Word).add(key) });
        }
        Ok(parts)
    }

    /// The customers within `scope` who have keys for every part, at most one more than are ranked.
    async fn matching_customers(&self, scope: RowScope, mut parts: Vec<SearchPart>) -> Result<Vec<CustomerId>, DbErr> {
        // The most selective part drives the query; the others are checked for each customer it finds.
        parts.sort_by_key(|part| std::cmp::Reverse(part.length));
        let same = |column: (&'static str, search_key::Column)| Expr::col(column).equals((DRIVER, search_key::Column::CustomerId));
        let exists = Sql::select()
            .expr(Expr::value(1))
            .from(row::Entity)
            .and_where(Expr::col((row::Entity, row::Column::Id)).equals((DRIVER, search_key::Column::CustomerId)))
            .and_where(row::Column::DeletedAt.is_null())
            .cond_where(scope_filter::customers(scope))
            .take();
        let mut parts = parts.into_iter();
        let mut ids = Sql::select();
        ids.distinct().column((DRIVER, search_key::Column::CustomerId)).from_as(search_key::Entity, DRIVER).and_where(Expr::exists(exists));
        if let Some(led) = parts.next() {
            ids.cond_where(led.keys);
        }
        for part in parts {
            let other = Sql::select()
                .expr(Expr::value(1))
                .from_as(search_key::Entity, PROBE)
                .and_where(same((PROBE, search_key::Column::CustomerId)))
                .cond_where(part.keys)
                .take();
            ids.and_where(Expr::exists(other));
        }
        ids.limit(u64::try_from(MAX_CANDIDATES + 1).unwrap_or(u64::MAX));
        let rows = self.reader().query_all(&ids).await?;
        rows.iter().map(|row| row.try_get_by_index::<IdColumn<CustomerKind>>(0).map(|id| id.0)).collect()
    }

    /// The indexed words that `word` may be a misspelling of.
    async fn similar_words(&self, word: &str) -> Result<Vec<String>, DbErr> {
        let near = search_word::Entity::find()
            .filter(search_word::Column::Variant.is_in(search::deletion_variants(word)))
            .all(self.reader())
            .await?;
        let mut words: Vec<String> = near.into_iter().map(|row| row.word).filter(|known| search::is_typo_of(word, known)).collect();
        words.sort_unstable();
        words.dedup();
        Ok(words)
    }
}

/// Aliases of `search_key`: the rows that drive a search, and those checked for each customer found.
const DRIVER: &str = "led";
const PROBE: &str = "asked";

/// One condition a customer must match.
struct SearchPart {
    /// Length of the typed text; a longer one is more selective.
    length: usize,
    keys: Condition,
}

// Unqualified, so that the same condition serves the driving rows and the others; each select has only one such column.
fn key() -> Expr {
    Expr::col(search_key::Column::Key)
}

fn of_kind(kind: KeyKind) -> Condition {
    Condition::all().add(Expr::col(search_key::Column::Kind).eq(kind.code()))
}

/// The phone numbers and the e-mail address that a customer must have.
fn contact_parts(query: &SearchQuery) -> Vec<SearchPart> {
    let digits = query.digits().iter().map(|digits| {
        let as_name = of_kind(KeyKind::Word).add(key().eq(digits.as_str()));
        let number = digits.phone_keys().iter().fold(Condition::any(), |any, start| any.add(has_prefix(start)));
        let keys = match digits.phone_keys() {
            [] => as_name,
            _ => Condition::any().add(as_name).add(of_kind(KeyKind::Phone).add(number)),
        };
        SearchPart { length: digits.as_str().len(), keys }
    });
    let email = query.email().map(|email| SearchPart { length: email.len(), keys: of_kind(KeyKind::Email).add(has_prefix(email)) });
    digits.chain(email).collect()
}

fn identifier_part(query: &SearchQuery) -> SearchPart {
    SearchPart { length: 0, keys: of_kind(KeyKind::Identifier).add(key().eq(query.raw())) }
}

/// Keys that begin with `start`, as a range of the index; no key holds U+10FFFF.
fn has_prefix(start: &str) -> Condition {
    Condition::all().add(key().gte(start)).add(key().lt(format!("{start}\u{10FFFF}")))
}

fn rank(candidates: Vec<Customer>, query: &SearchQuery) -> Vec<Customer> {
    let mut ranked: Vec<_> = candidates
        .into_iter()
        .filter_map(|customer| {
            let exact = customer.details.identifiers.iter().any(|identifier| identifier.value.as_str() == query.raw());
            let strength = NameRank::of(query.words(), &name_words(&customer));
            let matches = exact || query.words().is_empty() || strength.is_some();
            matches.then(|| ((!exact, strength, search::fold(&customer.full_name()), customer.id), customer))
        })
        .collect();
    ranked.sort_by(|(one, _), (other, _)| one.cmp(other));
    ranked.into_iter().map(|(_, customer)| customer).collect()
}

/// The page of a ranking after the last record of the previous page, or after its position when that record is no longer found.
fn paginate<T>(ranked: Vec<T>, id: impl Fn(&T) -> uuid::Uuid, request: PageRequest) -> Page<T> {
    let start = request.after.map_or(0, |after| {
        let place = || usize::try_from(after.key).unwrap_or(0);
        ranked.iter().position(|record| id(record) == after.id).map_or_else(place, |index| index + 1)
    });
    let total = request.with_total.then(|| crate::engine::page::Total { count: u64::try_from(ranked.len()).unwrap_or(0), capped: false });
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let end = start.saturating_add(limit);
    let more = ranked.len() > end;
    let rows: Vec<T> = ranked.into_iter().skip(start).take(limit).collect();
    let next = rows.last().filter(|_| more).map(|last| SeekKey { key: i64::try_from(end).unwrap_or(i64::MAX), id: id(last) });
    Page { rows, next, total }
}
