//! The caller's own settings and sessions.

use caredesk_domain::actor::Role;
use caredesk_tests::on_both_engines;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn edit_own_language_and_preferences_affects_only_caller() {
    on_both_engines(async |desk| {
        for role in Role::ALL {
            let me = desk.new_client(*role).await;
            let before = me.get("/auth/me").await.ok();
            let person = me.person();
            let mut expected = json!({
                "id": person.id, "name": person.name, "email": person.email, "role": role, "language": null, "preferences": {}, "version": 1,
            });
            assert_eq!(before.body, expected);
            let patch = json!({"language": "fr", "preferences": {"density": "compact", "queue": {"sort": "priority"}}});
            let after = me.patch("/auth/me", before.etag(), patch).await.ok();
            expected["language"] = "fr".into();
            expected["preferences"] = json!({"density": "compact", "queue": {"sort": "priority"}});
            expected["version"] = 2.into();
            assert_eq!(after.body, expected);
            me.patch("/auth/me", before.etag(), json!({"language": "en"})).await.problem(412, "stale");
            let patch = json!({"language": null, "preferences": {"density": null, "queue": {"limit": 50}}});
            let after = me.patch("/auth/me", after.etag(), patch.clone()).await.ok();
            expected["language"] = json!(null);
            expected["preferences"] = json!({"queue": {"sort": "priority", "limit": 50}});
            expected["version"] = 3.into();
            assert_eq!(after.body, expected);
            assert_eq!(me.patch("/auth/me", "*", patch).await.ok().body, expected, "an unchanged edit writes nothing");
            // Every session of the caller has it, and no other staff.
            assert_eq!(desk.sign_in(person).await.get("/auth/me").await.ok().body, expected);
        }
        assert_eq!(desk.agent().await.get("/auth/me").await.ok()["preferences"], json!({}));
    })
    .await;
}

#[tokio::test]
async fn edit_own_settings_with_invalid_value_is_422() {
    on_both_engines(async |desk| {
        let me = desk.agent().await;
        let patch = async |body| me.patch("/auth/me", "*", body).await;
        patch(json!({"language": "de"})).await.field_errors(&[("#/language", "unknown")]);
        patch(json!({"preferences": []})).await.field_errors(&[("#/preferences", "wrong_type")]);
        patch(json!({"preferences": null})).await.field_errors(&[("#/preferences", "null")]);
        patch(json!({"preferences": {"a": "x".repeat(4096)}})).await.field_errors(&[("#/preferences", "too_large")]);
        patch(json!({"role": "admin"})).await.problem(400, "unknown_field");
        patch(json!({"preferences": {"a": "nul \u{0}, quote \" and 日本"}})).await.ok();
        assert_eq!(me.get("/auth/me").await.ok()["preferences"], json!({"a": "nul \u{0}, quote \" and 日本"}));
        me.call(Method::PATCH, "/auth/me").json(&json!({"language": "en"})).send().await.problem(428, "if_match_required");
    })
    .await;
}

#[tokio::test]
async fn list_and_delete_sessions_affects_only_own() {
    on_both_engines(async |desk| {
        let first = desk.new_client(Role::Agent).await;
        let began = desk.now();
        desk.advance(60);
        let second = desk.sign_in(first.person()).await;
        let stranger = desk.new_client(Role::Agent).await;
        let list = second.get("/auth/sessions?include_total=true").await.ok();
        let end = |from: caredesk_domain::Timestamp| from.plus_seconds(12 * 60 * 60).to_string();
        let (now, then) = (desk.now().to_string(), began.to_string());
        let expected = json!([
            {"id": list.rows()[0]["id"], "created_at": now, "last_seen_at": now, "expires_at": end(desk.now()), "current": true},
            {"id": list.rows()[1]["id"], "created_at": then, "last_seen_at": then, "expires_at": end(began), "current": false},
        ]);
        assert_eq!((&list["data"], &list["page"]["total"]), (&expected, &json!(2)));
        let ids: Vec<String> = list.each("id").into_iter().map(str::to_owned).collect();
        let delete =
            async |client: &caredesk_tests::Client, id: &str| client.call(Method::DELETE, &format!("/auth/sessions/{id}")).send().await;
        delete(&stranger, &ids[1]).await.problem(404, "not_found");
        first.get("/auth/me").await.ok();
        delete(&second, &ids[1]).await.no_content();
        first.get("/auth/me").await.problem(401, "session_ended");
        let refresh = desk.visitor().call(Method::POST, "/auth/refresh").refresh_cookie(first.cookie());
        refresh.send().await.problem(401, "sign_in_refused");
        delete(&second, &ids[1]).await.problem(404, "not_found");
        assert_eq!(second.get("/auth/sessions").await.ok().each("id"), [&ids[0]]);
        delete(&second, "no-id").await.problem(404, "not_found");
        delete(&second, &ids[0]).await.no_content();
        second.get("/auth/me").await.problem(401, "session_ended");
    })
    .await;
}

#[tokio::test]
async fn list_sessions_paged_returns_each_once() {
    on_both_engines(async |desk| {
        let mut me = desk.new_client(Role::Agent).await;
        for _ in 0..4 {
            desk.advance(1);
            me = desk.sign_in(me.person()).await;
        }
        let mut seen = Vec::new();
        let mut path = "/auth/sessions?limit=2".to_owned();
        loop {
            let page = me.get(&path).await.ok();
            seen.extend(page.each("id").into_iter().map(str::to_owned));
            let Some(cursor) = page["page"]["next_cursor"].as_str() else { break };
            path = format!("/auth/sessions?limit=2&cursor={cursor}");
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!((seen.len(), once.len()), (5, 5));
    })
    .await;
}
