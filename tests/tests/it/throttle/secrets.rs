//! Other secrets that can be guessed: client secrets, the current password, password links, refresh tokens.

use caredesk_domain::actor::Role;
use caredesk_tests::{PASSWORD, on_both_engines};
use reqwest::Method;
use serde_json::json;

use super::{WRONG, fail, login, retry_after};

#[tokio::test]
async fn issue_token_after_five_wrong_secrets_is_429_except_right_one() {
    on_both_engines(async |desk| {
        let program = desk.create_service_account(&["tickets:read"]).await;
        let unknown = caredesk_tests::ServiceAccount { id: program.id.replace(|c: char| c.is_ascii_digit(), "7"), ..program.clone() };
        for one in [&program, &unknown] {
            let form = format!("grant_type=client_credentials&client_id={}&client_secret=wrong", one.id);
            for _ in 0..5 {
                one.request_token(desk, &form).await.problem(401, "invalid_client");
            }
            assert_eq!(retry_after(one.request_token(desk, &form).await), 30);
        }
        // 32 random bytes cannot be guessed: the right secret is never throttled.
        program.request_token(desk, &program.token_form()).await.ok();
    })
    .await;
}

#[tokio::test]
async fn issue_token_after_100_wrong_secrets_from_address_is_429_and_login_ok() {
    on_both_engines(async |desk| {
        let (ada, program) = (desk.add_staff(Role::Agent).await, desk.create_service_account(&["tickets:read"]).await);
        let form = |client: &str| format!("grant_type=client_credentials&client_id={client}&client_secret=wrong");
        for number in 0..100 {
            program.request_token(desk, &form(&format!("made-up-{number}"))).await.problem(401, "invalid_client");
        }
        retry_after(program.request_token(desk, &form("made-up-100")).await);
        program.request_token(desk, &program.token_form()).await.ok();
        login(&desk.visitor(), &ada.email, PASSWORD).await.ok();
    })
    .await;
}

#[tokio::test]
async fn change_password_after_five_failures_is_429_in_that_session_only() {
    on_both_engines(async |desk| {
        let here = desk.new_client(Role::Agent).await;
        let there = desk.sign_in(here.person()).await;
        let body = |current: &str| json!({"current_password": current, "new_password": "a staple for the battery"});
        for _ in 0..5 {
            here.post("/auth/password", body(WRONG)).await.field_errors(&[("#/current_password", "wrong")]);
        }
        assert_eq!(retry_after(here.post("/auth/password", body(PASSWORD)).await), 30);
        // Failures elsewhere, or in another session, do not throttle the owner's change.
        fail(&desk.visitor(), &here.person().email, 5).await;
        there.post("/auth/password", body(PASSWORD)).await.no_content();
    })
    .await;
}

#[tokio::test]
async fn use_password_link_after_100_unknown_tokens_is_429_except_valid() {
    on_both_engines(async |desk| {
        let (ada, visitor) = (desk.add_staff(Role::Agent).await, desk.visitor());
        let use_link =
            async |token: &str| visitor.post("/auth/password-link", json!({"token": token, "password": "a staple for the battery"})).await;
        for number in 0..100 {
            use_link(&format!("guess-{number}")).await.field_errors(&[("#/token", "unknown")]);
        }
        retry_after(use_link("guess").await);
        let link = desk.admin().await.post(&format!("/staff/{}/password-link", ada.id), json!({})).await.ok();
        use_link(link["path"].as_str().unwrap().split_once("#token=").unwrap().1).await.no_content();
    })
    .await;
}

#[tokio::test]
async fn refresh_after_100_forged_tokens_is_429_except_valid() {
    on_both_engines(async |desk| {
        let ada = desk.new_client(Role::Agent).await;
        let refresh = async |cookie: &str| desk.visitor().call(Method::POST, "/auth/refresh").refresh_cookie(cookie).send().await;
        let forged = format!("{}0", &ada.cookie()[..ada.cookie().len() - 1]);
        let forged = if forged == ada.cookie() { format!("{}1", &forged[..forged.len() - 1]) } else { forged };
        for _ in 0..100 {
            refresh(&forged).await.problem(401, "sign_in_refused");
        }
        retry_after(refresh(&forged).await);
        refresh(ada.cookie()).await.ok();
        desk.visitor().call(Method::POST, "/auth/refresh").send().await.problem(401, "sign_in_refused");
        desk.visitor().call(Method::POST, "/auth/logout").refresh_cookie(ada.cookie()).send().await.no_content();
        refresh(ada.cookie()).await.problem(401, "sign_in_refused");
    })
    .await;
}
