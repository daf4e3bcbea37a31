//! Actions on interactions by role, owner and state.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestResponse, TestServer, on_both_engines};
use serde_json::{Value, json};

use super::{ask_a_doctor, check_actions};

/// Every action on an interaction that `allowed` can contain.
const ON_INTERACTIONS: [&str; 11] = [
    "edit_interaction",
    "set_interaction_status",
    "end",
    "assign_interaction",
    "move_interaction",
    "escalate",
    "open_ticket",
    "note",
    "delete_interaction",
    "restore_interaction",
    "redact",
];

/// Owners and states in which the actions are tried.
const STATES: [&str; 7] = ["mine", "theirs", "unattended", "pending", "ended", "escalated", "hidden"];

async fn interaction(desk: &TestServer, caller: &Client, state: &str) -> Record {
    // For a role that owns no interactions, it is another's.
    let works = matches!(caller.person().role, Role::Agent | Role::Admin);
    let owner = if works && state != "theirs" { caller.clone() } else { desk.agent().await };
    let new = desk.interaction().created_by(&owner);
    let interaction = if state == "ended" { new.ended().await } else { new.await };
    let path = |tail: &str| format!("/interactions/{}{tail}", interaction.id());
    match state {
        "unattended" => drop(owner.post(&path("/assignment"), json!({"agent_id": null})).await.ok()),
        "pending" => drop(owner.post(&path("/status"), json!({"status": "pending"})).await.ok()),
        "escalated" => drop(owner.post(&path("/escalations"), ask_a_doctor()).await.created()),
        "hidden" => desk.admin().await.delete(&path(""), "*").await.no_content(),
        _ => {}
    }
    interaction
}

async fn try_action(action: &str, desk: &TestServer, client: &Client, interaction: &Record) -> TestResponse {
    let path = |tail: &str| format!("/interactions/{}{tail}", interaction.id());
    let status = if interaction["status"] == "pending" { "active" } else { "pending" };
    match action {
        "edit_interaction" => client.patch(&path(""), "*", json!({"channel": "call"})).await,
        "set_interaction_status" => client.post(&path("/status"), json!({"status": status})).await,
        "end" => client.post(&path("/end"), json!({"summary": "Moved to Thursday at nine."})).await,
        "assign_interaction" => {
            client.post(&path("/assignment"), json!({"agent_id": desk.new_client(Role::Agent).await.id(), "note": "Please."})).await
        }
        "move_interaction" => {
            let other = desk.customer().await;
            client.post(&path("/customer"), json!({"customer_id": other.id(), "reason": "It was her sister."})).await
        }
        "escalate" => client.post(&path("/escalations"), ask_a_doctor()).await,
        "open_ticket" => {
            let of = json!({"customer_id": interaction["customer"]["id"], "interaction_id": interaction.id()});
            let mut ticket = json!({"category": "billing", "subject": "Charged", "description": "Charged twice."});
            of.as_object().unwrap().iter().for_each(|(field, value): (_, &Value)| ticket[field] = value.clone());
            client.post("/tickets", ticket).await
        }
        "note" => client.post(&path("/notes"), json!({"body": "She is worried."})).await,
        "delete_interaction" => client.delete(&path(""), "*").await,
        "redact" => client.post(&path("/redact"), json!({"fields": ["reason"], "reason": "It names her sister."})).await,
        "restore_interaction" => client.post_empty(&path("/restore")).await,
        other => panic!("no request for action {other}"),
    }
}

#[tokio::test]
async fn interaction_action_succeeds_iff_in_allowed() {
    on_both_engines(async |desk| {
        for role in [Role::Agent, Role::Admin, Role::Doctor] {
            let caller = desk.new_client(role).await;
            for state in STATES {
                let lay = async || interaction(desk, &caller, state).await;
                let act = async |action: &str, it: &Record| try_action(action, desk, &caller, it).await;
                check_actions(&ON_INTERACTIONS, &ON_INTERACTIONS, "interactions", &caller, state, lay, act).await;
            }
        }
    })
    .await;
}
