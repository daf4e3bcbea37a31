//! Creating, reading, updating, deleting and restoring customers.

use caredesk_tests::on_both_engines;
use serde_json::{Value, json};

#[tokio::test]
async fn create_customer_with_all_fields_stores_them() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let told = json!({
            "given_name": "Adébáyọ̀", "family_name": "O’Brien-Ọlá", "former_names": ["Folasade Eze"], "email": "Ife@Mail.example",
            "phone": "0803 123 4581", "other_phones": ["+44 20 7946 0018"], "birth_date": "1988-04-12", "gender": "female",
            "preferred_language": "yo", "identifiers": [{"system": "https://hospital.example/mrn", "value": "MRN 0042/ß"}],
        });
        let customer = agent.post("/customers", told).await.created();
        let at = desk.now().to_string();
        let expected = json!({
            "id": customer["id"], "name": "Adébáyọ̀ O’Brien-Ọlá", "given_name": "Adébáyọ̀", "family_name": "O’Brien-Ọlá",
            "former_names": ["Folasade Eze"], "email": "Ife@Mail.example", "phone": "+2348031234581", "other_phones": ["+442079460018"],
            "birth_date": "1988-04-12", "gender": "female", "preferred_language": "yo", "deceased": false, "deceased_at": null,
            "identifiers": [{"system": "https://hospital.example/mrn", "value": "MRN 0042/ß"}], "created_at": at, "updated_at": at,
            "version": 1, "allowed": ["edit_customer", "open_ticket", "log_interaction"],
        });
        assert_eq!(customer.body, expected);
        let read = agent.get(&format!("/customers/{}", customer.id())).await.ok();
        assert_eq!(read.body, expected);
        assert_eq!(read.etag(), customer.etag());
    })
    .await;
}

#[tokio::test]
async fn create_customer_requires_only_a_family_name() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = agent.post("/customers", json!({"family_name": "Eze", "given_name": null})).await.created();
        assert_eq!((&customer["name"], &customer["given_name"]), (&json!("Eze"), &Value::Null));
        let answer = agent.post("/customers", json!({"given_name": "", "email": "x", "phone": "12", "birth_date": "2026-03-03"})).await;
        answer.field_errors(&[
            ("#/given_name", "too_short"),
            ("#/family_name", "required"),
            ("#/email", "format"),
            ("#/phone", "too_short"),
        ]);
        let tomorrow = json!({"family_name": "Eze", "birth_date": "2026-03-03"});
        agent.post("/customers", tomorrow).await.field_errors(&[("#/birth_date", "future")]);
    })
    .await;
}

#[tokio::test]
async fn get_customer_with_current_etag_is_304() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = desk.customer().await;
        let path = format!("/customers/{}", customer.id());
        let held = agent.call(reqwest::Method::GET, &path).header("if-none-match", customer.etag()).send().await.expect_status(304);
        assert_eq!(held.header("etag"), Some(customer.etag()));
        assert!(held.body.is_empty());
        let changed = agent.patch(&path, customer.etag(), json!({"given_name": "Ifeoma"})).await.ok();
        assert_ne!(changed.etag(), customer.etag());
        let read = agent.call(reqwest::Method::GET, &path).header("if-none-match", customer.etag()).send().await.ok();
        assert_eq!(read.body, changed.body);
    })
    .await;
}

#[tokio::test]
async fn update_customer_changes_only_the_named_fields() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = desk.customer().with("email", "ife@mail.example").with("phone", "08031234581").await;
        let path = format!("/customers/{}", customer.id());
        desk.advance(60);
        let patch = json!({"email": null, "phone": "0803 123 4582", "former_names": ["Ife Eze"], "deceased_at": "2026-02-01T12:00:00Z"});
        let corrected = agent.patch(&path, customer.etag(), patch.clone()).await.ok();
        let mut expected = customer.body.clone();
        expected["email"] = Value::Null;
        expected["phone"] = "+2348031234582".into();
        expected["former_names"] = json!(["Ife Eze"]);
        expected["deceased"] = true.into();
        expected["deceased_at"] = "2026-02-01T12:00:00.000000Z".into();
        expected["updated_at"] = desk.now().to_string().into();
        expected["version"] = 2.into();
        assert_eq!(corrected.body, expected);
        desk.advance(60);
        let again = agent.patch(&path, corrected.etag(), patch).await.ok();
        assert_eq!(again.body, expected, "an update without changes writes nothing");
    })
    .await;
}

#[tokio::test]
async fn update_customer_without_if_match_is_428_and_stale_is_412() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = desk.customer().await;
        let path = format!("/customers/{}", customer.id());
        let patch = json!({"given_name": "Ifeoma"});
        agent.call(reqwest::Method::PATCH, &path).json(&patch).send().await.problem(428, "if_match_required");
        let changed = agent.patch(&path, customer.etag(), patch.clone()).await.ok();
        agent.patch(&path, customer.etag(), patch.clone()).await.problem(412, "stale");
        for other in ["\"x\"", "W/\"1-0000000000000000\"", "\"2\"", "2"] {
            agent.patch(&path, other, patch.clone()).await.problem(412, "stale");
        }
        for fitting in [changed.etag().to_owned(), format!("W/{}", changed.etag()), format!("\"x\", {}", changed.etag()), "*".into()] {
            agent.patch(&path, &fitting, patch.clone()).await.ok();
        }
        agent.patch(&path, "*", json!({"id": customer.id()})).await.problem(400, "unknown_field");
        agent.patch(&path, "*", json!({"family_name": null})).await.field_errors(&[("#/family_name", "null")]);
    })
    .await;
}

