//! The examples in the OpenAPI document work: each operation is sent as Swagger UI fills it in, by a caller who may do it.
//!
//! The examples cannot contain ids of real records, so the fixture creates a record and puts its id where the example has a placeholder
//! ([`SOME_ID`]), and into the path. Everything else is sent unchanged.

use caredesk_tests::{
    Client, TestServer,
    document::{self, Operation, schema_errors},
    on_both_engines,
};
use reqwest::Method;
use serde_json::Value;

use crate::fixtures::{Fixture, send_example, text};

/// The placeholder id in examples.
const SOME_ID: &str = "0192f3c4-7a1b-7c2d-8e3f-405162738495";

/// Every example value of a query parameter: its examples, or each value of its enum.
fn example_values(parameter: &Value) -> Vec<String> {
    let name = parameter["name"].as_str().unwrap();
    let schema = resolved_here(&parameter["schema"]);
    let of = if schema["type"] == "array" { resolved_here(&schema["items"]) } else { schema };
    if let Some(words) = of["enum"].as_array() {
        let all = words.iter().map(text).collect::<Vec<_>>();
        // An array parameter is also tested with all values, separated by commas.
        return if schema["type"] == "array" { all.iter().cloned().chain([all.join(",")]).collect() } else { all };
    }
    match (of["type"].as_str(), of["format"].as_str(), of["examples"].as_array()) {
        (_, _, Some(examples)) => examples.iter().map(text).collect(),
        (Some("boolean"), _, None) => vec!["true".to_owned(), "false".to_owned()],
        (Some("integer"), _, None) => [&of["default"], &of["minimum"], &of["maximum"]].map(text).to_vec(),
        (_, Some("uuid"), None) => vec![SOME_ID.to_owned()],
        _ => panic!("{name} has no example"),
    }
}

fn resolved_here(schema: &Value) -> &Value {
    match schema["$ref"].as_str() {
        Some(reference) => document::document().pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    }
}

#[tokio::test]
async fn swagger_example_of_every_operation_succeeds() {
    on_both_engines(async |desk| {
        for operation in document::operations() {
            let stage = Fixture::of(desk, operation.id()).await;
            let answer = send_example(operation, &stage).await;
            assert!((200..300).contains(&answer.status), "{}, sent as in Swagger UI: {answer}", operation.id());
        }
    })
    .await;
}

/// Caught: with an example idempotency key in every operation, the second request reused the key of the first.
#[tokio::test]
async fn swagger_examples_of_two_operations_in_a_row_succeed() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for id in ["create_customer", "create_ticket", "create_interaction"] {
            let stage = Fixture { fixture_for: agent.clone(), ..Fixture::of(desk, id).await };
            send_example(operation_by_id(id), &stage).await.created();
        }
    })
    .await;
}

#[tokio::test]
async fn query_parameter_example_of_every_operation_is_accepted() {
    on_both_engines(async |desk| {
        for operation in document::operations() {
            let stage = Fixture::of(desk, operation.id()).await;
            for parameter in operation.parameters("query") {
                let name = parameter["name"].as_str().unwrap();
                // A cursor is signed, so it has no example; `match_system` needs a file.
                if ["cursor", "match_system"].contains(&name) {
                    continue;
                }
                for value in example_values(parameter) {
                    let by = may_ask_everything(desk, &stage, operation.id()).await;
                    let path = stage
                        .with_id
                        .iter()
                        .fold(operation.template.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
                    by.call(Method::GET, &format!("/{path}?{name}={value}")).send().await.ok();
                }
            }
        }
    })
    .await;
}

/// Deleted and inactive records are for admins; sessions are read by their owner.
async fn may_ask_everything(desk: &TestServer, stage: &Fixture, operation: &str) -> Client {
    if operation == "list_sessions" { stage.fixture_for.clone() } else { desk.admin().await }
}

#[test]
fn body_example_of_every_operation_matches_its_schema() {
    for operation in document::operations() {
        let Some((_, body)) = operation.json_body() else { continue };
        let example = &body["example"];
        assert!(!example.is_null(), "{} has no example", operation.id());
        assert_eq!(schema_errors(&body["schema"], example), Vec::<String>::new(), "{}", operation.id());
    }
}

fn operation_by_id(id: &str) -> Operation {
    document::operations().find(|operation| operation.id() == id).unwrap_or_else(|| panic!("there is no operation {id}"))
}
