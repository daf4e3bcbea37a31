//! Moving an interaction that was logged for the wrong customer.

use caredesk_domain::actor::Role;
use caredesk_tests::{Record, TestServer, on_both_engines};
use serde_json::{Value, json};

const REASON: &str = "She rang from her sister's account.";

async fn two_customers(desk: &TestServer) -> (Record, Record) {
    (desk.customer().await, desk.customer().called("Bola", "Adebayo").await)
}

#[tokio::test]
async fn move_interaction_is_in_both_timelines_and_validates_its_target() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let (wrong, right) = two_customers(desk).await;
        let chat = desk.interaction().for_customer(&wrong).ended().await;
        let path = format!("/interactions/{}", chat.id());
        desk.advance(60);
        let to = |customer: &str, reason: &str| json!({"customer_id": customer, "reason": reason});
        let go = async |body: Value| agent.post(&format!("{path}/customer"), body).await;
        go(to(wrong.id(), REASON)).await.field_errors(&[("#/customer_id", "same_customer")]);
        go(to(agent.id(), REASON)).await.field_errors(&[("#/customer_id", "not_found")]);
        go(to(right.id(), "Wrong one")).await.field_errors(&[("#/reason", "too_short")]);
        go(json!({"with_ticket": 1})).await.field_errors(&[
            ("#/customer_id", "required"),
            ("#/reason", "required"),
            ("#/with_ticket", "wrong_type"),
        ]);
        let other = desk.new_client(Role::Agent).await;
        other.post(&format!("{path}/customer"), to(right.id(), REASON)).await.problem(403, "forbidden");
        let moved = go(to(right.id(), REASON)).await.ok();
        let mut expected = chat.body.clone();
        expected["customer"] = json!({"id": right.id(), "name": "Bola Adebayo"});
        expected["version"] = 2.into();
        expected["updated_at"] = desk.now().to_string().into();
        assert_eq!(moved.body, expected);
        let rows = agent.get(&format!("{path}/timeline")).await.ok();
        assert_eq!(rows.each("action"), ["move_interaction", "move_interaction", "log_interaction"]);
        let mut told: Vec<Value> = rows.rows()[..2].iter().map(|row| row["changes"].clone()).collect();
        told.sort_by_key(|changes| changes.get("moved_to").is_some());
        let arrived = json!({"customer": {"from": wrong.id(), "to": right.id()}, "reason": REASON});
        assert_eq!(told, [arrived, json!({"moved_to": right.id(), "reason": REASON})]);
        // Each customer has one event, so that both timelines show the move.
        for customer in [&wrong, &right] {
            assert_eq!(moves_told_of(desk, customer.id()).await, 1);
        }
        assert!(agent.get(&format!("/interactions?customer_id={}", wrong.id())).await.ok().rows().is_empty());
        assert_eq!(agent.get(&format!("/interactions?customer_id={}", right.id())).await.ok().each("id"), [chat.id()]);
        desk.admin().await.delete(&format!("/customers/{}", wrong.id()), "*").await.no_content();
        go(to(wrong.id(), REASON)).await.field_errors(&[("#/customer_id", "not_found")]);
    })
    .await;
}

/// The number of move events of this customer.
async fn moves_told_of(desk: &TestServer, customer: &str) -> i64 {
    let database = caredesk_persistence::Database::open(desk.engine()).await.unwrap();
    let id = customer.replace('-', "");
    let id = if matches!(desk.engine(), caredesk_persistence::Engine::Sqlite { .. }) { format!("x'{id}'") } else { format!("'{id}'") };
    let sql = format!("SELECT count(*) FROM event WHERE action = 'move_interaction' AND customer_id = {id}");
    let count = caredesk_persistence::testing::query_number(&database, &sql).await;
    database.close().await.unwrap();
    count
}

/// A chat about one ticket, in which another was opened; both of the wrong customer.
async fn linked_records(desk: &TestServer, wrong: &Record) -> (Record, Record, Record) {
    let about = desk.ticket().for_customer(wrong).await;
    let chat = desk.interaction().for_customer(wrong).with("ticket_id", about.id()).await;
    let opened = desk.ticket().for_customer(wrong).with("interaction_id", chat.id()).await;
    (chat, about, opened)
}

#[tokio::test]
async fn move_interaction_without_ticket_unlinks_tickets() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let (wrong, right) = two_customers(desk).await;
        let (chat, about, opened) = linked_records(desk, &wrong).await;
        let body = json!({"customer_id": right.id(), "reason": REASON});
        let moved = agent.post(&format!("/interactions/{}/customer", chat.id()), body).await.ok();
        assert_eq!((&moved["ticket"], &moved["customer"]["id"]), (&Value::Null, &json!(right.id())));
        for ticket in [&about, &opened] {
            let stayed = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
            assert_eq!((&stayed["customer"]["id"], &stayed["interaction"]), (&json!(wrong.id()), &Value::Null));
        }
        let told = agent.get(&format!("/tickets/{}/timeline", opened.id())).await.ok();
        assert_eq!(told.each("action"), ["move_interaction", "open_ticket"]);
        assert_eq!(
            told.rows()[0]["changes"],
            json!({"interaction": {"from": chat.id(), "to": null}}),
            "the reason of the move belongs to the other customer"
        );
    })
    .await;
}

#[tokio::test]
async fn move_interaction_with_ticket_moves_all_linked_records() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let (wrong, right) = two_customers(desk).await;
        let (chat, about, opened) = linked_records(desk, &wrong).await;
        let also = desk
            .interaction()
            .for_customer(&wrong)
            .with("ticket_id", about.id())
            .created_by(&desk.new_client(Role::Agent).await)
            .ended()
            .await;
        let apart = desk.interaction().for_customer(&wrong).ended().await;
        let body = json!({"customer_id": right.id(), "reason": REASON, "with_ticket": true});
        let moved = agent.post(&format!("/interactions/{}/customer", chat.id()), body).await.ok();
        assert_eq!((&moved["customer"]["id"], &moved["ticket"]["id"]), (&json!(right.id()), &json!(about.id())));
        for ticket in [&about, &opened] {
            let followed = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
            assert_eq!((&followed["customer"]["id"], &followed["interaction"]), (&json!(right.id()), &ticket["interaction"]));
            let told = agent.get(&format!("/tickets/{}/timeline", ticket.id())).await.ok();
            assert_eq!(told.each("action")[..2], ["move_ticket", "move_ticket"]);
        }
        let also = agent.get(&format!("/interactions/{}", also.id())).await.ok();
        assert_eq!((&also["customer"]["id"], &also["ticket"]["id"]), (&json!(right.id()), &json!(about.id())));
        assert_eq!(agent.get(&format!("/interactions/{}", apart.id())).await.ok()["customer"]["id"], wrong.id());
    })
    .await;
}