#[tokio::test]
async fn delete_customer_with_unresolved_tickets_is_409() {
    on_both_engines(async |desk| {
        let (admin, agent) = (desk.admin().await, desk.agent().await);
        let ticket = desk.ticket().await;
        let path = format!("/customers/{}", ticket["customer"]["id"].as_str().unwrap());
        let status = format!("/tickets/{}/status", ticket.id());
        admin.delete(&path, "*").await.problem(409, "unresolved_tickets");
        agent.post(&status, json!({"status": "pending"})).await.ok();
        admin.delete(&path, "*").await.problem(409, "unresolved_tickets");
        agent.post(&status, json!({"status": "resolved"})).await.ok();
        admin.delete(&path, "*").await.no_content();
    })
    .await;
}

#[tokio::test]
async fn deleted_customer_is_404_for_agents_and_marked_for_admins() {
    on_both_engines(async |desk| {
        let (admin, agent) = (desk.admin().await, desk.agent().await);
        let ticket = desk.ticket().await;
        let id = ticket["customer"]["id"].as_str().unwrap();
        let path = format!("/customers/{id}");
        agent.post(&format!("/tickets/{}/status", ticket.id()), json!({"status": "resolved"})).await.ok();
        let read = admin.get(&path).await.ok();
        admin.call(reqwest::Method::DELETE, &path).send().await.problem(428, "if_match_required");
        admin.delete(&path, "\"7-0000000000000000\"").await.problem(412, "stale");
        agent.delete(&path, read.etag()).await.problem(403, "forbidden");
        desk.advance(60);
        admin.delete(&path, read.etag()).await.no_content();

        agent.get(&path).await.problem(404, "not_found");
        agent.patch(&path, "*", json!({"given_name": "Ada"})).await.problem(404, "not_found");
        assert!(agent.post("/customers/search", json!({"query": "Adebayo"})).await.ok().rows().is_empty());
        assert!(agent.get("/customers").await.ok().rows().is_empty());
        let another = json!({"customer_id": id, "category": "billing", "subject": "Again", "description": "Charged once more."});
        agent.post("/tickets", another).await.problem(422, "invalid");
        let shown = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
        assert_eq!(shown["customer"], json!({"id": id, "name": "Ife Adebayo", "deleted": true}));

        let hidden = admin.get(&path).await.ok();
        assert_eq!((&hidden["deleted_at"], &hidden["deleted_by"]), (&json!(desk.now().to_string()), &json!(admin.id())));
        assert_eq!(hidden.allowed_actions(), ["restore_customer"]);
        admin.patch(&path, "*", json!({"given_name": "Ada"})).await.problem(409, "deleted");
        admin.delete(&path, "*").await.problem(409, "deleted");
        assert!(admin.get("/customers").await.ok().rows().is_empty());
        assert_eq!(admin.get("/customers?deleted=true").await.ok().each("id"), [id]);
        agent.get("/customers?deleted=true").await.problem(403, "forbidden");
    })
    .await;
}

#[tokio::test]
async fn restore_customer_by_admin_returns_it_unchanged() {
    on_both_engines(async |desk| {
        let (admin, agent) = (desk.admin().await, desk.agent().await);
        let customer = desk.customer().with("email", "ife@mail.example").await;
        let path = format!("/customers/{}", customer.id());
        let restore = format!("{path}/restore");
        admin.post_empty(&restore).await.problem(409, "not_deleted");
        admin.delete(&path, customer.etag()).await.no_content();
        agent.post_empty(&restore).await.problem(403, "forbidden");
        let stale = admin.call(reqwest::Method::POST, &restore).header("if-match", customer.etag()).send().await;
        stale.problem(412, "stale");
        let back = admin.post_empty(&restore).await.ok();
        assert_eq!(back["version"], 3);
        assert!(back.get("deleted_at").is_none());
        let mut expected = customer.body.clone();
        expected["version"] = 3.into();
        assert_eq!(agent.get(&path).await.ok().body, expected);
        assert_eq!(agent.post("/customers/search", json!({"query": "ife@mail.example"})).await.ok().each("id"), [customer.id()]);
    })
    .await;
}

#[tokio::test]
async fn list_customers_sorts_by_change_and_by_creation() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let mut ids = Vec::new();
        for name in ["One", "Two", "Three"] {
            ids.push(desk.customer().called(name, "Eze").await.id().to_owned());
            desk.advance(10);
        }
        agent.patch(&format!("/customers/{}", ids[0]), "*", json!({"given_name": "Changed"})).await.ok();
        let names = async |query: &str| agent.get(&format!("/customers?{query}")).await.ok().each("given_name").join(" ");
        assert_eq!(names("").await, "Changed Three Two");
        assert_eq!(names("sort=updated_at").await, "Two Three Changed");
        assert_eq!(names("sort=created_at").await, "Changed Two Three");
        assert_eq!(names("sort=-created_at").await, "Three Two Changed");
        assert_eq!(names("updated_at[gte]=2026-03-02T09:00:20Z&updated_at[lt]=2026-03-02T09:00:30Z").await, "Three");
        let counted = agent.get("/customers?limit=1&include_total=true").await.ok();
        assert_eq!((&counted["page"]["total"], &counted["page"]["has_more"]), (&json!(3), &json!(true)));
    })
    .await;
}
