//! What Swagger shows works when pressed: each operation is sent just as its page in Swagger UI is filled in, by somebody whose business it is.
//!
//! The examples of the document cannot know a record, so the stage lays one and puts its id where the example has the id of nobody
//! ([`SOME_ID`]) or, in an address, none at all; whoever presses does the same by hand. All else is sent as it stands.

use caredesk_tests::{
    Client, Desk,
    document::{self, Operation, faults},
    on_both_engines,
};
use reqwest::Method;
use serde_json::Value;

use crate::stage::{Stage, press, text};

/// The id that stands in examples for that of any record.
const SOME_ID: &str = "0192f3c4-7a1b-7c2d-8e3f-405162738495";

/// Every value that the document gives for a query parameter to be tried: its example, or each word it may be.
fn shown(parameter: &Value) -> Vec<String> {
    let name = parameter["name"].as_str().unwrap();
    let schema = resolved_here(&parameter["schema"]);
    let of = if schema["type"] == "array" { resolved_here(&schema["items"]) } else { schema };
    if let Some(words) = of["enum"].as_array() {
        let all = words.iter().map(text).collect::<Vec<_>>();
        // Several at once, where several are taken, separated by commas.
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
async fn every_operation_succeeds_when_sent_as_swagger_fills_it_in() {
    on_both_engines(async |desk| {
        for operation in document::operations() {
            let stage = Stage::of(desk, operation.id()).await;
            let answer = press(operation, &stage).await;
            assert!((200..300).contains(&answer.status), "{}, pressed in Swagger: {answer}", operation.id());
        }
    })
    .await;
}

/// Only the order of the two presses differs from the test above: an example key in every operation's form was another request's by then.
#[tokio::test]
async fn what_swagger_fills_in_can_be_pressed_in_two_operations_one_after_the_other() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for id in ["create_customer", "create_ticket", "create_interaction"] {
            let stage = Stage { by: agent.clone(), ..Stage::of(desk, id).await };
            press(the(id), &stage).await.created();
        }
    })
    .await;
}

#[tokio::test]
async fn every_value_shown_for_a_query_parameter_is_taken() {
    on_both_engines(async |desk| {
        for operation in document::operations() {
            let stage = Stage::of(desk, operation.id()).await;
            for parameter in operation.parameters("query") {
                let name = parameter["name"].as_str().unwrap();
                // A cursor is signed, so no example can be one; `match_system` goes with a file.
                if ["cursor", "match_system"].contains(&name) {
                    continue;
                }
                for value in shown(parameter) {
                    let by = may_ask_everything(desk, &stage, operation.id()).await;
                    let path =
                        stage.at.iter().fold(operation.template.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
                    by.call(Method::GET, &format!("/{path}?{name}={value}")).send().await.ok();
                }
            }
        }
    })
    .await;
}

/// Hidden and inactive records are for admins; what is one's own is asked for by oneself.
async fn may_ask_everything(desk: &Desk, stage: &Stage, operation: &str) -> Client {
    if operation == "list_sessions" { stage.by.clone() } else { desk.admin().await }
}

#[test]
fn every_body_has_an_example_that_its_schema_accepts() {
    for operation in document::operations() {
        let Some((_, body)) = operation.json_body() else { continue };
        let example = &body["example"];
        assert!(!example.is_null(), "{} has no example", operation.id());
        assert_eq!(faults(&body["schema"], example), Vec::<String>::new(), "{}", operation.id());
    }
}

fn the(id: &str) -> Operation {
    document::operations().find(|operation| operation.id() == id).unwrap_or_else(|| panic!("there is no operation {id}"))
}
