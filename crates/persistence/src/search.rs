//! Finding customers by what is known of them: keys kept by `save`, candidates from the database, ranking by the domain.

use caredesk_domain::{
    CustomerId,
    actor::Scope,
    change::Put,
    customer::{Customer, Identifier},
    event::SubjectKind,
    id::CustomerKind,
    search::{self, Query, Strength},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{Condition, Expr, ExprTrait, OnConflict, Query as Sql},
};

use crate::{
    batch, cases,
    column::IdColumn,
    customer,
    entity::{customer as row, search_key, search_word},
    ledger::ReadAction,
    page::{Page, PageRequest, Position},
    seen::Seen,
    store::{Store, StoreError},
};

/// The most candidates that are ranked.
pub const CANDIDATES: usize = 2_000;
/// The most words looked up in one statement; SQLite takes 32,766 values.
const BOUND: usize = 10_000;

/// What a key is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// A folded word of a name, present or former.
    Word,
    /// The digits of a phone number, the last first.
    Phone,
    /// A folded e-mail address.
    Email,
    /// The value of an identifier, as it is.
    Identifier,
}

impl KeyKind {
    pub(crate) const fn code(self) -> i16 {
        match self {
            Self::Word => 0,
            Self::Phone => 1,
            Self::Email => 2,
            Self::Identifier => 3,
        }
    }
}

/// What a search found, best first.
#[derive(Debug)]
pub struct Found {
    /// A page of the customers found.
    pub page: Page<Customer>,
    /// Whether there were more candidates than are ranked: then others may match as well.
    pub capped: bool,
}

impl Store {
    /// Finds the customers who match every part of `query`; deleted ones are not found.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search_customers(&self, scope: Scope, query: &Query, request: PageRequest) -> Result<Seen<Found>, StoreError> {
        let mut parts = self.parts(query).await?;
        let mut ids = self.matching(scope, vec![identified(query)]).await?;
        let mut capped = ids.len() > CANDIDATES;
        if !parts.is_empty() {
            // The part that fits the fewest leads; the others are asked of each it finds.
            parts.sort_by_key(|part| std::cmp::Reverse(part.length));
            let matching = self.matching(scope, parts).await?;
            capped |= matching.len() > CANDIDATES;
            ids.extend(matching.into_iter().take(CANDIDATES));
        }
        ids.sort_unstable();
        ids.dedup();
        let rows = row::Entity::find().filter(row::Column::Id.is_in(ids.into_iter().map(IdColumn))).all(self.reader()).await?;
        let ranked = rank(rows.into_iter().map(customer::restore).collect(), query);
        let found = Found { page: cut(ranked, request), capped };
        let patients = found.page.rows.iter().map(|customer| customer.id).collect();
        Ok(Seen::of(found, ReadAction::Searched, SubjectKind::Customer, None, patients))
    }

    /// What a customer's keys must hold, part by part.
    async fn parts(&self, query: &Query) -> Result<Vec<Part>, DbErr> {
        let mut parts = Vec::new();
        for word in query.words() {
            let key = Condition::any().add(begins(word)).add(key().is_in(self.misspelt(word).await?));
            parts.push(Part { length: word.len(), keys: of_kind(KeyKind::Word).add(key) });
        }
        for digits in query.digits() {
            let as_name = of_kind(KeyKind::Word).add(key().eq(digits.as_str()));
            let number = digits.phone_keys().iter().fold(Condition::any(), |any, start| any.add(begins(start)));
            let keys = match digits.phone_keys() {
                [] => as_name,
                _ => Condition::any().add(as_name).add(of_kind(KeyKind::Phone).add(number)),
            };
            parts.push(Part { length: digits.as_str().len(), keys });
        }
        if let Some(email) = query.email() {
            parts.push(Part { length: email.len(), keys: of_kind(KeyKind::Email).add(begins(email)) });
        }
        Ok(parts)
    }

    /// The customers who exist within `scope` and have keys for every part; led by the first part, and at most one more than are ranked.
    async fn matching(&self, scope: Scope, parts: Vec<Part>) -> Result<Vec<CustomerId>, DbErr> {
        let same = |column: (&'static str, search_key::Column)| Expr::col(column).equals((LED, search_key::Column::CustomerId));
        let exists = Sql::select()
            .expr(Expr::value(1))
            .from(row::Entity)
            .and_where(Expr::col((row::Entity, row::Column::Id)).equals((LED, search_key::Column::CustomerId)))
            .and_where(row::Column::DeletedAt.is_null())
            .cond_where(cases::customers(scope))
            .take();
        let mut parts = parts.into_iter();
        let mut ids = Sql::select();
        ids.distinct().column((LED, search_key::Column::CustomerId)).from_as(search_key::Entity, LED).and_where(Expr::exists(exists));
        if let Some(led) = parts.next() {
            ids.cond_where(led.keys);
        }
        for part in parts {
            let other = Sql::select()
                .expr(Expr::value(1))
                .from_as(search_key::Entity, ASKED)
                .and_where(same((ASKED, search_key::Column::CustomerId)))
                .cond_where(part.keys)
                .take();
            ids.and_where(Expr::exists(other));
        }
        ids.limit(u64::try_from(CANDIDATES + 1).unwrap_or(u64::MAX));
        let rows = self.reader().query_all(&ids).await?;
        rows.iter().map(|row| row.try_get_by_index::<IdColumn<CustomerKind>>(0).map(|id| id.0)).collect()
    }

    /// The words of names that `word` may be a misspelling of.
    async fn misspelt(&self, word: &str) -> Result<Vec<String>, DbErr> {
        let near =
            search_word::Entity::find().filter(search_word::Column::Variant.is_in(search::variants(word))).all(self.reader()).await?;
        let mut words: Vec<String> = near.into_iter().map(|row| row.word).filter(|known| search::is_typo_of(word, known)).collect();
        words.sort_unstable();
        words.dedup();
        Ok(words)
    }
}

