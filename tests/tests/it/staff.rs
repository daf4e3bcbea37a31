//! Staff: create, list, edit and deactivate.

use caredesk_domain::actor::Role;
use caredesk_tests::{PASSWORD, on_both_engines, race_all, race_rounds};
use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

fn ben() -> Value {
    json!({"email": "ben@desk.example", "name": "Ben Musa", "role": "agent", "password": PASSWORD})
}

#[tokio::test]
async fn create_staff_by_admin_allows_sign_in() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let added = admin.post("/staff", ben()).await.created();
        let expected = json!({
            "id": added["id"], "name": "Ben Musa", "role": "agent", "email": "ben@desk.example", "active": true, "last_seen_at": null,
            "created_at": desk.now().to_string(), "updated_at": desk.now().to_string(), "version": 1,
            "allowed": ["edit_staff", "issue_password_link"],
        });
        assert_eq!(added.body, expected);
        assert_eq!(admin.get(&format!("/staff/{}", added.id())).await.ok().body, expected);
        desk.advance(60);
        let session = desk.visitor().post("/auth/login", json!({"email": "ben@desk.example", "password": PASSWORD})).await.ok();
        assert_eq!(session["staff"]["id"], added["id"]);
        let seen = admin.get(&format!("/staff/{}", added.id())).await.ok();
        assert_eq!(seen["last_seen_at"], desk.now().to_string());
        assert_eq!(admin.get("/staff?role=agent").await.ok().rows()[0]["last_seen_at"], desk.now().to_string());
    })
    .await;
}

#[tokio::test]
async fn create_staff_with_taken_email_is_422() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        admin.post("/staff", ben()).await.created();
        for email in ["ben@desk.example", "BEN@desk.example"] {
            let mut again = ben();
            again["email"] = email.into();
            admin.post("/staff", again).await.field_errors(&[("#/email", "taken")]);
        }
    })
    .await;
}

#[tokio::test]
async fn get_staff_by_non_admin_returns_id_name_and_role_only() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        for one in [desk.agent().await, desk.doctor().await] {
            let seen = one.get(&format!("/staff/{}", admin.id())).await.ok();
            assert_eq!(seen.body, json!({"id": admin.id(), "name": "Tunde Bello", "role": "admin", "allowed": []}));
            for row in one.get("/staff").await.ok().rows() {
                assert_eq!(row.as_object().unwrap().keys().collect::<Vec<_>>(), ["allowed", "id", "name", "role"], "{row}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn create_staff_by_non_admin_and_list_by_auditor_are_403() {
    on_both_engines(async |desk| {
        for role in [Role::Agent, Role::Doctor, Role::Auditor] {
            desk.client_of_role(role).await.post("/staff", ben()).await.problem(403, "forbidden");
        }
        let auditor = desk.auditor().await;
        auditor.get("/staff").await.problem(403, "forbidden");
        auditor.get(&format!("/staff/{}", auditor.id())).await.problem(403, "forbidden");
    })
    .await;
}

#[tokio::test]
async fn list_staff_filters_by_role_and_shows_inactive_to_admin_only() {
    on_both_engines(async |desk| {
        let (admin, agent, doctor) = (desk.admin().await, desk.agent().await, desk.doctor().await);
        let gone = desk.add_staff(Role::Agent).await;
        admin.patch(&format!("/staff/{}", gone.id), "*", json!({"active": false})).await.ok();
        assert_eq!(admin.get("/staff?role=doctor,admin").await.ok().each("id"), [admin.id(), doctor.id()]);
        assert_eq!(admin.get("/staff?active=false").await.ok().each("id"), [&gone.id]);
        assert_eq!(admin.get("/staff?role=agent").await.ok().each("id"), [agent.id(), &gone.id]);
        assert_eq!(agent.get("/staff?role=agent").await.ok().each("id"), [agent.id()]);
        agent.get("/staff?active=false").await.problem(403, "forbidden");
        agent.get(&format!("/staff/{}", gone.id)).await.problem(404, "not_found");
        assert_eq!(admin.get(&format!("/staff/{}", gone.id)).await.ok()["active"], false);
    })
    .await;
}

#[tokio::test]
async fn deactivate_staff_ends_sessions() {
    on_both_engines(async |desk| {
        let agent = desk.new_client(Role::Agent).await;
        let path = format!("/staff/{}", agent.id());
        agent.get("/tickets").await.ok();
        let gone = desk.admin().await.patch(&path, "*", json!({"active": false})).await.ok();
        assert_eq!((&gone["active"], gone.allowed_actions()), (&json!(false), vec!["edit_staff"]));
        agent.get("/tickets").await.problem(401, "session_ended");
        let refresh = || desk.visitor().call(Method::POST, "/auth/refresh").refresh_cookie(agent.cookie()).send();
        refresh().await.problem(401, "sign_in_refused");
        let login = json!({"email": agent.person().email, "password": PASSWORD});
        desk.visitor().post("/auth/login", login).await.problem(401, "sign_in_refused");
        // Reactivated staff must sign in again: earlier sessions stay ended.
        desk.admin().await.patch(&path, "*", json!({"active": true})).await.ok();
        agent.get("/tickets").await.problem(401, "session_ended");
        refresh().await.problem(401, "sign_in_refused");
        desk.sign_in(agent.person()).await.get("/tickets").await.ok();
    })
    .await;
}

#[tokio::test]
async fn edit_staff_name_and_role_by_admin_checks_etag() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let ben = admin.post("/staff", ben()).await.created();
        let path = format!("/staff/{}", ben.id());
        desk.advance(60);
        let after = admin.patch(&path, ben.etag(), json!({"name": "Dr. Ben Musa", "role": "doctor"})).await.ok();
        let mut expected = ben.body.clone();
        expected["name"] = "Dr. Ben Musa".into();
        expected["role"] = "doctor".into();
        expected["updated_at"] = desk.now().to_string().into();
        expected["version"] = 2.into();
        assert_eq!(after.body, expected);
        let same = admin.patch(&path, after.etag(), json!({"name": "Dr. Ben Musa"})).await.ok();
        assert_eq!((&same.body, same.etag()), (&after.body, after.etag()));
        admin.patch(&path, ben.etag(), json!({"name": "Ben"})).await.problem(412, "stale");
        admin.call(Method::PATCH, &path).json(&json!({"name": "Ben"})).send().await.problem(428, "if_match_required");
        admin.patch(&path, "*", json!({"password": "correct horse battery"})).await.problem(400, "unknown_field");
        let faults = [("#/name", "too_short"), ("#/role", "unknown"), ("#/active", "wrong_type")];
        admin.patch(&path, "*", json!({"name": "", "role": "owner", "active": "no"})).await.field_errors(&faults);
        admin.patch(&format!("/staff/{}", desk.customer().await.id()), "*", json!({"name": "Ben"})).await.problem(404, "not_found");
        for role in [Role::Agent, Role::Doctor, Role::Auditor] {
            let one = desk.client_of_role(role).await;
            one.patch(&format!("/staff/{}", one.id()), "*", json!({"name": "Ben"})).await.problem(403, "forbidden");
        }
    })
    .await;
}

