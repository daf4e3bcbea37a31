//! Setting a password by a link, and changing one's own.

use caredesk_domain::actor::Role;
use caredesk_tests::{Answer, Client, Desk, PASSWORD, Record, on_both_engines};
use serde_json::{Value, json};

const NEW: &str = "a staple for the battery";
const DAY: i64 = 24 * 60 * 60;

async fn invite(desk: &Desk) -> Record {
    let body = json!({"email": "ben@desk.example", "name": "Ben Musa", "role": "agent"});
    desk.admin().await.post("/staff", body).await.created()
}

/// The token in a password link.
fn token(link: &Value) -> String {
    let path = link["path"].as_str().unwrap();
    path.strip_prefix("/customer-care/password#token=").unwrap_or_else(|| panic!("{path}")).to_owned()
}

async fn set(desk: &Desk, token: &str, password: &str) -> Answer {
    desk.visitor().post("/auth/password-link", json!({"token": token, "password": password})).await
}

async fn login(desk: &Desk, email: &str, password: &str) -> Answer {
    desk.visitor().post("/auth/login", json!({"email": email, "password": password})).await
}

async fn link(desk: &Desk, whom: &str) -> Value {
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
        set(desk, &token, "too short").await.faults(&[("#/password", "too_short")]);
        set(desk, &token, NEW).await.nothing();
        login(desk, "ben@desk.example", NEW).await.ok();
    })
    .await;
}

#[tokio::test]
async fn set_password_by_used_expired_or_older_link_is_422() {
    on_both_engines(async |desk| {
        let ben = invite(desk).await;
        let first = token(&ben["password_link"]);
        let second = token(&link(desk, ben.id()).await);
        set(desk, &first, NEW).await.faults(&[("#/token", "unknown")]);
        set(desk, &second, NEW).await.nothing();
        set(desk, &second, "another password").await.faults(&[("#/token", "used")]);
        login(desk, "ben@desk.example", "another password").await.problem(401, "sign_in_refused");
        let third = token(&link(desk, ben.id()).await);
        desk.advance(7 * DAY);
        set(desk, &third, NEW).await.faults(&[("#/token", "expired")]);
        for nonsense in ["x", "\u{7}", &"x".repeat(100)] {
            set(desk, nonsense, NEW).await.faults(&[("#/token", "unknown")]);
        }
        set(desk, &"x".repeat(101), NEW).await.faults(&[("#/token", "too_long")]);
    })
    .await;
}

#[tokio::test]
async fn set_password_by_one_link_concurrently_succeeds_once() {
    on_both_engines(async |desk| {
        let token = token(&invite(desk).await["password_link"]);
        let passwords: Vec<String> = (0..4).map(|number| format!("a new password {number}")).collect();
        let answers = futures::future::join_all(passwords.iter().map(|password| set(desk, &token, password))).await;
        let mut winner = None;
        for (answer, password) in answers.into_iter().zip(&passwords) {
            match answer.status {
                204 => assert!(winner.replace(password).is_none(), "two set it"),
                _ => answer.faults(&[("#/token", "used")]),
            }
        }
        login(desk, "ben@desk.example", winner.unwrap()).await.ok();
    })
    .await;
}

#[tokio::test]
async fn set_password_by_link_ends_all_sessions() {
    on_both_engines(async |desk| {
        let (one, two) = (desk.another(Role::Agent).await, desk.admin().await);
        let other = desk.sign_in(one.person()).await;
        set(desk, &token(&link(desk, one.id()).await), NEW).await.nothing();
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
        set(desk, &token(&ben["password_link"]), NEW).await.faults(&[("#/token", "unknown")]);
        admin.post(&format!("{path}/password-link"), json!({})).await.problem(409, "not_active");
        admin.patch(&path, "*", json!({"active": true})).await.ok();
        set(desk, &token(&ben["password_link"]), NEW).await.faults(&[("#/token", "unknown")]);
        set(desk, &token(&link(desk, ben.id()).await), NEW).await.nothing();
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
        set(desk, &token(&ben["password_link"]), NEW).await.faults(&[("#/token", "unknown")]);
        set(desk, &token(&link(desk, ben.id()).await), NEW).await.nothing();
    })
    .await;
}

#[tokio::test]
async fn create_password_link_by_non_admin_is_403() {
    on_both_engines(async |desk| {
        let ben = desk.hire(Role::Agent).await;
        let path = format!("/staff/{}/password-link", ben.id);
        for role in [Role::Agent, Role::Doctor, Role::Auditor] {
            desk.one(role).await.post(&path, json!({})).await.problem(403, "forbidden");
        }
        let nobody = format!("/staff/{}/password-link", desk.customer().await.id());
        desk.admin().await.post(&nobody, json!({})).await.problem(404, "not_found");
    })
    .await;
}

async fn change(client: &Client, current: &str, new: &str) -> Answer {
    client.post("/auth/password", json!({"current_password": current, "new_password": new})).await
}

#[tokio::test]
async fn change_password_with_current_password_ends_other_sessions() {
    on_both_engines(async |desk| {
        let here = desk.another(Role::Doctor).await;
        let there = desk.sign_in(here.person()).await;
        let open = token(&link(desk, here.id()).await);
        change(&here, "not the password", NEW).await.faults(&[("#/current_password", "wrong")]);
        change(&here, PASSWORD, "eleven chars"[..11].as_ref()).await.faults(&[("#/new_password", "too_short")]);
        change(&here, PASSWORD, &"x".repeat(129)).await.faults(&[("#/new_password", "too_long")]);
        there.get("/auth/me").await.ok();
        change(&here, PASSWORD, NEW).await.nothing();
        here.get("/auth/me").await.ok();
        there.get("/auth/me").await.problem(401, "session_ended");
        login(desk, &here.person().email, PASSWORD).await.problem(401, "sign_in_refused");
        login(desk, &here.person().email, NEW).await.ok();
        set(desk, &open, "by an older link").await.faults(&[("#/token", "unknown")]);
        desk.visitor().post("/auth/password", json!({"current_password": "x", "new_password": NEW})).await.problem(401, "unauthenticated");
    })
    .await;
}

#[tokio::test]
async fn create_staff_with_same_idempotency_key_shows_link_once() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let body = json!({"email": "ben@desk.example", "name": "Ben Musa", "role": "agent"});
        let first = admin.post_once("invite", "/staff", body.clone()).await.created();
        let again = admin.post_once("invite", "/staff", body).await.created();
        assert_eq!(first.id(), again.id());
        assert!(again.get("password_link").is_none());
        set(desk, &token(&first["password_link"]), NEW).await.nothing();
    })
    .await;
}
