//! Tickets: open, get by number, edit, set status and assign.

use caredesk_domain::actor::Role;
use caredesk_tests::on_both_engines;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn open_ticket_by_agent_assigns_it_and_sets_waiting_since() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = desk.customer().await;
        let ticket = desk.ticket().for_customer(&customer).await;
        let (at, ada) = (desk.now().to_string(), json!({"id": agent.id(), "name": "Ada Obi"}));
        let expected = json!({
            "id": ticket["id"], "number": ticket["number"], "customer": {"id": customer.id(), "name": "Ife Adebayo"}, "assignee": ada,
            "opened_by": ada, "interaction": null, "category": "billing", "priority": "medium", "status": "open", "subject": "Charged twice",
            "description": "The card was charged twice for the appointment on 3 March.", "waiting_since": at, "first_response_at": null,
            "resolved_at": null, "resolved_by": null, "reopened_count": 0, "duplicate_of": null, "open_escalation": null, "created_at": at,
            "updated_at": at, "version": 1,
            "allowed": ["edit_ticket", "set_status", "assign", "escalate", "move_ticket", "reply", "record_customer_message", "read_notes", "note"],
        });
        assert_eq!(ticket.body, expected);
        assert_eq!(agent.get(&format!("/tickets/{}", ticket.id())).await.ok().body, expected);
    })
    .await;
}

#[tokio::test]
async fn open_ticket_with_assignee_or_queue_checks_assignee() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        assert_eq!(desk.ticket().created_by(&admin).await["assignee"]["id"], admin.id());
        assert_eq!(desk.ticket().with("assignee_id", admin.id()).await["assignee"]["name"], "Tunde Bello");
        assert_eq!(desk.ticket().queued().await["assignee"], Value::Null);
        let body = |assignee: &str| {
            json!({"customer_id": agent.id(), "category": "billing", "subject": "Charged", "description": "Charged twice.", "assignee_id": assignee})
        };
        let customer = desk.customer().await;
        for (assignee, code) in [
            (desk.doctor().await.id(), "wrong_role"),
            (desk.auditor().await.id(), "wrong_role"),
            ("0192f3c4-7a1b-7c2d-8e3f-405162738495", "not_found"),
            (customer.id(), "not_found"),
        ] {
            let mut body = body(assignee);
            body["customer_id"] = customer.id().into();
            agent.post("/tickets", body).await.field_errors(&[("#/assignee_id", code)]);
        }
        agent.post("/tickets", body(agent.id())).await.field_errors(&[("#/customer_id", "not_found")]);
    })
    .await;
}

#[tokio::test]
async fn get_ticket_by_number_accepts_case_and_misread_digits() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        // Several numbers, because one may lack the digits that are misread.
        for _ in 0..8 {
            let ticket = desk.ticket().await;
            let number = ticket["number"].as_str().unwrap().to_owned();
            let digits = number.strip_prefix("TKT-").unwrap();
            for typed in [
                number.clone(),
                number.to_lowercase(),
                format!("tkt-{}", digits.replace('1', "I").replace('0', "O")),
                format!("TKT-{}", digits.replace('1', "l").replace('0', "o")),
            ] {
                assert_eq!(agent.get(&format!("/tickets/{typed}")).await.ok().body, ticket.body, "{typed}");
                assert!(agent.get(&format!("/tickets/{typed}/messages")).await.ok().rows().is_empty());
            }
            let last = if number.ends_with('7') { "8" } else { "7" };
            let wrong = format!("{}{last}", &number[..number.len() - 1]);
            agent.get(&format!("/tickets/{wrong}")).await.problem(404, "not_found");
        }
    })
    .await;
}

#[tokio::test]
async fn edit_ticket_changes_fields_and_checks_etag() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}", ticket["number"].as_str().unwrap());
        desk.advance(5);
        let patch =
            json!({"priority": "urgent", "category": "technical", "subject": "No picture", "description": "The picture stays black."});
        let changed = agent.patch(&path, ticket.etag(), patch.clone()).await.ok();
        let mut expected = ticket.body.clone();
        patch.as_object().unwrap().iter().for_each(|(field, value)| expected[field] = value.clone());
        expected["updated_at"] = desk.now().to_string().into();
        expected["version"] = 2.into();
        assert_eq!(changed.body, expected);
        agent.patch(&path, ticket.etag(), patch).await.problem(412, "stale");
        agent.call(Method::PATCH, &path).json(&json!({"priority": "low"})).send().await.problem(428, "if_match_required");
        agent.patch(&path, "*", json!({"status": "resolved"})).await.problem(400, "unknown_field");
        assert_eq!(agent.patch(&path, "*", json!({})).await.ok().body, expected);
    })
    .await;
}

