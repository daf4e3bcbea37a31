//! Messages on tickets and their effects, and the timeline of a ticket.

use caredesk_domain::actor::Role;
use caredesk_tests::on_both_engines;
use serde_json::{Value, json};

#[tokio::test]
async fn reply_on_unassigned_ticket_is_first_response_and_claims_it() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().queued().await;
        let path = format!("/tickets/{}", ticket.id());
        desk.advance(90);
        let body = "We have asked the bank to pay it back.\r\n\n– Ada 🦷\u{200f}\tשלום ";
        let answer = agent.post(&format!("{path}/messages"), json!({"kind": "reply", "body": body})).await;
        assert_eq!(answer.header("location"), Some(format!("/api/v1/tickets/{}/messages", ticket.id()).as_str()));
        let said = answer.created();
        let expected = json!({
            "id": said["id"], "kind": "reply", "author": "staff", "writer": {"id": agent.id(), "name": "Ada Obi"}, "via": null, "body": body,
            "created_at": desk.now().to_string(), "edited_at": null, "fetched_at": null, "redacted": false, "version": 1, "allowed": ["recall"],
        });
        assert_eq!(said.body, expected);
        assert_eq!(agent.get(&format!("{path}/messages")).await.ok().rows(), [expected]);
        let after = agent.get(&path).await.ok();
        assert_eq!(after["first_response_at"], desk.now().to_string());
        assert_eq!(after["assignee"]["id"], agent.id());
        assert_eq!(after["waiting_since"], Value::Null);
        desk.advance(90);
        agent.post(&format!("{path}/messages"), json!({"kind": "reply", "body": "It is back."})).await.created();
        assert_eq!(agent.get(&path).await.ok()["first_response_at"], after["first_response_at"]);
    })
    .await;
}

#[tokio::test]
async fn reply_on_ticket_of_another_keeps_its_assignee() {
    on_both_engines(async |desk| {
        let (agent, other) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let ticket = desk.ticket().await;
        other.post(&format!("/tickets/{}/messages", ticket.id()), json!({"kind": "reply", "body": "I looked."})).await.created();
        assert_eq!(agent.get(&format!("/tickets/{}", ticket.id())).await.ok()["assignee"]["id"], agent.id());
    })
    .await;
}

#[tokio::test]
async fn note_changes_only_updated_at_of_the_ticket() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().queued().await;
        desk.advance(10);
        agent.post(&format!("/tickets/{}/messages", ticket.id()), json!({"kind": "note", "body": "She is upset."})).await.created();
        let after = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
        let mut expected = ticket.body.clone();
        expected["updated_at"] = desk.now().to_string().into();
        assert_eq!(after.body, expected);
        assert_ne!(after.etag(), ticket.etag(), "a note changes `updated_at` and so the ETag");
        agent.patch(&format!("/tickets/{}", ticket.id()), ticket.etag(), json!({"priority": "high"})).await.ok();
    })
    .await;
}

#[tokio::test]
async fn customer_message_on_pending_or_resolved_ticket_opens_it() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for (status, reopened) in [("pending", 0), ("resolved", 1)] {
            let ticket = desk.ticket().await;
            let path = format!("/tickets/{}", ticket.id());
            let reply = json!({"kind": "reply", "body": "Is it back now?", "status": status});
            agent.post(&format!("{path}/messages"), reply).await.created();
            assert_eq!(agent.get(&path).await.ok()["status"], status);
            desk.advance(60);
            let word = json!({"kind": "reply", "body": "No, it is not.", "author": "customer", "via": "call"});
            let said = agent.post(&format!("{path}/messages"), word).await.created();
            assert_eq!((&said["author"], &said["via"], &said["writer"]["id"]), (&json!("customer"), &json!("call"), &json!(agent.id())));
            let after = agent.get(&path).await.ok();
            assert_eq!((&after["status"], &after["reopened_count"]), (&json!("open"), &json!(reopened)));
            assert_eq!(after["waiting_since"], desk.now().to_string());
            let since = desk.now().to_string();
            desk.advance(60);
            let more = json!({"kind": "reply", "body": "Still not.", "author": "customer"});
            agent.post(&format!("{path}/messages"), more).await.created();
            assert_eq!(agent.get(&path).await.ok()["waiting_since"], since, "the wait starts with the first unanswered message");
        }
    })
    .await;
}

/// Caught: it counted as a reopening that was not in the audit log.
#[tokio::test]
async fn customer_message_with_status_resolved_does_not_reopen() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}", ticket.id());
        let resolved = agent.post(&format!("{path}/status"), json!({"status": "resolved"})).await.ok();
        desk.advance(60);
        let thanks = json!({"kind": "reply", "author": "customer", "via": "chat", "body": "Thank you!", "status": "resolved"});
        agent.post(&format!("{path}/messages"), thanks).await.created();
        let after = agent.get(&path).await.ok();
        for field in ["status", "reopened_count", "resolved_at", "resolved_by", "waiting_since", "version"] {
            assert_eq!(after[field], resolved[field], "{field}");
        }
    })
    .await;
}

