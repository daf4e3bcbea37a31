//! Small requests that would be expensive.

use std::time::{Duration, Instant};

use caredesk_tests::{
    document::{operations, resolve_ref},
    on_both_engines,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::raw::{Framing, RawConnection};
use crate::bad_input::fixture::OperationFixture;

/// Valid JSON in shapes that no request needs. The first took 265 ms of CPU time.
fn complex() -> Vec<(&'static str, String)> {
    let list = |item: &str, count: usize| format!("{{\"x\": [{}]}}", vec![item; count].join(","));
    let nested = |open: &str, close: &str, depth: usize| format!("{{\"x\": {}1{}}}", open.repeat(depth), close.repeat(depth));
    let names = |count: usize| format!("{{{}}}", (0..count).map(|name| format!("\"n{name}\": 1")).collect::<Vec<_>>().join(","));
    vec![
        ("125,000 small objects", list("{\"a\":1}", 125_000)),
        ("350,000 empty arrays", list("[]", 349_000)),
        ("500,000 numbers", list("0", 500_000)),
        ("arrays 33 deep", nested("[", "]", 33)),
        ("objects 120 deep", nested("{\"a\":", "}", 120)),
        ("2,001 names", names(2001)),
        ("80,000 names", names(80_000)),
        ("one name of 300 KB", format!("{{\"{}\": 1}}", "n".repeat(300_000))),
        ("the same name 100,000 times", format!("{{{}}}", vec!["\"a\":1"; 100_000].join(","))),
    ]
}

#[tokio::test]
async fn json_beyond_the_bounds_is_400() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for (what, body) in complex() {
            for request in ["POST /api/v1/tickets", "POST /api/v1/search"] {
                let mut connection = RawConnection::connect(desk).await;
                connection.send(request, Some(agent.token()), "application/json", body.as_bytes(), Framing::ContentLength).await;
                connection.answer().await.problem(400, "too_complex", &format!("{request}: {what}"));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn import_line_beyond_the_bounds_is_refused_alone() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let good =
            r#"{"resourceType":"Patient","identifier":[{"system":"https://app.example","value":"1"}],"name":[{"family":"Adebayo"}]}"#;
        let lines: Vec<String> = complex().into_iter().map(|(_, line)| line).collect();
        let file = format!("{}\n{good}\n", lines.join("\n"));
        let report = admin.call(Method::POST, "/customers/import").body("application/fhir+ndjson", file).send().await.ok();
        assert_eq!([&report["lines"], &report["created"]], [lines.len() + 1, 1]);
        let codes: Vec<&Value> = report["refusals"].as_array().unwrap().iter().map(|refusal| &refusal["code"]).collect();
        assert_eq!(codes, vec!["too_complex"; lines.len()]);
    })
    .await;
}

#[tokio::test]
async fn query_with_thousands_of_parameters_is_400() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let queries = ["limit=1&".repeat(101), "a=1&".repeat(3000), "&".repeat(5000), format!("status={}", "open,".repeat(4000))];
        for operation in operations().filter(|operation| operation.method == "get" && !operation.template.contains('{')) {
            for query in &queries {
                for client in [&agent, &desk.visitor()] {
                    let path = format!("/{}?{query}", operation.template);
                    client.call(Method::GET, &path).send().await.problem(400, "too_complex");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn headers_with_thousands_of_items_are_431() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for name in ["if-none-match", "if-match", "accept", "accept-language", "accept-encoding", "cookie", "x-forwarded-for", "x-anything"]
        {
            for list in ["a,".repeat(3000), "a=b; ".repeat(1000), "x".repeat(17_000)] {
                for path in ["/auth/me", "/openapi.json", "//livez", "//"] {
                    agent.call(Method::GET, path).header(name, list.trim()).send().await.problem(431, "headers_too_large");
                }
            }
        }
    })
    .await;
}

/// Parsing a text must not take quadratic time. The text has words, digits, addresses and marks, so that every parser has work.
#[tokio::test]
async fn text_of_300_kb_in_every_field_is_422_within_5_s() {
    on_both_engines(async |desk| {
        let mut tried = 0;
        for operation in operations().filter(|operation| !operation.is_public()) {
            let Some((kind, body)) = operation.json_body() else { continue };
            let fields = resolve_ref(&body["schema"])["properties"].as_object().unwrap();
            let text = "Ádé b 0803 a@b.example 🦷, ".repeat(300_000 / 32 / fields.len());
            let body: Value = fields.keys().map(|name| (name.clone(), json!(text))).collect();
            let ground = OperationFixture::new(desk, operation).await;
            let call = ground.client.call(operation.method(), &ground.path(operation)).header("if-match", "*");
            let began = Instant::now();
            let answer = call.body(kind, body.to_string()).send().await;
            assert!(began.elapsed() < Duration::from_secs(5), "{}: {:?}", operation.id(), began.elapsed());
            assert_eq!(answer.status, 422, "{answer}");
            tried += 1;
        }
        assert!(tried > 25, "only {tried} operations were found in the document");
    })
    .await;
}
