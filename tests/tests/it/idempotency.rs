//! `Idempotency-Key`: a repeated request is done once, and the replay shows the current record.

use std::collections::BTreeSet;

use caredesk_domain::actor::Role;
use caredesk_persistence::{Database, testing::query_number};
use caredesk_tests::{Client, Record, TestResponse, TestServer, document::operations, on_both_engines, race_all, race_rounds};
use reqwest::Method;
use serde_json::{Value, json};

/// The POST operations without a key: searches, sign-in, secrets, and operations that are safe to repeat, such as the import.
const WITHOUT_KEY: [&str; 15] = [
    "change_tickets",
    "change_password",
    "create_password_link",
    "create_service_secret",
    "import_customers",
    "issue_token",
    "login",
    "logout",
    "mark_messages_fetched",
    "refresh_session",
    "search_customers",
    "search_tickets",
    "search_everything",
    "see_notices",
    "use_password_link",
];

const DAY: i64 = 24 * 60 * 60;

/// The number of events in the audit log.
async fn events(desk: &TestServer) -> i64 {
    let database = Database::open(desk.engine()).await.unwrap();
    let events = query_number(&database, "SELECT count(*) FROM event").await;
    database.close().await.unwrap();
    events
}

fn is_replay(answer: &TestResponse) -> bool {
    answer.header("idempotency-replayed") == Some("true")
}

async fn ticket_body(desk: &TestServer) -> Value {
    let customer = desk.customer().await;
    json!({"customer_id": customer.id(), "category": "billing", "subject": "Charged twice", "description": "The card was charged twice."})
}

/// Sends a request twice with one key. The second response must equal the first, marked as a replay, and write no event.
async fn send_twice(desk: &TestServer, client: &Client, path: &str, body: Value) -> Record {
    let key = format!("twice-{}", desk.next_number());
    let first = client.post_with_key(&key, path, body.clone()).await;
    assert!(first.status < 300 && !is_replay(&first), "{first}");
    let happened = events(desk).await;
    let second = client.post_with_key(&key, path, body).await;
    assert_eq!(events(desk).await, happened, "{second}");
    assert!(is_replay(&second), "{second}");
    for name in ["etag", "location", "content-type", "cache-control"] {
        assert_eq!(second.header(name), first.header(name), "{name} of {second}");
    }
    assert_eq!((second.status, second.json()), (first.status, first.json()));
    if first.status == 201 { first.created() } else { first.ok() }
}

#[tokio::test]
async fn request_repeated_with_same_key_is_done_once_and_answered_alike() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let customer = send_twice(desk, &agent, "/customers", json!({"family_name": "Obi"})).await;
        let system = "https://app.example/patients";
        let patient = json!({"identifier": {"system": system, "value": "p-1"}, "family_name": "Eze"});
        let added = send_twice(desk, &agent, "/customers/upsert", patient.clone()).await;
        // With another key it is another request, which changes nothing.
        assert_eq!(send_twice(desk, &agent, "/customers/upsert", patient).await.id(), added.id());
        admin.delete(&format!("/customers/{}", added.id()), "*").await.no_content();
        send_twice(desk, &admin, &format!("/customers/{}/restore", added.id()), json!({})).await;
        let colleague = json!({"email": "ben@desk.example", "name": "Ben Musa", "role": "agent", "password": "correct horse battery"});
        send_twice(desk, &admin, "/staff", colleague).await;
        let body = json!({
            "customer_id": customer.id(), "category": "billing", "subject": "Charged twice", "description": "The card was charged twice.",
            "assignee_id": null,
        });
        let path = format!("/tickets/{}", send_twice(desk, &agent, "/tickets", body).await.id());
        send_twice(desk, &agent, &format!("{path}/claim"), json!({})).await;
        send_twice(desk, &agent, &format!("{path}/assignment"), json!({"assignee_id": admin.id(), "note": "Yours, as agreed."})).await;
        send_twice(desk, &agent, &format!("{path}/status"), json!({"status": "pending"})).await;
        send_twice(desk, &agent, &format!("{path}/messages"), json!({"kind": "note", "body": "She is upset."})).await;
        send_twice(desk, &agent, &format!("{path}/messages"), json!({"kind": "reply", "body": "Sorry!", "status": "resolved"})).await;
        let word = json!({"kind": "reply", "body": "Thanks.", "author": "customer", "via": "call"});
        send_twice(desk, &agent, &format!("{path}/messages"), word).await;
        assert_eq!(agent.get(&format!("{path}/messages")).await.ok().each("body"), ["She is upset.", "Sorry!", "Thanks."]);
        let actions = ["record_customer_message", "reply", "note", "set_status", "assign", "claim", "open_ticket"];
        assert_eq!(agent.get(&format!("{path}/timeline")).await.ok().each("action"), actions);
    })
    .await;
}

