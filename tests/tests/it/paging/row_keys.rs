//! What a row is sorted by.

use caredesk_tests::document::{Operation, resolve_ref};
use serde_json::{Value, json};

/// Every value of the `sort` parameter in the document; an empty one for a list without the parameter.
pub(super) fn sorts(operation: Operation) -> Vec<&'static str> {
    let sort = operation.parameters("query").find(|parameter| parameter["name"] == "sort");
    let words = sort.map(|sort| resolve_ref(&sort["schema"])["enum"].as_array().expect("the values of sort"));
    words.map_or_else(|| vec![""], |words| words.iter().filter_map(Value::as_str).collect())
}

/// The sort key of a row. Lists without a `sort` parameter have a fixed order.
pub(super) fn sort_key(sort: &str, row: &Value) -> Value {
    match sort.trim_start_matches('-') {
        "" => Value::Null,
        // Waiting tickets by priority and waiting time.
        "place" => json!([row["waiting_since"].is_string(), row["priority"], row["created_at"]]),
        "queue" => json!([row["priority"], row["waiting_since"]]),
        field => row[field].clone(),
    }
}