/// The rows of keys that lead a search, and those asked of each customer they lead to.
const LED: &str = "led";
const ASKED: &str = "asked";

/// One thing a customer must have to be found.
struct Part {
    /// How long the text asked for is: the longer, the fewer fit.
    length: usize,
    keys: Condition,
}

// Without a table's name, so that the same condition serves the leading rows and the others; within one select there is only one such column.
fn key() -> Expr {
    Expr::col(search_key::Column::Key)
}

fn of_kind(kind: KeyKind) -> Condition {
    Condition::all().add(Expr::col(search_key::Column::Kind).eq(kind.code()))
}

fn identified(query: &Query) -> Part {
    Part { length: 0, keys: of_kind(KeyKind::Identifier).add(key().eq(query.raw())) }
}

/// The keys that begin with `start`, as a range of the index; no key holds the last character there is.
fn begins(start: &str) -> Condition {
    Condition::all().add(key().gte(start)).add(key().lt(format!("{start}\u{10FFFF}")))
}

fn rank(candidates: Vec<Customer>, query: &Query) -> Vec<Customer> {
    let mut ranked: Vec<_> = candidates
        .into_iter()
        .filter_map(|customer| {
            let exact = customer.details.identifiers.iter().any(|identifier| identifier.value.as_str() == query.raw());
            let strength = Strength::of(query.words(), &name_words(&customer));
            let matches = exact || query.words().is_empty() || strength.is_some();
            matches.then(|| ((!exact, strength, search::fold(&customer.full_name()), customer.id), customer))
        })
        .collect();
    ranked.sort_by(|(one, _), (other, _)| one.cmp(other));
    ranked.into_iter().map(|(_, customer)| customer).collect()
}

