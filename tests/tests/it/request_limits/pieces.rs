//! Bodies that arrive in pieces of 16 KiB.

use caredesk_tests::on_both_engines;
use serde_json::{Value, json};

use super::raw::{Framing, RawConnection};

const FRAMINGS: [Framing; 2] = [Framing::ContentLength, Framing::Chunked];

#[tokio::test]
async fn body_in_pieces_is_read_whole() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = desk.customer().await;
        // Four-byte characters after a one-byte one, so that they cross the ends of the pieces.
        let transcript = format!("a{}", "🦷".repeat(99_999));
        let body = json!({"customer_id": customer.id(), "channel": "chat", "transcript": transcript}).to_string();
        for framing in FRAMINGS {
            let mut connection = RawConnection::connect(desk).await;
            connection.send("POST /api/v1/interactions", Some(agent.token()), "application/json", body.as_bytes(), framing).await;
            let answer = connection.answer().await;
            assert_eq!(answer.status, 201, "{framing:?}: {}", String::from_utf8_lossy(&answer.body));
            let interaction: Value = serde_json::from_slice(&answer.body).unwrap();
            assert!(interaction["transcript"] == transcript.as_str(), "{framing:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn body_in_pieces_over_1_mib_is_413() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let body = vec![b' '; 1024 * 1024 + 1];
        for framing in FRAMINGS {
            let mut connection = RawConnection::connect(desk).await;
            connection.send("POST /api/v1/tickets/search", Some(agent.token()), "application/json", &body, framing).await;
            connection.answer().await.problem(413, "too_large", &format!("{framing:?}"));
        }
    })
    .await;
}

#[tokio::test]
async fn import_in_pieces_imports_every_line() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        for (round, framing) in FRAMINGS.into_iter().enumerate() {
            let patient = |number: usize| {
                json!({
                    "resourceType": "Patient", "identifier": [{"system": "https://app.example", "value": format!("{round}-{number}")}],
                    "name": [{"family": "Adébáyọ̀"}], "extension": [{"valueString": "x".repeat(2000)}]
                })
            };
            let file: String = (0..60).map(|number| format!("{}\n", patient(number))).collect();
            let mut connection = RawConnection::connect(desk).await;
            let request = "POST /api/v1/customers/import";
            connection.send(request, Some(admin.token()), "application/fhir+ndjson", file.as_bytes(), framing).await;
            let answer = connection.answer().await;
            assert_eq!(answer.status, 200, "{framing:?}: {}", String::from_utf8_lossy(&answer.body));
            let report: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!([&report["lines"], &report["created"]], [60, 60], "{framing:?}: {report}");
        }
    })
    .await;
}
