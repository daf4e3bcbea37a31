//! Which interactions answer a waiting ticket, and what restores the wait.

use super::*;
use caredesk_tests::{Client, Record};

async fn waiting_since(client: &Client, ticket: &Record) -> Value {
    client.get(&format!("/tickets/{}", ticket.id())).await.ok()["waiting_since"].clone()
}

/// Caught: a call without an answer ended the wait, and counted as the first response.
#[tokio::test]
async fn end_with_no_answer_keeps_the_ticket_waiting() {
    on_both_engines(async |desk| {
        let (agent, customer) = (desk.agent().await, desk.customer().await);
        let ticket = desk.ticket().for_customer(&customer).await;
        desk.advance(60);
        let call =
            desk.interaction().for_customer(&customer).with("ticket_id", ticket.id()).with("direction", "outbound").with("channel", "call");
        let call = call.await;
        let end = json!({"summary": "Nobody picked up.", "no_answer": true});
        let ended = agent.post(&format!("/interactions/{}/end", call.id()), end.clone()).await.ok();
        assert_eq!((&call["no_answer"], &ended["no_answer"]), (&json!(false), &json!(true)));
        let now = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
        assert_eq!((&now["waiting_since"], &now["first_response_at"]), (&ticket["waiting_since"], &Value::Null));

        // Logged afterwards, and corrected in both directions.
        let late = json!({
            "customer_id": customer.id(), "channel": "call", "direction": "outbound", "ticket_id": ticket.id(), "summary": "Voicemail.",
            "started_at": desk.now().to_string(), "ended_at": desk.now().to_string(), "no_answer": true,
        });
        agent.post("/interactions", late).await.created();
        assert_eq!(waiting_since(&agent, &ticket).await, ticket["waiting_since"]);
        let path = format!("/interactions/{}", call.id());
        agent.patch(&path, "*", json!({"no_answer": false})).await.ok();
        assert_eq!(waiting_since(&agent, &ticket).await, Value::Null, "corrected: the call was answered");
        agent.patch(&path, "*", json!({"no_answer": true})).await.ok();
        assert_eq!(waiting_since(&agent, &ticket).await, ticket["waiting_since"], "corrected: the call was not answered");
        let told = agent.get(&format!("{path}/timeline")).await.ok();
        assert!(told.rows().iter().any(|event| event["changes"]["no_answer"]["to"] == true), "{:?}", told.body);
    })
    .await;
}

#[tokio::test]
async fn no_answer_on_inbound_or_email_or_active_interaction_is_422() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let end = json!({"summary": SUMMARY, "no_answer": true});
        for (direction, channel) in [("inbound", "call"), ("outbound", "email")] {
            let one = desk.interaction().with("direction", direction).with("channel", channel).await;
            agent.post(&format!("/interactions/{}/end", one.id()), end.clone()).await.field_errors(&[("#/no_answer", "not_outbound")]);
        }
        let running = desk.interaction().with("direction", "outbound").with("channel", "call").await;
        agent
            .patch(&format!("/interactions/{}", running.id()), "*", json!({"no_answer": true}))
            .await
            .field_errors(&[("#/no_answer", "not_outbound")]);
    })
    .await;
}

/// Caught: a call that was deleted, or moved to another customer, still counted as an answer.
#[tokio::test]
async fn delete_or_move_of_the_only_answer_restores_the_wait() {
    on_both_engines(async |desk| {
        let (agent, admin, customer) = (desk.agent().await, desk.admin().await, desk.customer().await);
        let ticket = desk.ticket().for_customer(&customer).await;
        desk.advance(120);
        let about = || desk.interaction().for_customer(&customer).with("ticket_id", ticket.id()).with("channel", "call").ended();
        let call = about().await;
        assert_eq!(waiting_since(&agent, &ticket).await, Value::Null);
        let path = format!("/interactions/{}", call.id());
        admin.delete(&path, "*").await.no_content();
        assert_eq!(waiting_since(&agent, &ticket).await, ticket["waiting_since"], "the only answer was deleted");
        admin.post_empty(&format!("{path}/restore")).await.ok();
        assert_eq!(waiting_since(&agent, &ticket).await, Value::Null, "and restored");

        // Of two answering calls each is enough.
        let second = about().await;
        admin.delete(&path, "*").await.no_content();
        assert_eq!(waiting_since(&agent, &ticket).await, Value::Null, "the second call answered too");
        let other = desk.customer().await;
        let to = json!({"customer_id": other.id(), "reason": "She rang from her sister's account."});
        agent.post(&format!("/interactions/{}/customer", second.id()), to.clone()).await.ok();
        assert_eq!(waiting_since(&agent, &ticket).await, ticket["waiting_since"], "the second call was with another customer");

        // A ticket moved without its calls is not answered by them.
        about().await;
        assert_eq!(waiting_since(&agent, &ticket).await, Value::Null);
        agent.post(&format!("/tickets/{}/customer", ticket.id()), to).await.ok();
        assert_eq!(waiting_since(&agent, &ticket).await, ticket["waiting_since"]);
    })
    .await;
}

#[tokio::test]
async fn delete_of_a_call_before_a_reply_restores_no_wait() {
    on_both_engines(async |desk| {
        let (agent, admin, customer) = (desk.agent().await, desk.admin().await, desk.customer().await);
        let ticket = desk.ticket().for_customer(&customer).await;
        desk.advance(120);
        let call = desk.interaction().for_customer(&customer).with("ticket_id", ticket.id()).with("channel", "call").ended().await;
        agent.post(&format!("/tickets/{}/messages", ticket.id()), json!({"kind": "reply", "body": "As I said."})).await.created();
        admin.delete(&format!("/interactions/{}", call.id()), "*").await.no_content();
        assert_eq!(waiting_since(&agent, &ticket).await, Value::Null, "the reply answered");
    })
    .await;
}
