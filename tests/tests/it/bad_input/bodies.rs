//! Bodies as a whole: valid ones, ones with unknown fields, and malformed ones.

use std::collections::BTreeSet;

use caredesk_tests::{
    TestResponse,
    document::{Operation, operations, resolve_ref},
    on_both_engines,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    CANARY, OperationFixture, assert_no_echo,
    samples::{self, CURSOR_FIELD, resolve_non_null},
    values::fields,
};

/// Operations whose body is not JSON, and where their invalid bodies are tested.
const NOT_JSON: [(&str, &str); 2] = [
    ("issue_token", "a form, with the errors of OAuth 2: service_accounts"),
    ("import_customers", "NDJSON, each line rejected by itself: smoke and the import's own tests"),
];

pub(super) async fn send_json(ground: &OperationFixture, operation: Operation, body: &Value) -> TestResponse {
    let (kind, _) = operation.json_body().unwrap();
    send_raw(ground, operation, kind, body.to_string()).await
}

async fn send_raw(ground: &OperationFixture, operation: Operation, kind: &str, body: impl Into<Vec<u8>>) -> TestResponse {
    let call = ground.client.call(operation.method(), &ground.path(operation));
    call.header("if-match", "*").body(kind, body).send().await
}

pub(super) fn operations_with_body() -> impl Iterator<Item = Operation> {
    operations().filter(|operation| operation.json_body().is_some())
}

#[test]
fn request_body_of_every_operation_is_json_or_listed() {
    let others = operations().filter(|operation| !operation.definition["requestBody"].is_null() && operation.json_body().is_none());
    assert_eq!(others.map(|operation| operation.id()).collect::<Vec<_>>(), NOT_JSON.map(|(id, _)| id));
}

#[tokio::test]
async fn request_with_documented_example_or_every_field_succeeds() {
    on_both_engines(async |desk| {
        for operation in operations_with_body() {
            // A new record for each body, so that one request does not affect the next.
            let ground = OperationFixture::new(desk, operation).await;
            let answer = send_json(&ground, operation, &samples::example(&ground, desk, operation)).await;
            assert!(matches!(answer.status, 200..=299), "the example of {}: {answer}", operation.id());
            let mut tried = BTreeSet::from([CURSOR_FIELD.to_owned()]);
            for variant in samples::variants(operation.id()) {
                let ground = OperationFixture::new(desk, operation).await;
                let body = samples::full_body(&ground, desk, operation, &variant);
                let answer = send_json(&ground, operation, &body).await;
                assert!(matches!(answer.status, 200..=299), "{} with {body}: {answer}", operation.id());
                tried.extend(body.as_object().unwrap().keys().cloned());
            }
            let known = resolve_ref(&operation.json_body().unwrap().1["schema"])["properties"].as_object().unwrap().keys();
            assert_eq!(known.filter(|field| !tried.contains(*field)).collect::<Vec<_>>(), Vec::<&String>::new(), "{}", operation.id());
        }
    })
    .await;
}

