//! Permissions by role: compares the `allowed` list of a record with the outcome of each action.

mod escalations;
mod interactions;
mod notes;

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestResponse, TestServer, on_both_engines};
use serde_json::{Value, json};

/// Every action on a ticket that `allowed` can contain.
const ON_TICKETS: [&str; 14] = [
    "edit_ticket",
    "set_status",
    "undo_status",
    "claim",
    "assign",
    "escalate",
    "withdraw",
    "move_ticket",
    "reply",
    "record_customer_message",
    "note",
    "delete_ticket",
    "restore_ticket",
    "redact",
];
/// Every action on a customer that `allowed` can contain.
const ON_CUSTOMERS: [&str; 5] = ["edit_customer", "delete_customer", "restore_customer", "open_ticket", "log_interaction"];

/// States of a ticket in which the actions are tried.
const STATES: [&str; 9] =
    ["queued", "mine", "theirs", "pending", "escalated", "resolved", "resolved by another", "resolved long ago", "hidden"];

/// An id without a record.
const NOTHING: &str = "0192f3c4-7a1b-7c2d-8e3f-405162738495";

fn ask_a_doctor() -> Value {
    json!({"target": {"role": "doctor"}, "reason": "A rash since she uses the cream: is this an allergy?"})
}

/// Tries `actions` on fresh records: an action in `allowed` succeeds, any other is rejected or changes nothing. `known` is every possible action.
async fn check_actions(
    known: &[&str],
    actions: &[&str],
    resource: &str,
    caller: &Client,
    state: &str,
    lay: impl AsyncFn() -> Record,
    act: impl AsyncFn(&str, &Record) -> TestResponse,
) {
    let mut untouched = None;
    for action in actions {
        let record = match untouched.take() {
            Some(record) => record,
            None => lay().await,
        };
        let shown = caller.get(&format!("/{resource}/{}", record.id())).await;
        let shown = if shown.status == 404 { json!({"allowed": []}) } else { shown.ok().body };
        let allowed: Vec<&str> = shown["allowed"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let unknown: Vec<_> = allowed.iter().filter(|action| !known.contains(*action) && **action != "read_notes").collect();
        assert!(unknown.is_empty(), "{unknown:?} are not tried here yet");
        let answer = act(action, &record).await;
        let fits = match answer.status {
            // Repeating what is already so, such as claiming one's own ticket, is neither in `allowed` nor rejected.
            200 => allowed.contains(action) || (shown["id"].is_string() && answer.json()["version"] == shown["version"]),
            201 | 204 => allowed.contains(action),
            403 | 404 | 409 => !allowed.contains(action),
            // No ticket can be opened for a deleted record.
            422 => *action == "open_ticket" && !allowed.contains(action),
            _ => false,
        };
        let role = caller.person().role;
        assert!(fits, "{role}, {resource} {state}: {action} is in {allowed:?}: {}, but {answer}", allowed.contains(action));
        untouched = (answer.status >= 300).then_some(record);
    }
}

async fn ticket(desk: &TestServer, caller: &Client, other: &Client, state: &str) -> Record {
    let theirs = desk.ticket().with("assignee_id", other.id());
    let ticket = match state {
        "queued" => desk.ticket().queued().await,
        // For a role that owns no tickets, it is another's.
        "mine" if matches!(caller.person().role, Role::Agent | Role::Admin) => desk.ticket().created_by(caller).await,
        _ => theirs.await,
    };
    let path = format!("/tickets/{}/status", ticket.id());
    let mover = if state == "resolved by another" || !matches!(caller.person().role, Role::Agent | Role::Admin) { other } else { caller };
    match state {
        "pending" => drop(mover.post(&path, json!({"status": "pending"})).await.ok()),
        "resolved" | "resolved by another" => drop(mover.post(&path, json!({"status": "resolved"})).await.ok()),
        "resolved long ago" => {
            mover.post(&path, json!({"status": "resolved"})).await.ok();
            desk.advance(60);
        }
        "escalated" => {
            other.post(&format!("/tickets/{}/escalations", ticket.id()), ask_a_doctor()).await.created();
            return other.get(&format!("/tickets/{}", ticket.id())).await.ok();
        }
        "hidden" => desk.admin().await.delete(&format!("/tickets/{}", ticket.id()), "*").await.no_content(),
        _ => {}
    }
    ticket
}

async fn try_action(action: &str, desk: &TestServer, client: &Client, ticket: &Record, state: &str) -> TestResponse {
    let path = |tail: &str| format!("/tickets/{}{tail}", ticket.id());
    let resolved = state.starts_with("resolved");
    match action {
        "edit_ticket" => client.patch(&path(""), "*", json!({"priority": "urgent"})).await,
        "set_status" => client.post(&path("/status"), json!({"status": if resolved { "open" } else { "resolved" }})).await,
        "undo_status" => client.post(&path("/status"), json!({"status": "open", "undo": true})).await,
        "claim" => client.post_empty(&path("/claim")).await,
        "assign" => client.post(&path("/assignment"), json!({"assignee_id": null})).await,
        "reply" => client.post(&path("/messages"), json!({"kind": "reply", "body": "Hello."})).await,
        "record_customer_message" => {
            client.post(&path("/messages"), json!({"kind": "reply", "author": "customer", "body": "Hello."})).await
        }
        "note" => client.post(&path("/messages"), json!({"kind": "note", "body": "Hello."})).await,
        "escalate" => client.post(&path("/escalations"), ask_a_doctor()).await,
        "withdraw" => {
            let escalation = ticket["open_escalation"].as_str().unwrap_or(NOTHING);
            client.post(&format!("/escalations/{escalation}/withdraw"), json!({"reason": "She has found the answer."})).await
        }
        "move_ticket" => {
            let other = desk.customer().await;
            client.post(&path("/customer"), json!({"customer_id": other.id(), "reason": "It is her sister's."})).await
        }
        "delete_ticket" => client.delete(&path(""), "*").await,
        "redact" => client.post(&path("/redact"), json!({"fields": ["reason"], "reason": "It names her sister."})).await,
        "restore_ticket" => client.post_empty(&path("/restore")).await,
        other => panic!("no request for action {other}"),
    }
}

#[tokio::test]
async fn ticket_action_succeeds_iff_in_allowed() {
    on_both_engines(async |desk| {
        for (role, state) in [Role::Agent, Role::Admin].into_iter().flat_map(|role| STATES.map(|state| (role, state))) {
            // Two halves with new tokens: the clock advances more than a token's ten minutes in total.
            for actions in ON_TICKETS.chunks(7) {
                let (caller, other) = (desk.new_client(role).await, desk.new_client(Role::Agent).await);
                let lay = async || ticket(desk, &caller, &other, state).await;
                let act = async |action: &str, it: &Record| try_action(action, desk, &caller, it, state).await;
                check_actions(&ON_TICKETS, actions, "tickets", &caller, state, lay, act).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn list_tickets_rows_equal_get_ticket() {
    on_both_engines(async |desk| {
        let (agent, other) = (desk.agent().await, desk.new_client(Role::Agent).await);
        for state in &STATES[..7] {
            ticket(desk, &agent, &other, state).await;
        }
        let list = agent.get("/tickets").await.ok();
        assert_eq!(list.rows().len(), 7);
        for row in list.rows() {
            assert_eq!(agent.get(&format!("/tickets/{}", row["id"].as_str().unwrap())).await.ok().body, *row);
        }
    })
    .await;
}

#[tokio::test]
async fn customer_action_succeeds_iff_in_allowed() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        for role in [Role::Agent, Role::Admin] {
            let caller = desk.client_of_role(role).await;
            for hidden in [false, true] {
                for action in ON_CUSTOMERS {
                    let customer = desk.customer().await;
                    let path = format!("/customers/{}", customer.id());
                    if hidden {
                        admin.delete(&path, "*").await.no_content();
                    }
                    let shown = caller.get(&path).await;
                    let allowed = match shown.status {
                        404 => Vec::new(),
                        _ => shown.ok().allowed_actions().into_iter().map(str::to_owned).collect(),
                    };
                    assert!(allowed.iter().all(|action| ON_CUSTOMERS.contains(&action.as_str())), "{allowed:?}");
                    let ticket =
                        json!({"customer_id": customer.id(), "category": "billing", "subject": "Charged", "description": "Charged twice."});
                    let answer = match action {
                        "edit_customer" => caller.patch(&path, "*", json!({"given_name": "Ada"})).await,
                        "delete_customer" => caller.delete(&path, "*").await,
                        "restore_customer" => caller.post_empty(&format!("{path}/restore")).await,
                        "log_interaction" => caller.post("/interactions", json!({"customer_id": customer.id(), "channel": "chat"})).await,
                        _ => caller.post("/tickets", ticket).await,
                    };
                    let may = allowed.iter().any(|allowed| allowed == action);
                    let fits = if may { matches!(answer.status, 200 | 201 | 204) } else { matches!(answer.status, 403 | 404 | 409 | 422) };
                    assert!(fits, "{role}, deleted {hidden}: {action} is in {allowed:?}: {may}, but {answer}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn get_ticket_or_customer_by_doctor_without_escalation_is_404() {
    on_both_engines(async |desk| {
        let doctor = desk.doctor().await;
        let open = desk.ticket().await;
        let number = open["number"].as_str().unwrap();
        let customer = format!("/customers/{}", open["customer"]["id"].as_str().unwrap());
        for key in [open.id(), number] {
            for tail in ["", "/messages", "/timeline"] {
                doctor.get(&format!("/tickets/{key}{tail}")).await.problem(404, "not_found");
            }
        }
        doctor.get(&customer).await.problem(404, "not_found");
        for list in ["/tickets?include_total=true", "/customers?include_total=true"] {
            let list = doctor.get(list).await.ok();
            assert_eq!((list.rows().len(), &list["page"]["total"]), (0, &json!(0)));
        }
        assert!(doctor.post("/customers/search", json!({"query": "Adebayo"})).await.ok().rows().is_empty());
        for action in ON_TICKETS {
            try_action(action, desk, &doctor, &open, "open").await.problem(403, "forbidden");
        }
        doctor.patch(&customer, "*", json!({"given_name": "Ada"})).await.problem(403, "forbidden");
        doctor.post("/customers", json!({"family_name": "Eze"})).await.problem(403, "forbidden");
        doctor.delete(&customer, "*").await.problem(403, "forbidden");
    })
    .await;
}

#[tokio::test]
async fn ticket_and_customer_routes_by_auditor_are_403() {
    on_both_engines(async |desk| {
        let auditor = desk.auditor().await;
        let ticket = desk.ticket().await;
        let customer = format!("/customers/{}", ticket["customer"]["id"].as_str().unwrap());
        let path = format!("/tickets/{}", ticket.id());
        for read in ["/tickets", "/customers", "/staff", &path, &customer, &format!("{path}/messages"), &format!("{path}/timeline")] {
            auditor.get(read).await.problem(403, "forbidden");
        }
        auditor.post("/customers/search", json!({"query": "Adebayo"})).await.problem(403, "forbidden");
        for action in ON_TICKETS {
            try_action(action, desk, &auditor, &ticket, "open").await.problem(403, "forbidden");
        }
        auditor.patch(&customer, "*", json!({"given_name": "Ada"})).await.problem(403, "forbidden");
        auditor.delete(&customer, "*").await.problem(403, "forbidden");
        auditor.post_empty(&format!("{customer}/restore")).await.problem(403, "forbidden");
        assert_eq!(auditor.get("/auth/me").await.ok()["role"], "auditor");
    })
    .await;
}
