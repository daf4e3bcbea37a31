//! Notices: which staff get which notice; by ids and kinds, without text.

mod dismissed;
mod escalations;

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestServer, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

use crate::read_log::read_count;

const REASON: &str = "A rash since she uses the cream: is this an allergy?";
const DAY: i64 = 24 * 60 * 60;

/// The kinds of the caller's unread notices, newest first.
async fn unread_kinds(client: &Client) -> Vec<String> {
    let list = client.get("/notices?unread=true").await.ok();
    assert_eq!(list["unread"], list.rows().len());
    list.each("kind").into_iter().map(str::to_owned).collect()
}

async fn create_escalation(by: &Client, ticket: &Record, target: Value) -> Record {
    by.post(&format!("/tickets/{}/escalations", ticket.id()), json!({"target": target, "reason": REASON})).await.created()
}

#[tokio::test]
async fn list_notices_returns_ids_without_text() {
    on_both_engines(async |desk| {
        let (agent, ben) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let ticket = desk.ticket().queued().await;
        assert!(unread_kinds(&ben).await.is_empty());
        agent.post(&format!("/tickets/{}/assignment", ticket.id()), json!({"assignee_id": ben.id(), "note": "She is upset."})).await.ok();
        let list = ben.get("/notices").await.ok();
        let expected = json!({
            "data": [{
                "id": list.rows()[0]["id"], "at": desk.now().to_string(), "kind": "assigned",
                "subject": {"type": "ticket", "id": ticket.id(), "number": ticket["number"], "priority": "medium"}, "seen": false,
            }],
            "page": {"next_cursor": null, "has_more": false},
            "unread": 1,
            "waiting": {"tickets": 0, "interactions": 0},
        });
        assert_eq!(list.body, expected);
        assert!(unread_kinds(&agent).await.is_empty(), "the author of a change gets no notice");
        let held = ben.call(Method::GET, "/notices").header("if-none-match", list.etag()).header("caredesk-background", "1").send().await;
        assert!(held.expect_status(304).body.is_empty());
        desk.advance(5);
        let seen = ben.call(Method::POST, "/notices/seen").json(&json!({"until": desk.now().to_string()})).send().await.ok();
        assert_eq!(seen.body, json!({"seen_until": desk.now().to_string(), "unread": 0}));
        let after = ben.call(Method::GET, "/notices").header("if-none-match", list.etag()).send().await.ok();
        assert_eq!((&after["unread"], &after.rows()[0]["seen"]), (&json!(0), &json!(true)));
        assert!(unread_kinds(&ben).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn mark_notices_seen_with_past_or_future_time_is_clamped() {
    on_both_engines(async |desk| {
        let (agent, ben) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let give = async || {
            desk.advance(1);
            let ticket = desk.ticket().queued().await;
            agent.post(&format!("/tickets/{}/assignment", ticket.id()), json!({"assignee_id": ben.id()})).await.ok();
            desk.now()
        };
        let (first, second, third) = (give().await, give().await, give().await);
        let see = async |until: String| ben.call(Method::POST, "/notices/seen").json(&json!({"until": until})).send().await;
        assert_eq!(see(second.to_string()).await.ok().body, json!({"seen_until": second.to_string(), "unread": 1}));
        assert_eq!(see(first.to_string()).await.ok().body, json!({"seen_until": second.to_string(), "unread": 1}), "it never goes back");
        assert_eq!(unread_kinds(&ben).await, ["assigned"]);
        assert_eq!(see("9999-12-31T23:59:59Z".to_owned()).await.ok().body, json!({"seen_until": third.to_string(), "unread": 0}));
        give().await;
        assert_eq!(unread_kinds(&ben).await, ["assigned"], "what comes later is unread");
        see("soon".to_owned()).await.field_errors(&[("#/until", "format")]);
    })
    .await;
}

#[tokio::test]
async fn customer_message_notifies_assignee_once_per_ticket() {
    on_both_engines(async |desk| {
        let (agent, ben) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let app = desk.service_account_client(&["tickets:read", "tickets:write", "interactions:read", "interactions:write"]).await;
        let (theirs, queued) = (desk.ticket().created_by(&ben).await, desk.ticket().queued().await);
        let word = json!({"kind": "reply", "author": "customer", "via": "chat", "body": "It is back."});
        for ticket in [&theirs, &queued] {
            app.post(&format!("/tickets/{}/messages", ticket.id()), word.clone()).await.created();
        }
        assert_eq!((unread_kinds(&ben).await, unread_kinds(&agent).await), (vec!["customer_wrote".to_owned()], vec![]));
        ben.post(&format!("/tickets/{}/messages", theirs.id()), word.clone()).await.created();
        assert_eq!(unread_kinds(&ben).await.len(), 1, "a message they recorded themselves gives no notice");
        let email = desk.interaction().created_by(&app).with("customer_id", theirs["customer"]["id"].clone());
        email.with("ticket_id", theirs.id()).with("channel", "email").await;
        for _ in 0..12 {
            desk.advance(1);
            app.post(&format!("/tickets/{}/messages", theirs.id()), word.clone()).await.created();
        }
        assert_eq!(unread_kinds(&ben).await, ["customer_wrote"], "one notice a ticket, not thirteen");
    })
    .await;
}

#[tokio::test]
async fn urgent_ticket_in_queue_notifies_all_agents_until_claimed() {
    on_both_engines(async |desk| {
        let (agent, ben, doctor, admin) = (desk.agent().await, desk.new_client(Role::Agent).await, desk.doctor().await, desk.admin().await);
        let ticket = desk.ticket().queued().urgent().await;
        assert_eq!(unread_kinds(&ben).await, ["urgent_in_queue"]);
        for client in [&agent, &doctor, &admin] {
            assert!(unread_kinds(client).await.is_empty(), "the opener, and roles that do not work the queue");
        }
        let held = ben.get("/notices").await.ok();
        agent.post_empty(&format!("/tickets/{}/claim", ticket.id())).await.ok();
        assert!(unread_kinds(&ben).await.is_empty(), "it is assigned");
        ben.call(Method::GET, "/notices").header("if-none-match", held.etag()).send().await.ok();
        agent.post(&format!("/tickets/{}/assignment", ticket.id()), json!({"assignee_id": null})).await.ok();
        assert_eq!(unread_kinds(&ben).await, ["urgent_in_queue"]);
    })
    .await;
}

/// Caught: an unattended chat and a queued ticket of high priority gave no notice.
#[tokio::test]
async fn unattended_chat_and_high_ticket_notify_agents_until_assigned() {
    on_both_engines(async |desk| {
        let (agent, ben) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let app = desk.service_account_client(&["interactions:read", "interactions:write"]).await;
        let chat = desk.interaction().created_by(&app).await;
        desk.advance(1);
        let call = desk.interaction().created_by(&app).with("channel", "call").with("status", "pending").await;
        desk.interaction().created_by(&app).with("channel", "email").await;
        desk.interaction().created_by(&app).ended().await;
        desk.advance(1);
        let high = desk.ticket().queued().with("priority", "high").await;
        desk.ticket().queued().await;
        assert_eq!(unread_kinds(&ben).await, ["high_in_queue", "unattended", "unattended"]);
        let list = ben.get("/notices").await.ok();
        assert_eq!(list["waiting"], json!({"tickets": 1, "interactions": 2}));
        assert_eq!(list.rows()[0]["subject"], json!({"type": "ticket", "id": high.id(), "number": high["number"], "priority": "high"}));
        let dashboard = ben.get("/dashboard").await.ok();
        assert_eq!((&dashboard["work"]["unattended"], &dashboard["work"]["unassigned"]["high"]), (&json!(2), &json!(1)));
        let listed = ben.get("/interactions?status=active,pending&channel=call,chat&agent=none&include_total=true").await.ok();
        assert_eq!(listed["page"]["total"], 2, "the linked list has as many rows");
        assert_eq!(desk.doctor().await.get("/notices").await.ok()["waiting"], Value::Null);

        agent.post(&format!("/interactions/{}/assignment", chat.id()), json!({"agent_id": agent.id()})).await.ok();
        agent.post(&format!("/interactions/{}/assignment", call.id()), json!({"agent_id": agent.id()})).await.ok();
        agent.patch(&format!("/tickets/{}", high.id()), "*", json!({"priority": "urgent"})).await.ok();
        assert_eq!(unread_kinds(&ben).await, ["urgent_in_queue"]);
        agent.post_empty("/tickets/next").await.ok();
        assert!(unread_kinds(&ben).await.is_empty());
        assert_eq!(ben.get("/notices").await.ok()["waiting"], json!({"tickets": 0, "interactions": 0}));
        agent.post(&format!("/interactions/{}/assignment", chat.id()), json!({"agent_id": null})).await.ok();
        assert_eq!(unread_kinds(&ben).await, ["unattended"]);
        desk.admin().await.post(&format!("/interactions/{}/end", chat.id()), json!({"summary": "Moved to Thursday."})).await.ok();
        assert!(unread_kinds(&ben).await.is_empty());
    })
    .await;
}

/// The subject is customer data: polling omits it, and opening the bell is logged as one read.
#[tokio::test]
async fn list_notices_with_include_subjects_returns_subject_and_logs_read() {
    on_both_engines(async |desk| {
        let (agent, ben, doctor) = (desk.agent().await, desk.new_client(Role::Agent).await, desk.doctor().await);
        let ticket = desk.ticket().created_by(&agent).with("assignee_id", ben.id()).with("subject", "A crushing pain").await;
        let escalation =
            create_escalation(&agent, &desk.ticket().with("subject", "A red rash").urgent().await, json!({"role": "doctor"})).await;
        let noted = async || read_count(desk, ticket["customer"]["id"].as_str().unwrap()).await;
        let before = noted().await;
        let polled = ben.get("/notices").await.ok();
        assert!(polled.rows()[0]["subject"]["subject"].is_null());
        assert_eq!(noted().await, before, "polling shows no customer data");
        let opened = ben.get("/notices?include_subjects=true").await.ok();
        let about =
            json!({"type": "ticket", "id": ticket.id(), "number": ticket["number"], "priority": "medium", "subject": "A crushing pain"});
        assert_eq!(opened.rows()[0]["subject"], about);
        assert_eq!(noted().await, before + 1);
        let asked = doctor.get("/notices?include_subjects=true").await.ok();
        assert_eq!(asked.rows()[0]["subject"]["subject"], "A red rash");
        assert_eq!(
            (&asked.rows()[0]["subject"]["number"], &asked.rows()[0]["subject"]["priority"]),
            (&escalation["source"]["number"], &json!("urgent"))
        );
        desk.auditor().await.get("/notices?include_subjects=true").await.ok();
    })
    .await;
}

#[tokio::test]
async fn list_notices_paged_caps_unread_count_at_100() {
    on_both_engines(async |desk| {
        let ben = desk.new_client(Role::Agent).await;
        let mut given = Vec::new();
        for round in 0..105 {
            let ticket =
                if round % 2 == 0 { desk.ticket().queued().urgent().await } else { desk.ticket().with("assignee_id", ben.id()).await };
            given.push(ticket.id().to_owned());
            if round % 3 == 0 {
                desk.advance(1);
            }
        }
        let (mut met, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = ben.get(&format!("/notices?limit=20&unread=true{cursor}")).await.ok();
            assert_eq!(page["unread"], 100, "the cap");
            met.extend(page.rows().iter().map(|row| row["subject"]["id"].as_str().unwrap().to_owned()));
            match page["page"]["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        given.reverse();
        assert_eq!(met, given);
        ben.get("/notices?cursor=x").await.field_errors(&[("cursor", "cursor")]);
    })
    .await;
}

#[tokio::test]
async fn notice_after_30_days_is_unlisted() {
    on_both_engines(async |desk: &TestServer| {
        let ben = desk.add_staff(Role::Agent).await;
        desk.ticket().with("assignee_id", ben.id.as_str()).await;
        desk.advance(30 * DAY - 1);
        assert_eq!(unread_kinds(&desk.sign_in(&ben).await).await, ["assigned"]);
        desk.advance(1);
        assert!(unread_kinds(&desk.sign_in(&ben).await).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn list_notices_by_service_account_is_403() {
    on_both_engines(async |desk| {
        for role in [Role::Agent, Role::Doctor, Role::Admin, Role::Auditor] {
            desk.client_of_role(role).await.get("/notices").await.ok();
        }
        let app = desk.service_account_client(&["tickets:read", "tickets:write"]).await;
        app.get("/notices").await.problem(403, "forbidden");
        app.call(Method::POST, "/notices/seen").json(&json!({"until": desk.now().to_string()})).send().await.problem(403, "forbidden");
    })
    .await;
}
