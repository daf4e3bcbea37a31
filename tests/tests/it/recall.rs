//! Recall of one's own reply and undo of its effects; and replies that close an escalation.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestResponse, TestServer, on_both_engines};
use serde_json::{Value, json};

async fn send_reply(by: &Client, ticket: &Record, with: Value) -> Record {
    let mut body = json!({"kind": "reply", "body": "Your card ends in 4471."});
    body.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    by.post(&format!("/tickets/{}/messages", ticket.id()), body).await.created()
}

async fn recall(by: &Client, ticket: &Record, message: &Record) -> TestResponse {
    by.post_empty(&format!("/tickets/{}/messages/{}/recall", ticket.id(), message.id())).await
}

async fn get_ticket(by: &Client, ticket: &Record) -> Record {
    by.get(&format!("/tickets/{}", ticket.id())).await.ok()
}

/// An escalation of the ticket that a doctor has answered.
async fn answered_escalation(desk: &TestServer, ticket: &Record) -> Record {
    let target = json!({"role": "doctor", "staff_id": desk.doctor().await.id()});
    let ask = json!({"target": target, "reason": "A rash since she uses the cream: is this an allergy?"});
    let raised = desk.agent().await.post(&format!("/tickets/{}/escalations", ticket.id()), ask).await.created();
    let outcome = json!({"outcome": "Stop the cream; it is an allergy."});
    desk.doctor().await.post(&format!("/escalations/{}/resolve", raised.id()), outcome).await.ok()
}

async fn escalation_status(by: &Client, escalation: &Record) -> Value {
    by.get(&format!("/escalations/{}", escalation.id())).await.ok()["status"].clone()
}

#[tokio::test]
async fn recall_within_10_min_redacts_reply_and_undoes_its_effects() {
    on_both_engines(async |desk| {
        let (agent, program) = (desk.agent().await, desk.service_account_client(&["tickets:read"]).await);
        let ticket = desk.ticket().queued().await;
        desk.advance(60);
        let said = send_reply(&agent, &ticket, json!({"status": "resolved"})).await;
        assert_eq!(said.allowed_actions(), ["recall"]);
        // A reply that a service account has fetched can be recalled: it sees the recall.
        program.post("/messages/fetched", json!({"ids": [said.id()]})).await.ok();
        desk.advance(599);
        let (agent, program) = (desk.agent().await, desk.service_account_client(&["tickets:read"]).await);
        let recalled = recall(&agent, &ticket, &said).await.ok();
        assert_eq!((&recalled["body"], &recalled["redacted"], recalled.allowed_actions().len()), (&Value::Null, &json!(true), 0));
        let after = get_ticket(&agent, &ticket).await;
        for field in ["status", "assignee", "waiting_since", "first_response_at", "resolved_at", "resolved_by", "reopened_count"] {
            assert_eq!(after[field], ticket[field], "{field}");
        }
        assert_eq!(after["updated_at"], desk.now().to_string());
        let changed = program.get(&format!("/tickets?sort=updated_at&updated_at[gte]={}", desk.now())).await.ok();
        assert_eq!(changed.each("id"), [ticket.id()]);
        let seen = program.get(&format!("/tickets/{}/messages", ticket.id())).await.ok();
        assert_eq!((&seen.rows()[0]["redacted"], &seen.rows()[0]["body"]), (&json!(true), &Value::Null));
        let told = agent.get(&format!("/tickets/{}/timeline", ticket.id())).await.ok();
        assert_eq!(told.rows()[0]["action"], "recall");
        assert_eq!(told.rows()[0]["changes"]["status"], json!({"from": "resolved", "to": "open"}));
        assert_eq!(agent.get("/dashboard").await.ok()["work"]["resolved_today"], 0);
        recall(&agent, &ticket, &said).await.problem(409, "redacted");
    })
    .await;
}

