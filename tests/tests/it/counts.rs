//! Every count on the dashboard and in the backlog equals the total of a list, for every role.

use caredesk_tests::{Client, Record, TestServer, on_both_engines};
use serde_json::{Value, json};

async fn total(client: &Client, list: &str) -> Value {
    client.get(&format!("{list}&include_total=true")).await.ok()["page"]["total"].clone()
}

async fn create_escalation(by: &Client, at: &str, target: Value) -> Record {
    let ask = json!({"target": target, "reason": "Is this an allergy to the cream?"});
    by.post(&format!("{at}/escalations"), ask).await.created()
}

/// Creates tickets and escalations in every state, for the agent and for a second agent.
async fn create_cases(desk: &TestServer) {
    let (agent, doctor, admin) = (desk.agent().await, desk.doctor().await, desk.admin().await);
    let colleague = desk.new_client(caredesk_domain::actor::Role::Agent).await;
    let me = json!({"role": "doctor", "staff_id": doctor.id()});
    let path = |escalation: &Record, what: &str| format!("/escalations/{}/{what}", escalation.id());
    for by in [&agent, &colleague] {
        for target in [json!({"role": "doctor"}), me.clone(), json!({"role": "admin"})] {
            let ticket = desk.ticket().created_by(by).await;
            let asked = create_escalation(by, &format!("/tickets/{}", ticket.id()), target).await;
            if asked["target"]["role"] == "doctor" {
                // A question on an escalation that is still in the pool.
                let pool = desk.ticket().created_by(by).await;
                let pool = create_escalation(by, &format!("/tickets/{}", pool.id()), json!({"role": "doctor"})).await;
                doctor.post(&path(&pool, "messages"), json!({"body": "Since when does she use it?"})).await.created();
                let answered = desk.ticket().created_by(by).await;
                let answered = create_escalation(by, &format!("/tickets/{}", answered.id()), me.clone()).await;
                doctor.post(&path(&answered, "resolve"), json!({"outcome": "Stop the cream; it is an allergy."})).await.ok();
            }
        }
        let call = desk.interaction().created_by(by).await;
        create_escalation(&admin, &format!("/interactions/{}", call.id()), me.clone()).await;
        for status in ["pending", "resolved"] {
            let ticket = desk.ticket().created_by(by).await;
            by.post(&format!("/tickets/{}/status", ticket.id()), json!({"status": status})).await.ok();
        }
        let duplicate = desk.ticket().created_by(by).await;
        by.post(&format!("/tickets/{}/messages", duplicate.id()), json!({"kind": "reply", "body": "One moment."})).await.created();
    }
    for priority in ["low", "urgent", "high", "urgent"] {
        desk.ticket().queued().with("priority", priority).await;
    }
}

#[tokio::test]
async fn dashboard_count_equals_total_of_its_list() {
    on_both_engines(async |desk| {
        create_cases(desk).await;
        for (who, role) in [(desk.agent().await, "agent"), (desk.doctor().await, "doctor"), (desk.admin().await, "admin")] {
            let seen = who.get("/dashboard").await.ok().body;
            let (work, escalations) = (&seen["work"], &seen["escalations"]);
            let mine = "/escalations?concerns=me";
            let mut counts = vec![
                (escalations["to_me"].clone(), "/escalations?awaiting=target&target=me".to_owned()),
                (escalations["questions"].clone(), format!("{mine}&status=pending,in_progress&awaiting=care_team")),
                (escalations["answers_to_pass_on"].clone(), format!("{mine}&status=resolved")),
            ];
            if role == "agent" {
                assert_eq!((&escalations["to_me"], &escalations["in_my_pool"]), (&json!(0), &json!(0)), "agents are no escalation target");
            } else {
                counts.push((escalations["in_my_pool"].clone(), format!("/escalations?awaiting=target&target=pool&target_role={role}")));
            }
            if role == "doctor" {
                assert_eq!((&escalations["questions"], &escalations["answers_to_pass_on"]), (&json!(0), &json!(0)), "doctors create none");
            } else {
                for status in ["open", "pending", "escalated"] {
                    counts.push((work["my_tickets"][status].clone(), format!("/tickets?assignee=me&status={status}")));
                }
                for priority in ["urgent", "high", "medium", "low"] {
                    let list = format!("/tickets?assignee=none&status=open,pending&priority={priority}");
                    counts.push((work["unassigned"][priority].clone(), list));
                }
                counts.push((work["escalated_cases"].clone(), format!("{mine}&status=pending,in_progress")));
                counts.push((work["active_interactions_count"].clone(), "/interactions?agent=me&status=active".to_owned()));
                let today = seen["day_started_at"].as_str().unwrap();
                counts.push((work["resolved_today"].clone(), format!("/tickets?resolved_by=me&resolved_at[gte]={today}")));
                let responded = format!("/oversight/tickets?counted=responded&from=2026-02-24&to=2026-03-02&agent_id={}", who.id());
                counts.push((work["first_response"]["n"].clone(), responded));
            }
            for (count, list) in counts {
                assert_eq!(total(&who, &list).await, count, "{role}: {list}");
            }
        }
        let agent = desk.agent().await.get("/dashboard").await.ok().body;
        assert_eq!((&agent["escalations"]["questions"], &agent["escalations"]["answers_to_pass_on"]), (&json!(2), &json!(2)));
        assert_eq!(agent["work"]["escalated_cases"], 6);
    })
    .await;
}

#[tokio::test]
async fn backlog_count_equals_total_of_its_tickets() {
    on_both_engines(async |desk| {
        for days in [0, 25, 6, 3, 1, 0] {
            desk.advance(days * 24 * 60 * 60 + 60);
            create_cases(desk).await;
        }
        let report = desk.admin().await.get("/oversight/summary").await.ok().body;
        let (from, to) = (&report["period"]["from"].as_str().unwrap(), &report["period"]["to"].as_str().unwrap());
        for who in [desk.admin().await, desk.auditor().await] {
            let behind = format!("/oversight/tickets?counted=backlog&from={from}&to={to}");
            let backlog = &report["backlog"];
            assert_eq!(total(&who, &behind).await, backlog["tickets"]);
            for priority in ["urgent", "high", "medium", "low"] {
                assert_eq!(total(&who, &format!("{behind}&priority={priority}")).await, backlog[priority], "{priority}");
            }
            for band in backlog["by_age"].as_array().unwrap() {
                assert_ne!(band["tickets"], 0, "{band}");
                let age = band["age"].as_str().unwrap();
                assert_eq!(total(&who, &format!("{behind}&age={age}")).await, band["tickets"], "{age}");
            }
        }
    })
    .await;
}
