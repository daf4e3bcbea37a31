//! Bodies: each field in turn is everything it should not be.

use caredesk_tests::{
    Answer, Desk,
    document::{Operation, faults, operations, resolved},
    on_both_engines,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    CANARY, Ground, assert_no_echo,
    samples::{self, GIVEN_OUT, meant},
    values::{fields, values},
};

/// Rules between fields that a schema cannot say: `(operation, field that is gone or other, pointer of the fault)`.
const BETWEEN: [(&str, &str, &str); 2] = [
    // A channel goes with what the customer said.
    ("create_ticket_message", "/author", "#/via"),
    // The customer writes no notes.
    ("create_ticket_message", "/kind", "#/kind"),
];

/// What a schema cannot say of the text in a field: the codes with which good length and shape may still be refused.
const BEYOND_SCHEMA: [&str; 9] = ["blank", "control", "format", "future", "not_found", "taken", "not_stored", "wrong_role", "nul"];

async fn ask(ground: &Ground, operation: Operation, body: &Value) -> Answer {
    let (kind, _) = operation.json_body().unwrap();
    raw(ground, operation, kind, body.to_string()).await
}

async fn raw(ground: &Ground, operation: Operation, kind: &str, body: impl Into<Vec<u8>>) -> Answer {
    let call = ground.admin.call(operation.method(), &ground.path(operation));
    call.header("if-match", "*").body(kind, body).send().await
}

fn with_body() -> impl Iterator<Item = Operation> {
    operations().filter(|operation| operation.json_body().is_some())
}

fn without(body: &Value, pointer: &str) -> Value {
    let mut body = body.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match body.pointer_mut(parent).unwrap() {
        Value::Object(object) => drop(object.remove(name)),
        Value::Array(items) => drop(items.remove(name.parse().unwrap())),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => panic!("{other} has no {name}"),
    }
    body
}

fn with(body: &Value, pointer: &str, value: Value) -> Value {
    let mut body = body.clone();
    *body.pointer_mut(pointer).unwrap() = value;
    body
}

#[tokio::test]
async fn every_documented_example_succeeds_and_so_does_a_body_with_every_field() {
    on_both_engines(async |desk| {
        for operation in with_body() {
            // What one example does to a record must not be in the way of the next.
            let mut ground = Ground::lay(desk).await;
            let answer = ask(&ground, operation, &samples::example(&ground, desk, operation)).await;
            assert!(matches!(answer.status, 200..=299), "the example of {}: {answer}", operation.id());
            ground = Ground::lay(desk).await;
            let answer = ask(&ground, operation, &samples::full(&ground, desk, operation)).await;
            assert!(matches!(answer.status, 200..=299), "{} with every field: {answer}", operation.id());
        }
    })
    .await;
}