#[tokio::test]
async fn recall_by_other_than_author_is_403_and_after_10_min_is_409() {
    on_both_engines(async |desk| {
        let (agent, admin, ticket) = (desk.agent().await, desk.admin().await, desk.ticket().await);
        let said = send_reply(&agent, &ticket, json!({})).await;
        for other in [
            desk.new_client(Role::Agent).await,
            admin,
            desk.doctor().await,
            desk.service_account_client(&["tickets:write", "tickets:read"]).await,
        ] {
            recall(&other, &ticket, &said).await.problem(403, "forbidden");
        }
        let customer = send_reply(&agent, &ticket, json!({"author": "customer"})).await;
        recall(&agent, &ticket, &customer).await.problem(403, "forbidden");
        let note =
            agent.post(&format!("/tickets/{}/messages", ticket.id()), json!({"kind": "note", "body": "She is upset."})).await.created();
        recall(&agent, &ticket, &note).await.problem(404, "not_found");
        recall(&agent, &desk.ticket().await, &said).await.problem(404, "not_found");
        desk.advance(600);
        let agent = desk.agent().await;
        recall(&agent, &ticket, &said).await.problem(409, "too_late_to_recall");
        let listed = agent.get(&format!("/tickets/{}/messages?kind=reply", ticket.id())).await.ok();
        assert_eq!((&listed.rows()[0]["allowed"], &listed.rows()[0]["redacted"]), (&json!([]), &json!(false)));
    })
    .await;
}

#[tokio::test]
async fn recall_after_later_changes_keeps_them() {
    on_both_engines(async |desk| {
        let (agent, other) = (desk.agent().await, desk.new_client(Role::Agent).await);
        // The customer wrote after the reply: the ticket stays reopened, waiting since that message.
        let wrote = desk.ticket().queued().await;
        let said = send_reply(&agent, &wrote, json!({"status": "resolved"})).await;
        desk.advance(30);
        let word = send_reply(&agent, &wrote, json!({"author": "customer"})).await;
        recall(&agent, &wrote, &said).await.ok();
        let after = get_ticket(&agent, &wrote).await;
        assert_eq!((&after["status"], &after["reopened_count"]), (&json!("open"), &json!(1)));
        assert_eq!((&after["waiting_since"], &after["assignee"]["id"]), (&word["created_at"], &json!(agent.id())));

        // Another agent was assigned and set it to pending: both stay.
        let moved = desk.ticket().queued().await;
        let said = send_reply(&agent, &moved, json!({})).await;
        agent.post(&format!("/tickets/{}/assignment", moved.id()), json!({"assignee_id": other.id()})).await.ok();
        other.post(&format!("/tickets/{}/status", moved.id()), json!({"status": "pending"})).await.ok();
        recall(&agent, &moved, &said).await.ok();
        let after = get_ticket(&agent, &moved).await;
        assert_eq!(
            (&after["status"], &after["assignee"]["id"], &after["waiting_since"]),
            (&json!("pending"), &json!(other.id()), &Value::Null)
        );

        // The priority changed: the effects of the reply are still undone.
        let edited = desk.ticket().queued().await;
        let said = send_reply(&agent, &edited, json!({"status": "pending"})).await;
        agent.patch(&format!("/tickets/{}", edited.id()), "*", json!({"priority": "high"})).await.ok();
        recall(&agent, &edited, &said).await.ok();
        let after = get_ticket(&agent, &edited).await;
        assert_eq!((&after["status"], &after["priority"]), (&json!("open"), &json!("high")));
        assert_eq!(after["waiting_since"], edited["waiting_since"]);
    })
    .await;
}

#[tokio::test]
async fn reply_closes_escalation_and_recall_reopens_it() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().await;
        let escalation = answered_escalation(desk, &ticket).await;
        let said = send_reply(&agent, &ticket, json!({"closes_escalation": escalation.id()})).await;
        assert_eq!(escalation_status(&agent, &escalation).await, "closed");
        recall(&agent, &ticket, &said).await.ok();
        assert_eq!(escalation_status(&agent, &escalation).await, "resolved");
        // An escalation closed before the reply stays closed.
        agent.post_empty(&format!("/escalations/{}/close", escalation.id())).await.ok();
        let said = send_reply(&agent, &ticket, json!({"closes_escalation": escalation.id()})).await;
        recall(&agent, &ticket, &said).await.ok();
        assert_eq!(escalation_status(&agent, &escalation).await, "closed");
    })
    .await;
}

