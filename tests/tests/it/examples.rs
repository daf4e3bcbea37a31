//! What Swagger shows works when pressed: each operation is sent just as its page in Swagger UI is filled in, by somebody whose business it is.
//!
//! The examples of the document cannot know a record, so the stage lays one and puts its id where the example has the id of nobody
//! ([`SOME_ID`]) or, in an address, none at all; whoever presses does the same by hand. All else is sent as it stands.

mod stage;

use caredesk_tests::{
    Answer, Client, Desk,
    document::{self, Operation, faults, resolved},
    on_both_engines,
};
use reqwest::Method;
use serde_json::{Value, json};

use stage::Stage;

/// The id that stands in examples for that of any record.
const SOME_ID: &str = "0192f3c4-7a1b-7c2d-8e3f-405162738495";

/// Cannot be pressed by anybody, and why.
const NOT_PRESSED: [(&str, &str); 1] = [("use_password_link", "a link's token is made at random and works once: no example can hold it")];

/// What Swagger UI fills in for a parameter by itself (its `setDefaultValue`): the parameter's own example, or its schema's example or default.
fn filled_in(parameter: &Value) -> Option<String> {
    let (own, schema) = (&parameter["example"], &parameter["schema"]);
    let value = [own, &schema["example"], &schema["default"]].into_iter().find(|value| !value.is_null())?;
    Some(text(value))
}

/// A value as it stands in a field or an address.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

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

/// The example body of an operation with its media type, if it takes one.
fn example_body(operation: Operation) -> Option<(&'static str, Value)> {
    let content = operation.about["requestBody"]["content"].as_object()?;
    let (kind, body) = content.iter().next().unwrap();
    if !body["example"].is_null() {
        return Some((kind, body["example"].clone()));
    }
    // A form is filled in field by field, each with its own example.
    let fields = resolved(&body["schema"])["properties"].as_object().unwrap_or_else(|| panic!("{}: no example body", operation.id()));
    let fields = fields.iter().map(|(name, field)| (name.clone(), field["example"].clone()));
    Some((kind, Value::Object(fields.collect())))
}

/// Presses *Execute*: everything as it is filled in, with the stage's records.
async fn press(operation: Operation, stage: &Stage) -> Answer {
    let mut path = operation.template.to_owned();
    for (name, id) in &stage.at {
        path = path.replace(&format!("{{{name}}}"), id);
    }
    assert!(!path.contains('{'), "{}: the stage names no record for {path}", operation.id());
    let query: Vec<String> = operation
        .parameters("query")
        .filter_map(|parameter| Some(format!("{}={}", parameter["name"].as_str().unwrap(), filled_in(parameter)?)))
        .collect();
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let mut call = stage.by.call(operation.method(), &format!("/{path}"));
    for parameter in operation.parameters("header") {
        let name = parameter["name"].as_str().unwrap();
        match filled_in(parameter) {
            Some(value) => call = call.header(name, &value),
            None => assert!(parameter["required"] != true, "{}: {name} has no example", operation.id()),
        }
    }
    if let Some(cookie) = &stage.cookie {
        call = call.refresh_cookie(cookie);
    }
    if let Some((kind, mut body)) = example_body(operation) {
        for (field, value) in &stage.fields {
            body[*field] = value.clone();
        }
        call = match kind {
            "application/x-www-form-urlencoded" => call.body(kind, form(&body)),
            _ if body.is_string() => call.body(kind, body.as_str().unwrap()),
            _ => call.body(kind, body.to_string()),
        };
    }
    call.send().await
}

fn form(fields: &Value) -> String {
    let fields = fields.as_object().unwrap().iter();
    fields.map(|(name, value)| format!("{name}={}", text(value).replace(' ', "+"))).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn every_operation_succeeds_when_sent_as_swagger_fills_it_in() {
    on_both_engines(async |desk| {
        for operation in document::operations() {
            if NOT_PRESSED.iter().any(|(id, _)| *id == operation.id()) {
                continue;
            }
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

/// Holds for those too that cannot be pressed.
#[test]
fn every_body_has_an_example_that_its_schema_accepts() {
    for operation in document::operations() {
        let Some((_, body)) = operation.json_body() else { continue };
        let example = &body["example"];
        assert!(!example.is_null(), "{} has no example", operation.id());
        assert_eq!(faults(&body["schema"], example), Vec::<String>::new(), "{}", operation.id());
    }
}

#[test]
fn what_cannot_be_pressed_exists() {
    for (id, _) in NOT_PRESSED {
        assert_eq!(the(id).about["operationId"], json!(id));
    }
}

fn the(id: &str) -> Operation {
    document::operations().find(|operation| operation.id() == id).unwrap_or_else(|| panic!("there is no operation {id}"))
}
