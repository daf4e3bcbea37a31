//! Notes: only their author edits them, only an admin redacts them, and without `notes:read` they do not exist.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestResponse, TestServer, on_both_engines};
use serde_json::json;

use super::check_actions;

/// Every action on a note that `allowed` can contain.
const ON_NOTES: [&str; 2] = ["edit_note", "redact"];

async fn note(desk: &TestServer, caller: &Client, state: &str) -> Record {
    // For a role that writes no notes, it is another's.
    let writes = matches!(caller.person().role, Role::Agent | Role::Admin);
    let author = if writes && state != "theirs" { caller.clone() } else { desk.agent().await };
    let notes = format!("/interactions/{}/notes", desk.interaction().await.id());
    let note = author.post(&notes, json!({"body": "She is worried about the bill; be patient."})).await.created();
    if state == "redacted" {
        try_action("redact", &desk.admin().await, &note).await.ok();
    }
    note
}

async fn try_action(action: &str, client: &Client, note: &Record) -> TestResponse {
    let path = format!("/notes/{}", note.id());
    match action {
        "edit_note" => client.patch(&path, "*", json!({"body": "She is calm again."})).await,
        "redact" => client.post(&format!("{path}/redact"), json!({"reason": "It names her sister."})).await,
        other => panic!("no request for action {other}"),
    }
}

#[tokio::test]
async fn note_action_succeeds_iff_in_allowed() {
    on_both_engines(async |desk| {
        for role in [Role::Agent, Role::Admin] {
            let caller = desk.new_client(role).await;
            for state in ["mine", "theirs", "redacted"] {
                let lay = async || note(desk, &caller, state).await;
                let act = async |action: &str, it: &Record| try_action(action, &caller, it).await;
                check_actions(&ON_NOTES, &ON_NOTES, "notes", &caller, state, lay, act).await;
            }
        }
        for caller in [desk.doctor().await, desk.auditor().await] {
            let note = note(desk, &caller, "theirs").await;
            for action in ON_NOTES {
                try_action(action, &caller, &note).await.problem(403, "forbidden");
            }
        }
    })
    .await;
}
