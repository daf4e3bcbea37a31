//! Setting a password by a link, and changing one's own.

use caredesk_api::password::Passwords;
use caredesk_domain::actor::Role;
use caredesk_tests::{Client, PASSWORD, PASSWORD_HASH, Record, TestResponse, TestServer, on_both_engines, race_all, race_rounds};
use serde_json::{Value, json};

const NEW: &str = "a staple for the battery";
const DAY: i64 = 24 * 60 * 60;

async fn invite(desk: &TestServer) -> Record {
    let body = json!({"email": "ben@desk.example", "name": "Ben Musa", "role": "agent"});
    desk.admin().await.post("/staff", body).await.created()
}

/// The token in a password link.
fn token(link: &Value) -> String {
    let path = link["path"].as_str().unwrap();
    path.strip_prefix("/customer-care/password#token=").unwrap_or_else(|| panic!("{path}")).to_owned()
}

#[tokio::test]
async fn hash_of_test_password_is_what_the_server_computes() {
    let hash = Passwords::default().hash(PASSWORD.parse().unwrap(), [7; 16]).await.unwrap();
    assert_eq!(hash.phc(), PASSWORD_HASH);
}

async fn set_password(desk: &TestServer, token: &str, password: &str) -> TestResponse {
    desk.visitor().post("/auth/password-link", json!({"token": token, "password": password})).await
}

async fn login(desk: &TestServer, email: &str, password: &str) -> TestResponse {
    desk.visitor().post("/auth/login", json!({"email": email, "password": password})).await
}

async fn create_link(desk: &TestServer, whom: &str) -> Value {
    desk.admin().await.post(&format!("/staff/{whom}/password-link"), json!({})).await.ok().body
}

#[tokio::test]
async fn set_password_by_invitation_link_allows_sign_in() {
    on_both_engines(async |desk| {
        let mut added = invite(desk).await;
        let link = added.body["password_link"].take();
        assert_eq!(link["expires_at"], desk.now().plus_seconds(7 * DAY).to_string());
        let token = token(&link);
        assert_eq!(token.len(), 43, "32 bytes");
        let shown = desk.admin().await.get(&format!("/staff/{}", added.id())).await.ok();
        assert!(shown.get("password_link").is_none(), "it is shown once");
        login(desk, "ben@desk.example", PASSWORD).await.problem(401, "sign_in_refused");
        desk.advance(7 * DAY - 1);
        set_password(desk, &token, "too short").await.field_errors(&[("#/password", "too_short")]);
        set_password(desk, &token, NEW).await.no_content();
        login(desk, "ben@desk.example", NEW).await.ok();
    })
    .await;
}

#[tokio::test]
async fn set_password_by_used_expired_or_older_link_is_422() {
    on_both_engines(async |desk| {
        let ben = invite(desk).await;
        let first = token(&ben["password_link"]);
        let second = token(&create_link(desk, ben.id()).await);
        set_password(desk, &first, NEW).await.field_errors(&[("#/token", "unknown")]);
        set_password(desk, &second, NEW).await.no_content();
        set_password(desk, &second, "another password").await.field_errors(&[("#/token", "used")]);
        login(desk, "ben@desk.example", "another password").await.problem(401, "sign_in_refused");
        let third = token(&create_link(desk, ben.id()).await);
        desk.advance(7 * DAY);
        set_password(desk, &third, NEW).await.field_errors(&[("#/token", "expired")]);
        for nonsense in ["x", "\u{7}", &"x".repeat(100)] {
            set_password(desk, nonsense, NEW).await.field_errors(&[("#/token", "unknown")]);
        }
        set_password(desk, &"x".repeat(101), NEW).await.field_errors(&[("#/token", "too_long")]);
    })
    .await;
}

#[tokio::test]
async fn set_password_by_one_link_concurrently_succeeds_once() {
    on_both_engines(async |desk| {
        let ben = invite(desk).await;
        for round in race_rounds(100) {
            let token = token(&create_link(desk, ben.id()).await);
            let passwords: Vec<String> = (0..4).map(|number| format!("new password {number} of round {round}")).collect();
            let answers = race_all(passwords.iter().map(|password| set_password(desk, &token, password))).await;
            let mut winner = None;
            for (answer, password) in answers.into_iter().zip(&passwords) {
                match answer.status {
                    204 => assert!(winner.replace(password).is_none(), "two set it"),
                    _ => answer.field_errors(&[("#/token", "used")]),
                }
            }
            login(desk, "ben@desk.example", winner.unwrap()).await.ok();
        }
    })
    .await;
}

