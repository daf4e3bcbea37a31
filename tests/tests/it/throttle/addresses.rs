//! Failures by network address.

use caredesk_domain::actor::Role;
use caredesk_persistence::{Database, testing::query_number};
use caredesk_tests::{Client, PASSWORD, TestResponse, TestServer, on_both_engines};
use futures::{StreamExt as _, stream};
use reqwest::Method;

use super::{device_cookie, fail, login, login_with, retry_after};

const ELSEWHERE: [u8; 4] = [127, 0, 0, 66];

/// Fails to sign in `times` times with made-up accounts.
async fn guess(client: &Client, times: usize) {
    let attempts = stream::iter(0..times).map(|number| async move { fail(client, &format!("made-up-{number}@desk.example"), 1).await });
    attempts.buffer_unordered(20).collect::<Vec<()>>().await;
}

async fn rows(desk: &TestServer) -> i64 {
    let database = Database::open(desk.engine()).await.unwrap();
    let rows = query_number(&database, "SELECT count(*) FROM sign_in_throttle").await;
    database.close().await.unwrap();
    rows
}

#[tokio::test]
async fn login_after_100_failures_from_an_address_is_429_from_there_only() {
    on_both_engines(async |desk| {
        let (ada, attacker) = (desk.add_staff(Role::Agent).await, desk.visitor().from_address(ELSEWHERE));
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

/// Tries a wrong secret, which is cheaper to check than a password.
async fn ask(client: &Client, client_id: &str, forwarded: &str) -> TestResponse {
    let form = format!("grant_type=client_credentials&client_id={client_id}&client_secret=wrong");
    let call = client.call(Method::POST, "/auth/token").header("x-forwarded-for", forwarded);
    call.body("application/x-www-form-urlencoded", form).send().await
}

/// Tries wrong secrets, each of another account and with another claimed address.
async fn ask_all(client: &Client, times: usize, forwarded: &str) -> Vec<u16> {
    let attempts = stream::iter(0..times)
        .map(|number| async move { ask(client, &format!("made-up-{number}"), &format!("198.51.{number}.7, {forwarded}")).await.status });
    attempts.buffer_unordered(20).collect().await
}

#[tokio::test]
async fn failures_of_made_up_accounts_add_bounded_rows_purged_later() {
    on_both_engines(async |desk| {
        let attacker = desk.visitor().from_address(ELSEWHERE);
        ask_all(&attacker, 100, "").await;
        let counted = rows(desk).await;
        assert!(ask_all(&attacker, 200, "").await.iter().all(|status| *status == 429));
        assert_eq!((counted, rows(desk).await), (101, 101), "a rejected attempt writes nothing");
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

#[tokio::test]
async fn forwarded_address_counts_only_from_a_trusted_proxy() {
    on_both_engines(async |desk| {
        // Untrusted: the failures count for the peer address, whatever is claimed.
        let visitor = desk.visitor();
        assert!(ask_all(&visitor, 100, "203.0.113.9").await.iter().all(|status| *status == 401));
        retry_after(ask(&visitor, "another", "192.0.2.1").await);
        // Trusted: entries left of the last hop can be forged.
        let behind = desk.start_behind_proxies("127.0.0.0/24").await;
        let proxy = behind.visitor();
        assert!(ask_all(&proxy, 100, "203.0.113.9").await.iter().all(|status| *status == 401));
        retry_after(ask(&proxy, "another", "192.0.2.1, 203.0.113.9").await);
        ask(&proxy, "another", "203.0.113.9, 192.0.2.1").await.problem(401, "invalid_client");
        behind.close().await;
    })
    .await;
}
