//! Notices are dismissed once their reason is handled or reassigned; a person has one notice per ticket.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, on_both_engines};
use serde_json::{Value, json};

use super::{create_escalation, unread_kinds};

const NO_NOTICES: [&str; 0] = [];

/// Caught: `assigned` and `customer_wrote` stayed unread for the previous assignee.
#[tokio::test]
async fn ticket_notices_are_dismissed_on_reassign_reply_and_resolve() {
    on_both_engines(async |desk| {
        let (agent, ben, cleo) = (desk.agent().await, desk.new_client(Role::Agent).await, desk.new_client(Role::Agent).await);
        let app = desk.service_account_client(&["tickets:read", "tickets:write"]).await;
        let ticket = desk.ticket().with("assignee_id", ben.id()).await;
        let (kept, path) = (desk.ticket().with("assignee_id", ben.id()).await, format!("/tickets/{}", ticket.id()));
        let give = async |to: Value| {
            desk.advance(1);
            agent.post(&format!("{path}/assignment"), json!({"assignee_id": to})).await.ok();
        };
        let write = async || {
            desk.advance(1);
            app.post(&format!("{path}/messages"), json!({"kind": "reply", "author": "customer", "body": "It is back."})).await.created();
        };
        assert_eq!(unread_kinds(&ben).await, ["assigned", "assigned"]);
        give(cleo.id().into()).await;
        assert_eq!((unread_kinds(&ben).await, unread_kinds(&cleo).await), (vec!["assigned".to_owned()], vec!["assigned".to_owned()]));
        assert_eq!(ben.get("/notices").await.ok().rows()[0]["subject"]["id"], kept.id(), "the other ticket's stays");
        write().await;
        assert_eq!(unread_kinds(&cleo).await, ["customer_wrote"]);
        give(Value::Null).await;
        assert_eq!(unread_kinds(&cleo).await, NO_NOTICES, "put back");
        give(cleo.id().into()).await;
        write().await;
        agent.post(&format!("{path}/messages"), json!({"kind": "reply", "body": "We look into it."})).await.created();
        assert_eq!(unread_kinds(&cleo).await, ["assigned"], "the customer is answered");
        agent.post(&format!("{path}/status"), json!({"status": "resolved"})).await.ok();
        assert_eq!(unread_kinds(&cleo).await, NO_NOTICES, "resolved");
        let chat = desk.interaction().created_by(&agent).with("channel", "chat").await;
        let path = format!("/interactions/{}", chat.id());
        for to in [json!(cleo.id()), json!(ben.id()), json!(cleo.id())] {
            desk.advance(1);
            agent.post(&format!("{path}/assignment"), json!({"agent_id": to})).await.ok();
        }
        assert_eq!((unread_kinds(&cleo).await, unread_kinds(&ben).await), (vec!["assigned".to_owned()], vec!["assigned".to_owned()]));
        desk.admin().await.post(&format!("{path}/end"), json!({"summary": "She found the letter."})).await.ok();
        assert_eq!(unread_kinds(&cleo).await, NO_NOTICES, "ended");
    })
    .await;
}

/// The caller's notices, all of them unread: each kind with the number of its ticket.
async fn listed_notices(client: &Client) -> Vec<(String, Value)> {
    let list = client.get("/notices").await.ok();
    assert_eq!(list["unread"], list.rows().len());
    let row = |row: &Value| (row["kind"].as_str().unwrap().to_owned(), row["subject"]["number"].clone());
    list.rows().iter().map(row).collect()
}

/// Caught: the notice of an answered question stayed, and one ticket had three rows.
#[tokio::test]
async fn escalation_notices_are_dismissed_on_progress_and_merged_per_ticket() {
    on_both_engines(async |desk| {
        let (agent, doctor) = (desk.agent().await, desk.doctor().await);
        let app = desk.service_account_client(&["tickets:read", "tickets:write"]).await;
        let ticket = desk.ticket().created_by(&agent).await;
        let number = || ticket["number"].clone();
        let escalation = create_escalation(&agent, &ticket, json!({"role": "doctor"})).await;
        let act = async |by: &Client, what: &str, body: Value| {
            desk.advance(1);
            by.post(&format!("/escalations/{}/{what}", escalation.id()), body).await.expect_status(if what == "messages" {
                201
            } else {
                200
            });
        };
        act(&doctor, "accept", json!({})).await;
        act(&doctor, "messages", json!({"body": "Since when?"})).await;
        assert_eq!(listed_notices(&agent).await, [("escalation_question".to_owned(), number())]);
        act(&agent, "messages", json!({"body": "For a week."})).await;
        assert!(listed_notices(&agent).await.is_empty(), "the question is answered");
        assert_eq!(listed_notices(&doctor).await, [("escalation_reply".to_owned(), number())]);
        act(&doctor, "messages", json!({"body": "And before?"})).await;
        assert!(listed_notices(&doctor).await.is_empty(), "the reply is read and answered");
        let word = json!({"kind": "reply", "author": "customer", "body": "It is back."});
        desk.advance(1);
        app.post(&format!("/tickets/{}/messages", ticket.id()), word).await.created();
        assert_eq!(listed_notices(&agent).await, [("customer_wrote".to_owned(), number())], "one row a ticket, the latest");
        act(&doctor, "resolve", json!({"outcome": "Stop the cream."})).await;
        assert_eq!(listed_notices(&agent).await, [("escalation_answer".to_owned(), number())]);
        let until = json!({"until": desk.now().to_string()});
        assert_eq!(agent.post("/notices/seen", until).await.ok()["unread"], 0);
        act(&agent, "close", json!({})).await;
        let list = agent.get("/notices").await.ok();
        assert_eq!((&list["unread"], list.each("kind")), (&json!(0), vec!["customer_wrote"]), "older notices of the ticket are seen too");
    })
    .await;
}

/// Caught: notices of deleted records stayed, without number and with a dead link.
#[tokio::test]
async fn delete_record_dismisses_its_notices_only() {
    on_both_engines(async |desk| {
        let (agent, ben, doctor, admin) = (desk.agent().await, desk.new_client(Role::Agent).await, desk.doctor().await, desk.admin().await);
        let answered = async || -> (Record, Record) {
            desk.advance(1);
            let ticket = desk.ticket().created_by(&ben).await;
            let escalation = create_escalation(&ben, &ticket, json!({"role": "doctor"})).await;
            doctor.post_empty(&format!("/escalations/{}/accept", escalation.id())).await.ok();
            doctor.post(&format!("/escalations/{}/resolve", escalation.id()), json!({"outcome": "Stop the cream."})).await.ok();
            (ticket, escalation)
        };
        let ((_, first), (second, _), (_, kept)) = (answered().await, answered().await, answered().await);
        let given = desk.ticket().created_by(&agent).with("assignee_id", ben.id()).await;
        let chat = desk.interaction().created_by(&agent).with("channel", "chat").await;
        agent.post(&format!("/interactions/{}/assignment", chat.id()), json!({"agent_id": ben.id()})).await.ok();
        assert_eq!(unread_kinds(&ben).await.len(), 5);
        for path in [
            format!("/escalations/{}", first.id()),
            format!("/tickets/{}", second.id()),
            format!("/tickets/{}", given.id()),
            format!("/interactions/{}", chat.id()),
        ] {
            admin.delete(&path, "*").await.no_content();
        }
        let list = ben.get("/notices").await.ok();
        assert_eq!((list.each("kind"), &list["unread"]), (vec!["escalation_answer"], &json!(1)));
        assert_eq!(list.rows()[0]["subject"]["id"], kept.id());
    })
    .await;
}
