//! Actions on escalations by role, state and target.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestResponse, TestServer, on_both_engines};
use serde_json::{Value, json};

use super::check_actions;

/// Every action on an escalation that `allowed` can contain.
const ON_ESCALATIONS: [&str; 11] = [
    "accept",
    "decline",
    "reassign",
    "raise_priority",
    "discuss",
    "resolve_escalation",
    "withdraw",
    "close",
    "delete_escalation",
    "restore_escalation",
    "redact",
];

/// Targets and states in which the actions are tried. An agent cannot be a target: a doctor is used instead.
const STATES: [&str; 9] = ["to me", "to another", "in my pool", "in another pool", "taken on", "answered", "closed", "withdrawn", "hidden"];

async fn escalation(desk: &TestServer, caller: &Client, state: &str) -> Record {
    let (agent, admin) = (desk.agent().await, desk.admin().await);
    let asked = if caller.person().role == Role::Agent { desk.doctor().await } else { caller.clone() };
    let (role, other_role) = if asked.person().role == Role::Admin { ("admin", "doctor") } else { ("doctor", "admin") };
    let target: Value = match state {
        "in my pool" => json!({"role": role}),
        "in another pool" => json!({"role": other_role}),
        "to another" => json!({"role": role, "staff_id": desk.add_staff(asked.person().role).await.id}),
        _ => json!({"role": role, "staff_id": asked.id()}),
    };
    let ticket = desk.ticket().await;
    let ask = json!({"target": target, "reason": "A rash since she uses the cream: is this an allergy?"});
    let raised = agent.post(&format!("/tickets/{}/escalations", ticket.id()), ask).await.created();
    let path = |tail: &str| format!("/escalations/{}{tail}", raised.id());
    if ["answered", "closed", "hidden"].contains(&state) {
        asked.post(&path("/resolve"), json!({"outcome": "Stop the cream; it is an allergy."})).await.ok();
    }
    match state {
        "taken on" => drop(asked.post_empty(&path("/accept")).await.ok()),
        "closed" => drop(agent.post_empty(&path("/close")).await.ok()),
        "withdrawn" => drop(agent.post(&path("/withdraw"), json!({"reason": "She has found the answer."})).await.ok()),
        "hidden" => admin.delete(&path(""), "*").await.no_content(),
        _ => {}
    }
    raised
}

async fn try_action(action: &str, client: &Client, escalation: &Record) -> TestResponse {
    let path = |tail: &str| format!("/escalations/{}{tail}", escalation.id());
    match action {
        "accept" => client.post_empty(&path("/accept")).await,
        "decline" => client.post(&path("/decline"), json!({"reason": "This is for a dermatologist."})).await,
        "reassign" => client.post(&path("/reassign"), json!({"target": {"role": "doctor"}})).await,
        "raise_priority" => client.post(&path("/priority"), json!({"priority": "urgent"})).await,
        "discuss" => client.post(&path("/messages"), json!({"body": "Since when has she had it?"})).await,
        "resolve_escalation" => client.post(&path("/resolve"), json!({"outcome": "Stop the cream at once."})).await,
        "withdraw" => client.post(&path("/withdraw"), json!({"reason": "She has found the answer."})).await,
        "close" => client.post_empty(&path("/close")).await,
        "delete_escalation" => client.delete(&path(""), "*").await,
        "redact" => client.post(&path("/redact"), json!({"fields": ["reason"], "reason": "It names her sister."})).await,
        "restore_escalation" => client.post_empty(&path("/restore")).await,
        other => panic!("no request for action {other}"),
    }
}

#[tokio::test]
async fn escalation_action_succeeds_iff_in_allowed() {
    on_both_engines(async |desk| {
        for role in [Role::Agent, Role::Doctor, Role::Admin] {
            let caller = desk.new_client(role).await;
            for state in STATES {
                let lay = async || escalation(desk, &caller, state).await;
                check_actions(&ON_ESCALATIONS, &ON_ESCALATIONS, "escalations", &caller, state, lay, async |action, it| {
                    try_action(action, &caller, it).await
                })
                .await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn escalation_action_by_auditor_is_403_and_by_other_doctor_is_404() {
    on_both_engines(async |desk| {
        let (auditor, agent) = (desk.auditor().await, desk.agent().await);
        let escalation = escalation(desk, &agent, "to me").await;
        for action in ON_ESCALATIONS {
            try_action(action, &auditor, &escalation).await.problem(403, "forbidden");
        }
        let path = format!("/escalations/{}", escalation.id());
        auditor.get(&path).await.problem(403, "forbidden");
        // For another doctor the escalation does not exist.
        let other = desk.new_client(Role::Doctor).await;
        other.get(&path).await.problem(404, "not_found");
        for action in ["accept", "decline", "reassign", "raise_priority", "discuss", "resolve_escalation"] {
            try_action(action, &other, &escalation).await.problem(404, "not_found");
        }
    })
    .await;
}
