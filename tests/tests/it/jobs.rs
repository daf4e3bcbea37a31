//! Jobs: they run without a request, on one server at a time, and operators see them.

use std::time::{Duration, Instant};

use caredesk_domain::actor::Role;
use caredesk_persistence::{Database, testing::query_number};
use caredesk_tests::{Client, TestServer, on_both_engines};
use futures::future::join_all;
use serde_json::{Value, json};

/// Timeout; the runner looks for due jobs twice a second.
const JOB_TIMEOUT: Duration = Duration::from_secs(20);
/// More tickets than one transaction releases.
const TICKETS: i64 = 130;
/// How many tickets the transaction of the deactivation releases.
const RELEASED_AT_ONCE: i64 = 100;

async fn number(desk: &TestServer, sql: &str) -> i64 {
    let database = Database::open(desk.engine()).await.unwrap();
    let number = query_number(&database, sql).await;
    database.close().await.unwrap();
    number
}

/// Waits until the query returns `expected`.
async fn wait_for(desk: &TestServer, sql: &str, expected: i64) {
    let begun = Instant::now();
    loop {
        let found = number(desk, sql).await;
        if found == expected {
            return;
        }
        assert!(begun.elapsed() < JOB_TIMEOUT, "{sql}: {found} and not {expected}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn metrics(desk: &TestServer) -> String {
    let response = reqwest::get(desk.metrics_url()).await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/openmetrics-text; version=1.0.0; charset=utf-8");
    response.text().await.unwrap()
}

/// A ticket of the leaver, who handles a running chat about it, so that the customer does not wait.
async fn leaver_in_chat(desk: &TestServer) -> (Client, String) {
    let (leaver, customer) = (desk.new_client(Role::Agent).await, desk.customer().await);
    let ticket = desk.ticket().for_customer(&customer).queued().await;
    desk.advance(60);
    desk.interaction().created_by(&leaver).for_customer(&customer).with("ticket_id", ticket.id()).await;
    (leaver, format!("/tickets/{}", ticket.id()))
}

#[tokio::test]
async fn deactivate_staff_with_many_tickets_releases_the_rest_by_a_job_of_any_server() {
    on_both_engines(async |desk| {
        let (admin, leaver) = (desk.admin().await, desk.new_client(Role::Agent).await);
        let customer = desk.customer().await;
        for _ in 0..TICKETS / 10 {
            join_all((0..10).map(|_| async { desk.ticket().created_by(&leaver).for_customer(&customer).await })).await;
        }
        // As if this server died right after the commit.
        desk.stop_jobs().await;
        admin.patch(&format!("/staff/{}", leaver.id()), "*", json!({"active": false})).await.ok();
        let assigned = "SELECT count(*) FROM ticket WHERE assignee_id IS NOT NULL";
        assert_eq!(number(desk, assigned).await, TICKETS - RELEASED_AT_ONCE);
        assert_eq!(number(desk, "SELECT count(*) FROM consumer_queue WHERE consumer = 'offboarding'").await, 1);

        let others = [desk.open_another().await, desk.open_another().await];
        wait_for(desk, assigned, 0).await;
        wait_for(desk, "SELECT count(*) FROM consumer_queue WHERE consumer = 'offboarding'", 0).await;
        assert_eq!(number(desk, "SELECT count(*) FROM event WHERE action = 'assign'").await, TICKETS, "each ticket once");
        let by_system = "SELECT count(*) FROM event WHERE action = 'assign' AND actor_kind = 'system:offboarding'";
        assert_eq!(number(desk, by_system).await, TICKETS - RELEASED_AT_ONCE);
        for other in others {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn deactivate_staff_in_a_running_chat_makes_its_ticket_wait_again() {
    on_both_engines(async |desk| {
        let (leaver, path) = leaver_in_chat(desk).await;
        assert_eq!(desk.agent().await.get(&path).await.ok()["waiting_since"], Value::Null, "the chat answers it");
        desk.admin().await.patch(&format!("/staff/{}", leaver.id()), "*", json!({"active": false})).await.ok();
        let ticket = desk.agent().await.get(&path).await.ok();
        assert_eq!(ticket["waiting_since"], ticket["created_at"]);
    })
    .await;
}

#[tokio::test]
async fn expired_idempotency_keys_sessions_and_notices_are_purged_without_a_request() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        agent.post("/customers", json!({"family_name": "Obi"})).await.created();
        desk.ticket().queued().urgent().await;
        let other = desk.new_client(Role::Agent).await;
        desk.advance(1);
        desk.sign_in(other.person()).await;
        let kept = number(desk, "SELECT count(DISTINCT staff_id) FROM session").await;
        assert_eq!(number(desk, "SELECT count(*) FROM notice").await, 1);
        desk.advance(60 * 24 * 60 * 60);
        wait_for(desk, "SELECT count(*) FROM idempotency", 0).await;
        wait_for(desk, "SELECT count(*) FROM notice", 0).await;
        wait_for(desk, "SELECT count(*) FROM session", kept).await;
        assert_eq!(number(desk, "SELECT count(DISTINCT staff_id) FROM session").await, kept, "the latest of each stays");
    })
    .await;
}

#[tokio::test]
async fn metrics_have_job_runs_and_queued_events_on_a_listener_of_their_own() {
    on_both_engines(async |desk| {
        desk.customer().await;
        wait_for(desk, "SELECT count(*) FROM job WHERE name = 'release_work'", 1).await;
        let begun = Instant::now();
        while !metrics(desk).await.contains("caredesk_job_runs_total{job=\"report_attempts\",outcome=\"done\"}") {
            assert!(begun.elapsed() < JOB_TIMEOUT, "{}", metrics(desk).await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let text = metrics(desk).await;
        let events = number(desk, "SELECT count(*) FROM event").await;
        assert!(text.contains(&format!("caredesk_queued_events{{consumer=\"seal\"}} {events}\n")), "{text}");
        assert!(text.contains("caredesk_job_runner_running 1\n"), "{text}");
        let created = "caredesk_http_requests_total{method=\"POST\",route=\"/api/v1/customers\",status=\"201\"} 1\n";
        assert!(text.contains(created), "{text}");
        assert!(text.contains("caredesk_job_duration_seconds_count{job=\"report_attempts\"}"), "{text}");
        assert_eq!(reqwest::get(format!("{}/metrics", desk.url())).await.unwrap().status(), 404, "not where the API is");
    })
    .await;
}

#[tokio::test]
async fn readiness_fails_once_the_jobs_have_stopped() {
    on_both_engines(async |desk| {
        let visitor = desk.visitor();
        visitor.get("//readyz").await.ok();
        desk.stop_jobs().await;
        let response = visitor.get("//readyz").await;
        assert_eq!(response.header("retry-after"), Some("2"));
        response.problem(503, "unavailable");
        assert!(metrics(desk).await.contains("caredesk_job_runner_running 0\n"));
        visitor.get("//livez").await.ok();
    })
    .await;
}
