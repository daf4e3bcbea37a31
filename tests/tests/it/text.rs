//! Free text is returned byte for byte, and found in every spelling.
//!
//! The fields come from the OpenAPI document: an operation with free text and no known paths fails the suite.

mod rejected;
mod search;
mod text_fields;
mod texts;

use caredesk_tests::{
    TestResponse, TestServer,
    document::{Operation, operations},
    on_both_engines,
};
use reqwest::Method;
use serde_json::Value;

use super::bad_input::{
    fixture::OperationFixture,
    samples::{full_body, make_unique, resolve_non_null, variants},
    values::{Field, fields},
};
use text_fields::text_paths;
use texts::texts;

/// Schemas of text that is not stored: queries, credentials and tokens.
const UNSTORED_SCHEMAS: [&str; 4] = ["SearchText", "LoginAddress", "LinkToken", "Cursor"];

/// Free text: a string with a length and without format, pattern or enum.
fn is_free_text(field: &Field) -> bool {
    let schema = resolve_non_null(field.schema);
    let shaped = ["format", "pattern", "enum"].iter().any(|word| !schema[word].is_null());
    let named = field.schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    !shaped && schema["maxLength"].is_u64() && named.is_none_or(|name| !UNSTORED_SCHEMAS.contains(&name))
}

/// The free text fields in the body of an operation, and a valid body with all of them.
async fn free_text(desk: &TestServer, operation: Operation) -> Option<(OperationFixture, Value, Vec<Field>)> {
    let (_, about) = operation.json_body()?;
    let ground = OperationFixture::new(desk, operation).await;
    let mut body = full_body(&ground, desk, operation, &variants(operation.id())[0]);
    make_unique(desk, operation, &mut body);
    let mut found = Vec::new();
    fields(&about["schema"], &body, "", &mut found);
    found.retain(is_free_text);
    (!found.is_empty()).then_some((ground, body, found))
}

fn takes_a_key(operation: Operation) -> bool {
    operation.parameters("header").any(|header| header["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("idempotency-key")))
}

async fn send(ground: &OperationFixture, operation: Operation, body: &str, key: &str) -> TestResponse {
    let (kind, _) = operation.json_body().unwrap();
    let mut call = ground.client.call(operation.method(), &ground.path(operation));
    if takes_a_key(operation) {
        call = call.header("idempotency-key", key);
    }
    if operation.method() == Method::PATCH {
        call = call.header("if-match", "*");
    }
    call.body(kind, body).send().await
}

/// The body in ASCII only, as some JSON libraries write it: all else is escaped, four-byte characters as surrogate pairs.
fn in_ascii(body: &Value) -> String {
    let escaped = |letter: char| match letter {
        ' '..='~' => letter.to_string(),
        _ => letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
    };
    body.to_string().chars().map(escaped).collect()
}

/// Whether any string in a JSON value equals the text.
fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::String(it) => it == text,
        Value::Array(items) => items.iter().any(|item| holds(item, text)),
        Value::Object(object) => object.values().any(|item| holds(item, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[track_caller]
fn assert_holds(answer: &TestResponse, written: &[(String, String)], what: &str) {
    let body = answer.json();
    for (pointer, text) in written {
        assert!(holds(&body, text), "{what}: {pointer} is not returned as written: {text:?} in {answer}");
    }
}

#[tokio::test]
async fn free_text_in_every_field_is_returned_byte_for_byte() {
    on_both_engines(async |desk| {
        let (mut tried, mut read) = (0, 0);
        for operation in operations() {
            for number in 0..texts(1, 200, true).len() {
                // New records for each text: most operations succeed only once.
                let Some((ground, mut body, found)) = free_text(desk, operation).await else { break };
                let mut written = Vec::new();
                for field in found {
                    let (schema, pointer) = (resolve_non_null(field.schema), field.pointer);
                    let bound = |name: &str| usize::try_from(schema[name].as_u64().unwrap()).unwrap();
                    let (_, text) = texts(bound("minLength"), bound("maxLength"), texts::on_one_line(&pointer)).swap_remove(number);
                    *body.pointer_mut(&pointer).unwrap() = text.clone().into();
                    written.push((pointer, text));
                }
                let what = format!("{}, {}", operation.id(), texts(1, 200, true)[number].0);
                let sent = if number % 2 == 0 { body.to_string() } else { in_ascii(&body) };
                let key = format!("text-{}", desk.next_number());
                let answer = send(&ground, operation, &sent, &key).await;
                assert!(matches!(answer.status, 200 | 201), "{what}: {answer}");
                let (shown, paths) = text_paths(&ground, operation, &answer.json()).await;
                let mut answers = vec![answer];
                if takes_a_key(operation) {
                    let again = send(&ground, operation, &sent, &key).await;
                    assert_eq!(again.header("idempotency-replayed"), Some("true"), "{what}: {again}");
                    answers.push(again);
                }
                answers.iter().filter(|_| shown).for_each(|answer| assert_holds(answer, &written, &what));
                for path in &paths {
                    assert_holds(&ground.client.get(path).await.expect_status(200), &written, &format!("{what}, read at {path}"));
                }
                (tried, read) = (tried + written.len(), read + paths.len() + answers.len());
            }
        }
        assert!(tried > 150, "only {tried} texts were written");
        println!("{tried} texts written, {read} answers held them");
    })
    .await;
}
