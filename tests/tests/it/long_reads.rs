//! Reports and lists that never end, during sign-ins and work on tickets.

use std::time::{Duration, Instant};

use caredesk_domain::actor::Role;
use caredesk_persistence::Engine;
use caredesk_tests::{Client, TestServer, on_both_engines};
use serde_json::json;
use tokio::task::JoinSet;

/// How much longer other calls may take than without the load, on a machine that runs other tests too. A call that waits for a connection is
/// rejected after two seconds.
const MAX_SLOWDOWN: u32 = 10;

/// Makes every read of all interactions, as in most reports, take hours of processor time.
async fn make_reading_interactions_endless(desk: &TestServer) {
    let endless = match desk.engine() {
        Engine::Sqlite { .. } => {
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n) endless CROSS JOIN interaction_kept"
        }
        Engine::Postgres { .. } => "interaction_kept, generate_series(1, 200000) endless, generate_series(1, 200000) more",
    };
    let view = format!("CREATE VIEW interaction AS SELECT interaction_kept.* FROM {endless}");
    desk.raw_sql(&format!("ALTER TABLE interaction RENAME TO interaction_kept; {view}")).await;
}

/// Typical requests of an agent; returns how long they take.
async fn measure_agent_requests(agent: &Client, ticket: &str) -> Duration {
    let begun = Instant::now();
    agent.get("/auth/me").await.ok();
    agent.get(&format!("/tickets/{ticket}")).await.ok();
    agent.get("/tickets?status=open&include_total=true").await.ok();
    let reply = json!({"kind": "reply", "body": "It is on its way."});
    agent.post(&format!("/tickets/{ticket}/messages"), reply).await.created();
    agent.post("/customers/search", json!({"query": "adebayo"})).await.ok();
    begun.elapsed()
}

/// Sends the request in a loop; reports how long each 503 took and its `Retry-After`.
async fn ask_on(client: Client, path: String, refused: tokio::sync::mpsc::UnboundedSender<(Duration, Option<String>)>) {
    loop {
        let begun = Instant::now();
        let answer = client.get(&path).await;
        if answer.status == 503 {
            let _ended = refused.send((begun.elapsed(), answer.header("retry-after").map(str::to_owned)));
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

/// Caught: the four readers of SQLite and all 24 connections of PostgreSQL were in use, and `GET /auth/me` was 503 after two seconds.
#[tokio::test]
async fn endless_reads_keep_other_requests_fast_and_are_503_beyond_queue() {
    on_both_engines(async |desk| {
        let (agent, admin, auditor) = (desk.agent().await, desk.admin().await, desk.auditor().await);
        let (busy, nobody) = (desk.new_client(Role::Agent).await, desk.customer().await);
        let ticket = desk.ticket().created_by(&agent).await;
        desk.interaction().ended().created_by(&busy).await;
        make_reading_interactions_endless(desk).await;
        measure_agent_requests(&agent, ticket.id()).await;
        let alone = measure_agent_requests(&agent, ticket.id()).await;
        let (refused, mut refusals) = tokio::sync::mpsc::unbounded_channel();
        let mut attack = JoinSet::new();
        let own = format!("/oversight/agents/{}", busy.id());
        let list = format!("/interactions?customer_id={}", nobody.id());
        for (connections, client, path) in [
            (8, &admin, "/oversight/summary".to_owned()),
            (8, &auditor, "/oversight/agent-performance".to_owned()),
            (40, &busy, own),
            (8, &busy, list),
        ] {
            for _ in 0..connections {
                attack.spawn(ask_on(client.clone(), path.clone(), refused.clone()));
            }
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        for _ in 0..5 {
            let beside = measure_agent_requests(&agent, ticket.id()).await;
            assert!(beside < Duration::from_secs(3) + MAX_SLOWDOWN * alone, "{beside:?} instead of {alone:?}");
        }
        attack.shutdown().await;
        drop(refused);
        let mut quickest = Duration::MAX;
        while let Some((took, retry_after)) = refusals.recv().await {
            assert!(retry_after.is_some_and(|seconds| seconds.parse::<u32>().is_ok()), "503 without Retry-After");
            quickest = quickest.min(took);
        }
        assert!(quickest < Duration::from_millis(500), "no request was rejected at once: {quickest:?}");
    })
    .await;
}
