//! Upsert of customers from another system.

use caredesk_tests::on_both_engines;
use serde_json::{Value, json};

fn sent(given: &str) -> Value {
    json!({
        "identifier": {"system": "https://app.example/patients", "value": "p-1001"},
        "given_name": given, "family_name": "Adebayo", "phone": "+2348031234581",
    })
}

#[tokio::test]
async fn upsert_customer_unchanged_writes_nothing() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let first = agent.post("/customers/upsert", sent("Ife")).await.created();
        assert_eq!(first["identifiers"], json!([{"system": "https://app.example/patients", "value": "p-1001"}]));
        desk.advance(60);
        let again = agent.post("/customers/upsert", sent("Ife")).await.ok();
        assert_eq!(again.body, first.body);
        assert_eq!(again.etag(), first.etag());
    })
    .await;
}

#[tokio::test]
async fn upsert_customer_unchanged_keeps_local_edit() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = agent.post("/customers/upsert", sent("Ife")).await.created();
        let path = format!("/customers/{}", customer.id());
        let corrected = agent.patch(&path, customer.etag(), json!({"given_name": "Ifeoma", "email": "ife@mail.example"})).await.ok();
        let again = agent.post("/customers/upsert", sent("Ife")).await.ok();
        assert_eq!(again.body, corrected.body);
    })
    .await;
}

#[tokio::test]
async fn upsert_customer_changed_fields_override_local_edit() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = agent.post("/customers/upsert", sent("Ife")).await.created();
        let path = format!("/customers/{}", customer.id());
        agent.patch(&path, customer.etag(), json!({"given_name": "Ifeoma", "email": "ife@mail.example"})).await.ok();
        let mut news = sent("Ife");
        news["phone"] = "+2348031234582".into();
        let after = agent.post("/customers/upsert", news.clone()).await.ok();
        let now = |after: &Value| (after["given_name"].clone(), after["phone"].clone(), after["email"].clone(), after["version"].clone());
        assert_eq!(now(&after), (json!("Ifeoma"), json!("+2348031234582"), json!("ife@mail.example"), json!(3)));
        news["given_name"] = "Ify".into();
        news["phone"].take();
        let after = agent.post("/customers/upsert", news).await.ok();
        assert_eq!(now(&after), (json!("Ify"), Value::Null, json!("ife@mail.example"), json!(4)));
    })
    .await;
}

#[tokio::test]
async fn upsert_deleted_customer_is_409() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let customer = agent.post("/customers/upsert", sent("Ife")).await.created();
        admin.delete(&format!("/customers/{}", customer.id()), customer.etag()).await.no_content();
        for given in ["Ife", "Ifeoma"] {
            agent.post("/customers/upsert", sent(given)).await.problem(409, "deleted");
        }
        assert!(agent.get("/customers").await.ok().rows().is_empty());
    })
    .await;
}

#[tokio::test]
async fn upsert_customer_with_other_identifier_creates_another() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let first = agent.post("/customers/upsert", sent("Ife")).await.created();
        for identifier in [
            json!({"system": "https://app.example/patients", "value": "P-1001"}),
            json!({"system": "https://other.example/patients", "value": "p-1001"}),
        ] {
            let mut other = sent("Ife");
            other["identifier"] = identifier;
            assert_ne!(agent.post("/customers/upsert", other).await.created()["id"], first["id"]);
        }
        let nameless = json!({"identifier": {"system": "https://app.example/patients", "value": "p-7"}});
        agent.post("/customers/upsert", nameless).await.field_errors(&[("#/family_name", "required")]);
    })
    .await;
}
