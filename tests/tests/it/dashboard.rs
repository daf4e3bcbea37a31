//! The dashboard: the caller's open work and latest activity.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, on_both_engines};
use serde_json::{Value, json};

async fn dashboard(client: &Client) -> Value {
    client.get("/dashboard").await.ok().body
}

#[tokio::test]
async fn dashboard_of_agent_shows_own_and_unassigned_work() {
    on_both_engines(async |desk| {
        let (agent, other) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let status = async |ticket: &str, status: &str| {
            agent.post(&format!("/tickets/{ticket}/status"), json!({"status": status})).await.ok();
        };
        let call = desk.interaction().with("channel", "call").await;
        desk.interaction().ended().await;
        desk.interaction().created_by(&other).await;
        let waits = desk.ticket().await;
        desk.advance(60);
        let pending = desk.ticket().await;
        status(pending.id(), "pending").await;
        let resolved = desk.ticket().await;
        status(resolved.id(), "resolved").await;
        let asked = desk.ticket().await;
        let ask = json!({"target": {"role": "doctor"}, "reason": "Is this an allergy to the cream?"});
        agent.post(&format!("/tickets/{}/escalations", asked.id()), ask.clone()).await.created();
        agent.post(&format!("/interactions/{}/escalations", call.id()), ask).await.created();
        let urgent = desk.ticket().queued().urgent().await;
        desk.ticket().created_by(&other).await;

        let seen = dashboard(&agent).await;
        let work = &seen["work"];
        assert_eq!(work["active_interactions"].as_array().unwrap().len(), 1);
        assert_eq!((&work["active_interactions"][0]["id"], &work["active_interactions_count"]), (&json!(call.id()), &json!(1)));
        assert_eq!(work["my_tickets"], json!({"open": 1, "pending": 1, "escalated": 1}));
        assert_eq!(work["unassigned"], json!({"urgent": 1, "high": 0, "medium": 0, "low": 0}));
        let waiting: Vec<&Value> = work["longest_waiting"].as_array().unwrap().iter().map(|ticket| &ticket["id"]).collect();
        assert_eq!(waiting, [&json!(waits.id()), &json!(urgent.id())], "a pending ticket does not wait for the agent");
        assert_eq!((&work["resolved_today"], &work["escalated_cases"]), (&json!(1), &json!(2)));
        assert_eq!(seen["day_started_at"], "2026-03-02T00:00:00.000000Z");
        assert_eq!(seen["escalations"]["in_my_pool"], 0);
        assert_eq!(seen["latest_activity"].as_array().unwrap().len(), 10);
        assert!(seen["latest_activity"].as_array().unwrap().iter().all(|entry| entry["actor"]["principal"]["id"] == agent.id()));
        assert_eq!(dashboard(&other).await["work"]["my_tickets"], json!({"open": 1, "pending": 0, "escalated": 0}));
    })
    .await;
}

#[tokio::test]
async fn dashboard_resolved_today_excludes_yesterday_and_reopened_tickets() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let (one, other) = (desk.ticket().await, desk.ticket().await);
        for ticket in [&one, &other] {
            agent.post(&format!("/tickets/{}/status", ticket.id()), json!({"status": "resolved"})).await.ok();
        }
        assert_eq!(dashboard(&agent).await["work"]["resolved_today"], 2);
        agent.post(&format!("/tickets/{}/status", other.id()), json!({"status": "open"})).await.ok();
        assert_eq!(dashboard(&agent).await["work"]["resolved_today"], 1);
        // The test starts at 09:00, so this is the next day.
        desk.advance(15 * 60 * 60);
        assert_eq!(dashboard(&desk.agent().await).await["work"]["resolved_today"], 0);
    })
    .await;
}

#[tokio::test]
async fn dashboard_first_response_covers_seven_days_with_count() {
    on_both_engines(async |desk| {
        let none = dashboard(&desk.agent().await).await;
        let nothing = json!({"days": 7, "n": 0, "mean_seconds": null, "median_seconds": null, "p90_seconds": null});
        assert_eq!(none["work"]["first_response"], nothing);
        for seconds in [60, 120, 600] {
            let ticket = desk.ticket().queued().await;
            desk.advance(seconds);
            let hello = json!({"kind": "reply", "body": "We are looking into it."});
            desk.agent().await.post(&format!("/tickets/{}/messages", ticket.id()), hello).await.created();
        }
        let some = json!({"days": 7, "n": 3, "mean_seconds": 260, "median_seconds": 120, "p90_seconds": 600});
        assert_eq!(dashboard(&desk.agent().await).await["work"]["first_response"], some);
        desk.advance(7 * 24 * 60 * 60 + 1);
        assert_eq!(dashboard(&desk.agent().await).await["work"]["first_response"], nothing);
    })
    .await;
}

#[tokio::test]
async fn dashboard_counts_escalations_for_doctor_and_answers_for_agent() {
    on_both_engines(async |desk| {
        let (agent, doctor) = (desk.agent().await, desk.doctor().await);
        let mut raised = Vec::new();
        for target in [json!({"role": "doctor"}), json!({"role": "doctor", "staff_id": doctor.id()}), json!({"role": "admin"})] {
            let ticket = desk.ticket().await;
            let ask = json!({"target": target, "reason": "Is this an allergy to the cream?"});
            raised.push(agent.post(&format!("/tickets/{}/escalations", ticket.id()), ask).await.created());
        }
        let seen = dashboard(&doctor).await;
        assert_eq!(seen["work"], Value::Null);
        let waiting = &seen["escalations"];
        assert_eq!((&waiting["to_me"], &waiting["in_my_pool"]), (&json!(1), &json!(1)));
        assert_eq!(waiting["longest_waiting"].as_array().unwrap().len(), 2);
        assert_eq!(dashboard(&desk.admin().await).await["escalations"]["in_my_pool"], 1);

        let path = |index: usize, tail: &str| format!("/escalations/{}/{tail}", raised[index].id());
        doctor.post_empty(&path(0, "accept")).await.ok();
        doctor.post(&path(0, "messages"), json!({"body": "Since when does she use it?"})).await.created();
        doctor.post(&path(1, "resolve"), json!({"outcome": "Stop the cream; it is an allergy."})).await.ok();
        let mine = dashboard(&agent).await["escalations"].clone();
        assert_eq!((&mine["questions"], &mine["answers_to_pass_on"], &mine["to_me"]), (&json!(1), &json!(1), &json!(0)));
        // An escalation with a question waits for the care team.
        assert_eq!(dashboard(&doctor).await["escalations"]["to_me"], 0);
        agent.post_empty(&path(1, "close")).await.ok();
        assert_eq!(dashboard(&agent).await["escalations"]["answers_to_pass_on"], 0);
    })
    .await;
}

#[tokio::test]
async fn dashboard_of_auditor_or_service_account_is_403() {
    on_both_engines(async |desk| {
        desk.auditor().await.get("/dashboard").await.problem(403, "forbidden");
        let program = desk.service_account_client(&["tickets:read", "interactions:read", "escalations:read", "customers:read"]).await;
        program.get("/dashboard").await.problem(403, "forbidden");
    })
    .await;
}