#[tokio::test]
async fn replay_after_later_changes_shows_the_current_record() {
    on_both_engines(async |desk| {
        let (agent, body) = (desk.agent().await, ticket_body(desk).await);
        let opened = agent.post_with_key("open", "/tickets", body.clone()).await.created();
        let path = format!("/tickets/{}", opened.id());
        agent.post_with_key("solve", &format!("{path}/status"), json!({"status": "resolved"})).await.ok();
        desk.advance(60);
        agent.patch(&path, "*", json!({"priority": "urgent"})).await.ok();
        agent.post(&format!("{path}/status"), json!({"status": "open"})).await.ok();
        let now = agent.get(&path).await.ok();
        let again = agent.post_with_key("open", "/tickets", body).await;
        assert_eq!(again.header("location"), Some(format!("/api/v1{path}").as_str()));
        assert!(is_replay(&again), "{again}");
        let again = again.created();
        assert_eq!((&again.body, again.etag()), (&now.body, now.etag()));
        let solved = agent.post_with_key("solve", &format!("{path}/status"), json!({"status": "resolved"})).await.ok();
        assert_eq!((&solved["status"], solved.etag()), (&json!("open"), now.etag()), "the replay did not resolve it again");
    })
    .await;
}

#[tokio::test]
async fn replay_is_in_the_read_log_and_needs_read_access() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let body = json!({"family_name": "Obi"});
        let customer = agent.post_with_key("add", "/customers", body.clone()).await.created();
        let before = super::read_log::read_count(desk, customer.id()).await;
        agent.post_with_key("add", "/customers", body.clone()).await.created();
        assert_eq!(super::read_log::read_count(desk, customer.id()).await, before + 1);
        admin.delete(&format!("/customers/{}", customer.id()), "*").await.no_content();
        agent.post_with_key("add", "/customers", body).await.problem(404, "not_found");
    })
    .await;
}

#[tokio::test]
async fn key_reused_for_another_request_is_422_and_keys_are_per_caller() {
    on_both_engines(async |desk| {
        let (agent, other) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let first = agent.post_with_key("k", "/customers", json!({"family_name": "Obi", "given_name": "Ife"})).await.created();
        // The order of the fields does not matter.
        let same = agent.call(Method::POST, "/customers").header("idempotency-key", "k");
        let same = same.body("application/json", r#"{"given_name": "Ife",  "family_name": "Obi"}"#).send().await;
        assert_eq!(same.created().id(), first.id());
        let refused = agent.post_with_key("k", "/customers", json!({"family_name": "Eze"})).await;
        assert_eq!(refused.error_locations(), [("Idempotency-Key".to_owned(), "reused".to_owned())]);
        refused.problem(422, "idempotency_key_reused");
        let body = ticket_body(desk).await;
        agent.post_with_key("k", "/tickets", body.clone()).await.problem(422, "idempotency_key_reused");
        let theirs = other.post_with_key("k", "/customers", json!({"family_name": "Eze"})).await;
        assert!(!is_replay(&theirs));
        assert_ne!(theirs.created().id(), first.id());
        let plain = || async { agent.call(Method::POST, "/tickets").json(&body).send().await.created() };
        assert_ne!(plain().await.id(), plain().await.id(), "without a key each request is done");
    })
    .await;
}

#[tokio::test]
async fn key_of_rejected_request_can_be_used_again() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let faulty = json!({"family_name": ""});
        agent.post_with_key("add", "/customers", faulty).await.field_errors(&[("#/family_name", "too_short")]);
        let missing =
            json!({"customer_id": agent.id(), "category": "billing", "subject": "Charged", "description": "The card was charged."});
        agent.post_with_key("add", "/tickets", missing).await.field_errors(&[("#/customer_id", "not_found")]);
        let added = agent.post_with_key("add", "/customers", json!({"family_name": "Obi"})).await;
        assert!(!is_replay(&added));
        let path = format!("/tickets/{}/status", desk.ticket().for_customer(&added.created()).await.id());
        agent.post_with_key("move", &path, json!({"status": "escalated"})).await.problem(409, "illegal_transition");
        let moved = agent.post_with_key("move", &path, json!({"status": "pending"})).await;
        assert!(!is_replay(&moved));
        moved.ok();
    })
    .await;
}