/// The page of a ranking after the customer where the one before ended, or after that place should the customer be gone.
fn cut(ranked: Vec<Customer>, request: PageRequest) -> Page<Customer> {
    let start = request.after.map_or(0, |after| {
        let place = || usize::try_from(after.key).unwrap_or(0);
        ranked.iter().position(|customer| customer.id.uuid() == after.id).map_or_else(place, |index| index + 1)
    });
    let total = request.with_total.then(|| crate::page::Total { count: u64::try_from(ranked.len()).unwrap_or(0), capped: false });
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let end = start.saturating_add(limit);
    let more = ranked.len() > end;
    let rows: Vec<Customer> = ranked.into_iter().skip(start).take(limit).collect();
    let next = rows.last().filter(|_| more).map(|last| Position { key: i64::try_from(end).unwrap_or(i64::MAX), id: last.id.uuid() });
    Page { rows, next, total }
}

fn name_words(customer: &Customer) -> Vec<String> {
    let mut words = search::words(&customer.full_name());
    words.extend(customer.details.former_names.iter().flat_map(|name| search::words(name.as_str())));
    words.sort_unstable();
    words.dedup();
    words
}

fn keys(customer: &Customer) -> Vec<search_key::Model> {
    let details = &customer.details;
    let phones = details.phone.iter().chain(&details.other_phones);
    let mut keys: Vec<(KeyKind, String)> = name_words(customer).into_iter().map(|word| (KeyKind::Word, word)).collect();
    keys.extend(phones.map(|phone| (KeyKind::Phone, phone.search_key())));
    keys.extend(details.email.iter().map(|email| (KeyKind::Email, email.folded())));
    keys.extend(details.identifiers.iter().map(|Identifier { value, .. }| (KeyKind::Identifier, value.to_string())));
    let mut rows: Vec<_> =
        keys.into_iter().map(|(kind, key)| search_key::Model { kind: kind.code(), key, customer_id: customer.id.into() }).collect();
    rows.sort_unstable_by(|one, other| (one.kind, &one.key).cmp(&(other.kind, &other.key)));
    rows.dedup();
    rows
}

/// Makes customers findable as they are now.
pub(crate) async fn index<C: ConnectionTrait>(connection: &C, customers: &[Put<Customer>]) -> Result<(), StoreError> {
    let changed: Vec<_> = customers.iter().filter(|put| put.expected().is_some()).map(|put| IdColumn(put.id)).collect();
    if !changed.is_empty() {
        search_key::Entity::delete_many().filter(search_key::Column::CustomerId.is_in(changed)).exec(connection).await?;
    }
    let rows: Vec<_> = customers.iter().flat_map(|put| keys(put)).collect();
    learn(connection, &rows).await?;
    batch::insert(connection, rows.into_iter().map(IntoActiveModel::into_active_model)).await
}

/// Adds the words nobody was called by before, with the spellings one slip away from them.
async fn learn<C: ConnectionTrait>(connection: &C, keys: &[search_key::Model]) -> Result<(), StoreError> {
    let mut words: Vec<&str> = keys.iter().filter(|row| row.kind == KeyKind::Word.code()).map(|row| row.key.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    // Every word is a variant of itself, so that is how a known one is recognised.
    let mut known: std::collections::HashSet<String> = std::collections::HashSet::new();
    for some in words.chunks(BOUND) {
        let select = search_word::Entity::find().select_only().column(search_word::Column::Word);
        let found: Vec<String> =
            select.filter(search_word::Column::Variant.is_in(some.iter().copied())).into_tuple().all(connection).await?;
        known.extend(found);
    }
    let new: Vec<_> = words
        .into_iter()
        .filter(|word| !known.contains(*word))
        .flat_map(|word| search::variants(word).into_iter().map(|variant| search_word::Model { variant, word: word.to_owned() }))
        .map(IntoActiveModel::into_active_model)
        .collect();
    for some in new.chunks(10_000) {
        // Another transaction may have learnt the same word meanwhile.
        search_word::Entity::insert_many(some.to_vec())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}
