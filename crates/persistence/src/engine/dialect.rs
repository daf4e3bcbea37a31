//! SQL in which the two engines differ; everything else is one SQL text for both.

use sea_orm::{DbBackend, SqliteTransactionMode, TransactionOptions};

/// Options of a write transaction.
///
/// On SQLite IMMEDIATE: it takes the write lock at once and waits for it. A deferred transaction that reads first and writes
/// later fails with BUSY when another has written in between, whatever the busy timeout.
pub(crate) fn write_transaction(backend: DbBackend) -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: (backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}

/// Full-text index of records: on SQLite an FTS5 table beside a table of record ids, on PostgreSQL a `tsvector` column with a GIN index. Both hold
/// the words as given, already folded; neither engine tokenizes text by itself.
pub(crate) mod full_text {
    use caredesk_domain::search::allows_prefix;
    use sea_orm::{
        ConnectionTrait, DbBackend, DbErr, EntityTrait, Order, Statement, Value,
        sea_query::{Condition, Expr, ExprTrait as _, JoinType, Query, SelectStatement},
    };
    use uuid::Uuid;

    /// Prefix of the words of the customer's name, so that a search can exclude them: a private-use character, which no folded word holds and both
    /// engines treat as a letter.
    pub(crate) const NAME_PREFIX: char = '\u{E000}';

    const RECORDS: &str = "search_text";
    const WORDS: &str = "search_text_words";

    /// Upserts the words of records, each a list separated by spaces.
    pub(crate) async fn upsert<C: ConnectionTrait>(connection: &C, documents: Vec<(Uuid, String)>) -> Result<(), DbErr> {
        let backend = connection.get_database_backend();
        let run =
            async |sql: String, values: Vec<Value>| connection.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await;
        if backend != DbBackend::Sqlite {
            let rows = list(&documents, |place| format!("(${}, CAST(${} AS tsvector))", 2 * place + 1, 2 * place + 2));
            let sql = format!(
                "INSERT INTO {RECORDS} (record_id, words) VALUES {rows} ON CONFLICT (record_id) DO UPDATE SET words = EXCLUDED.words"
            );
            let values = documents.into_iter().flat_map(|(id, words)| [id.into(), words.into()]);
            return run(sql, values.collect()).await.map(drop);
        }
        let rows = list(&documents, |_| "(?)".to_owned());
        let ids = || documents.iter().map(|(id, _)| (*id).into()).collect();
        run(format!("INSERT INTO {RECORDS} (record_id) VALUES {rows} ON CONFLICT (record_id) DO NOTHING"), ids()).await?;
        let marks = list(&documents, |_| "?".to_owned());
        let sql = format!("SELECT number, record_id FROM {RECORDS} WHERE record_id IN ({marks})");
        let kept = connection.query_all_raw(Statement::from_sql_and_values(backend, sql, ids())).await?;
        let mut numbers = std::collections::HashMap::with_capacity(kept.len());
        for row in kept {
            numbers.insert(row.try_get_by_index::<Uuid>(1)?, row.try_get_by_index::<i64>(0)?);
        }
        let rows = list(&documents, |_| "(?, ?)".to_owned());
        let values = documents.into_iter().flat_map(|(id, words)| [numbers.get(&id).copied().into(), words.into()]);
        run(format!("INSERT OR REPLACE INTO {WORDS} (rowid, words) VALUES {rows}"), values.collect()).await.map(drop)
    }

    /// Those of `words` that no record holds in its own text.
    pub(crate) async fn unused_words<C: ConnectionTrait>(connection: &C, words: &[String]) -> Result<Vec<String>, DbErr> {
        let backend = connection.get_database_backend();
        let sqlite = backend == DbBackend::Sqlite;
        let row = |place: usize| format!("(CAST(${} AS text), CAST(${} AS tsquery))", 2 * place + 1, 2 * place + 2);
        let (rows, holds) = if sqlite {
            (list(words, |_| "(?, ?)".to_owned()), format!("{WORDS} WHERE {WORDS} MATCH query"))
        } else {
            (list(words, row), format!("{RECORDS} WHERE words @@ query"))
        };
        let sql = format!("WITH asked (word, query) AS (VALUES {rows}) SELECT word FROM asked WHERE NOT EXISTS (SELECT 1 FROM {holds})");
        let quoted = |word: &String| if sqlite { format!("\"{word}\"") } else { format!("'{word}'") };
        let values = words.iter().flat_map(|word| [Value::from(word.clone()), quoted(word).into()]);
        let found = connection.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        found.iter().map(|row| row.try_get_by_index(0)).collect()
    }

    /// Ids of the records of a table that hold a word of each group, in their own words or, with `names`, in their customer's name; latest
    /// first, at most `most`.
    pub(crate) fn select<E: EntityTrait>(
        backend: DbBackend,
        table: E,
        id: E::Column,
        groups: &[Vec<String>],
        names: bool,
        most: u64,
    ) -> SelectStatement {
        let mut select = Query::select();
        select.column((table, id)).limit(most);
        let same = Expr::col((RECORDS, "record_id")).equals((table, id));
        if backend == DbBackend::Sqlite {
            // CROSS JOIN makes the words drive the query: SQLite has no statistics on how many records hold them.
            let numbered = Expr::col((RECORDS, "number")).equals((WORDS, "rowid"));
            let words = match_expression(groups, names, " AND ", " OR ", |word| format!("\"{word}\""), " *");
            select
                .from(WORDS)
                .join(JoinType::CrossJoin, RECORDS, Condition::all())
                .join(JoinType::CrossJoin, table, Condition::all())
                .and_where(Expr::cust_with_values(format!("{WORDS} MATCH ?"), [words]))
                .and_where(numbered)
                .and_where(same)
                .order_by((WORDS, "rowid"), Order::Desc);
        } else {
            select
                .from(RECORDS)
                .inner_join(table, same)
                .and_where(Expr::cust_with_values(
                    "words @@ CAST($1 AS tsquery)",
                    [match_expression(groups, names, " & ", " | ", |word| format!("'{word}'"), ":*")],
                ))
                .order_by((table, id), Order::Desc);
        }
        select
    }

    /// The groups in an engine's query syntax. The first word of each was typed and may be a prefix; the others are similar spellings.
    fn match_expression(
        groups: &[Vec<String>],
        names: bool,
        all: &str,
        any: &str,
        quoted: impl Fn(&str) -> String,
        beginning: &str,
    ) -> String {
        let forms = |words: &[String], mark: &str| -> Vec<String> {
            let form = |(place, word): (usize, &String)| {
                let form = quoted(&format!("{mark}{word}"));
                if place == 0 && allows_prefix(word) { form + beginning } else { form }
            };
            words.iter().enumerate().map(form).collect()
        };
        let group = |words: &Vec<String>| {
            let mut one_of = forms(words, "");
            if names {
                one_of.extend(forms(words, &NAME_PREFIX.to_string()));
            }
            format!("({})", one_of.join(any))
        };
        groups.iter().map(group).collect::<Vec<_>>().join(all)
    }

    fn list<T>(of: &[T], item: impl Fn(usize) -> String) -> String {
        (0..of.len()).map(item).collect::<Vec<_>>().join(", ")
    }
}