#[tokio::test]
async fn key_sent_twice_at_once_creates_one_record() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let body = ticket_body(desk).await;
        for round in race_rounds(100) {
            let key = format!("race-{round}");
            let answers = race_all((0..2).map(|_| agent.post_with_key(&key, "/tickets", body.clone()))).await;
            assert_eq!(answers.iter().filter(|answer| is_replay(answer)).count(), 1);
            let ids: BTreeSet<String> = answers.into_iter().map(|answer| answer.created().id().to_owned()).collect();
            assert_eq!(ids.len(), 1);
        }
        let listed = agent.get("/tickets?limit=1&include_total=true").await.ok();
        assert_eq!(listed["page"]["total"], race_rounds(100).len());
    })
    .await;
}

#[tokio::test]
async fn key_after_24_hours_is_new_again() {
    on_both_engines(async |desk| {
        let add = async |body| desk.agent().await.post_with_key("k", "/customers", body).await;
        let first = add(json!({"family_name": "Obi"})).await.created();
        desk.advance(DAY - 1);
        assert_eq!(add(json!({"family_name": "Obi"})).await.created().id(), first.id());
        desk.advance(1);
        let answer = add(json!({"family_name": "Eze"})).await;
        assert!(!is_replay(&answer));
        assert_ne!(answer.created().id(), first.id());
    })
    .await;
}

#[tokio::test]
async fn post_accepts_and_documents_idempotency_key_unless_listed() {
    on_both_engines(async |desk| {
        let (admin, id) = (desk.admin().await, desk.ticket().await.id().to_owned());
        let long = "k".repeat(256);
        for operation in operations().filter(|operation| operation.method == "post") {
            let keyed = operation.parameters("header").any(|header| header["name"] == "Idempotency-Key");
            assert_eq!(keyed, !WITHOUT_KEY.contains(&operation.id()), "{}", operation.id());
            let path = operation.template.trim_start_matches("/api/v1").replace("{id}", &id);
            for faulty in ["", "two words", long.as_str()] {
                let answer = admin.call(Method::POST, &path).header("idempotency-key", faulty).json(&json!({})).send().await;
                let refused = answer.status == 400 && answer.json()["code"] == "invalid_idempotency_key";
                assert_eq!(refused, keyed, "{}: {answer}", operation.id());
            }
            if keyed {
                let answers = operation.definition["responses"].as_object().unwrap();
                assert!(answers.contains_key("409") && answers.contains_key("422"), "{}", operation.id());
                let made = answers.iter().filter(|(status, _)| status.starts_with('2'));
                assert!(made.clone().all(|(_, answer)| answer["headers"].get("Idempotency-Replayed").is_some()), "{}", operation.id());
            }
        }
        let call = admin.call(Method::POST, "/customers").header("idempotency-key", "a").header("idempotency-key", "b");
        call.json(&json!({"family_name": "Obi"})).send().await.problem(400, "invalid_idempotency_key");
    })
    .await;
}
