//! Interactions: logging them, live or afterwards, changing and ending them.

mod answering;
mod escalated;
mod lists;
mod move_customer;
mod ownership;
mod races;

use caredesk_tests::on_both_engines;
use reqwest::Method;
use serde_json::{Value, json};

const OWNER_ACTIONS: [&str; 9] = [
    "edit_interaction",
    "set_interaction_status",
    "end",
    "assign_interaction",
    "move_interaction",
    "escalate",
    "open_ticket",
    "read_notes",
    "note",
];

const SUMMARY: &str = "Moved to Thursday at nine.";

#[tokio::test]
async fn log_interaction_by_agent_is_active_and_assigned_to_them() {
    on_both_engines(async |desk| {
        let (agent, customer) = (desk.agent().await, desk.customer().await);
        let transcript = "Patient: can I come earlier?\r\nAgent: \u{200f}Thursday? 🦷 \t ";
        let body = json!({"customer_id": customer.id(), "channel": "chat", "transcript": transcript});
        let answer = agent.post("/interactions", body).await;
        let location = answer.header("location").unwrap().trim_start_matches("/api/v1").to_owned();
        let logged = answer.created();
        let (at, ada) = (desk.now().to_string(), json!({"id": agent.id(), "name": "Ada Obi"}));
        let expected = json!({
            "id": logged["id"], "customer": {"id": customer.id(), "name": "Ife Adebayo"}, "agent": ada, "channel": "chat",
            "direction": "inbound", "summary": null, "transcript": transcript, "status": "active", "started_at": at, "ended_at": null,
            "no_answer": false, "duration_seconds": null, "ticket": null, "open_escalation": null, "logged_by": ada, "created_at": at,
            "updated_at": at,
            "version": 1, "allowed": OWNER_ACTIONS,
        });
        assert_eq!(logged.body, expected);
        let read = agent.get(&location).await.ok();
        assert_eq!((&read.body, read.etag()), (&expected, logged.etag()));
        assert_eq!(location, format!("/interactions/{}", logged.id()));
    })
    .await;
}

#[tokio::test]
async fn log_interaction_with_past_times_is_ended() {
    on_both_engines(async |desk| {
        let (agent, customer) = (desk.agent().await, desk.customer().await);
        let body = json!({
            "customer_id": customer.id(), "channel": "call", "direction": "outbound", "summary": SUMMARY,
            "started_at": "2026-03-01T10:30:00+01:00", "ended_at": "2026-03-01T09:34:59.9Z",
        });
        let logged = agent.post("/interactions", body).await.created();
        let (at, ada) = (desk.now().to_string(), json!({"id": agent.id(), "name": "Ada Obi"}));
        let expected = json!({
            "id": logged["id"], "customer": {"id": customer.id(), "name": "Ife Adebayo"}, "agent": ada, "channel": "call",
            "direction": "outbound", "summary": SUMMARY, "transcript": null, "status": "resolved",
            "started_at": "2026-03-01T09:30:00.000000Z", "ended_at": "2026-03-01T09:34:59.900000Z", "no_answer": false, "duration_seconds": 299,
            "ticket": null, "open_escalation": null, "logged_by": ada, "created_at": at, "updated_at": at, "version": 1,
            "allowed": ["edit_interaction", "move_interaction", "escalate", "open_ticket", "read_notes", "note"],
        });
        assert_eq!(logged.body, expected);
        assert_eq!(desk.interaction().with("status", "pending").await["status"], "pending");
    })
    .await;
}

