//! The people of the desk.

use caredesk_domain::actor::Role;
use caredesk_tests::{PASSWORD, on_both_engines};
use serde_json::{Value, json};

fn ben() -> Value {
    json!({"email": "ben@desk.example", "name": "Ben Musa", "role": "agent", "password": PASSWORD})
}

#[tokio::test]
async fn an_admin_adds_a_colleague_who_can_then_sign_in() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let added = admin.post("/staff", ben()).await.created();
        let expected = json!({
            "id": added["id"], "name": "Ben Musa", "role": "agent", "email": "ben@desk.example", "active": true,
            "created_at": desk.now().to_string(), "updated_at": desk.now().to_string(), "version": 1,
        });
        assert_eq!(added.body, expected);
        assert_eq!(admin.get(&format!("/staff/{}", added.id())).await.ok().body, expected);
        let session = desk.visitor().post("/auth/login", json!({"email": "ben@desk.example", "password": PASSWORD})).await.ok();
        assert_eq!(session["staff"]["id"], added["id"]);
    })
    .await;
}

#[tokio::test]
async fn an_address_is_one_colleagues_only_in_any_case() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        admin.post("/staff", ben()).await.created();
        for email in ["ben@desk.example", "BEN@desk.example"] {
            let mut again = ben();
            again["email"] = email.into();
            admin.post("/staff", again).await.faults(&[("#/email", "taken")]);
        }
    })
    .await;
}

#[tokio::test]
async fn colleagues_see_each_others_id_name_and_role_and_no_more() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        for one in [desk.agent().await, desk.doctor().await] {
            let seen = one.get(&format!("/staff/{}", admin.id())).await.ok();
            assert_eq!(seen.body, json!({"id": admin.id(), "name": "Tunde Bello", "role": "admin"}));
            for row in one.get("/staff").await.ok().rows() {
                assert_eq!(row.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "name", "role"], "{row}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn only_an_admin_adds_staff_and_an_auditor_does_not_even_see_them() {
    on_both_engines(async |desk| {
        for role in [Role::Agent, Role::Doctor, Role::Auditor] {
            desk.one(role).await.post("/staff", ben()).await.problem(403, "forbidden");
        }
        let auditor = desk.auditor().await;
        auditor.get("/staff").await.problem(403, "forbidden");
        auditor.get(&format!("/staff/{}", auditor.id())).await.problem(403, "forbidden");
    })
    .await;
}

#[tokio::test]
async fn staff_are_listed_by_role_and_the_inactive_for_admins_only() {
    on_both_engines(async |desk| {
        let (admin, agent, doctor) = (desk.admin().await, desk.agent().await, desk.doctor().await);
        let gone = desk.hire(Role::Agent).await;
        desk.behind_its_back(&format!("UPDATE staff SET active = false WHERE email_key = '{}'", gone.email)).await;
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
async fn who_is_no_longer_active_is_out_at_once() {
    on_both_engines(async |desk| {
        let agent = desk.another(Role::Agent).await;
        agent.get("/tickets").await.ok();
        desk.behind_its_back(&format!("UPDATE staff SET active = false WHERE email_key = '{}'", agent.person().email)).await;
        agent.get("/tickets").await.problem(401, "session_ended");
    })
    .await;
}
