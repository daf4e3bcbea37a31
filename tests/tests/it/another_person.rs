//! `CareDesk-Staff`: a page whose browser has since signed in as another person must not act in that person's name.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, TestResponse, TestServer, document::operations, on_both_engines};
use reqwest::Method;
use serde_json::json;

use crate::fixtures::{Fixture, send_example};

const NAME: &str = "caredesk-staff";

#[tokio::test]
async fn request_with_staff_header_of_another_person_is_409_for_every_operation() {
    on_both_engines(async |desk| {
        let (other, mut tried) = (desk.add_staff(Role::Agent).await, 0);
        // `mark_messages_fetched` is for service accounts only, and those cannot send the header.
        for operation in operations().filter(|operation| !operation.is_public() && operation.id() != "mark_messages_fetched") {
            let stage = Fixture::of(desk, operation.id()).await;
            let staged = |expected: &str| Fixture { fixture_for: stage.fixture_for.clone().expecting(expected), ..stage.clone() };
            send_example(operation, &staged(&other.id)).await.problem(409, "another_person");
            send_example(operation, &staged("Ada")).await.problem(400, "invalid_staff_header");
            // The rejected requests did nothing, so the operation still succeeds now.
            let answer = send_example(operation, &staged(stage.fixture_for.id())).await;
            assert!(answer.status < 300, "{answer}");
            tried += 1;
        }
        assert!(tried > 70, "only {tried} operations were found in the document");
    })
    .await;
}

#[tokio::test]
async fn request_of_service_account_with_staff_header_is_409() {
    on_both_engines(async |desk| {
        let program = desk.service_account_client(&["tickets:read"]).await;
        for id in [desk.agent().await.id(), program.id()] {
            program.clone().expecting(id).get("/tickets").await.problem(409, "another_person");
        }
        program.get("/tickets").await.ok();
    })
    .await;
}

#[tokio::test]
async fn staff_header_invalid_or_repeated_is_400_and_without_token_401() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for bad in ["", "x", "me", "0192f3c4-7a1b-7c2d-8e3f", "🦷"] {
            let call = agent.call(Method::GET, "/auth/me").header(NAME, &bad.replace('🦷', "%F0"));
            call.send().await.problem(400, "invalid_staff_header");
        }
        let twice = agent.call(Method::GET, "/auth/me").header(NAME, agent.id()).header(NAME, agent.id());
        twice.send().await.problem(400, "invalid_staff_header");
        desk.visitor().call(Method::GET, "/auth/me").header(NAME, "x").send().await.problem(401, "unauthenticated");
    })
    .await;
}

async fn with_cookie(desk: &TestServer, path: &str, cookie: &str, expected: &str) -> TestResponse {
    desk.visitor().call(Method::POST, path).refresh_cookie(cookie).header(NAME, expected).send().await
}

/// Caught: the cookie is shared by all tabs, and the first person's page was given the second person's token.
#[tokio::test]
async fn refresh_with_another_persons_cookie_is_409_and_leaves_their_session() {
    on_both_engines(async |desk| {
        let (ada, ben) = (desk.new_client(Role::Agent).await, desk.new_client(Role::Agent).await);
        let refused = with_cookie(desk, "/auth/refresh", ben.cookie(), ada.id()).await;
        assert!(refused.refresh_cookie().is_none());
        refused.problem(409, "another_person");
        with_cookie(desk, "/auth/refresh", ben.cookie(), "x").await.problem(400, "invalid_staff_header");
        // Later than the ten seconds in which an exchanged token may be repeated: shows that it was not exchanged.
        desk.advance(11);
        let renewed = with_cookie(desk, "/auth/refresh", ben.cookie(), ben.id()).await;
        let cookie = renewed.refresh_cookie().unwrap();
        assert_eq!(renewed.ok()["staff"]["id"], ben.id());
        // An old cookie of Ben's from Ada's page does not count as a stolen session.
        desk.advance(11);
        with_cookie(desk, "/auth/refresh", ben.cookie(), ada.id()).await.problem(409, "another_person");
        with_cookie(desk, "/auth/refresh", &cookie, ben.id()).await.ok();
    })
    .await;
}

#[tokio::test]
async fn logout_with_another_persons_cookie_is_409_and_leaves_their_session() {
    on_both_engines(async |desk| {
        let (ada, ben) = (desk.new_client(Role::Agent).await, desk.new_client(Role::Agent).await);
        let refused = with_cookie(desk, "/auth/logout", ben.cookie(), ada.id()).await;
        assert!(refused.header("set-cookie").is_none(), "the browser keeps Ben's cookie");
        refused.problem(409, "another_person");
        get_me(&ben).await.expect_status(200);
        with_cookie(desk, "/auth/logout", ben.cookie(), ben.id()).await.no_content();
        get_me(&ben).await.problem(401, "session_ended");
    })
    .await;
}

async fn get_me(client: &Client) -> TestResponse {
    client.get("/auth/me").await
}

#[tokio::test]
async fn reply_from_a_tab_of_another_person_is_not_stored() {
    on_both_engines(async |desk| {
        let (ada, ben) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}/messages", ticket.id());
        let reply = json!({"kind": "reply", "body": "We have asked the bank to pay it back."});
        // Ada's page after a sign-in as Ben in a second tab: it now has Ben's token.
        ben.clone().expecting(ada.id()).post(&path, reply.clone()).await.problem(409, "another_person");
        assert!(ada.get(&path).await.ok().rows().is_empty());
        ada.clone().expecting(ada.id()).post(&path, reply).await.created();
    })
    .await;
}
