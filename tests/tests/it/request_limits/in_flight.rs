//! How many requests of one caller run at once.

use std::time::Duration;

use caredesk_tests::{Client, TestServer, on_both_engines};
use futures::future::join_all;

use super::raw::RawConnection;

/// The limit in `docs/operations.md`.
const MAX_RUNNING: usize = 100;

/// A request that runs until its body arrives.
async fn running(desk: &TestServer, client: &Client) -> RawConnection {
    let mut connection = RawConnection::connect(desk).await;
    connection.head("POST /api/v1/search", Some(client.token()), "content-type: application/json\r\ncontent-length: 100\r\n").await;
    connection
}

async fn wait_for_status(client: &Client, status: u16) {
    for _ in 0..100 {
        if client.get("/auth/sessions").await.status == status {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the status never was {status}");
}

#[tokio::test]
async fn caller_with_100_running_requests_is_429_until_one_ends() {
    on_both_engines(async |desk| {
        let (agent, program) = (desk.agent().await, desk.service_account_client(&["tickets:read"]).await);
        let mut connections = Vec::new();
        while agent.get("/auth/sessions").await.status != 429 {
            // On a busy machine some are rejected while they wait for the database; others replace them.
            assert!(connections.len() < 3 * MAX_RUNNING, "{} requests are running", connections.len());
            connections.extend(join_all((0..10).map(|_| running(desk, &agent))).await);
        }
        assert!(connections.len() >= MAX_RUNNING, "{} requests were too many", connections.len());
        let answer = agent.get("/auth/me").await;
        assert_eq!(answer.header("retry-after"), Some("1"));
        answer.problem(429, "too_many_requests");
        desk.new_client(caredesk_domain::actor::Role::Agent).await.get("/auth/me").await.ok();
        program.get("/tickets").await.ok();
        // A request that ends frees a slot, and closed connections end their requests.
        connections.truncate(connections.len() / 2);
        wait_for_status(&agent, 200).await;
        drop(connections);
        wait_for_status(&agent, 200).await;
    })
    .await;
}

/// Ten tabs that load a page at the same time.
#[tokio::test]
async fn page_load_in_ten_tabs_is_answered() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let paths = ["/auth/me", "/dashboard", "/notices", "/tickets", "/escalations", "/customers", "/interactions", "/staff"];
        let tabs = (0..10).flat_map(|_| paths).map(|path| agent.get(path));
        join_all(tabs).await.into_iter().for_each(|answer| drop(answer.ok()));
    })
    .await;
}
