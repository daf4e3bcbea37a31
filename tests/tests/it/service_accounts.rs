//! Service accounts, their secrets and tokens.

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use caredesk_domain::actor::Role;
use caredesk_tests::{ServiceAccount, TestResponse, TestServer, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

mod tokens;

const DAY: i64 = 24 * 60 * 60;
const FORM: &str = "application/x-www-form-urlencoded";

fn app(desk: &TestServer) -> Value {
    let expires_at = desk.now().plus_seconds(100 * DAY);
    json!({"name": "Telehealth app", "scopes": ["tickets:write", "tickets:read", "tickets:read"], "expires_at": expires_at})
}

fn claims(token: &str) -> Value {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

async fn by_basic(desk: &TestServer, credentials: &str, form: &str) -> TestResponse {
    let call = desk.visitor().call(Method::POST, "/auth/token").header("authorization", &format!("Basic {credentials}"));
    call.body(FORM, form.as_bytes()).send().await
}

#[tokio::test]
async fn create_service_account_shows_secret_once() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let added = admin.post("/service-accounts", app(desk)).await.created();
        let now = desk.now().to_string();
        let mut expected = json!({
            "id": added["id"], "name": "Telehealth app", "scopes": ["tickets:read", "tickets:write"],
            "expires_at": desk.now().plus_seconds(100 * DAY), "secret": added["secret"],
            "secrets": [{"id": added["secrets"][0]["id"], "created_at": now, "expires_at": null}],
            "created_by": {"id": admin.id(), "name": "Tunde Bello"}, "created_at": now, "updated_at": now, "version": 1,
            "allowed": ["edit_service_account", "issue_secret", "delete_service_account"],
        });
        assert_eq!(added.body, expected);
        assert_eq!(added["secret"].as_str().unwrap().len(), 43, "32 bytes");
        expected.as_object_mut().unwrap().remove("secret");
        assert_eq!(admin.get(&format!("/service-accounts/{}", added.id())).await.ok().body, expected);
        assert_eq!(admin.get("/service-accounts").await.ok()["data"], json!([expected]));
    })
    .await;
}

#[tokio::test]
async fn create_service_account_with_same_idempotency_key_omits_secret() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let first = admin.post_with_key("add", "/service-accounts", app(desk)).await.created();
        let again = admin.post_with_key("add", "/service-accounts", app(desk)).await.created();
        assert_eq!(first.id(), again.id());
        assert!(again.get("secret").is_none());
        assert_eq!(admin.get("/service-accounts").await.ok().rows().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn create_service_account_with_invalid_fields_is_422() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let with = |field: &str, value: Value| {
            let mut body = app(desk);
            body[field] = value;
            body
        };
        let post = async |body| admin.post("/service-accounts", body).await;
        post(json!({})).await.field_errors(&[("#/name", "required"), ("#/scopes", "required"), ("#/expires_at", "required")]);
        post(with("scopes", json!([]))).await.field_errors(&[("#/scopes", "too_few")]);
        post(with("scopes", json!(["tickets:read", "everything"]))).await.field_errors(&[("#/scopes/1", "unknown")]);
        for people_only in ["staff:read", "staff:write"] {
            post(with("scopes", json!([people_only]))).await.field_errors(&[("#/scopes/0", "unknown")]);
        }
        post(with("expires_at", json!(desk.now()))).await.field_errors(&[("#/expires_at", "past")]);
        post(with("expires_at", json!("tomorrow"))).await.field_errors(&[("#/expires_at", "format")]);
        let path = format!("/service-accounts/{}", post(app(desk)).await.created().id());
        let patch = async |body| admin.patch(&path, "*", body).await;
        patch(json!({"scopes": []})).await.field_errors(&[("#/scopes", "too_few")]);
        patch(json!({"expires_at": desk.now()})).await.field_errors(&[("#/expires_at", "past")]);
        patch(json!({"scopes": null})).await.field_errors(&[("#/scopes", "null")]);
        patch(json!({"secret": "x"})).await.problem(400, "unknown_field");
    })
    .await;
}

#[tokio::test]
async fn edit_or_delete_service_account_with_stale_etag_is_412() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let added = admin.post("/service-accounts", app(desk)).await.created();
        let path = format!("/service-accounts/{}", added.id());
        let after = admin.patch(&path, added.etag(), json!({"name": "App", "scopes": ["notes:read"]})).await.ok();
        assert_eq!((&after["name"], &after["scopes"], &after["version"]), (&json!("App"), &json!(["notes:read"]), &json!(2)));
        assert_eq!(admin.patch(&path, after.etag(), json!({"name": "App"})).await.ok().etag(), after.etag());
        admin.patch(&path, added.etag(), json!({"name": "B"})).await.problem(412, "stale");
        let secrets = format!("{path}/secrets");
        let stale = admin.call(Method::POST, &secrets).header("if-match", added.etag());
        stale.send().await.problem(412, "stale");
        admin.delete(&path, added.etag()).await.problem(412, "stale");
        for method in [Method::PATCH, Method::DELETE] {
            let call = admin.call(method, &path);
            call.json(&json!({"name": "B"})).send().await.problem(428, "if_match_required");
        }
        admin.delete(&path, after.etag()).await.no_content();
        admin.get(&path).await.problem(404, "not_found");
        admin.delete(&path, "*").await.problem(404, "not_found");
        admin.patch(&path, "*", json!({"name": "B"})).await.problem(404, "not_found");
        admin.post_empty(&secrets).await.problem(404, "not_found");
        assert!(admin.get("/service-accounts").await.ok().rows().is_empty());
    })
    .await;
}

#[tokio::test]
async fn service_account_routes_by_non_admin_are_403() {
    on_both_engines(async |desk| {
        let account = desk.create_service_account(&["tickets:read"]).await;
        let all = ["customers:read", "tickets:read", "tickets:write", "audit:read", "reports:read", "import:write"];
        let callers = [desk.agent().await, desk.doctor().await, desk.auditor().await, desk.service_account_client(&all).await];
        let path = format!("/service-accounts/{}", account.id);
        for caller in callers {
            caller.get("/service-accounts").await.problem(403, "forbidden");
            caller.get(&path).await.problem(403, "forbidden");
            caller.post("/service-accounts", app(desk)).await.problem(403, "forbidden");
            caller.patch(&path, "*", json!({"name": "Mine"})).await.problem(403, "forbidden");
            caller.delete(&path, "*").await.problem(403, "forbidden");
            caller.post_empty(&format!("{path}/secrets")).await.problem(403, "forbidden");
        }
    })
    .await;
}
