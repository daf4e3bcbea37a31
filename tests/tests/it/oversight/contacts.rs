//! First contact resolution after a contact is deleted or restored.

use caredesk_tests::{TestServer, on_both_engines};

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Numerator and denominator of `first_contact_resolution`.
async fn at_first_contact(desk: &TestServer) -> (i64, i64) {
    let report = desk.admin().await.get("/oversight/summary").await.ok().body;
    let figures = report["figures"].as_array().unwrap();
    let figure = figures.iter().find(|figure| figure["metric"] == "first_contact_resolution").unwrap();
    (figure["numerator"].as_i64().unwrap(), figure["denominator"].as_i64().unwrap())
}

#[tokio::test]
async fn delete_and_restore_contact_recalculates_first_contact_resolution() {
    on_both_engines(async |desk| {
        let customer = desk.customer().await;
        let ticket = desk.ticket().for_customer(&customer).await;
        let about = || desk.interaction().for_customer(&customer).with("ticket_id", ticket.id()).ended();
        let (_first, second) = (about().await, about().await);
        let status = serde_json::json!({"status": "resolved"});
        desk.agent().await.post(&format!("/tickets/{}/status", ticket.id()), status).await.ok();
        assert_eq!(at_first_contact(desk).await, (0, 0), "still within the reopen window");
        desk.advance(8 * DAY_SECONDS);
        assert_eq!(at_first_contact(desk).await, (0, 1), "there were two contacts");
        desk.admin().await.delete(&format!("/interactions/{}", second.id()), "*").await.no_content();
        assert_eq!(at_first_contact(desk).await, (1, 1), "one of them was deleted");
        desk.admin().await.post_empty(&format!("/interactions/{}/restore", second.id())).await.ok();
        assert_eq!(at_first_contact(desk).await, (0, 1), "and restored");
    })
    .await;
}
