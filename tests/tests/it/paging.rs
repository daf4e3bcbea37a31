//! Every list that pages, walked to its end while others write.
//!
//! The lists are taken from the OpenAPI document: one with a `cursor` that is not laid here fails the suite. While a walk is under way rows come, change
//! and go, each known row once at most. Whatever was in the list before and after with the same sort key must have been met exactly once.

mod ground;
mod rows;
mod writes;

use std::collections::BTreeMap;

use caredesk_persistence::testing::scaled;
use caredesk_tests::{
    Chance,
    document::{Operation, operations},
    on_both_engines,
};
use serde_json::Value;

use ground::Ground;
use rows::{key, sorts};

/// At full scale so many rows are there before a walk, and so many writes happen during it; and at any.
const ROWS: u32 = 500;
const WRITES: u32 = 1_000;
const FEWEST: usize = 12;

fn size(full: u32) -> usize {
    usize::try_from(scaled(full)).unwrap().max(FEWEST)
}

/// The list operations of the document that page. The timeline within a customer's history is that of `get_customer_timeline`.
fn paged() -> impl Iterator<Item = Operation> {
    let pages = |operation: &Operation| operation.parameters("query").any(|parameter| parameter["name"] == "cursor");
    operations().filter(|operation| operation.id() != "get_customer_history").filter(pages)
}

/// The whole list at rest, by id.
async fn at_rest(ground: &mut Ground<'_>, query: &str) -> BTreeMap<String, Value> {
    let (mut rows, mut next) = (BTreeMap::new(), String::new());
    loop {
        let page = ground.reader().await.get(&format!("{}?limit=200{query}{next}", ground.list)).await.ok();
        for row in page.rows() {
            let again = rows.insert(row["id"].as_str().unwrap().to_owned(), row.clone());
            assert!(again.is_none(), "{} twice in a list at rest", row["id"]);
        }
        let Some(cursor) = page["page"]["next_cursor"].as_str() else { return rows };
        next = format!("&cursor={cursor}");
    }
}

/// The ids as a walk in small pages meets them, with `writes` spread over it: those of a page happen while the next one is fetched.
async fn walk(ground: &mut Ground<'_>, query: &str, mut changing: Vec<Value>, writes: usize, chance: &mut Chance) -> Vec<String> {
    // Small pages, and none larger than the desk gives.
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

/// Walks one list once; answers how many rows stood still.
async fn walked(ground: &mut Ground<'_>, operation: Operation, sort: &str, filter: &str, chance: &mut Chance) -> usize {
    let query = format!("{}{filter}", if sort.is_empty() { String::new() } else { format!("&sort={sort}") });
    let known = at_rest(ground, &query).await;
    let mut changing: Vec<Value> = known.values().cloned().collect();
    // Which of them change, and in which order, is left to chance.
    for place in (1..changing.len()).rev() {
        changing.swap(place, chance.below(place + 1));
    }
    let met = walk(ground, &query, changing, size(WRITES), chance).await;
    let after = at_rest(ground, &query).await;
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    met.iter().for_each(|id| *times.entry(id.as_str()).or_default() += 1);
    let what = |id: &str| format!("{} {query}: {id} was {:?} and is {:?}", operation.id(), known.get(id), after.get(id));
    let mut still = 0;
    for (id, row) in &known {
        if after.get(id).is_some_and(|now| key(sort, now) == key(sort, row)) {
            assert_eq!(times.get(id.as_str()), Some(&1), "{}", what(id));
            still += 1;
        }
    }
    // One that is new has not changed since, and one that has gone has changed.
    for (id, count) in times.into_iter().filter(|(_, count)| *count > 1) {
        let changed = known.get(id).is_some_and(|row| after.get(id).is_none_or(|now| key(sort, now) != key(sort, row)));
        assert!(changed, "met {count} times: {}", what(id));
    }
    still
}

#[tokio::test]
async fn a_walk_meets_every_row_that_stands_still_once_while_others_write() {
    on_both_engines(async |desk| {
        let mut chance = Chance::of(7);
        let (mut walks, mut still) = (0, 0);
        for operation in paged() {
            let mut ground = Ground::lay(desk, operation).await;
            ground.fill(size(ROWS), &mut chance).await;
            for (sort, filter) in ground.ways(&sorts(operation)) {
                still += walked(&mut ground, operation, sort, filter, &mut chance).await;
                walks += 1;
            }
        }
        println!("{walks} walks with {} writes each, {still} rows stood still and were met once", size(WRITES));
    })
    .await;
}