#[tokio::test]
async fn log_interaction_with_invalid_fields_is_422_naming_each() {
    on_both_engines(async |desk| {
        let (agent, customer) = (desk.agent().await, desk.customer().await);
        let log = async |fields: Value| {
            let mut body = json!({"customer_id": customer.id(), "channel": "chat"});
            fields.as_object().unwrap().iter().for_each(|(field, value)| body[field] = value.clone());
            agent.post("/interactions", body).await
        };
        let (now, earlier) = (desk.now(), desk.now().plus_seconds(-60).to_string());
        let later = now.plus_seconds(1).to_string();
        let faulty = json!({
            "customer_id": 7, "channel": "fax", "direction": "sideways", "summary": "Too short", "transcript": "", "status": null,
            "started_at": "yesterday", "ended_at": [], "ticket_id": "TKT-00000019",
        });
        let places = [
            ("#/customer_id", "wrong_type"),
            ("#/channel", "unknown"),
            ("#/direction", "unknown"),
            ("#/summary", "too_short"),
            ("#/transcript", "too_short"),
            ("#/status", "null"),
            ("#/started_at", "format"),
            ("#/ended_at", "wrong_type"),
            ("#/ticket_id", "format"),
        ];
        log(faulty).await.field_errors(&places);
        agent.post("/interactions", json!({})).await.field_errors(&[("#/customer_id", "required"), ("#/channel", "required")]);
        log(json!({"agent": null})).await.problem(400, "unknown_field");
        log(json!({"summary": "x".repeat(5_001)})).await.field_errors(&[("#/summary", "too_long")]);
        log(json!({"transcript": "x".repeat(100_001)})).await.field_errors(&[("#/transcript", "too_long")]);
        log(json!({"started_at": later})).await.field_errors(&[("#/started_at", "future")]);
        log(json!({"started_at": "1926-03-01T09:00:00Z"})).await.field_errors(&[("#/started_at", "too_early")]);
        log(json!({"started_at": earlier, "ended_at": later, "summary": SUMMARY})).await.field_errors(&[("#/ended_at", "future")]);
        log(json!({"ended_at": earlier, "summary": SUMMARY})).await.field_errors(&[("#/ended_at", "before_start")]);
        log(json!({"started_at": earlier, "ended_at": earlier})).await.field_errors(&[("#/summary", "required")]);
        log(json!({"status": "resolved"})).await.field_errors(&[("#/status", "resolved")]);
        log(json!({"status": "pending", "started_at": earlier, "ended_at": earlier, "summary": SUMMARY}))
            .await
            .field_errors(&[("#/status", "ended")]);
        log(json!({"customer_id": agent.id()})).await.field_errors(&[("#/customer_id", "not_found")]);
        log(json!({"ticket_id": customer.id()})).await.field_errors(&[("#/ticket_id", "not_found")]);
        log(json!({"ticket_id": desk.ticket().await["number"]})).await.field_errors(&[("#/ticket_id", "other_customer")]);
        desk.admin().await.delete(&format!("/customers/{}", customer.id()), "*").await.no_content();
        log(json!({})).await.field_errors(&[("#/customer_id", "not_found")]);
    })
    .await;
}

#[tokio::test]
async fn log_interaction_about_ticket_ends_its_wait() {
    on_both_engines(async |desk| {
        let (agent, customer) = (desk.agent().await, desk.customer().await);
        let ticket = desk.ticket().for_customer(&customer).queued().await;
        desk.advance(120);
        let call = desk.interaction().for_customer(&customer).with("channel", "call").with("ticket_id", ticket["number"].clone()).await;
        let about = json!({"id": ticket.id(), "number": ticket["number"], "subject": "Charged twice"});
        assert_eq!(call["ticket"], about);
        let answered = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
        assert_eq!((&answered["first_response_at"], &answered["waiting_since"]), (&json!(desk.now().to_string()), &Value::Null));
        let timeline = agent.get(&format!("/tickets/{}/timeline", ticket.id())).await.ok();
        assert_eq!(timeline.each("action"), ["log_interaction", "open_ticket"]);
        assert_eq!(timeline.rows()[0]["changes"]["interaction"], call.id());
    })
    .await;
}

