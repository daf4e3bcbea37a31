//! The read log: every response with a customer's data has an entry, unless the audit event of its write covers it.

use caredesk_domain::actor::Role;
use caredesk_persistence::{Database, Engine};
use caredesk_tests::{TestServer, on_both_engines};
use serde_json::json;

/// The number of read log entries of this customer.
pub(crate) async fn read_count(desk: &TestServer, customer: &str) -> i64 {
    let engine: Engine = desk.engine().read_log().unwrap_or_else(|| desk.engine().clone());
    let database = Database::open(&engine).await.unwrap();
    let count = caredesk_persistence::testing::query_number(
        &database,
        &format!("SELECT COUNT(*) FROM read_log WHERE customers LIKE '%{customer}%'"),
    )
    .await;
    database.close().await.unwrap();
    count
}

/// Caught: writes without changes returned a whole record without a read log entry.
#[tokio::test]
async fn write_without_changes_is_in_the_read_log() {
    on_both_engines(async |desk| {
        let agent = desk.new_client(Role::Agent).await;
        let body = json!({"family_name": "Eze", "identifier": {"system": "https://app.example/patients", "value": "p-1"}});
        let customer = agent.post("/customers/upsert", body.clone()).await.created();
        let id = customer.id().to_owned();
        let ticket = agent
            .post(
                "/tickets",
                json!({"customer_id": id, "category": "billing", "subject": "Charged twice", "description": "The card was charged twice."}),
            )
            .await
            .created();
        assert_eq!(read_count(desk, &id).await, 0, "covered by audit events");
        let (person, case) = (format!("/customers/{id}"), format!("/tickets/{}", ticket.id()));
        agent.patch(&person, "*", json!({})).await.ok();
        assert_eq!(read_count(desk, &id).await, 1);
        agent.post("/customers/upsert", body).await.ok();
        assert_eq!(read_count(desk, &id).await, 2);
        agent.patch(&case, "*", json!({})).await.ok();
        agent.post(&format!("{case}/claim"), json!({})).await.ok();
        agent.post(&format!("{case}/assignment"), json!({"assignee_id": agent.id()})).await.ok();
        assert_eq!(read_count(desk, &id).await, 5);
    })
    .await;
}

#[tokio::test]
async fn read_adds_one_entry_to_the_read_log() {
    on_both_engines(async |desk| {
        let agent = desk.new_client(Role::Agent).await;
        let customer = agent.post("/customers", json!({"family_name": "Okonkwo"})).await.created();
        let id = customer.id().to_owned();
        let new =
            json!({"customer_id": id, "category": "medical", "subject": "Rash after the cream", "description": "A rash since Monday."});
        let case = format!("/tickets/{}", agent.post("/tickets", new).await.created().id());
        let reading =
            ["/customers", &format!("/customers/{id}"), "/tickets", &case, &format!("{case}/messages"), &format!("{case}/timeline")];
        for (index, path) in (1..).zip(reading) {
            agent.get(path).await.ok();
            assert_eq!(read_count(desk, &id).await, index, "{path}");
        }
        agent.post("/customers/search", json!({"query": "okonk"})).await.ok();
        assert_eq!(read_count(desk, &id).await, 7);
    })
    .await;
}

#[tokio::test]
async fn reopen_ticket_of_deleted_customer_is_409() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.new_client(Role::Agent).await, desk.admin().await);
        let customer = agent.post("/customers", json!({"family_name": "Bello"})).await.created();
        let new = json!({"customer_id": customer.id(), "category": "medical", "subject": "Rash after the cream", "description": "A rash since Monday."});
        let case = format!("/tickets/{}", agent.post("/tickets", new).await.created().id());
        agent.post(&format!("{case}/status"), json!({"status": "resolved"})).await.ok();
        assert_eq!(admin.delete(&format!("/customers/{}", customer.id()), "*").await.status, 204);
        for undo in [true, false] {
            agent.post(&format!("{case}/status"), json!({"status": "open", "undo": undo})).await.problem(409, "deleted");
        }
        let said = json!({"kind": "reply", "author": "customer", "body": "It is back"});
        agent.post(&format!("{case}/messages"), said).await.problem(409, "deleted");
        assert_eq!(agent.get(&case).await.ok()["status"], "resolved");
    })
    .await;
}
