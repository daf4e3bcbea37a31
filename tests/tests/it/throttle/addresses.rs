//! Failures by network address.

use caredesk_domain::actor::Role;
use caredesk_persistence::{Database, testing::count};
use caredesk_tests::{Client, Desk, PASSWORD, on_both_engines};
use futures::{StreamExt as _, stream};
use reqwest::Method;
use serde_json::json;

use super::{WRONG, device_cookie, fail, login, login_with, retry_after};

const ELSEWHERE: [u8; 4] = [127, 0, 0, 66];

/// Fails so many times with accounts that are made up.
async fn guess(client: &Client, times: usize) {
    let attempts = stream::iter(0..times).map(|number| async move { fail(client, &format!("made-up-{number}@desk.example"), 1).await });
    attempts.buffer_unordered(20).collect::<Vec<()>>().await;
}

async fn rows(desk: &Desk) -> i64 {
    let database = Database::open(desk.engine()).await.unwrap();
    let rows = count(&database, "SELECT count(*) FROM sign_in_throttle").await;
    database.close().await.unwrap();
    rows
}

#[tokio::test]
async fn login_after_100_failures_from_an_address_is_429_from_there_and_nowhere_else() {
    on_both_engines(async |desk| {
        let (ada, attacker) = (desk.hire(Role::Agent).await, desk.visitor().from_address(ELSEWHERE));
        let known = device_cookie(&attacker, &ada.email).await;
        guess(&attacker, 99).await;
        login(&attacker, &ada.email, PASSWORD).await.ok();
        guess(&attacker, 1).await;
        assert_eq!(retry_after(login(&attacker, &ada.email, PASSWORD).await), 30);
        login_with(&attacker, &known, &ada.email, PASSWORD).await.ok();
        login(&desk.visitor(), &ada.email, PASSWORD).await.ok();
    })
    .await;
}

#[tokio::test]
async fn login_with_made_up_accounts_adds_a_bounded_number_of_rows_that_are_deleted_later() {
    on_both_engines(async |desk| {
        let attacker = desk.visitor().from_address(ELSEWHERE);
        guess(&attacker, 100).await;
        let counted = rows(desk).await;
        for number in 0..200 {
            retry_after(login(&attacker, &format!("another-{number}@desk.example"), WRONG).await);
        }
        assert_eq!((counted, rows(desk).await), (101, 101), "a refused attempt writes nothing");
        desk.advance(30 * 60);
        for _ in 0..100 {
            if rows(desk).await == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("{} rows are left", rows(desk).await);
    })
    .await;
}

async fn login_forwarded(client: &Client, forwarded: &str, email: &str, password: &str) -> caredesk_tests::Answer {
    let call = client.call(Method::POST, "/auth/login").header("x-forwarded-for", forwarded);
    call.json(&json!({"email": email, "password": password})).send().await
}

#[tokio::test]
async fn forwarded_address_counts_only_from_a_trusted_proxy() {
    on_both_engines(async |desk| {
        let ada = desk.hire(Role::Agent).await;
        let attempts = async |client: &Client| {
            let attempts = stream::iter(0..100).map(|number| async move {
                let forwarded = format!("198.51.{number}.7, 203.0.113.9");
                login_forwarded(client, &forwarded, &format!("made-up-{number}@desk.example"), WRONG).await.is(401);
            });
            attempts.buffer_unordered(20).collect::<Vec<()>>().await;
        };
        // Not trusted: whatever is claimed, it is the peer's failures.
        let visitor = desk.visitor();
        attempts(&visitor).await;
        retry_after(login_forwarded(&visitor, "192.0.2.1", &ada.email, PASSWORD).await);
        // Trusted: what stands to the left of the last hop may be made up.
        let behind = desk.open_behind("127.0.0.0/24").await;
        let proxy = behind.visitor();
        for number in 0..100 {
            login_forwarded(&proxy, "203.0.113.9", &format!("other-{number}@desk.example"), WRONG).await.is(401);
        }
        retry_after(login_forwarded(&proxy, "192.0.2.1, 203.0.113.9", &ada.email, PASSWORD).await);
        login_forwarded(&proxy, "203.0.113.9, 192.0.2.1", &ada.email, PASSWORD).await.ok();
        behind.close().await;
    })
    .await;
}