#[tokio::test]
async fn edit_staff_email_changes_sign_in_address() {
    on_both_engines(async |desk| {
        let (admin, agent) = (desk.admin().await, desk.new_client(Role::Agent).await);
        let path = format!("/staff/{}", agent.id());
        let sign_in = async |email: &str| desk.visitor().post("/auth/login", json!({"email": email, "password": PASSWORD})).await;
        let after = admin.patch(&path, "*", json!({"email": "Corrected@desk.example"})).await.ok();
        assert_eq!(after["email"], "Corrected@desk.example");
        sign_in("corrected@desk.example").await.ok();
        sign_in(&agent.person().email).await.problem(401, "sign_in_refused");
        agent.get("/tickets").await.ok();
        // The same address in other case is their own; one of other staff is taken.
        admin.patch(&path, "*", json!({"email": "corrected@desk.example"})).await.ok();
        let other = desk.new_client(Role::Agent).await.person().email.to_uppercase();
        admin.patch(&path, "*", json!({"email": other})).await.field_errors(&[("#/email", "taken")]);
        admin.patch(&path, "*", json!({"email": "nobody"})).await.field_errors(&[("#/email", "format")]);
        desk.client_of_role(Role::Agent).await.patch(&path, "*", json!({"email": "mine@desk.example"})).await.problem(403, "forbidden");
    })
    .await;
}

#[tokio::test]
async fn edit_own_role_or_last_admin_is_409() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let me = format!("/staff/{}", admin.id());
        admin.patch(&me, "*", json!({"role": "agent"})).await.problem(409, "own_role");
        admin.patch(&me, "*", json!({"active": false})).await.problem(409, "last_admin");
        admin.patch(&me, "*", json!({"name": "Tunde A. Bello", "role": "admin", "active": true})).await.ok();
        let other = desk.new_client(Role::Admin).await;
        other.patch(&me, "*", json!({"role": "agent"})).await.ok();
        admin.get("/staff").await.problem(401, "session_ended");
        other.patch(&format!("/staff/{}", other.id()), "*", json!({"active": false})).await.problem(409, "last_admin");
        // An inactive admin does not count.
        other.patch(&me, "*", json!({"role": "admin", "active": false})).await.ok();
        other.patch(&format!("/staff/{}", other.id()), "*", json!({"active": false})).await.problem(409, "last_admin");
        other.patch(&me, "*", json!({"active": true})).await.ok();
        other.patch(&format!("/staff/{}", other.id()), "*", json!({"active": false})).await.ok();
        other.get("/staff").await.problem(401, "session_ended");
    })
    .await;
}

#[tokio::test]
async fn deactivate_admins_concurrently_leaves_one() {
    on_both_engines(async |desk| {
        let keeper = desk.admin().await;
        for round in race_rounds(100) {
            let admins = join_all((0..3).map(|_| desk.new_client(Role::Admin))).await;
            // Only these three are active admins during the race.
            let sql = |active| format!("UPDATE staff SET active = {active} WHERE email_key = '{}'", keeper.person().email);
            desk.raw_sql(&sql(false)).await;
            let take = async |from: usize, whom: usize| {
                let change = if round % 2 == 0 { json!({"active": false}) } else { json!({"role": "agent"}) };
                admins[from].patch(&format!("/staff/{}", admins[whom].id()), "*", change).await.status
            };
            let statuses = race_all([take(0, 1), take(1, 2), take(2, 0)]).await;
            assert!(statuses.iter().all(|status| [200, 401, 403, 409].contains(status)), "{statuses:?}");
            desk.raw_sql(&sql(true)).await;
            let left = keeper.get("/staff?role=admin&active=true").await.ok();
            assert!(left.rows().len() >= 2, "{statuses:?}: no admin but the keeper is left");
            for row in left.rows().iter().filter(|row| row["id"] != keeper.id()) {
                keeper.patch(&format!("/staff/{}", row["id"].as_str().unwrap()), "*", json!({"active": false})).await.ok();
            }
        }
    })
    .await;
}