#[tokio::test]
async fn reply_closing_unanswered_or_foreign_escalation_is_rejected() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let (ticket, other) = (desk.ticket().await, desk.ticket().await);
        let elsewhere = answered_escalation(desk, &other).await;
        let messages = format!("/tickets/{}/messages", ticket.id());
        let closing = |kind: &str, id: &str| json!({"kind": kind, "body": "Stop the cream.", "closes_escalation": id});
        agent.post(&messages, closing("reply", elsewhere.id())).await.field_errors(&[("#/closes_escalation", "other_ticket")]);
        agent.post(&messages, closing("reply", ticket.id())).await.field_errors(&[("#/closes_escalation", "not_found")]);
        agent.post(&messages, closing("note", elsewhere.id())).await.field_errors(&[("#/closes_escalation", "closes_escalation")]);
        let ask = json!({"target": {"role": "doctor"}, "reason": "A rash since she uses the cream: is this an allergy?"});
        let open = agent.post(&format!("/tickets/{}/escalations", ticket.id()), ask).await.created();
        agent.post(&messages, closing("reply", open.id())).await.problem(409, "illegal_transition");
        let program = desk.service_account_client(&["tickets:write", "tickets:read", "escalations:write"]).await;
        program.post(&format!("/tickets/{}/messages", other.id()), closing("reply", elsewhere.id())).await.problem(403, "forbidden");
        assert!(agent.get(&messages).await.ok().rows().is_empty(), "no message is posted");
    })
    .await;
}

/// Caught: with two replies the effects of the first were lost, so that recalling both left the ticket as answered.
#[tokio::test]
async fn recall_of_all_replies_in_any_order_restores_ticket() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for (first, second) in [(0, 1), (1, 0)] {
            for with in [json!({}), json!({"status": "pending"}), json!({"status": "resolved"})] {
                let ticket = desk.ticket().queued().await;
                let replies = [send_reply(&agent, &ticket, with.clone()).await, send_reply(&agent, &ticket, json!({})).await];
                recall(&agent, &ticket, &replies[first]).await.ok();
                let half = get_ticket(&agent, &ticket).await;
                let left = &replies[second];
                if first == 0 {
                    assert_eq!(half["first_response_at"], left["created_at"]);
                }
                assert_eq!((&half["assignee"]["id"], &half["waiting_since"]), (&json!(agent.id()), &Value::Null));
                recall(&agent, &ticket, left).await.ok();
                let after = get_ticket(&agent, &ticket).await;
                for field in ["status", "assignee", "waiting_since", "first_response_at", "resolved_at", "reopened_count"] {
                    assert_eq!(after[field], ticket[field], "{field}, {with}, {first} first");
                }
            }
        }
    })
    .await;
}

/// Caught: after a service account's reply, or a move to another customer, recalling a reply did not undo its effects.
#[tokio::test]
async fn recall_after_service_account_reply_or_move_restores_waiting_since() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let program = desk.service_account_client(&["tickets:read", "tickets:write"]).await;
        for status in ["pending", "resolved"] {
            let ticket = desk.ticket().queued().await;
            let said = send_reply(&agent, &ticket, json!({"status": status})).await;
            send_reply(&program, &ticket, json!({})).await;
            recall(&agent, &ticket, &said).await.ok();
            let after = get_ticket(&agent, &ticket).await;
            assert_eq!((&after["status"], &after["waiting_since"]), (&json!("open"), &ticket["waiting_since"]), "{status}");
            assert_eq!(after["first_response_at"], Value::Null);
        }
        let ticket = desk.ticket().queued().await;
        let said = send_reply(&agent, &ticket, json!({"status": "resolved"})).await;
        let right = desk.customer().await;
        let body = json!({"customer_id": right.id(), "reason": "Opened for her sister"});
        agent.post(&format!("/tickets/{}/customer", ticket.id()), body).await.ok();
        recall(&agent, &ticket, &said).await.ok();
        let after = get_ticket(&agent, &ticket).await;
        assert_eq!((&after["status"], &after["waiting_since"]), (&json!("open"), &ticket["waiting_since"]));
    })
    .await;
}
