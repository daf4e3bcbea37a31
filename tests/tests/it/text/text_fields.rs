//! Where the free text of each operation is returned.

use caredesk_tests::document::Operation;
use serde_json::Value;

use super::OperationFixture;

/// Whether the response has the text, and the paths that return it.
pub(super) async fn text_paths(ground: &OperationFixture, operation: Operation, answer: &Value) -> (bool, Vec<String>) {
    let id = || answer["id"].as_str().unwrap();
    // The fixture's path is in the form `Client::call` takes for paths outside the API.
    let path = ground.path(operation).trim_start_matches("//api/v1").to_owned();
    // The record in the path: its collection and its id.
    let base = || path.split('/').take(3).collect::<Vec<_>>().join("/");
    let (one, timeline) = (|kind: &str| format!("/{kind}/{}", id()), |kind: &str| format!("/{kind}/{}/timeline", id()));
    // Newest first, so that it is on the first page.
    let list = |kind: &str| format!("/{kind}?limit=200&sort=-{}", if kind == "escalations" { "created_at" } else { "updated_at" });
    let all = |kind: &str| (true, vec![one(kind), list(kind), timeline(kind)]);
    match operation.id() {
        "create_customer" | "update_customer" | "upsert_customer" => {
            (true, vec![one("customers"), list("customers"), timeline("customers")])
        }
        "create_ticket" | "update_ticket" => all("tickets"),
        "assign_ticket" | "move_ticket" | "redact_ticket" => (false, vec![timeline("tickets")]),
        "create_ticket_message" | "create_escalation_message" => (true, vec![format!("{}/messages", base())]),
        "redact_ticket_message" => (false, vec![format!("{}/timeline", base())]),
        "create_interaction" | "update_interaction" | "end_interaction" => all("interactions"),
        "assign_interaction" | "move_interaction" | "redact_interaction" => (false, vec![timeline("interactions")]),
        "create_ticket_escalation" | "create_interaction_escalation" | "resolve_escalation" | "withdraw_escalation" => all("escalations"),
        "decline_escalation" | "redact_escalation" => (false, vec![timeline("escalations")]),
        "create_interaction_note" | "update_note" | "redact_note" => {
            let note = ground.client.get(&one("notes")).await.ok();
            let source = format!("/interactions/{}", note["source"]["id"].as_str().unwrap());
            match operation.id() {
                "redact_note" => (false, vec![format!("{source}/timeline")]),
                _ => (true, vec![one("notes"), format!("{source}/notes")]),
            }
        }
        "create_staff" | "update_staff" => (true, vec![one("staff"), "/staff?limit=200".to_owned()]),
        "create_service_account" | "update_service_account" => {
            (true, vec![one("service-accounts"), "/service-accounts?limit=200".to_owned()])
        }
        other => panic!("no paths for the text of {other}"),
    }
}
