//! A request rejected for its text writes nothing.

use caredesk_persistence::{Database, testing::query_number};
use caredesk_tests::{TestServer, document::operations, on_both_engines};
use serde_json::json;

use super::{free_text, resolve_non_null, send};

/// Tables that a request can write to.
const TABLES: [&str; 21] = [
    "customer",
    "customer_source",
    "escalation",
    "escalation_message",
    "event",
    "event_detail",
    "idempotency",
    "interaction",
    "message",
    "notice",
    "notice_seen",
    "password_link",
    "preference",
    "search_key",
    "search_word",
    "service_account",
    "service_secret",
    "staff",
    "ticket",
    "unfetched_reply",
    "consumer_queue",
];

async fn rows(desk: &TestServer) -> Vec<i64> {
    let database = Database::open(desk.engine()).await.unwrap();
    let mut counts = Vec::new();
    for table in TABLES {
        counts.push(query_number(&database, &format!("SELECT count(*) FROM {table}")).await);
    }
    // Updates in place show in the versions.
    for table in ["customer", "escalation", "interaction", "message", "service_account", "staff", "ticket"] {
        counts.push(query_number(&database, &format!("SELECT CAST(sum(version) AS BIGINT) FROM {table}")).await);
    }
    database.close().await.unwrap();
    counts
}

#[tokio::test]
async fn write_with_invalid_text_is_rejected_and_writes_nothing() {
    on_both_engines(async |desk| {
        let mut tried = 0;
        for operation in operations() {
            let Some((ground, body, found)) = free_text(desk, operation).await else { continue };
            let before = rows(desk).await;
            for field in found {
                let most = usize::try_from(resolve_non_null(field.schema)["maxLength"].as_u64().unwrap()).unwrap();
                let with = |text: &str| {
                    let mut body = body.clone();
                    *body.pointer_mut(&field.pointer).unwrap() = json!(text);
                    body.to_string()
                };
                let half = |unit: &str| with("A word that is long enough: half").replace(": half", &format!(": {unit}"));
                let refused = [
                    (422, with("A word that is long\0 enough")),
                    (422, with("A word that is long enough").replace("enough", "\\u0000")),
                    (422, with(&"🦷".repeat(most + 1))),
                    (422, with(&"e\u{301}".repeat(most / 2 + 1))),
                    (422, with(" \u{200b}\u{a0}\u{2060}".repeat(3).as_str())),
                    (400, half("\\ud83e")),
                    (400, half("\\uddb7\\ud83e")),
                ];
                for (status, body) in refused {
                    let answer = send(&ground, operation, &body, &format!("refused-{}", desk.next_number())).await;
                    assert_eq!(answer.status, status, "{} {}: {answer}", operation.id(), field.pointer);
                    tried += 1;
                }
            }
            assert_eq!(rows(desk).await, before, "{} wrote something", operation.id());
        }
        assert!(tried > 200, "only {tried} texts were refused");
    })
    .await;
}
