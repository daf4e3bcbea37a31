//! Paths and queries: path and query parameters, methods, and unknown paths.

use caredesk_tests::{
    TestResponse,
    document::{Operation, document, operations, resolve_ref, schema_errors},
    on_both_engines,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{CANARY, OperationFixture, assert_accepted, assert_no_echo, assert_rejected, samples};

const METHODS: [Method; 7] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS, Method::HEAD];

/// Valid and invalid texts for a parameter of this schema.
fn texts(schema: &'static Value) -> Vec<String> {
    let schema = resolve_ref(schema);
    let item = if schema["type"] == "array" { resolve_ref(&schema["items"]) } else { schema };
    let mut texts: Vec<String> =
        [CANARY, "", "0", "1", "-1", "1.5", "9999999999999999999", "true", "yes", "null", "%F0%9F%A6%B7zqxcanary", "a%00b"]
            .map(str::to_owned)
            .to_vec();
    texts.extend(item["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    texts.extend(item["examples"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    for bound in ["minimum", "maximum"] {
        texts.extend(schema[bound].as_i64().into_iter().flat_map(|bound| [bound - 1, bound, bound + 1]).map(|number| number.to_string()));
    }
    if schema["type"] == "array" {
        let all: Vec<&str> = item["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        texts.extend([all.join(","), format!("{},", all.first().unwrap_or(&"me")), ",".to_owned()]);
    }
    texts.extend(["2026-13-01T00:00:00Z", "2026-03-01T09:30:00", "2026-03-01", "2026-03-01T09:30:00%2B01:00"].map(str::to_owned));
    texts.extend(["0192f3c4-7a1b-7c2d-8e3f-405162738495", "0192f3c47a1b7c2d8e3f405162738495"].map(str::to_owned));
    texts.push("x".repeat(2000));
    texts
}

/// The text parsed as the schema's type.
fn parse_as(schema: &Value, text: &str) -> Value {
    let text = text.replace("%F0%9F%A6%B7", "🦷").replace("%00", "\0").replace("%2B", "+");
    match schema["type"].as_str() {
        Some("array") => text.split(',').map(|part| parse_as(&schema["items"], part)).collect(),
        Some("integer") => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
        Some("boolean") => text.parse::<bool>().map_or_else(|_| json!(text), |flag| json!(flag)),
        _ => json!(text),
    }
}

fn operations_with_query() -> impl Iterator<Item = Operation> {
    operations().filter(|operation| operation.parameters("query").next().is_some())
}

/// Sends the operation with this query, and with the documented body if it takes one.
async fn send_with_query(ground: &OperationFixture, operation: Operation, query: &str) -> TestResponse {
    let call = ground.client.call(operation.method(), &format!("{}?{query}", ground.path(operation)));
    match operation.definition["requestBody"]["content"].as_object().and_then(|content| content.iter().next()) {
        Some((kind, body)) => call.body(kind, body["example"].as_str().unwrap()).send().await,
        None => call.send().await,
    }
}

#[tokio::test]
async fn query_parameter_accepts_exactly_what_its_schema_accepts() {
    on_both_engines(async |desk| {
        let mut tried = 0;
        for operation in operations_with_query() {
            let ground = OperationFixture::new(desk, operation).await;
            for parameter in operation.parameters("query") {
                let (name, schema) = (parameter["name"].as_str().unwrap(), &parameter["schema"]);
                for text in texts(schema) {
                    let what = format!("{}: {name}={text}", operation.id());
                    let answer = send_with_query(&ground, operation, &format!("{name}={text}")).await;
                    assert_no_echo(&answer, &what);
                    tried += 1;
                    // No sample is a valid cursor, and no schema excludes NUL.
                    if schema_errors(schema, &parse_as(schema, &text)).is_empty() && name != "cursor" && !text.contains("%00") {
                        assert_accepted(&answer, &what);
                    } else {
                        assert_rejected(&answer, &what);
                        assert_eq!(answer.error_locations()[0].0, name, "{what}: {answer}");
                        assert_eq!(answer.status, 422, "{what}: {answer}");
                    }
                }
            }
        }
        assert!(tried > 300, "only {tried} queries were made from the document");
    })
    .await;
}

async fn assert_refused_query(ground: &OperationFixture, operation: Operation, queries: &[(&str, &str)]) {
    for (query, code) in queries {
        let answer = send_with_query(ground, operation, query).await;
        assert_no_echo(&answer, query);
        answer.problem(400, code);
    }
}

#[tokio::test]
async fn query_with_unknown_malformed_or_repeated_parameter_is_400() {
    on_both_engines(async |desk| {
        let unknown = [("surprise=zqxcanary", "unknown_parameter"), ("%F0%9F%A6%B7zqxcanary=1", "unknown_parameter")];
        for operation in operations().filter(|operation| operation.method == "get") {
            let ground = OperationFixture::new(desk, operation).await;
            assert_refused_query(&ground, operation, &unknown).await;
        }
        for operation in operations_with_query() {
            let ground = OperationFixture::new(desk, operation).await;
            let known = operation.parameters("query").next().unwrap()["name"].as_str().unwrap();
            assert_refused_query(&ground, operation, &unknown).await;
            assert_refused_query(&ground, operation, &[(&format!("{known}=%FF"), "malformed_query"), ("%FF=1", "malformed_query")]).await;
            for parameter in operation.parameters("query") {
                let name = parameter["name"].as_str().unwrap();
                let text = texts(&parameter["schema"]).pop().unwrap();
                let twice = format!("{name}={text}&{name}={text}");
                if parameter["schema"]["type"] == "array" {
                    send_with_query(&ground, operation, &twice).await.expect_status(422);
                } else {
                    assert_refused_query(&ground, operation, &[(&twice, "repeated_parameter")]).await;
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn path_with_invalid_id_is_404() {
    on_both_engines(async |desk| {
        let long = "x".repeat(4000);
        let ids = [
            CANARY,
            "0",
            "0192f3c4-7a1b-7c2d-8e3f-405162738495",
            "0192f3c47a1b7c2d8e3f405162738495",
            "%00",
            "%FF",
            "%F0%9F%A6%B7zqxcanary",
            "TKT-00000000",
            "TKT-zqxcanar",
            "%2e%2e",
            "a%2Fb",
            "%20",
            "'%20OR%201=1--",
            long.as_str(),
        ];
        for operation in operations() {
            let ground = OperationFixture::new(desk, operation).await;
            for (parameter, id) in operation.parameters("path").flat_map(|parameter| ids.map(|id| (parameter, id))) {
                // A URL library resolves `%2e%2e` to the parent, which is another path.
                if id == "%2e%2e" {
                    continue;
                }
                let name = parameter["name"].as_str().unwrap();
                let what = format!("{}: {name} {}", operation.id(), &id[..id.len().min(40)]);
                let mut call = ground.client.call(operation.method(), &ground.path_with(operation, name, id)).header("if-match", "*");
                if let Some((kind, _)) = operation.json_body() {
                    call = call.body(kind, samples::valid_body(&ground, desk, operation).to_string());
                }
                let answer = call.send().await;
                assert_no_echo(&answer, &what);
                answer.problem(404, "not_found");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn request_with_unsupported_method_is_405_with_allow_header() {
    on_both_engines(async |desk| {
        for (template, item) in document()["paths"].as_object().unwrap() {
            let known: Vec<String> = item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
            let about = operations().find(|operation| operation.template == template).unwrap();
            let ground = OperationFixture::new(desk, about).await;
            for method in METHODS {
                // Caught: methods of `/customers/search` were answered as those of a customer with the id `search`.
                if known.contains(&method.to_string()) {
                    continue;
                }
                for client in [&ground.client, &desk.visitor()] {
                    let answer = client.call(method.clone(), &ground.path(about)).send().await.expect_status(405);
                    let mut allow: Vec<String> = answer.header("allow").unwrap().split(", ").map(str::to_owned).collect();
                    allow.sort_unstable();
                    let mut known = known.clone();
                    known.sort_unstable();
                    assert_eq!(allow, known, "{answer}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn request_to_unknown_path_is_404() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        for path in [
            "/surprise",
            "",
            "/",
            "/tickets/",
            "//api/",
            "//api/v2/tickets",
            "//api/zqxcanary",
            "//.well-known/zqxcanary",
            "//livez/zqxcanary",
            "/customers//restore",
            "//api/%F0%9F%A6%B7",
        ] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let answer = admin.call(method, path).send().await;
                assert_no_echo(&answer, path);
                answer.problem(404, "not_found");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn post_without_documented_body_rejects_a_non_empty_body() {
    on_both_engines(async |desk| {
        let bodyless = operations().filter(|operation| operation.method == "post" && operation.definition["requestBody"].is_null());
        for operation in bodyless {
            let ground = OperationFixture::new(desk, operation).await;
            let path = ground.path(operation);
            let send = async |kind: &str, body: &str| ground.client.call(Method::POST, &path).body(kind, body).send().await;
            let answer = send("application/json", "{\"surprise\": \"zqxcanary\"}").await;
            assert_no_echo(&answer, operation.id());
            answer.problem(400, "unknown_field");
            send("application/json", "{").await.problem(400, "malformed_json");
            send("application/json", "[]").await.field_errors(&[("#", "wrong_type")]);
            send("text/plain", "zqxcanary").await.problem(415, "unsupported_media_type");
            let answer = send("application/json", &" ".repeat(2 * 1024 * 1024)).await;
            answer.problem(413, "too_large");
        }
    })
    .await;
}