#[tokio::test]
async fn message_with_illegal_status_is_409_and_not_stored() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}/messages", ticket.id());
        let refused = json!({"kind": "reply", "body": "I pass it on.", "status": "escalated"});
        agent.post(&path, refused).await.problem(409, "illegal_transition");
        assert!(agent.get(&path).await.ok().rows().is_empty(), "the message was not stored either");
        agent.post(&path, json!({"kind": "reply", "body": "Done.", "status": "resolved"})).await.created();
        let after = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
        assert_eq!((&after["status"], &after["resolved_by"]["id"]), (&json!("resolved"), &json!(agent.id())));
    })
    .await;
}

#[tokio::test]
async fn message_with_invalid_kind_author_or_via_is_422() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let path = format!("/tickets/{}/messages", desk.ticket().await.id());
        agent.post(&path, json!({"kind": "note", "body": "x", "author": "customer"})).await.field_errors(&[("#/kind", "kind")]);
        agent.post(&path, json!({"kind": "reply", "body": "x", "via": "call"})).await.field_errors(&[("#/via", "via")]);
        agent.post(&path, json!({"kind": "reply", "body": "x", "author": "staff"})).await.field_errors(&[("#/author", "unknown")]);
        let answer = agent.post(&path, json!({"kind": "letter", "body": "", "status": 7, "via": null})).await;
        answer.field_errors(&[("#/kind", "unknown"), ("#/body", "too_short"), ("#/status", "wrong_type"), ("#/via", "null")]);
    })
    .await;
}

#[tokio::test]
async fn list_messages_of_one_instant_keeps_their_order() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let path = format!("/tickets/{}/messages", desk.ticket().await.id());
        let mut all = Vec::new();
        for number in 0..12 {
            let kind = if number % 3 == 0 { "note" } else { "reply" };
            all.push(format!("{kind} {number}"));
            agent.post(&path, json!({"kind": kind, "body": format!("{kind} {number}")})).await.created();
        }
        let (mut bodies, mut next) = (Vec::new(), String::new());
        loop {
            let page = agent.get(&format!("{path}?limit=5{next}")).await.ok();
            bodies.extend(page.each("body").into_iter().map(str::to_owned));
            let Some(cursor) = page["page"]["next_cursor"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(bodies, all);
        let notes = agent.get(&format!("{path}?kind=note&include_total=true")).await.ok();
        assert_eq!(notes.each("body"), ["note 0", "note 3", "note 6", "note 9"]);
        assert_eq!(notes["page"]["total"], 4);
        assert_eq!(agent.get(&format!("{path}?kind=reply,note")).await.ok().rows().len(), 12);
    })
    .await;
}

#[tokio::test]
async fn get_timeline_lists_every_action_latest_first() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let ticket = desk.ticket().queued().await;
        let path = format!("/tickets/{}", ticket.id());
        desk.advance(1);
        agent.post_empty(&format!("{path}/claim")).await.ok();
        desk.advance(1);
        agent.patch(&path, "*", json!({"priority": "high", "subject": "Charged thrice"})).await.ok();
        let note = agent.post(&format!("{path}/messages"), json!({"kind": "note", "body": "She is upset."})).await.created();
        agent.post(&format!("{path}/messages"), json!({"kind": "reply", "body": "Sorry!", "status": "pending"})).await.created();
        let word = json!({"kind": "reply", "body": "Thanks.", "author": "customer", "via": "email"});
        agent.post(&format!("{path}/messages"), word).await.created();
        agent.post(&format!("{path}/assignment"), json!({"assignee_id": admin.id(), "note": "Yours, as agreed."})).await.ok();
        desk.advance(1);
        admin.post(&format!("{path}/status"), json!({"status": "resolved"})).await.ok();

        let timeline = agent.get(&format!("{path}/timeline")).await.ok();
        let actions = ["set_status", "assign", "record_customer_message", "reply", "note", "edit_ticket", "claim", "open_ticket"];
        assert_eq!(timeline.each("action"), actions);
        let rows = timeline.rows();
        let person = |row: &Value| row["actor"].clone();
        assert_eq!(person(&rows[0]), json!({"kind": "staff", "principal": {"id": admin.id(), "name": "Tunde Bello"}}));
        assert_eq!(person(&rows[1]), json!({"kind": "staff", "principal": {"id": agent.id(), "name": "Ada Obi"}}));
        assert_eq!(rows[0]["changes"], json!({"status": {"from": "open", "to": "resolved"}}));
        assert_eq!(rows[0]["at"], desk.now().to_string());
        assert_eq!(rows[1]["changes"], json!({"assignee": {"from": agent.id(), "to": admin.id()}, "note": "Yours, as agreed."}));
        assert_eq!(rows[2]["changes"]["status"], json!({"from": "pending", "to": "open"}));
        assert_eq!(rows[3]["changes"]["status"], json!({"from": "open", "to": "pending"}));
        assert_eq!((&rows[4]["changes"]["message"], &rows[4]["changes"]["kind"]), (&note["id"], &json!("note")));
        let edited = json!({"priority": {"from": "medium", "to": "high"}, "subject": {"from": "Charged twice", "to": "Charged thrice"}});
        assert_eq!(rows[5]["changes"], edited);
        assert_eq!(rows[6]["changes"], json!({"assignee": {"from": null, "to": agent.id()}}));

        let (mut paged, mut next) = (Vec::new(), String::new());
        loop {
            let page = agent.get(&format!("{path}/timeline?limit=3{next}")).await.ok();
            paged.extend(page.rows().to_vec());
            let Some(cursor) = page["page"]["next_cursor"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(paged, rows);
    })
    .await;
}
