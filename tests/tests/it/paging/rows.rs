//! What a row is sorted by.

use caredesk_tests::document::{Operation, resolved};
use serde_json::{Value, json};

/// Every order of a list, as the document has them; one that has a single order is asked for none.
pub(super) fn sorts(operation: Operation) -> Vec<&'static str> {
    let sort = operation.parameters("query").find(|parameter| parameter["name"] == "sort");
    let words = sort.map(|sort| resolved(&sort["schema"])["enum"].as_array().expect("the words of a sort"));
    words.map_or_else(|| vec![""], |words| words.iter().filter_map(Value::as_str).collect())
}

/// What a row's place in the list follows from. Where there is no choice of orders that never changes.
pub(super) fn key(sort: &str, row: &Value) -> Value {
    match sort.trim_start_matches('-') {
        "" => Value::Null,
        // Those that wait by priority and by how long they have.
        "place" => json!([row["waiting_since"].is_string(), row["priority"], row["created_at"]]),
        "queue" => json!([row["priority"], row["waiting_since"]]),
        field => row[field].clone(),
    }
}