/// Caught: the ticket kept waiting, without a first response, although an agent had talked to the customer.
#[tokio::test]
async fn take_over_of_chat_logged_by_app_ends_the_wait_of_its_ticket() {
    on_both_engines(async |desk| {
        let (agent, customer) = (desk.agent().await, desk.customer().await);
        let app = desk.service_account_client(&["interactions:read", "interactions:write", "tickets:read", "tickets:write"]).await;
        let ticket = desk.ticket().for_customer(&customer).queued().await;
        let chat = json!({"customer_id": customer.id(), "channel": "chat", "ticket_id": ticket.id()});
        let chat = app.post("/interactions", chat).await.created();
        assert_eq!(chat["agent"], Value::Null);
        desk.advance(60);
        agent.post(&format!("/interactions/{}/assignment", chat.id()), json!({"agent_id": agent.id()})).await.ok();
        let path = format!("/tickets/{}", ticket.id());
        let taken = desk.now().to_string();
        assert_eq!(agent.get(&path).await.ok()["waiting_since"], Value::Null);
        desk.advance(60);
        agent.post(&format!("/interactions/{}/end", chat.id()), json!({"summary": SUMMARY})).await.ok();
        let answered = agent.get(&path).await.ok();
        assert_eq!(
            (&answered["waiting_since"], &answered["first_response_at"]),
            (&Value::Null, &json!(taken)),
            "without an agent the chat was no response"
        );
        let timeline = agent.get(&format!("{path}/timeline")).await.ok();
        assert_eq!(timeline.each("action"), ["assign_interaction", "log_interaction", "open_ticket"]);
    })
    .await;
}

#[tokio::test]
async fn set_status_switches_active_and_pending_but_not_to_resolved() {
    on_both_engines(async |desk| {
        let (agent, chat) = (desk.agent().await, desk.interaction().await);
        let path = format!("/interactions/{}/status", chat.id());
        let go = async |to: &str| agent.post(&path, json!({"status": to})).await;
        assert_eq!(go("active").await.ok()["version"], 1, "a request for the current status writes nothing");
        assert_eq!(go("pending").await.ok()["status"], "pending");
        assert_eq!(go("pending").await.ok()["version"], 2);
        assert_eq!(go("active").await.ok()["status"], "active");
        let refused = go("resolved").await.problem(409, "illegal_transition");
        assert_eq!(refused["allowed"], json!(["active", "pending", "end"]));
        go("escalated").await.field_errors(&[("#/status", "unknown")]);
        agent.post(&path, json!({})).await.field_errors(&[("#/status", "required")]);
        agent.post(&format!("/interactions/{}/end", chat.id()), json!({"summary": SUMMARY})).await.ok();
        for to in ["active", "pending", "resolved"] {
            go(to).await.problem(409, "already_ended");
        }
    })
    .await;
}

#[tokio::test]
async fn end_interaction_stores_summary_and_duration_once() {
    on_both_engines(async |desk| {
        let (agent, chat) = (desk.agent().await, desk.interaction().await);
        let path = format!("/interactions/{}/end", chat.id());
        desk.advance(125);
        agent.post(&path, json!({})).await.field_errors(&[("#/summary", "required")]);
        agent.post(&path, json!({"summary": "Too short"})).await.field_errors(&[("#/summary", "too_short")]);
        let later = desk.now().plus_seconds(1).to_string();
        agent.post(&path, json!({"summary": SUMMARY, "ended_at": later})).await.field_errors(&[("#/ended_at", "future")]);
        let before = "2026-03-02T08:59:59.999999Z";
        agent.post(&path, json!({"summary": SUMMARY, "ended_at": before})).await.field_errors(&[("#/ended_at", "before_start")]);
        let stale = agent.call(Method::POST, &path).header("if-match", "\"9-0000000000000000\"").json(&json!({"summary": SUMMARY}));
        stale.send().await.problem(412, "stale");
        let ended = agent.post(&path, json!({"summary": SUMMARY})).await.ok();
        let mut expected = chat.body.clone();
        let changed = json!({
            "status": "resolved", "summary": SUMMARY, "ended_at": desk.now().to_string(), "no_answer": false, "duration_seconds": 125, "version": 2,
            "updated_at": desk.now().to_string(),
            "allowed": ["edit_interaction", "move_interaction", "escalate", "open_ticket", "read_notes", "note"],
        });
        changed.as_object().unwrap().iter().for_each(|(field, value)| expected[field] = value.clone());
        assert_eq!(ended.body, expected);
        agent.post(&path, json!({"summary": SUMMARY})).await.problem(409, "already_ended");

        let known = desk.interaction().with("summary", SUMMARY).await;
        desk.advance(60);
        let at = desk.now().plus_seconds(-20).to_string();
        let ended = agent.post(&format!("/interactions/{}/end", known.id()), json!({"ended_at": at})).await.ok();
        assert_eq!((&ended["duration_seconds"], &ended["ended_at"], &ended["summary"]), (&json!(40), &json!(at), &json!(SUMMARY)));
    })
    .await;
}