#[tokio::test]
async fn set_password_by_link_ends_all_sessions() {
    on_both_engines(async |desk| {
        let (one, two) = (desk.new_client(Role::Agent).await, desk.admin().await);
        let other = desk.sign_in(one.person()).await;
        set_password(desk, &token(&create_link(desk, one.id()).await), NEW).await.no_content();
        for ended in [&one, &other] {
            ended.get("/auth/me").await.problem(401, "session_ended");
        }
        two.get("/auth/me").await.ok();
        login(desk, &one.person().email, PASSWORD).await.problem(401, "sign_in_refused");
        login(desk, &one.person().email, NEW).await.ok();
    })
    .await;
}

#[tokio::test]
async fn deactivate_staff_revokes_password_links() {
    on_both_engines(async |desk| {
        let (admin, ben) = (desk.admin().await, invite(desk).await);
        let path = format!("/staff/{}", ben.id());
        admin.patch(&path, "*", json!({"active": false})).await.ok();
        set_password(desk, &token(&ben["password_link"]), NEW).await.field_errors(&[("#/token", "unknown")]);
        admin.post(&format!("{path}/password-link"), json!({})).await.problem(409, "not_active");
        admin.patch(&path, "*", json!({"active": true})).await.ok();
        set_password(desk, &token(&ben["password_link"]), NEW).await.field_errors(&[("#/token", "unknown")]);
        set_password(desk, &token(&create_link(desk, ben.id()).await), NEW).await.no_content();
    })
    .await;
}

// Caught: a link made for an agent still worked after the agent became an admin.
#[tokio::test]
async fn role_change_revokes_password_links() {
    on_both_engines(async |desk| {
        let (admin, ben) = (desk.admin().await, invite(desk).await);
        let path = format!("/staff/{}", ben.id());
        admin.patch(&path, "*", json!({"name": "Ben M."})).await.ok();
        admin.patch(&path, "*", json!({"role": "admin"})).await.ok();
        set_password(desk, &token(&ben["password_link"]), NEW).await.field_errors(&[("#/token", "unknown")]);
        set_password(desk, &token(&create_link(desk, ben.id()).await), NEW).await.no_content();
    })
    .await;
}

#[tokio::test]
async fn create_password_link_by_non_admin_is_403() {
    on_both_engines(async |desk| {
        let ben = desk.add_staff(Role::Agent).await;
        let path = format!("/staff/{}/password-link", ben.id);
        for role in [Role::Agent, Role::Doctor, Role::Auditor] {
            desk.client_of_role(role).await.post(&path, json!({})).await.problem(403, "forbidden");
        }
        let nobody = format!("/staff/{}/password-link", desk.customer().await.id());
        desk.admin().await.post(&nobody, json!({})).await.problem(404, "not_found");
    })
    .await;
}

async fn change_password(client: &Client, current: &str, new: &str) -> TestResponse {
    client.post("/auth/password", json!({"current_password": current, "new_password": new})).await
}

#[tokio::test]
async fn change_password_with_current_password_ends_other_sessions() {
    on_both_engines(async |desk| {
        let here = desk.new_client(Role::Doctor).await;
        let there = desk.sign_in(here.person()).await;
        let open = token(&create_link(desk, here.id()).await);
        change_password(&here, "not the password", NEW).await.field_errors(&[("#/current_password", "wrong")]);
        change_password(&here, PASSWORD, "eleven chars"[..11].as_ref()).await.field_errors(&[("#/new_password", "too_short")]);
        change_password(&here, PASSWORD, &"x".repeat(129)).await.field_errors(&[("#/new_password", "too_long")]);
        there.get("/auth/me").await.ok();
        change_password(&here, PASSWORD, NEW).await.no_content();
        here.get("/auth/me").await.ok();
        there.get("/auth/me").await.problem(401, "session_ended");
        login(desk, &here.person().email, PASSWORD).await.problem(401, "sign_in_refused");
        login(desk, &here.person().email, NEW).await.ok();
        set_password(desk, &open, "by an older link").await.field_errors(&[("#/token", "unknown")]);
        desk.visitor().post("/auth/password", json!({"current_password": "x", "new_password": NEW})).await.problem(401, "unauthenticated");
    })
    .await;
}

#[tokio::test]
async fn create_staff_with_same_idempotency_key_shows_link_once() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let body = json!({"email": "ben@desk.example", "name": "Ben Musa", "role": "agent"});
        let first = admin.post_with_key("invite", "/staff", body.clone()).await.created();
        let again = admin.post_with_key("invite", "/staff", body).await.created();
        assert_eq!(first.id(), again.id());
        assert!(again.get("password_link").is_none());
        set_password(desk, &token(&first["password_link"]), NEW).await.no_content();
    })
    .await;
}