#[tokio::test]
async fn every_field_takes_what_its_schema_takes_and_nothing_else() {
    on_both_engines(async |desk| {
        let ground = Ground::lay(desk).await;
        let (mut tried, mut wrong) = (0, Vec::new());
        for operation in with_body() {
            let schema = &operation.json_body().unwrap().1["schema"];
            let full = samples::full(&ground, desk, operation);
            let mut all = Vec::new();
            fields(schema, &full, "", &mut all);
            for field in &all {
                let pointer = &field.pointer;
                let mut cases = vec![("nothing at all".to_owned(), without(&full, pointer))];
                cases.extend(values(field).into_iter().map(|(name, value)| (name, with(&full, pointer, value))));
                for (name, body) in cases {
                    let what = format!("{}: {name} at {pointer}", operation.id());
                    wrong.extend(judge(&ground, desk, operation, pointer, &what, body).await);
                    tried += 1;
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
        assert!(tried > 1000, "only {tried} bodies were made from the document");
    })
    .await;
}

/// Sends a body and says how the answer is not what the schema makes of it.
async fn judge(ground: &Ground, desk: &Desk, operation: Operation, pointer: &str, what: &str, mut body: Value) -> Option<String> {
    samples::renew(desk, operation, &mut body);
    let wrong = faults(&operation.json_body().unwrap().1["schema"], &body);
    let answer = ask(ground, operation, &body).await;
    let under = format!("#{pointer}");
    let fits = match answer.status {
        400.. if answer.text().contains(CANARY) => return Some(format!("{what} is repeated: {answer}")),
        400 => !wrong.is_empty(),
        422 if !wrong.is_empty() => answer.places().iter().any(|(place, _)| place.starts_with(&under)),
        422 => answer.places().iter().all(|(place, code)| {
            let between = BETWEEN.iter().any(|(of, field, at)| *of == operation.id() && *field == pointer && at == place);
            between || (place.starts_with(&under) && BEYOND_SCHEMA.contains(&code.as_str()))
        }),
        // Nobody signs in with most of these.
        200..=299 | 409 => wrong.is_empty() && !what.contains("NUL"),
        401 => operation.id() == "login" && wrong.is_empty() && !what.contains("NUL"),
        _ => false,
    };
    let why = if wrong.is_empty() { "fits the schema".to_owned() } else { format!("does not fit the schema ({})", wrong.join("; ")) };
    (!fits).then(|| format!("{what} {why}, but {answer}"))
}

#[tokio::test]
async fn a_field_nobody_knows_is_named_and_nothing_is_done() {
    on_both_engines(async |desk| {
        let ground = Ground::lay(desk).await;
        for operation in with_body() {
            let full = samples::full(&ground, desk, operation);
            let mut places = vec![String::new()];
            let mut all = Vec::new();
            fields(&operation.json_body().unwrap().1["schema"], &full, "", &mut all);
            places.extend(all.into_iter().filter(|field| meant(field.schema)["properties"].is_object()).map(|field| field.pointer));
            for place in places {
                let mut body = full.clone();
                body.pointer_mut(&place).unwrap()["surprise"] = json!(CANARY);
                let answer = ask(&ground, operation, &body).await;
                assert_no_echo(&answer, operation.id());
                assert_eq!(answer.places(), [(format!("#{place}/surprise"), "unknown_field".to_owned())], "{}: {answer}", operation.id());
                answer.problem(400, "unknown_field");
                // A name that could be somebody's words is not repeated.
                let mut body = full.clone();
                body.pointer_mut(&place).unwrap()[format!("{CANARY} Adébáyọ̀")] = json!(1);
                let answer = ask(&ground, operation, &body).await;
                assert_no_echo(&answer, operation.id());
                answer.problem(400, "unknown_field");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_not_json_is_told_so_before_anything_else() {
    on_both_engines(async |desk| {
        let ground = Ground::lay(desk).await;
        for operation in with_body() {
            let (kind, about) = operation.json_body().unwrap();
            let good = samples::full(&ground, desk, operation).to_string();
            let name = resolved(&about["schema"])["properties"].as_object().unwrap().keys().next().unwrap();
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
                ("depth", vec![b'['; 100_000], "malformed_json"),
                ("one name twice", format!("{{\"{name}\": \"{CANARY}\", \"{name}\": \"{CANARY}\"}}").into_bytes(), "duplicate_key"),
            ];
            for (what, body, code) in cases {
                let answer = raw(&ground, operation, kind, body).await;
                assert_no_echo(&answer, what);
                assert_eq!(answer.status, 400, "{what}: {answer}");
                answer.problem(400, code);
            }
            for other in ["[]", "null", "7", "\"zqxcanary\"", "true"] {
                let answer = raw(&ground, operation, kind, other).await;
                assert_no_echo(&answer, other);
                answer.faults(&[("#", "wrong_type")]);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_body_of_another_kind_or_too_large_is_not_read() {
    on_both_engines(async |desk| {
        let ground = Ground::lay(desk).await;
        for operation in with_body() {
            let (kind, _) = operation.json_body().unwrap();
            let good = samples::full(&ground, desk, operation).to_string();
            for other in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "multipart/form-data", "x"]
            {
                raw(&ground, operation, other, good.clone()).await.problem(415, "unsupported_media_type");
            }
            let path = ground.path(operation);
            let call = |method: Method| ground.admin.call(method, &path).header("if-match", "*");
            call(operation.method())
                .header("content-encoding", "gzip")
                .body(kind, good.clone())
                .send()
                .await
                .problem(415, "unsupported_media_type");
            let large = format!("{{\"x\": \"{}\"}}", CANARY.repeat(2 * 1024 * 1024 / CANARY.len()));
            let answer = raw(&ground, operation, kind, large).await;
            assert_no_echo(&answer, operation.id());
            answer.problem(413, "too_large");
        }
    })
    .await;
}

#[tokio::test]
async fn a_cursor_that_no_list_gave_out_is_refused_in_a_search() {
    on_both_engines(async |desk| {
        let ground = Ground::lay(desk).await;
        for operation in with_body() {
            let schema = resolved(&operation.json_body().unwrap().1["schema"]);
            if schema["properties"].get(GIVEN_OUT).is_none() {
                continue;
            }
            for cursor in [json!(CANARY), json!(""), json!("a".repeat(1025)), json!(7), Value::Null, json!("🦷"), json!("a\0b")] {
                let mut body = samples::full(&ground, desk, operation);
                body[GIVEN_OUT] = cursor.clone();
                let answer = ask(&ground, operation, &body).await;
                assert_no_echo(&answer, GIVEN_OUT);
                assert_eq!(answer.is(422).places()[0].0, "#/cursor", "{cursor}");
            }
        }
    })
    .await;
}
