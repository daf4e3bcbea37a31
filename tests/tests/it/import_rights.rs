//! A running import stops soon after its caller loses the permission.

use std::time::{Duration, Instant};

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, TestResponse, TestServer, on_both_engines};
use futures::stream;
use reqwest::{Body, Method};
use serde_json::json;

/// The longest time until it stops.
const MAX_STOP_TIME: Duration = Duration::from_secs(5);

fn line(number: u32) -> String {
    let patient = json!({
        "resourceType": "Patient", "identifier": [{"system": "https://hospital.example/mrn", "value": format!("{number}")}],
        "name": [{"family": "Adebayo"}],
    });
    format!("{patient}\n")
}

/// 500 patients at once, then one every tenth of a second for a minute.
fn trickle() -> Body {
    let chunks = stream::unfold(0, async |number| match number {
        0 => Some((Ok::<_, std::io::Error>((0..500).map(line).collect::<String>()), 500)),
        1100.. => None,
        _ => {
            tokio::time::sleep(Duration::from_millis(100)).await;
            Some((Ok(line(number)), number + 1))
        }
    });
    Body::wrap_stream(chunks)
}

/// Starts an import and runs `lose` once the first patients are stored. Returns the response, and the time it took after `lose`.
async fn import_until_revoked(desk: &TestServer, by: Client, lose: impl AsyncFnOnce()) -> (TestResponse, Duration) {
    let import = by.call(Method::POST, "/customers/import").streamed("application/fhir+ndjson", trickle());
    let under_way = tokio::spawn(import.send());
    let admin = desk.admin().await;
    while admin.get("/customers?limit=1").await.ok().rows().is_empty() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    lose().await;
    let lost = Instant::now();
    (under_way.await.unwrap(), lost.elapsed())
}

#[tokio::test]
async fn import_of_a_deactivated_caller_stops_within_5_s() {
    on_both_engines(async |desk| {
        let (admin, other) = (desk.admin().await, desk.new_client(Role::Admin).await);
        let path = format!("/staff/{}", other.id());
        let (answer, took) =
            import_until_revoked(desk, other, async || drop(admin.patch(&path, "*", json!({"active": false})).await.ok())).await;
        let detail = answer.problem(401, "session_ended")["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(" 500 patients had been taken in and stay"), "{detail}");
        assert!(took < MAX_STOP_TIME, "{took:?}");
    })
    .await;
}

#[tokio::test]
async fn import_of_service_account_without_its_scope_stops_within_5_s() {
    on_both_engines(async |desk| {
        let account = desk.create_service_account(&["customers:read", "import:write"]).await;
        let (program, admin) = (account.sign_in(desk).await, desk.admin().await);
        let path = format!("/service-accounts/{}", account.id);
        let less = json!({"scopes": ["customers:read"]});
        let (answer, took) = import_until_revoked(desk, program, async || drop(admin.patch(&path, "*", less).await.ok())).await;
        answer.problem(403, "forbidden");
        assert!(took < MAX_STOP_TIME, "{took:?}");
    })
    .await;
}

#[tokio::test]
async fn import_of_a_deleted_account_stops_within_5_s() {
    on_both_engines(async |desk| {
        let account = desk.create_service_account(&["import:write"]).await;
        let (program, admin) = (account.sign_in(desk).await, desk.admin().await);
        let path = format!("/service-accounts/{}", account.id);
        let (answer, took) = import_until_revoked(desk, program, async || admin.delete(&path, "*").await.no_content()).await;
        answer.problem(401, "session_ended");
        assert!(took < MAX_STOP_TIME, "{took:?}");
    })
    .await;
}