#[tokio::test]
async fn set_status_follows_transitions_and_counts_reopenings() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}/status", ticket.id());
        let go = async |to: &str| agent.post(&path, json!({"status": to})).await;
        go("open").await.problem(409, "illegal_transition");
        assert_eq!(go("pending").await.ok()["status"], "pending");
        assert_eq!(go("open").await.ok()["status"], "open");
        desk.advance(30);
        let resolved = go("resolved").await.ok();
        assert_eq!(resolved["resolved_at"], desk.now().to_string());
        assert_eq!(resolved["resolved_by"], json!({"id": agent.id(), "name": "Ada Obi"}));
        assert_eq!(resolved["waiting_since"], Value::Null);
        let refused = go("pending").await.problem(409, "illegal_transition");
        assert_eq!(refused["allowed"], json!(["open"]));
        let refused = go("escalated").await.problem(409, "illegal_transition");
        assert_eq!(refused["allowed"], json!(["open"]));
        let reopened = go("open").await.ok();
        assert_eq!(
            (&reopened["reopened_count"], &reopened["resolved_at"], &reopened["resolved_by"]),
            (&json!(1), &Value::Null, &Value::Null)
        );
        assert_eq!(go("resolved").await.ok()["reopened_count"], 1);
    })
    .await;
}

#[tokio::test]
async fn set_status_undo_within_60s_by_author_restores_status() {
    on_both_engines(async |desk| {
        let (agent, other) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}/status", ticket.id());
        let undo = json!({"status": "open", "undo": true});
        agent.post(&path, undo.clone()).await.problem(409, "nothing_to_undo");
        agent.post(&path, json!({"status": "resolved"})).await.ok();
        desk.advance(59);
        other.post(&path, undo.clone()).await.problem(403, "forbidden");
        let elsewhere = agent.post(&path, json!({"status": "pending", "undo": true})).await.problem(409, "undo_elsewhere");
        assert_eq!(elsewhere["allowed"], json!(["open"]));
        let undone = agent.post(&path, undo.clone()).await.ok();
        assert_eq!((&undone["status"], &undone["resolved_at"], &undone["reopened_count"]), (&json!("open"), &Value::Null, &json!(0)));
        assert_eq!(undone["waiting_since"], ticket["waiting_since"]);
        agent.post(&path, undo.clone()).await.problem(409, "nothing_to_undo");
        agent.post(&path, json!({"status": "resolved"})).await.ok();
        desk.advance(60);
        agent.post(&path, undo).await.problem(409, "nothing_to_undo");
        let timeline = agent.get(&format!("/tickets/{}/timeline", ticket.id())).await.ok();
        assert_eq!(timeline.each("action"), ["set_status", "undo_status", "set_status", "open_ticket"], "the undo keeps both events");
    })
    .await;
}

#[tokio::test]
async fn set_status_undo_of_reopen_restores_reopened_count() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}/status", ticket.id());
        let resolved = agent.post(&path, json!({"status": "resolved"})).await.ok();
        desk.advance(5);
        assert_eq!(agent.post(&path, json!({"status": "open"})).await.ok()["reopened_count"], 1);
        let undone = agent.post(&path, json!({"status": "resolved", "undo": true})).await.ok();
        for field in ["status", "reopened_count", "resolved_at", "resolved_by"] {
            assert_eq!(undone[field], resolved[field], "{field}");
        }
    })
    .await;
}

#[tokio::test]
async fn claim_ticket_of_other_assignee_is_409_with_name() {
    on_both_engines(async |desk| {
        let (agent, other) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let ticket = desk.ticket().queued().await;
        let path = format!("/tickets/{}/claim", ticket.id());
        let claimed = agent.post(&path, json!({})).await.ok();
        assert_eq!((&claimed["assignee"]["id"], &claimed["version"]), (&json!(agent.id()), &json!(2)));
        let late = other.post_empty(&path).await.problem(409, "already_assigned");
        assert!(late["detail"].as_str().unwrap().contains("Ada Obi"), "{late}");
        assert_eq!(late["allowed"], json!(["assign"]));
        assert_eq!(agent.post_empty(&path).await.ok()["version"], 2, "claiming one's own ticket writes nothing");
    })
    .await;
}

#[tokio::test]
async fn assign_ticket_with_note_and_back_to_queue() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}/assignment", ticket.id());
        let handed = agent.post(&path, json!({"assignee_id": admin.id(), "note": "She expects a call before noon."})).await.ok();
        assert_eq!(handed["assignee"], json!({"id": admin.id(), "name": "Tunde Bello"}));
        assert_eq!(agent.post(&path, json!({"assignee_id": null})).await.ok()["assignee"], Value::Null);
        assert_eq!(agent.post(&path, json!({"assignee_id": null})).await.ok()["version"], 3, "an unchanged assignment writes nothing");
        agent.post(&path, json!({})).await.field_errors(&[("#/assignee_id", "required")]);
        agent.post(&path, json!({"assignee_id": desk.doctor().await.id()})).await.field_errors(&[("#/assignee_id", "wrong_role")]);
        let stale = agent.call(Method::POST, &path).header("if-match", ticket.etag()).json(&json!({"assignee_id": agent.id()}));
        stale.send().await.problem(412, "stale");
    })
    .await;
}

#[tokio::test]
async fn set_status_and_claim_with_stale_if_match_are_412() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().queued().await;
        for (path, body) in [("status", json!({"status": "resolved"})), ("claim", json!({}))] {
            let path = format!("/tickets/{}/{path}", ticket.id());
            let call = agent.call(Method::POST, &path).header("if-match", "\"9-0000000000000000\"").json(&body);
            call.send().await.problem(412, "stale");
            let read = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
            agent.call(Method::POST, &path).header("if-match", read.etag()).json(&body).send().await.ok();
        }
    })
    .await;
}
