//! Offboarding and role changes: access ends, and open work returns to the queue or the pool.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestServer, on_both_engines, race_all, race_rounds};
use futures::FutureExt as _;
use serde_json::{Value, json};

async fn ticket(desk: &TestServer, id: &str) -> Record {
    desk.agent().await.get(&format!("/tickets/{id}")).await.ok()
}

/// The latest timeline entry: action, actor id and changes.
async fn latest(desk: &TestServer, path: &str) -> (String, String, Value) {
    let timeline = desk.agent().await.get(&format!("{path}/timeline?limit=1")).await.ok();
    let entry = &timeline.rows()[0];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&entry["action"]), text(&entry["actor"]["principal"]["id"]), entry["changes"].clone())
}

async fn deactivate(desk: &TestServer, whom: &Client) {
    desk.admin().await.patch(&format!("/staff/{}", whom.id()), "*", json!({"active": false})).await.ok();
}

async fn escalate(desk: &TestServer, to: &Client) -> Record {
    let ticket = desk.ticket().await;
    let role = to.person().role.as_str();
    let body = json!({"target": {"role": role, "staff_id": to.id()}, "reason": "Is this dose right for her?"});
    desk.agent().await.post(&format!("/tickets/{}/escalations", ticket.id()), body).await.created()
}

