//! Pages through every list to its end during concurrent writes.
//!
//! The lists come from the OpenAPI document: one with a `cursor` but without a fixture here fails the suite. During a walk rows are added, changed
//! and deleted, each known row once at most. Every row in the list before and after with the same sort key must be returned exactly once.

mod mutations;
mod paging_fixture;
mod row_keys;

use std::collections::BTreeMap;

use caredesk_persistence::testing::scaled;
use caredesk_tests::{
    TestRng,
    document::{Operation, operations},
    on_both_engines,
};
use serde_json::Value;

use paging_fixture::PagingFixture;
use row_keys::{sort_key, sorts};

/// Rows before a walk and writes during it at full scale, and the minimum of both.
const ROWS: u32 = 500;
const WRITES: u32 = 1_000;
const MIN_SIZE: usize = 12;

fn size(full: u32) -> usize {
    usize::try_from(scaled(full)).unwrap().max(MIN_SIZE)
}

/// The list operations of the document that page. The timeline within a customer's history is that of `get_customer_timeline`.
fn paged_operations() -> impl Iterator<Item = Operation> {
    let pages = |operation: &Operation| operation.parameters("query").any(|parameter| parameter["name"] == "cursor");
    operations().filter(|operation| operation.id() != "get_customer_history").filter(pages)
}

/// The whole list, by id, without concurrent writes.
async fn read_whole_list(ground: &mut PagingFixture<'_>, query: &str) -> BTreeMap<String, Value> {
    let (mut rows, mut next) = (BTreeMap::new(), String::new());
    loop {
        let page = ground.reader().await.get(&format!("{}?limit=200{query}{next}", ground.list)).await.ok();
        for row in page.rows() {
            let again = rows.insert(row["id"].as_str().unwrap().to_owned(), row.clone());
            assert!(again.is_none(), "{} twice without concurrent writes", row["id"]);
        }
        let Some(cursor) = page["page"]["next_cursor"].as_str() else { return rows };
        next = format!("&cursor={cursor}");
    }
}

/// The ids in the order a walk in small pages returns them. `writes` are spread over it: those of a page run while the next one is fetched.
async fn walk(ground: &mut PagingFixture<'_>, query: &str, mut changing: Vec<Value>, writes: usize, chance: &mut TestRng) -> Vec<String> {
    // Small pages, at most the API's maximum.
    let limit = (changing.len() / 24).clamp(3, 200);
    let a_page = (writes * limit).div_ceil(changing.len());
    let (mut met, mut next, mut left) = (Vec::new(), String::new(), writes);
    loop {
        let path = format!("{}?limit={limit}{query}{next}", ground.list);
        let reader = ground.reader().await;
        let writing = async {
            for _ in 0..a_page.min(left) {
                left -= 1;
                ground.write(&mut changing, chance).await;
            }
        };
        let (page, ()) = futures::join!(reader.get(&path), writing);
        let page = page.ok();
        assert!(page.rows().len() <= limit);
        met.extend(page.each("id").into_iter().map(str::to_owned));
        let Some(cursor) = page["page"]["next_cursor"].as_str() else { return met };
        assert_eq!(page.rows().len(), limit, "only the last page is short");
        next = format!("&cursor={cursor}");
    }
}

/// Walks one list once; returns the number of unchanged rows.
async fn check_walk(ground: &mut PagingFixture<'_>, operation: Operation, sort: &str, filter: &str, chance: &mut TestRng) -> usize {
    let query = format!("{}{filter}", if sort.is_empty() { String::new() } else { format!("&sort={sort}") });
    let known = read_whole_list(ground, &query).await;
    let mut changing: Vec<Value> = known.values().cloned().collect();
    // Random choice and order of the rows that change.
    for place in (1..changing.len()).rev() {
        changing.swap(place, chance.below(place + 1));
    }
    let met = walk(ground, &query, changing, size(WRITES), chance).await;
    let after = read_whole_list(ground, &query).await;
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    met.iter().for_each(|id| *times.entry(id.as_str()).or_default() += 1);
    let what = |id: &str| format!("{} {query}: {id} was {:?} and is {:?}", operation.id(), known.get(id), after.get(id));
    let mut still = 0;
    for (id, row) in &known {
        if after.get(id).is_some_and(|now| sort_key(sort, now) == sort_key(sort, row)) {
            assert_eq!(times.get(id.as_str()), Some(&1), "{}", what(id));
            still += 1;
        }
    }
    // New rows have not changed since; deleted rows have.
    for (id, count) in times.into_iter().filter(|(_, count)| *count > 1) {
        let changed = known.get(id).is_some_and(|row| after.get(id).is_none_or(|now| sort_key(sort, now) != sort_key(sort, row)));
        assert!(changed, "returned {count} times: {}", what(id));
    }
    still
}

#[tokio::test]
async fn paged_list_during_writes_returns_unchanged_rows_once() {
    on_both_engines(async |desk| {
        let mut chance = TestRng::from_env();
        let (mut walks, mut still) = (0, 0);
        for operation in paged_operations() {
            let mut ground = PagingFixture::new(desk, operation).await;
            ground.fill(size(ROWS), &mut chance).await;
            for (sort, filter) in ground.sorts_and_filters(&sorts(operation)) {
                still += check_walk(&mut ground, operation, sort, filter, &mut chance).await;
                walks += 1;
            }
        }
        println!("{walks} walks with {} writes each, {still} unchanged rows were returned once", size(WRITES));
    })
    .await;
}