#[tokio::test]
async fn update_interaction_times_recomputes_duration_and_is_in_timeline() {
    on_both_engines(async |desk| {
        let (agent, call) = (desk.agent().await, desk.interaction().ended().await);
        let path = format!("/interactions/{}", call.id());
        let (started, ended) = (desk.now().plus_seconds(-600).to_string(), desk.now().plus_seconds(-60).to_string());
        let patch = json!({"started_at": started, "ended_at": ended, "channel": "call", "direction": "outbound", "transcript": "Hello?"});
        desk.advance(5);
        let corrected = agent.patch(&path, call.etag(), patch.clone()).await.ok();
        let mut expected = call.body.clone();
        patch.as_object().unwrap().iter().for_each(|(field, value)| expected[field] = value.clone());
        expected["duration_seconds"] = 540.into();
        expected["version"] = 2.into();
        expected["updated_at"] = desk.now().to_string().into();
        assert_eq!(corrected.body, expected);
        let timeline = agent.get(&format!("{path}/timeline")).await.ok();
        let told = &timeline.rows()[0]["changes"];
        assert_eq!(
            (&told["started_at"], &told["ended_at"]),
            (&json!({"from": call["started_at"], "to": started}), &json!({"from": call["ended_at"], "to": ended}))
        );
        agent.patch(&path, call.etag(), patch.clone()).await.problem(412, "stale");
        agent.call(Method::PATCH, &path).json(&patch).send().await.problem(428, "if_match_required");
        assert_eq!(agent.patch(&path, "*", json!({})).await.ok().body, expected, "an update without changes writes nothing");

        let edit = async |patch: Value| agent.patch(&path, "*", patch).await;
        let later = desk.now().plus_seconds(1).to_string();
        edit(json!({"started_at": later})).await.field_errors(&[("#/started_at", "future")]);
        edit(json!({"ended_at": later})).await.field_errors(&[("#/ended_at", "future")]);
        edit(json!({"started_at": desk.now().to_string()})).await.field_errors(&[("#/ended_at", "before_start")]);
        edit(json!({"summary": null})).await.field_errors(&[("#/summary", "required")]);
        edit(json!({"ended_at": null, "channel": null})).await.field_errors(&[("#/channel", "null"), ("#/ended_at", "null")]);
        edit(json!({"status": "active"})).await.problem(400, "unknown_field");
        edit(json!({"duration_seconds": 1})).await.problem(400, "unknown_field");
        let begun = desk.interaction().with("summary", SUMMARY).await;
        let begun_path = format!("/interactions/{}", begun.id());
        let refused = agent.patch(&begun_path, "*", json!({"ended_at": ended})).await.problem(409, "not_ended");
        assert_eq!(refused["allowed"], json!(["end"]));
        assert_eq!(agent.patch(&begun_path, "*", json!({"summary": null})).await.ok()["summary"], Value::Null);
    })
    .await;
}
