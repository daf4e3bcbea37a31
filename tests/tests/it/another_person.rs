//! `CareDesk-Staff`: a page whose browser has signed in as somebody else meanwhile does nothing in their name.

use caredesk_domain::actor::Role;
use caredesk_tests::{Answer, Client, Desk, document::operations, on_both_engines};
use reqwest::Method;
use serde_json::json;

use crate::stage::{Stage, press};

const NAME: &str = "caredesk-staff";

#[tokio::test]
async fn request_for_another_person_is_409_for_every_operation_and_does_nothing() {
    on_both_engines(async |desk| {
        let (other, mut tried) = (desk.hire(Role::Agent).await, 0);
        // Of no program a person is expected, and what the app has fetched only a program tells.
        for operation in operations().filter(|operation| !operation.is_open() && operation.id() != "mark_messages_fetched") {
            let stage = Stage::of(desk, operation.id()).await;
            let staged = |expected: &str| Stage { by: stage.by.clone().expecting(expected), ..stage.clone() };
            press(operation, &staged(&other.id)).await.problem(409, "another_person");
            press(operation, &staged("Ada")).await.problem(400, "invalid_staff_header");
            // Whatever it does was not done before, and is done now.
            let answer = press(operation, &staged(stage.by.id())).await;
            assert!(answer.status < 300, "{answer}");
            tried += 1;
        }
        assert!(tried > 70, "only {tried} operations were found in the document");
    })
    .await;
}

#[tokio::test]
async fn request_of_a_service_account_for_a_person_is_409() {
    on_both_engines(async |desk| {
        let program = desk.program(&["tickets:read"]).await;
        for id in [desk.agent().await.id(), program.id()] {
            program.clone().expecting(id).get("/tickets").await.problem(409, "another_person");
        }
        program.get("/tickets").await.ok();
    })
    .await;
}

#[tokio::test]
async fn header_that_is_no_id_or_stands_twice_is_400_and_without_a_token_401() {
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

async fn with_cookie(desk: &Desk, path: &str, cookie: &str, expected: &str) -> Answer {
    desk.visitor().call(Method::POST, path).refresh_cookie(cookie).header(NAME, expected).send().await
}

/// The cookie is shared by all tabs: the first person's page used to be given the second person's token.
#[tokio::test]
async fn refresh_with_another_persons_cookie_is_409_and_leaves_their_session() {
    on_both_engines(async |desk| {
        let (ada, ben) = (desk.another(Role::Agent).await, desk.another(Role::Agent).await);
        let refused = with_cookie(desk, "/auth/refresh", ben.cookie(), ada.id()).await;
        assert!(refused.refresh_cookie().is_none());
        refused.problem(409, "another_person");
        with_cookie(desk, "/auth/refresh", ben.cookie(), "x").await.problem(400, "invalid_staff_header");
        // Had the token been exchanged, this would come after the ten seconds in which it may come again.
        desk.advance(11);
        let renewed = with_cookie(desk, "/auth/refresh", ben.cookie(), ben.id()).await;
        let cookie = renewed.refresh_cookie().unwrap();
        assert_eq!(renewed.ok()["staff"]["id"], ben.id());
        // An old cookie of Ben's that comes from Ada's page is no sign that his session was stolen.
        desk.advance(11);
        with_cookie(desk, "/auth/refresh", ben.cookie(), ada.id()).await.problem(409, "another_person");
        with_cookie(desk, "/auth/refresh", &cookie, ben.id()).await.ok();
    })
    .await;
}

#[tokio::test]
async fn logout_with_another_persons_cookie_is_409_and_leaves_their_session() {
    on_both_engines(async |desk| {
        let (ada, ben) = (desk.another(Role::Agent).await, desk.another(Role::Agent).await);
        let refused = with_cookie(desk, "/auth/logout", ben.cookie(), ada.id()).await;
        assert!(refused.header("set-cookie").is_none(), "the browser keeps Ben's cookie");
        refused.problem(409, "another_person");
        is_in(&ben).await.is(200);
        with_cookie(desk, "/auth/logout", ben.cookie(), ben.id()).await.nothing();
        is_in(&ben).await.problem(401, "session_ended");
    })
    .await;
}

async fn is_in(client: &Client) -> Answer {
    client.get("/auth/me").await
}

#[tokio::test]
async fn reply_from_a_tab_of_another_person_is_not_stored() {
    on_both_engines(async |desk| {
        let (ada, ben) = (desk.agent().await, desk.another(Role::Agent).await);
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}/messages", ticket.id());
        let reply = json!({"kind": "reply", "body": "We have asked the bank to pay it back."});
        // Ada's page after a sign-in as Ben in a second tab: it has Ben's token by now.
        ben.clone().expecting(ada.id()).post(&path, reply.clone()).await.problem(409, "another_person");
        assert!(ada.get(&path).await.ok().rows().is_empty());
        ada.clone().expecting(ada.id()).post(&path, reply).await.created();
    })
    .await;
}