#[tokio::test]
async fn deactivate_staff_unassigns_unresolved_tickets() {
    on_both_engines(async |desk| {
        let (admin, leaver) = (desk.admin().await, desk.new_client(Role::Agent).await);
        let open = desk.ticket().created_by(&leaver).await;
        let pending = desk.ticket().created_by(&leaver).await;
        leaver.post(&format!("/tickets/{}/status", pending.id()), json!({"status": "pending"})).await.ok();
        let resolved = desk.ticket().created_by(&leaver).await;
        leaver.post(&format!("/tickets/{}/status", resolved.id()), json!({"status": "resolved"})).await.ok();
        let others = desk.ticket().await;
        deactivate(desk, &leaver).await;
        for (ticket_of, status, version) in [(&open, "open", 2), (&pending, "pending", 3)] {
            let after = ticket(desk, ticket_of.id()).await;
            assert_eq!((&after["assignee"], &after["status"], &after["version"]), (&json!(null), &json!(status), &json!(version)));
            let (action, by, changes) = latest(desk, &format!("/tickets/{}", ticket_of.id())).await;
            assert_eq!((action.as_str(), by.as_str()), ("assign", admin.id()));
            assert_eq!(changes, json!({"assignee": {"from": leaver.id(), "to": null}}));
        }
        assert_eq!(ticket(desk, resolved.id()).await["assignee"]["id"], leaver.id());
        assert_eq!(ticket(desk, others.id()).await.body, desk.agent().await.get(&format!("/tickets/{}", others.id())).await.ok().body);
        let queue = desk.agent().await.get("/tickets?assignee=none").await.ok();
        assert_eq!(queue.rows().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn reopen_ticket_of_deactivated_assignee_unassigns_it() {
    on_both_engines(async |desk| {
        let leaver = desk.new_client(Role::Agent).await;
        let mut tickets = Vec::new();
        for _ in 0..3 {
            let ticket = desk.ticket().created_by(&leaver).await;
            leaver.post(&format!("/tickets/{}/status", ticket.id()), json!({"status": "resolved"})).await.ok();
            tickets.push(ticket);
        }
        let staying = desk.ticket().await;
        let path = |ticket: &Record, tail: &str| format!("/tickets/{}{tail}", ticket.id());
        let agent = desk.agent().await;
        agent.post(&path(&staying, "/status"), json!({"status": "resolved"})).await.ok();
        deactivate(desk, &leaver).await;
        let back = agent.post(&path(&tickets[0], "/status"), json!({"status": "open"})).await.ok();
        assert_eq!((&back["status"], &back["assignee"]), (&json!("open"), &json!(null)));
        let word = json!({"kind": "reply", "author": "customer", "body": "It happened again."});
        agent.post(&path(&tickets[1], "/messages"), word.clone()).await.created();
        agent.post(&path(&tickets[2], "/messages"), json!({"kind": "note", "body": "Wrong.", "status": "open"})).await.created();
        for other in &tickets[1..] {
            let back = ticket(desk, other.id()).await;
            assert_eq!((&back["status"], &back["assignee"]), (&json!("open"), &json!(null)));
            assert_eq!(latest(desk, &path(other, "")).await.0, "assign");
        }
        agent.post(&path(&staying, "/messages"), word).await.created();
        assert_eq!(ticket(desk, staying.id()).await["assignee"]["id"], agent.id());
    })
    .await;
}

#[tokio::test]
async fn restore_ticket_of_deactivated_assignee_unassigns_it() {
    on_both_engines(async |desk| {
        let (admin, leaver) = (desk.admin().await, desk.new_client(Role::Agent).await);
        let path = format!("/tickets/{}", desk.ticket().created_by(&leaver).await.id());
        admin.delete(&path, "*").await.no_content();
        deactivate(desk, &leaver).await;
        assert_eq!(admin.post_empty(&format!("{path}/restore")).await.ok()["assignee"], json!(null));
    })
    .await;
}

#[tokio::test]
async fn deactivate_staff_unassigns_open_interactions() {
    on_both_engines(async |desk| {
        let (admin, leaver) = (desk.admin().await, desk.new_client(Role::Agent).await);
        let active = desk.interaction().created_by(&leaver).await;
        let pending = desk.interaction().created_by(&leaver).with("status", "pending").await;
        let ended = desk.interaction().created_by(&leaver).ended().await;
        deactivate(desk, &leaver).await;
        for interaction in [&active, &pending] {
            let path = format!("/interactions/{}", interaction.id());
            let after = desk.agent().await.get(&path).await.ok();
            assert_eq!((&after["agent"], &after["status"]), (&json!(null), &interaction["status"]));
            let (action, by, changes) = latest(desk, &path).await;
            assert_eq!((action.as_str(), by.as_str()), ("assign_interaction", admin.id()));
            assert_eq!(changes, json!({"agent": {"from": leaver.id(), "to": null}}));
        }
        let after = desk.agent().await.get(&format!("/interactions/{}", ended.id())).await.ok();
        assert_eq!(after["agent"]["id"], leaver.id());
    })
    .await;
}

#[tokio::test]
async fn deactivate_staff_returns_open_escalations_to_pool() {
    on_both_engines(async |desk| {
        let (admin, doctor) = (desk.admin().await, desk.new_client(Role::Doctor).await);
        let pending = escalate(desk, &doctor).await;
        let accepted = escalate(desk, &doctor).await;
        doctor.post_empty(&format!("/escalations/{}/accept", accepted.id())).await.ok();
        let answered = escalate(desk, &doctor).await;
        doctor.post(&format!("/escalations/{}/resolve", answered.id()), json!({"outcome": "Half of it is enough."})).await.ok();
        deactivate(desk, &doctor).await;
        for escalation in [&pending, &accepted] {
            let path = format!("/escalations/{}", escalation.id());
            let after = desk.agent().await.get(&path).await.ok();
            assert_eq!((&after["status"], &after["target"]), (&json!("pending"), &json!({"role": "doctor", "staff": null})));
            let (action, by, _) = latest(desk, &path).await;
            assert_eq!((action.as_str(), by.as_str()), ("reassign", admin.id()));
        }
        let after = desk.agent().await.get(&format!("/escalations/{}", answered.id())).await.ok();
        assert_eq!((&after["status"], &after["target"]["staff"]["id"]), (&json!("resolved"), &json!(doctor.id())));
        // Another doctor can accept them.
        let other = desk.new_client(Role::Doctor).await;
        other.post_empty(&format!("/escalations/{}/accept", accepted.id())).await.ok();
    })
    .await;
}

#[tokio::test]
async fn change_role_releases_work_not_allowed_for_new_role() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let role = async |whom: &Client, role: &str| {
            admin.patch(&format!("/staff/{}", whom.id()), "*", json!({"role": role})).await.ok();
            whom.get("/staff").await.problem(401, "session_ended");
        };
        // Admin to agent: keeps tickets, releases escalations to admins.
        let one = desk.new_client(Role::Admin).await;
        let (kept, asked) = (desk.ticket().created_by(&one).await, escalate(desk, &one).await);
        role(&one, "agent").await;
        assert_eq!(ticket(desk, kept.id()).await["assignee"]["id"], one.id());
        let after = admin.get(&format!("/escalations/{}", asked.id())).await.ok();
        assert_eq!(after["target"], json!({"role": "admin", "staff": null}));
        // Agent to doctor: releases tickets and interactions.
        let interaction = desk.interaction().created_by(&desk.sign_in(one.person()).await).await;
        let again = desk.sign_in(one.person()).await;
        role(&again, "doctor").await;
        assert_eq!(ticket(desk, kept.id()).await["assignee"], json!(null));
        assert_eq!(admin.get(&format!("/interactions/{}", interaction.id())).await.ok()["agent"], json!(null));
        // Doctor to auditor: releases escalations to doctors.
        let doctor = desk.new_client(Role::Doctor).await;
        let asked = escalate(desk, &doctor).await;
        role(&doctor, "auditor").await;
        let after = admin.get(&format!("/escalations/{}", asked.id())).await.ok();
        assert_eq!(after["target"], json!({"role": "doctor", "staff": null}));
    })
    .await;
}

#[tokio::test]
async fn assign_during_deactivation_leaves_no_work_assigned() {
    on_both_engines(async |desk| {
        let (admin, agent) = (desk.admin().await, desk.agent().await);
        for _ in race_rounds(100) {
            let leaver = desk.new_client(Role::Agent).await;
            let mut tickets = Vec::new();
            for _ in 0..4 {
                tickets.push(desk.ticket().queued().await.id().to_owned());
            }
            let assign = |id: &str| format!("/tickets/{id}/assignment");
            let to_them = || json!({"assignee_id": leaver.id()});
            let path = format!("/staff/{}", leaver.id());
            let (claim, talk) = (format!("/tickets/{}/claim", tickets[1]), format!("/tickets/{}/messages", tickets[2]));
            let chat = json!({"customer_id": desk.customer().await.id(), "channel": "chat"});
            let (first, second) = (assign(&tickets[0]), assign(&tickets[3]));
            let all = race_all([
                agent.post(&first, to_them()).boxed_local(),
                leaver.post_empty(&claim).boxed_local(),
                leaver.post(&talk, json!({"kind": "reply", "body": "I am on it."})).boxed_local(),
                admin.patch(&path, "*", json!({"active": false})).boxed_local(),
                leaver.post("/interactions", chat).boxed_local(),
                agent.post(&second, to_them()).boxed_local(),
            ])
            .await;
            assert_eq!(all[3].status, 200, "{}", all[3]);
            for answer in [&all[0], &all[5]] {
                assert!([200, 422].contains(&answer.status), "{answer}");
            }
            for answer in [&all[1], &all[2], &all[4]] {
                assert!([200, 201, 401].contains(&answer.status), "{answer}");
            }
            for id in &tickets {
                let after = ticket(desk, id).await;
                assert_eq!(after["assignee"], json!(null), "{}", after.body);
            }
            let left = agent.get(&format!("/interactions?agent={}&status=active,pending", leaver.id())).await.ok();
            assert!(left.rows().is_empty(), "{}", left.body);
        }
    })
    .await;
}