#[tokio::test]
async fn request_with_unknown_field_is_400_and_names_it() {
    on_both_engines(async |desk| {
        for operation in operations_with_body() {
            let ground = OperationFixture::new(desk, operation).await;
            let full = samples::valid_body(&ground, desk, operation);
            let mut places = vec![String::new()];
            let mut all = Vec::new();
            fields(&operation.json_body().unwrap().1["schema"], &full, "", &mut all);
            places.extend(
                all.into_iter().filter(|field| resolve_non_null(field.schema)["properties"].is_object()).map(|field| field.pointer),
            );
            for place in places {
                let mut body = full.clone();
                body.pointer_mut(&place).unwrap()["surprise"] = json!(CANARY);
                let answer = send_json(&ground, operation, &body).await;
                assert_no_echo(&answer, operation.id());
                assert_eq!(
                    answer.error_locations(),
                    [(format!("#{place}/surprise"), "unknown_field".to_owned())],
                    "{}: {answer}",
                    operation.id()
                );
                answer.problem(400, "unknown_field");
                // A field name that may hold personal data is not repeated.
                let mut body = full.clone();
                body.pointer_mut(&place).unwrap()[format!("{CANARY} Adébáyọ̀")] = json!(1);
                let answer = send_json(&ground, operation, &body).await;
                assert_no_echo(&answer, operation.id());
                answer.problem(400, "unknown_field");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn request_with_malformed_json_is_400() {
    on_both_engines(async |desk| {
        for operation in operations_with_body() {
            let ground = OperationFixture::new(desk, operation).await;
            let (kind, about) = operation.json_body().unwrap();
            let good = samples::valid_body(&ground, desk, operation).to_string();
            let name = resolve_ref(&about["schema"])["properties"].as_object().unwrap().keys().next().unwrap();
            let cut: String = good.chars().take(good.chars().count() - 1).collect();
            let cases: [(&str, Vec<u8>, &str); 11] = [
                ("no body", Vec::new(), "malformed_json"),
                ("half a body", cut.into_bytes(), "malformed_json"),
                ("two bodies", format!("{good} {good}").into_bytes(), "malformed_json"),
                ("words", CANARY.into(), "malformed_json"),
                ("no UTF-8", b"{\"\xff\": 1}".to_vec(), "malformed_json"),
                ("half a character", format!("{{\"{name}\": \"{CANARY} \\ud800\"}}").into_bytes(), "malformed_json"),
                ("the other half", format!("{{\"{name}\": \"\\udc00 {CANARY}\"}}").into_bytes(), "malformed_json"),
                ("a raw control character", format!("{{\"{name}\": \"{CANARY} \u{1}\"}}").into_bytes(), "malformed_json"),
                ("not a number", format!("{{\"{name}\": NaN}}").into_bytes(), "malformed_json"),
                ("depth", vec![b'['; 5_000], "too_complex"),
                ("one name twice", format!("{{\"{name}\": \"{CANARY}\", \"{name}\": \"{CANARY}\"}}").into_bytes(), "duplicate_key"),
            ];
            for (what, body, code) in cases {
                let answer = send_raw(&ground, operation, kind, body).await;
                assert_no_echo(&answer, what);
                assert_eq!(answer.status, 400, "{what}: {answer}");
                answer.problem(400, code);
            }
            for other in ["[]", "null", "7", "\"zqxcanary\"", "true"] {
                let answer = send_raw(&ground, operation, kind, other).await;
                assert_no_echo(&answer, other);
                answer.field_errors(&[("#", "wrong_type")]);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn request_with_wrong_media_type_is_415_and_too_large_body_413() {
    on_both_engines(async |desk| {
        for operation in operations_with_body() {
            let ground = OperationFixture::new(desk, operation).await;
            let (kind, _) = operation.json_body().unwrap();
            let good = samples::valid_body(&ground, desk, operation).to_string();
            for other in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "multipart/form-data", "x"]
            {
                send_raw(&ground, operation, other, good.clone()).await.problem(415, "unsupported_media_type");
            }
            let path = ground.path(operation);
            let call = |method: Method| ground.client.call(method, &path).header("if-match", "*");
            call(operation.method())
                .header("content-encoding", "gzip")
                .body(kind, good.clone())
                .send()
                .await
                .problem(415, "unsupported_media_type");
            let large = format!("{{\"x\": \"{}\"}}", CANARY.repeat(2 * 1024 * 1024 / CANARY.len()));
            let answer = send_raw(&ground, operation, kind, large).await;
            assert_no_echo(&answer, operation.id());
            answer.problem(413, "too_large");
        }
    })
    .await;
}

#[tokio::test]
async fn search_with_invalid_cursor_is_422() {
    on_both_engines(async |desk| {
        for operation in operations_with_body() {
            let ground = OperationFixture::new(desk, operation).await;
            let schema = resolve_ref(&operation.json_body().unwrap().1["schema"]);
            if schema["properties"].get(CURSOR_FIELD).is_none() {
                continue;
            }
            for cursor in [json!(CANARY), json!(""), json!("a".repeat(1025)), json!(7), Value::Null, json!("🦷"), json!("a\0b")] {
                let mut body = samples::valid_body(&ground, desk, operation);
                body[CURSOR_FIELD] = cursor.clone();
                let answer = send_json(&ground, operation, &body).await;
                assert_no_echo(&answer, CURSOR_FIELD);
                assert_eq!(answer.expect_status(422).error_locations()[0].0, "#/cursor", "{cursor}");
            }
        }
    })
    .await;
}
