//! The records a caller can read: by `GET` of each, by lists, and by searches.

use std::collections::BTreeSet;

use caredesk_tests::{Client, Record};
use serde_json::{Value, json};

use super::model::RecordSet;

/// Ids.
pub(super) type Ids = BTreeSet<String>;

/// The records of one kind that a `GET` of each returns.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct ReadableIds {
    pub(super) live: Ids,
    /// Deleted records; only an admin can read them.
    pub(super) deleted: Ids,
}

/// `GET`s each of `ids`.
pub(super) async fn get_each(by: &Client, resource: &str, ids: impl Iterator<Item = &str>) -> ReadableIds {
    let mut shown = ReadableIds::default();
    for id in ids {
        let answer = by.get(&format!("/{resource}/{id}")).await;
        if answer.status != 200 {
            answer.problem(404, "not_found");
            continue;
        }
        let of = if answer.json()["deleted_at"].is_string() { &mut shown.deleted } else { &mut shown.live };
        of.insert(id.to_owned());
    }
    shown
}

/// All pages of a list, a few rows at a time; asserts that the total equals the rows.
pub(super) async fn walk(by: &Client, list: &str) -> Vec<Value> {
    let mark = if list.contains('?') { '&' } else { '?' };
    let mut rows = Vec::new();
    let mut next = String::new();
    loop {
        let page = by.get(&format!("{list}{mark}limit=4&include_total=true{next}")).await.ok();
        rows.extend(page.rows().to_vec());
        match page["page"]["next_cursor"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => {
                assert_eq!(page["page"]["total"], rows.len(), "{list}");
                return rows;
            }
        }
    }
}

/// The customers or tickets that a search for the family name of the data set finds, on all pages.
pub(super) async fn search(by: &Client, kind: &str, world: &RecordSet) -> Ids {
    let mut found = Vec::new();
    let mut query = json!({"query": world.word, "limit": 2});
    loop {
        let page: Record = by.post(&format!("/{kind}/search"), query.clone()).await.ok();
        found.extend(page.rows().to_vec());
        if page["page"]["next_cursor"].is_null() {
            return ids(&found);
        }
        query["cursor"] = page["page"]["next_cursor"].clone();
    }
}

/// Asserts that the global search for the family name finds the readable records of each kind.
pub(super) async fn check_global_search(by: &Client, world: &RecordSet, kinds: [(&str, &ReadableIds); 3]) {
    let found = by.post("/search", json!({"query": world.word, "limit": 50})).await.ok();
    for (kind, shown) in kinds {
        let rows: Vec<Value> = found.rows().iter().filter(|row| row["kind"] == kind).map(|row| row[kind].clone()).collect();
        assert_eq!(ids(&rows), shown.live, "search for any {kind} of {}", world.word);
    }
}

/// The ids of rows; asserts that they are unique.
pub(super) fn ids(rows: &[Value]) -> Ids {
    let ids: Ids = rows.iter().map(|row| row["id"].as_str().expect("a row with an id").to_owned()).collect();
    assert_eq!(ids.len(), rows.len(), "a row comes twice");
    ids
}
